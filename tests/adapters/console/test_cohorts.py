"""Pages of those who lead a group: members are numbers, small counts are hidden, and nobody else's
group is shown."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.console.cohort_view import counted
from adapters.console.cohorts import CohortsPage, Guides, Invitation
from adapters.console.wording import load_words
from bot.cohorts.model import Cohort, Member, Went
from bot.engine.turn import Engine
from bot.ports import Transaction
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import ED, IDA, LENA, OMAR, Leads
from tests.contracts.conftest import World, do
from tests.contracts.turns import contact_of

COHORTS = "/console/cohorts"
OPEN = f"{COHORTS}/open"
CANARY = "canary-7781"
WORDS = load_words()["en"]
W, H, N = Went.WELL, Went.HARD, Went.NOT_YET
SOON = {"day": "2026-11-21", "time": "09:05"}
FEW, MORE = WORDS["cohorts.few"], WORDS["cohorts.more"]


def invite(given: str) -> list[Invitation]:
    return [Invitation("webchat", f"/chat?flow={given}")]


@pytest.fixture
def leads(on_sqlite: World, engine: Engine) -> Leads:
    found = Leads(on_sqlite, engine)
    guides = Guides(("en", "ur"), lambda language: f"%PDF {language}".encode())
    page = CohortsPage(found.console, found.database.cohorts, invite, guides)
    found.entrance.more = [*found.entrance.more, *page.routes()]
    found.entrance.__post_init__()
    return found


@pytest.fixture
def omar(leads: Leads) -> TestClient:
    return leads.browser(OMAR)


def opens(browser: TestClient, **fields: Any) -> Any:
    given = {
        "name": "Wednesdays",
        "language": "en",
        "place": "The library",
        "day": "2026-11-25",
        "time": "18:00",
        "zone": "Europe/London",
        "size": "20",
    }
    return send(browser, COHORTS, OPEN, **given | fields)


def only(leads: Leads) -> Cohort:
    [cohort] = leads.database.cohorts.cohorts()
    return cohort


def change(browser: TestClient, cohort: Cohort, what: str, **fields: str) -> Any:
    page = f"{COHORTS}/{cohort.id}"
    given = {"change": what, "version": str(cohort.version), **fields}
    return send(browser, page, f"{page}/change", **given)


def shown(browser: TestClient, cohort: Cohort) -> str:
    return browser.get(f"{COHORTS}/{cohort.id}").text


def join(leads: Leads, cohort: Cohort, number: int, went: Went | None = None) -> None:
    def work(transaction: Transaction) -> None:
        her = contact_of(transaction, f"{CANARY}-{number}")
        transaction.save([her])
        transaction.cohorts.join(Member(cohort.id, her.id, number))
        transaction.cohorts.note_opened(her.id, "worth")
        if went:
            transaction.cohorts.note_went(her.id, "worth", went)

    do(leads.database, work)


def test_nothing_is_there_yet(omar: TestClient) -> None:
    page = omar.get(COHORTS).text
    assert "There is no group yet." in page
    assert 'href="/console/cohorts"' in page


def test_a_group_is_opened_and_shows_its_code_and_links(leads: Leads, omar: TestClient) -> None:
    assert opens(omar).status_code == 303
    cohort = only(leads)
    page = shown(omar, cohort)
    assert f"{cohort.code[:4]} {cohort.code[4:]}" in page
    assert f"/chat?flow=group-{cohort.code}" in page
    assert "0 of 20 places taken" in page
    assert "Wed, 25 Nov 18:00" in page or "Wed 25 Nov 18:00" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " "}, "Give the group a name"),
        ({"place": ""}, "Say where you meet"),
        ({"day": "2026-11-20"}, "must lie ahead"),
        ({"day": "soon"}, "must lie ahead"),
        ({"day": "9999-12-31"}, "must lie ahead"),
        ({"day": "0001-01-01", "zone": "Asia/Dushanbe"}, "must lie ahead"),
        ({"zone": "../etc"}, "no such time zone"),
        ({"size": "99"}, "from 4 to 30"),
    ],
)
def test_a_slip_is_named_and_nothing_typed_is_lost(
    leads: Leads, omar: TestClient, wrong: dict[str, str], says: str
) -> None:
    answer = opens(omar, **{"place": "A hall in Luton"} | wrong)
    assert answer.status_code == 409
    assert says in answer.text
    assert "Wednesdays" in answer.text or "name" in wrong
    assert leads.database.cohorts.cohorts() == []


def test_members_are_numbers_and_nothing_else(leads: Leads, omar: TestClient) -> None:
    opens(omar, **SOON)
    cohort = only(leads)
    leads.clock.go_on(minutes=10)
    join(leads, cohort, 1, Went.HARD)
    join(leads, cohort, 3)
    page = shown(omar, cohort)
    assert "Member 1, 3" in page
    assert "2 of 20 places taken" in page
    assert CANARY not in page
    assert "telegram" not in page.casefold().replace("telegram:", "")


def test_three_who_told_are_counted_and_two_are_not(leads: Leads, omar: TestClient) -> None:
    opens(omar, **SOON)
    cohort = only(leads)
    leads.clock.go_on(minutes=10)
    for number in (1, 2):
        join(leads, cohort, number, Went.WELL)
    two = shown(omar, cohort)
    assert "Member 1, 2" in two
    assert "<td>2</td>" not in two
    assert two.count(FEW) == 4
    join(leads, cohort, 3, Went.WELL)
    assert "<td>3</td>" in shown(omar, cohort)


@pytest.mark.parametrize(
    ("went", "told", "kinds"),
    [
        ([], FEW, (FEW, FEW, FEW)),
        ([W, H], FEW, (FEW, FEW, FEW)),
        ([W, W, W], MORE, ("3", FEW, FEW)),
        ([W, W, W, H], "4", ("3", FEW, FEW)),
        ([W, W, W, H, H, N, N], MORE, ("3", FEW, FEW)),
        ([W, W, W, H, H, H, N], MORE, ("3", "3", FEW)),
        ([W, W, W, H, H, H, N, N, N], "9", ("3", "3", "3")),
        ([W, H, N], "3", (FEW, FEW, FEW)),
        ([W, W, H, H, N, N], MORE, (FEW, FEW, FEW)),
    ],
)
def test_no_small_count_can_be_had_by_subtraction(
    went: list[Went], told: str, kinds: tuple[str, ...]
) -> None:
    assert counted(went, WORDS) == (told, kinds)


def test_others_see_neither_page_nor_list(leads: Leads, omar: TestClient) -> None:
    opens(omar, name="Omars own")
    cohort = only(leads)
    ida, lena = leads.browser(IDA), leads.browser(LENA)
    assert "Omars own" not in ida.get(COHORTS).text
    assert ida.get(f"{COHORTS}/{cohort.id}").status_code == 404
    assert change(lena, cohort, "close").status_code == 303
    assert "Omars own" in lena.get(COHORTS).text
    assert leads.browser(ED).get(COHORTS).status_code == 403


def test_it_is_moved_put_off_closed_opened_anew_and_ended(leads: Leads, omar: TestClient) -> None:
    opens(omar)
    code = only(leads).code
    change(omar, only(leads), "move", to="2026-11-26T19:30")
    assert only(leads).meetings[0].isoformat() == "2026-11-26T19:30:00"
    change(omar, only(leads), "put_off")
    assert only(leads).meetings[0].isoformat() == "2026-12-03T19:30:00"
    change(omar, only(leads), "close")
    assert f"{code[:4]} {code[4:]}" not in shown(omar, only(leads))
    change(omar, only(leads), "new_code")
    assert only(leads).code != code
    assert "must lie ahead" in change(omar, only(leads), "move", to="2020-01-01T10:00").text
    change(omar, only(leads), "end")
    assert "Over" in shown(omar, only(leads))
    assert only(leads).code[:4] not in shown(omar, only(leads))


def test_a_change_that_does_not_exist_is_refused(leads: Leads, omar: TestClient) -> None:
    opens(omar)
    assert change(omar, only(leads), "join").status_code == 400


def test_names_are_shown_as_text(leads: Leads, omar: TestClient) -> None:
    opens(omar, name="<b>x</b>", place="<i>y</i>")
    page = shown(omar, only(leads)) + omar.get(COHORTS).text
    assert "<b>x</b>" not in page
    assert "<i>y</i>" not in page
    assert "&lt;b&gt;x" in page


def test_the_guide_comes_as_a_file(omar: TestClient) -> None:
    guide = omar.get(f"{COHORTS}/guide/ur.pdf")
    assert (guide.content, guide.headers["content-type"]) == (b"%PDF ur", "application/pdf")
    assert omar.get(f"{COHORTS}/guide/xx.pdf").status_code == 404
