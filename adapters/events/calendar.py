"""Events as a calendar (RFC 5545) that anybody may subscribe to. Times are in UTC: every program
reads them alike."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from adapters.events.shown import address_of, link_of, path_of
from bot.events.model import AddressFor, Event, EventStatus

PRODUCT = "-//Hearthline//Events//EN"
ASK_AGAIN = timedelta(hours=1)
KEPT = frozenset("\n\t")


def calendar_of(events: Iterable[Event], language: str, site: str, day: datetime) -> bytes:
    """`site`: our public address, "" where it is not known. `day`: when it was made, the same for
    the whole of a day, so that what has not changed is the same."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event, language, site, day))
    return bytes(calendar.to_ical())


def _entry(event: Event, language: str, site: str, day: datetime) -> Entry:
    code, text = event.text(language)
    entry = Entry()
    entry.add("uid", f"{event.id}@hearthline")
    entry.add("dtstamp", day)
    entry.add("sequence", event.version - 1)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", plain(text.title), parameters={"language": code})
    entry.add("status", "CANCELLED" if event.status is EventStatus.CANCELLED else "CONFIRMED")
    if text.about:
        entry.add("description", plain(text.about), parameters={"language": code})
    if where := link_of(event) or ", ".join(filter(None, (address_of(event), event.town))):
        entry.add("location", plain(where))
    if event.at is not None and event.address_for is AddressFor.ALL:
        entry.add("geo", tuple(event.at))
    if site:
        entry.add("url", f"{site}{path_of(event)}")
    return entry


def plain(text: str) -> str:
    """Without control characters, which no calendar may hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in KEPT or unicodedata.category(c) not in ("Cc", "Cs"))
