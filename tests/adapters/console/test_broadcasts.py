"""The pages of broadcasts: one writes, another agrees, it goes; and nobody who gets it is named."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.console.broadcasts import BroadcastsPage
from bot.broadcasts.model import Status
from bot.engine.turn import Engine
from tests.adapters.console.entrance import HOME, send
from tests.adapters.console.leads import ADA, ED, LENA, OMAR, STAFF, Leads
from tests.adapters.console.payloads import SHELLS
from tests.contracts.broadcasts import agree, feed
from tests.contracts.conftest import World, do

PAGE, NEW = "/console/broadcasts", "/console/broadcasts/new"
FIELDS = {"title": "Sunday", "consent": "news", "text-en": "A meeting on Sunday at three."}


@pytest.fixture
def leads(on_sqlite: World, engine: Engine) -> Leads:
    found = Leads(on_sqlite, engine)
    page = BroadcastsPage(found.console, found.database.broadcasts)
    found.entrance.more = [HOME, *page.routes()]
    found.entrance.__post_init__()
    return found


@pytest.fixture
def ed(leads: Leads) -> TestClient:
    return leads.browser(ED)


@pytest.fixture
def lena(leads: Leads) -> TestClient:
    return leads.browser(LENA)


def write(browser: TestClient, **fields: str) -> Any:
    found = re.search(r'name="id" value="(\d+)"', browser.get(NEW).text)
    assert found
    return send(browser, NEW, NEW, id=found[1], **{**FIELDS, **fields})


def take(browser: TestClient, path: str, step: str) -> Any:
    return send(browser, path, f"{path}/take", step=step)


def status(leads: Leads) -> Status:
    return leads.database.broadcasts.broadcasts(1)[0].status


def test_nothing_was_written_yet(ed: TestClient) -> None:
    page = ed.get(PAGE).text
    assert "Nothing was written yet." in page
    assert "gets nothing" in page


def test_from_writing_to_the_last_one_told(leads: Leads, ed: TestClient, lena: TestClient) -> None:
    do(leads.database, agree(12))
    path = write(ed).headers["location"]
    mine = ed.get(path).text
    assert "Waits for a second person" in mine
    assert "Somebody else has to agree." in mine
    assert "I agree to it" not in mine
    assert '<td class="figure">12</td>' in mine

    assert take(lena, path, "approve").headers["location"] == path
    assert "Agreed to by Lena" in ed.get(path).text
    take(ed, path, "start")
    while status(leads) is Status.PREPARING:
        feed(leads.database)
    take(ed, path, "pause")
    feed(leads.database, 1)
    assert leads.world.rows("SELECT count(*) FROM outbox") == [(0,)]
    assert "Paused" in ed.get(path).text

    take(lena, path, "resume")
    while status(leads) is not Status.DONE:
        feed(leads.database, 1)
    page = ed.get(path).text
    assert "Sent</td>" in page
    assert '<td class="figure">12</td>' in page
    assert leads.world.rows("SELECT count(*) FROM outbox") == [(12,)]


def test_cancelled_in_the_middle_no_more_go_out(
    leads: Leads, ed: TestClient, lena: TestClient
) -> None:
    do(leads.database, agree(30))
    path = write(ed).headers["location"]
    take(lena, path, "approve")
    take(lena, path, "start")
    while status(leads) is Status.PREPARING:
        feed(leads.database)
    feed(leads.database, 1)
    take(ed, path, "cancel")
    feed(leads.database, 2)
    assert leads.world.rows("SELECT count(*) FROM outbox") == [(20,)]
    assert "Left out: cancelled" in ed.get(path).text
    assert take(ed, path, "resume").status_code == 409


def test_nobody_agrees_to_their_own(leads: Leads, ed: TestClient) -> None:
    path = write(ed).headers["location"]
    answer = take(ed, path, "approve")
    assert answer.status_code == 409
    assert "A second person has to agree." in answer.text
    assert take(ed, path, "start").status_code == 409
    assert status(leads) is Status.DRAFT


def test_one_goes_at_a_time(leads: Leads, ed: TestClient, lena: TestClient) -> None:
    do(leads.database, agree(1))
    first, second = (write(ed).headers["location"] for _ in range(2))
    for path in (first, second):
        take(lena, path, "approve")
    take(ed, first, "start")
    answer = take(ed, second, "start")
    assert answer.status_code == 409
    assert "Another broadcast is on its way." in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "have to be there"),
        ({"text-en": "", "text-ur": "x"}, "have to be there"),
        ({"text-en": "long " * 141}, "longer than 700 characters"),
    ],
)
def test_what_is_not_kept_is_still_there(
    leads: Leads, ed: TestClient, fields: dict[str, str], sentence: str
) -> None:
    answer = write(ed, **fields)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert (fields.get("text-en") or fields.get("text-ur") or FIELDS["text-en"]) in answer.text
    assert leads.database.broadcasts.broadcasts(1) == []


def test_few_people_are_not_counted_exactly(leads: Leads, ed: TestClient) -> None:
    do(leads.database, agree(3))
    do(leads.database, agree(2, "whatsapp", "ur"))
    page = ed.get(write(ed).headers["location"]).text
    assert page.count("&lt;10") == 3
    for hidden in ("en0", "ur1"):
        assert hidden not in page


def test_a_new_one_can_be_made_from_an_old_one(ed: TestClient) -> None:
    id_ = write(ed, language="ur", channel="telegram").headers["location"].rsplit("/")[-1]
    page = ed.get(f"{NEW}?from={id_}").text
    assert FIELDS["text-en"] in page
    assert 'value="ur" checked' in page
    assert f'name="id" value="{id_}"' not in page


def test_twice_sent_it_is_written_once(leads: Leads, ed: TestClient) -> None:
    for expected in (303, 409):
        assert send(ed, NEW, NEW, id="77", **FIELDS).status_code == expected
    assert len(leads.database.broadcasts.broadcasts(9)) == 1


@pytest.mark.parametrize("who", STAFF)
def test_it_is_for_those_who_answer_for_words(leads: Leads, who: int) -> None:
    allowed = who in (ED, LENA, ADA)
    browser = leads.browser(who)
    assert (browser.get(PAGE).status_code == 200) == allowed
    if who == OMAR:
        assert take(leads.browser(OMAR), PAGE, "approve").status_code in (403, 404)


def test_what_is_written_never_acts(ed: TestClient) -> None:
    for text in SHELLS:
        page = ed.get(write(ed, title="x", **{"text-en": text}).headers["location"]).text
        assert text not in page or "<" not in text


def test_templates_are_shown_with_their_status(leads: Leads, ed: TestClient) -> None:
    rows = "('hearthline_word_en', 'HX1', 'approved'), ('hearthline_word_ur', 'HX2', '')"
    leads.world.rows(f"INSERT INTO channel_templates (name, sid, status) VALUES {rows}")  # noqa: S608
    page = ed.get(PAGE).text
    assert "hearthline_word_en</th><td>Approved" in page
    assert "hearthline_word_ur</th><td>Not handed in" in page


def test_each_step_is_in_the_record(leads: Leads, ed: TestClient, lena: TestClient) -> None:
    path = write(ed).headers["location"]
    take(lena, path, "approve")
    lines = leads.database.desk_reader.audit_page(2**62, 2)
    subject = f"broadcast:{path.rsplit('/')[-1]}"
    entries = [tuple(line.entry) for line in lines]
    assert entries == [
        (f"adviser:{LENA}", "broadcast_approve", subject, "approved"),
        (f"adviser:{ED}", "broadcast_write", subject, "draft"),
    ]
    assert not any("Sunday" in str(line) for line in lines)
