"""Calendars that anybody may subscribe to: whole, unchanging while nothing changes, and bounded."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from adapters.events.calendars import MOST
from bot.events.model import AddressFor, EventStatus, EventText
from tests.adapters.console.payloads import PAYLOADS
from tests.adapters.events.shelf import HOME, SECRET, Shelf, event


def read(content: bytes) -> Calendar:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return calendar


def test_one_event_goes_into_a_calendar() -> None:
    answer = Shelf().put(event(version=3)).browser().get("/events/1.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert 'filename="event-1.ics"' in answer.headers["content-disposition"]
    [entry] = read(answer.content).events
    assert str(entry["uid"]) == "1@hearthline"
    assert entry["sequence"] == 2
    assert str(entry["summary"]) == "Tea and talk"
    assert entry.start.isoformat() == "2026-11-23T09:00:00+00:00"
    assert str(entry["location"]) == "Leeds"
    assert str(entry["status"]) == "CONFIRMED"
    assert str(entry["url"]) == f"{HOME}/events/1"


def test_what_is_called_off_is_so_in_the_calendar_too() -> None:
    browser = Shelf().put(event(status=EventStatus.CANCELLED)).browser()
    for path in ("/events/1.ics", "/events.ics"):
        [entry] = read(browser.get(path).content).events
        assert str(entry["status"]) == "CANCELLED"


def test_an_address_for_all_is_in_it() -> None:
    one = event(address_for=AddressFor.ALL)
    content = Shelf().put(one).browser().get("/events.ics").content
    [entry] = read(content).events
    assert str(entry["location"]) == f"{SECRET}, Leeds"
    assert "GEO:53.7997;-1.5492" in content.decode()


def test_lines_are_folded_within_letters_of_several_bytes() -> None:
    long = event(texts={"en": EventText("ہم سب مل کر " * 20, "a;b,c\\d\r\nnew\rline\x07")})
    content = Shelf().put(long).browser().get("/events/1.ics").content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    [entry] = read(content).events
    assert str(entry["summary"]) == "ہم سب مل کر " * 20
    assert str(entry["description"]) == "a;b,c\\d\nnew\nline"


def test_it_is_sent_again_only_when_something_has_changed() -> None:
    shelf = Shelf().put(event())
    browser = shelf.browser()
    for path in ("/events.ics", "/events/1.ics"):
        first = browser.get(path)
        tag = first.headers["etag"]
        assert first.headers["cache-control"] == "public, max-age=600"
        known = browser.get(path, headers={"If-None-Match": f'"x", W/{tag}'})
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["etag"] == tag
    shelf.put(replace(event(), version=2, town="York"))
    again = browser.get("/events.ics", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert b"York" in again.content


def test_what_is_over_leaves_it_without_a_change() -> None:
    shelf = Shelf().put(event(in_hours=1), event(2, 50))
    browser = shelf.browser()
    assert len(read(browser.get("/events.ics").content).events) == 2
    shelf.now += timedelta(hours=4)
    assert len(read(browser.get("/events.ics").content).events) == 1


def test_it_is_as_long_as_a_calendar_may_be() -> None:
    many = Shelf().put(*(event(id_, id_) for id_ in range(1, MOST + 20)))
    found = read(many.browser().get("/events.ics").content).events
    assert len(found) == MOST
    assert max(int(str(one["uid"]).partition("@")[0]) for one in found) == MOST


def test_it_speaks_her_language() -> None:
    both = event(texts={"en": EventText("Tea"), "ar": EventText("شاي")})
    answer = Shelf().put(both).browser().get("/events.ics", headers={"Accept-Language": "ar"})
    [entry] = read(answer.content).events
    assert str(entry["summary"]) == "شاي"
    assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize("payload", [*PAYLOADS[::9], "x\r\nEND:VEVENT\r\nBEGIN:VALARM", "a\nb"])
def test_nothing_breaks_out_of_its_line(payload: str) -> None:
    one = event(texts={"en": EventText(payload or "x", payload)}, town=payload)
    content = Shelf().put(one).browser().get("/events/1.ics").content
    [entry] = read(content).events
    assert len(read(content).subcomponents) == 1
    assert entry.subcomponents == []
