"""One VEVENT made an `Entry`."""

import hashlib
import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from icalendar import Event, vBroken, vGeo

from adapters.calendars.faults import BadEntry
from adapters.calendars.hints import hints_of, language_of, town_of
from adapters.calendars.reading import (
    LONGEST,
    LONGEST_ABOUT,
    LONGEST_FIELD,
    LONGEST_TITLE,
    LONGEST_UID,
)
from adapters.calendars.texts import lines, one_line
from adapters.calendars.zones import Zones
from bot.events.model import Entry
from bot.places.model import Coordinates

UNSAID = timedelta(hours=1)
"""How long an entry is that does not say when it ends."""
LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
MEETINGS = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
NORTH, EAST = 90.0, 180.0


class Span(NamedTuple):
    start: datetime
    end: datetime
    is_all_day: bool


def first(event: Event, name: str) -> object:
    """Only once each may stand there; some stand there twice. None when it cannot be read."""
    value = event.get(name)
    one = value[0] if isinstance(value, list) and value else value
    return None if isinstance(one, vBroken) else one


def text(event: Event, name: str) -> str:
    value = first(event, name)
    return "" if value is None else str(value)


def span(event: Event, zone: tzinfo) -> Span:
    start, end = moment(event, "DTSTART"), _end(event)
    if start is None:
        raise BadEntry("has no start that can be read")
    if end is None and "DTEND" in event:
        raise BadEntry("has an end that cannot be read")
    is_all_day = not isinstance(start, datetime)
    begins = on_the_clock(start, zone)
    ends = on_the_clock(end, zone) if end else begins
    if ends == begins:
        ends = begins + (timedelta(days=1) if is_all_day else UNSAID)
    if ends < begins:
        raise BadEntry("ends before it starts")
    if ends - begins > LONGEST:
        raise BadEntry("lasts longer than a year")
    return Span(begins, ends, is_all_day)


def moment(event: Event, name: str) -> date | None:
    found = getattr(first(event, name), "dt", None)
    return found if isinstance(found, date) else None


def _end(event: Event) -> date | None:
    start = moment(event, "DTSTART")
    if "DTEND" in event:
        return moment(event, "DTEND")
    lasts = getattr(first(event, "DURATION"), "dt", None)
    return start + lasts if start and isinstance(lasts, timedelta) else None


def on_the_clock(day: date, zone: tzinfo) -> datetime:
    """A whole day begins at midnight where the calendar is."""
    if isinstance(day, datetime):
        return day if day.tzinfo else day.replace(tzinfo=zone)
    return datetime.combine(day, time(), zone)


def title_of(event: Event) -> str:
    return one_line(text(event, "SUMMARY"), LONGEST_TITLE)


def check(event: Event, zone: tzinfo) -> Span:
    """When an entry is of which everything can be told. Raises `BadEntry`."""
    if not title_of(event):
        raise BadEntry("has no title")
    return span(event, zone)


def entry_of(event: Event, when: Span, uid: str, zones: Zones) -> Entry:
    place = one_line(text(event, "LOCATION"), LONGEST_FIELD)
    said = hints_of(_categories(event))
    link = _link(event, place)
    is_online = bool(link) or said.is_online or place.lower() in ("online", "zoom", "virtual")
    address = "" if is_online and (LINK.fullmatch(place) or "," not in place) else place
    return Entry(
        uid=uid if len(uid) <= LONGEST_UID else hashlib.sha256(uid.encode()).hexdigest(),
        starts_at=when.start.astimezone(UTC),
        ends_at=when.end.astimezone(UTC),
        zone=zones.name_at(when.start),
        title=title_of(event),
        about=_about(event, link),
        organiser=_organiser(event),
        town=town_of(address),
        address=address,
        at=_coordinates(event),
        is_online=is_online,
        link=link,
        languages=said.languages,
        audience=said.audience,
        step_free=said.step_free,
        childcare=said.childcare,
        language=_language(event),
        is_cancelled=text(event, "STATUS").strip().upper() == "CANCELLED",
    )


def _about(event: Event, link: str) -> str:
    """With the page of the event below, unless that is where it takes place."""
    about = lines(text(event, "DESCRIPTION"), LONGEST_ABOUT)
    page = LINK.fullmatch(text(event, "URL").strip())
    if page is None or page.group() in (link, *about.split()):
        return about
    return f"{about}\n\n{page.group()}".strip()


def _link(event: Event, place: str) -> str:
    candidates = [text(event, name).strip() for name in MEETINGS] + [place]
    found = (LINK.search(candidate) for candidate in candidates)
    return next((link.group()[:LONGEST_ABOUT] for link in found if link), "")


def _organiser(event: Event) -> str:
    """The name; never the address of whoever typed it in."""
    parameters = getattr(first(event, "ORGANIZER"), "params", {})
    name = one_line(str(parameters.get("CN", "")).strip("\"'"), LONGEST_FIELD)
    return "" if "@" in name else name


def _coordinates(event: Event) -> Coordinates | None:
    geo = first(event, "GEO")
    if not isinstance(geo, vGeo):
        return None
    north, east = geo.latitude, geo.longitude
    # Programs that do not know where it is write nought.
    is_somewhere = abs(north) <= NORTH and abs(east) <= EAST and (north, east) != (0, 0)
    return Coordinates(north, east) if is_somewhere else None


def _categories(event: Event) -> list[str]:
    value = event.get("CATEGORIES", [])
    groups = value if isinstance(value, list) else [value]
    return [str(one) for group in groups for one in getattr(group, "cats", [group])]


def _language(event: Event) -> str:
    parameters = getattr(first(event, "SUMMARY"), "params", {})
    return language_of(str(parameters.get("LANGUAGE", "")))
