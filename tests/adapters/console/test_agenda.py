"""Events as editors see them: the list, one event, the door."""

import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.engine.turn import Engine
from bot.events.model import AddressFor, EventStatus, EventText, Standing
from bot.places.model import Coordinates
from tests.adapters.console.editors import (
    AGENDA,
    FILLED,
    NEW,
    SAVE,
    STARTS,
    TURN,
    Editors,
    create,
    hidden,
)
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import ADA, ED, IDA, LENA, OMAR
from tests.adapters.console.payloads import PAYLOADS
from tests.contracts.conftest import World


@pytest.fixture
def editors(on_sqlite: World, engine: Engine) -> Editors:
    return Editors(on_sqlite, engine)


@pytest.fixture
def ed(editors: Editors) -> TestClient:
    return editors.browser()


def test_without_any_it_says_so(ed: TestClient) -> None:
    assert "There is none here." in ed.get(AGENDA).text


def test_the_list_shows_what_is_coming_where_from_and_how_full(
    editors: Editors, ed: TestClient
) -> None:
    editors.put(5, capacity=20, feed="tea.csv", uid="1")
    editors.registers(5, ["Amal", ""], Standing.SEAT)
    editors.registers(5, ["Zed"], Standing.WAITING)
    editors.put(6, status=EventStatus.DRAFT, texts={"en": EventText("Only a draft")})
    editors.put(7, in_days=-3, texts={"en": EventText("Long ago")})
    page = ed.get(AGENDA).text
    for shown in ("Tea and talk", "2/20", "tea.csv", "Published", f"{AGENDA}/5"):
        assert shown in page
    assert re.search(r'class="figure">1</td>', page)
    assert "Only a draft" not in page
    assert "Only a draft" in ed.get(f"{AGENDA}?show=drafts").text
    assert "Long ago" in ed.get(f"{AGENDA}?show=past").text
    assert "Amal" not in page


def test_it_is_searched(editors: Editors, ed: TestClient) -> None:
    editors.put(5)
    editors.put(6, texts={"en": EventText("Sewing")}, town="York")
    page = ed.get(AGENDA, params={"find": "YORK"}).text
    assert "Sewing" in page
    assert "Tea and talk" not in page


def test_a_new_one_is_a_draft_found_on_the_map(editors: Editors, ed: TestClient) -> None:
    answer = create(ed, language="ur", capacity="20", step_free="yes", cost="£2")
    [event] = editors.all()
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{AGENDA}/{event.id}?done=saved"
    assert "Saved." in ed.get(answer.headers["location"]).text
    assert (event.status, event.version, event.starts_at) == (EventStatus.DRAFT, 1, STARTS)
    assert event.texts == {"en": EventText("Tea and talk", "Bring a friend.")}
    assert event.at == Coordinates(53.7997, -1.5492)
    assert (event.languages, event.capacity, event.cost) == (("ur",), 20, "£2")
    assert (event.step_free, event.childcare) == (True, None)
    assert event.address_for is AddressFor.REGISTERED
    action, subject, detail = editors.audit()[0]
    assert (action, subject, detail) == ("event_saved", f"event:{event.id}", "version:1")


def test_sent_twice_it_is_made_once(editors: Editors, ed: TestClient) -> None:
    page = ed.get(NEW).text
    event = {"id": hidden(page, "id"), "version": "0"}
    for _ in range(2):
        answer = send(ed, NEW, SAVE, **event, **FILLED)
        assert answer.status_code == 303
    assert len(editors.all()) == 1


def test_clocks_of_another_place_hold_there(editors: Editors, ed: TestClient) -> None:
    create(ed, zone="Asia/Dushanbe")
    [event] = editors.all()
    assert event.starts_at == STARTS - timedelta(hours=5)
    assert 'value="2026-12-01T18:30"' in ed.get(f"{AGENDA}/{event.id}").text


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("title-en", " ", "Write a title."),
        ("title-en", "x" * 201, "This is too long."),
        ("about-en", "x" * 5001, "This is too long."),
        ("starts", "", "Write day and time."),
        ("starts", "tomorrow", "Write day and time."),
        ("starts", "0001-01-01T00:00", "Write day and time."),
        ("starts", "2027-03-28T01:30", "this hour does not exist."),
        ("ends", "2026-12-01T18:00", "It ends before it starts."),
        ("ends", "2027-12-01T18:00", "It lasts longer than a month."),
        ("zone", "Mars/Olympus", "There is no such zone."),
        ("zone", "../../etc/passwd", "There is no such zone."),
        ("link", "javascript:alert(1)", "Write an address that begins with https://"),
        ("capacity", "many", "Write a number such as 20, or nothing."),
        ("capacity", "0", "Write a number such as 20, or nothing."),
        ("postcode", "QQ1", "We do not know this postcode."),
        ("at", "91, 0", "Write degrees such as 53.8, -1.55."),
        ("at", "nan, nan", "Write degrees such as 53.8, -1.55."),
        ("town", "Newport", "Which place is it?"),
        ("organiser", "x" * 301, "This is too long."),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_lost(
    editors: Editors, ed: TestClient, field: str, text: str, sentence: str
) -> None:
    answer = create(ed, **{"host": "The Mill", field: text})
    assert answer.status_code == 422
    assert editors.all() == []
    page = answer.text
    assert "It is not saved yet." in page
    assert sentence in page.split('<form class="form"', 1)[1]
    assert f'href="#{field}"' in page
    assert 'value="The Mill"' in page
    if text.strip() and len(text) < 100:
        assert f'value="{text}"' in page


def test_a_name_of_several_places_is_chosen_from(editors: Editors, ed: TestClient) -> None:
    page = create(ed, town="Newport").text
    assert "Newport, Isle of Wight" in page
    create(ed, town="Newport", place="newport2")
    [event] = editors.all()
    assert event.at == Coordinates(50.7003, -1.2911)


def test_a_place_that_nobody_knows_is_no_hindrance(editors: Editors, ed: TestClient) -> None:
    create(ed, town="Atlantis")
    [event] = editors.all()
    assert (event.town, event.at) == ("Atlantis", None)
    assert "(not found on the map)" in ed.get(f"{AGENDA}?show=drafts").text


def test_a_new_town_is_looked_up_anew_and_what_was_typed_stays(
    editors: Editors, ed: TestClient
) -> None:
    editors.put(5, town="York", at=Coordinates(53.96, -1.08))
    page = ed.get(f"{AGENDA}/5").text
    assert 'value="53.96000, -1.08000"' in page
    send(ed, f"{AGENDA}/5", SAVE, id="5", version="1", **FILLED, at="53.96000, -1.08000")
    assert editors.event(5).at == Coordinates(53.7997, -1.5492)
    send(ed, f"{AGENDA}/5", SAVE, id="5", version="2", **FILLED, at="53.9, -1.5")
    assert editors.event(5).at == Coordinates(53.9, -1.5)


def test_texts_in_languages_that_this_page_does_not_show_stay(
    editors: Editors, ed: TestClient
) -> None:
    texts = {"pl": EventText("Herbata"), "en": EventText("Tea")}
    editors.put(5, texts=texts, feed="x.ics", uid="7")
    send(ed, f"{AGENDA}/5", SAVE, id="5", version="1", **FILLED)
    event = editors.event(5)
    assert event.texts["pl"] == EventText("Herbata")
    assert next(iter(event.texts)) == "pl"
    assert (event.feed, event.uid, event.status) == ("x.ics", "7", EventStatus.PUBLISHED)


def test_two_editors_never_overwrite_each_other(editors: Editors, ed: TestClient) -> None:
    editors.put(5)
    ada = editors.browser(ADA)
    page = f"{AGENDA}/5"
    assert send(ada, page, SAVE, id="5", version="1", **FILLED | {"host": "Ada"}).status_code == 303
    answer = send(ed, page, SAVE, id="5", version="1", **FILLED | {"host": "Ed"})
    assert answer.status_code == 409
    assert "Somebody else has changed it meanwhile." in answer.text
    assert 'value="Ed"' in answer.text
    assert editors.event(5).host == "Ada"
    again = hidden(answer.text, "version")
    send(ed, page, SAVE, id="5", version=again, **FILLED | {"host": "Ed"})
    assert editors.event(5).host == "Ed"


def turned(editors: Editors, browser: TestClient, status: str, version: int = 1) -> int:
    fields = {"id": "5", "version": str(version), "status": status}
    return send(browser, f"{AGENDA}/5", TURN, **fields).status_code


def test_it_is_published_called_off_and_put_on_again(editors: Editors, ed: TestClient) -> None:
    editors.put(5, status=EventStatus.DRAFT)
    for version, status in enumerate(("published", "cancelled", "published"), start=1):
        assert turned(editors, ed, status, version) == 303
        assert editors.event(5).status == status
        assert editors.audit()[0] == (f"event_{status}", "event:5", "")
    assert "Those who registered" in ed.get(f"{AGENDA}/5?done=cancelled").text


def test_a_draft_is_thrown_away(editors: Editors, ed: TestClient) -> None:
    editors.put(5, status=EventStatus.DRAFT)
    assert turned(editors, ed, "withdrawn") == 303
    assert editors.event(5).status is EventStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("status", "wanted", "version"),
    [
        (EventStatus.PUBLISHED, "draft", 1),
        (EventStatus.PUBLISHED, "withdrawn", 1),
        (EventStatus.WITHDRAWN, "published", 1),
        (EventStatus.DRAFT, "cancelled", 1),
        (EventStatus.PUBLISHED, "cancelled", 7),
        (EventStatus.PUBLISHED, "published", 1),
    ],
)
def test_what_cannot_be_is_not_done(
    editors: Editors, ed: TestClient, status: EventStatus, wanted: str, version: int
) -> None:
    editors.put(5, status=status)
    assert turned(editors, ed, wanted, version) == 409
    assert editors.event(5).status is status


def test_what_is_over_is_not_published(editors: Editors, ed: TestClient) -> None:
    editors.put(5, in_days=-1, status=EventStatus.DRAFT)
    assert turned(editors, ed, "published") == 409


def test_the_host_at_the_door_has_first_names_and_no_more(editors: Editors, ed: TestClient) -> None:
    editors.put(5)
    editors.registers(5, ["Amal", ""], Standing.SEAT)
    editors.registers(5, ["Later"], Standing.WAITING)
    page = ed.get(f"{AGENDA}/5/door").text
    assert "<bdi>Amal</bdi>" in page
    assert "(no name)" in page
    assert "Later" not in page
    assert "Registered: 2. Waiting: 1." in page
    assert editors.audit()[0] == ("event_names_seen", "event:5", "")


@pytest.mark.parametrize("id_", ["0", "9", "x", "-1", "9" * 19, "9" * 5000])
def test_what_is_no_event_is_not_found(ed: TestClient, id_: str) -> None:
    for path in (f"{AGENDA}/{id_}", f"{AGENDA}/{id_}/door"):
        answer = ed.get(path)
        assert answer.status_code == 404
        assert "There is no such event." in answer.text


@pytest.mark.parametrize("adviser", [OMAR, IDA])
def test_advisers_neither_see_nor_change(editors: Editors, adviser: int) -> None:
    editors.put(5)
    browser = editors.browser(adviser)
    for path in ("", "/new", "/5", "/5/door", "/import", "/feeds", "/hosts"):
        assert browser.get(AGENDA + path).status_code == 403
    account = "/console/account"
    assert send(browser, account, SAVE, id="5", version="1", **FILLED).status_code == 403
    assert send(browser, account, TURN, id="5", version="1", status="cancelled").status_code == 403
    assert editors.event(5).version == 1


@pytest.mark.parametrize("adviser", [ED, LENA, ADA])
def test_who_may_finds_it_in_the_head(editors: Editors, adviser: int) -> None:
    assert f'href="{AGENDA}"' in editors.browser(adviser).get("/console/account").text


@pytest.mark.parametrize("payload", PAYLOADS[::17])
def test_nothing_in_an_event_can_act(editors: Editors, ed: TestClient, payload: str) -> None:
    text = payload[:190]
    names = ("organiser", "host", "town", "address", "audience", "cost")
    fields: dict[str, Any] = dict.fromkeys(names, text)
    editors.put(5, texts={"en": EventText(text, text)}, feed=text, link=text, **fields)
    editors.registers(5, [text], Standing.SEAT)
    pages = [ed.get(AGENDA + path).text for path in ("", "/5", "/5/door")]
    pages.append(create(ed, **fields, starts=text, zone=text, at=text, link=text).text)
    for page in pages:
        if re.search(r"[<>\"']", text):
            assert text not in page
        assert all('src="/console/static/' in one for one in re.findall(r"<script[^>]*>", page))
