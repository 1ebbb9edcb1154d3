"""When an entry that recurs takes place."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from math import prod
from typing import NamedTuple

from icalendar import Calendar, Event, vRecur
from recurring_ical_events import of

from adapters.calendars.entries import Span, moment, on_the_clock, span
from adapters.calendars.faults import BadEntry
from adapters.calendars.zones import Zones

MOST_STEPS = 50_000
"""From its first time to the end of what is looked at, hour by hour or day by day."""
SECONDS = {
    "SECONDLY": 1,
    "MINUTELY": 60,
    "HOURLY": 3_600,
    "DAILY": 86_400,
    "WEEKLY": 604_800,
    "MONTHLY": 2_629_800,
    "YEARLY": 31_557_600,
}
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
TOO_OFTEN = "repeats too often to be an event"
UNREADABLE = "repeats by a rule that cannot be read"


class Window(NamedTuple):
    start: datetime
    end: datetime

    def holds(self, when: Span) -> bool:
        return when.start < self.end and self.start < when.end


class Occurrence(NamedTuple):
    event: Event
    when: Span
    mark: str
    """Which of the series it is: when it was to start, even if it was moved."""


def occurrences(events: Sequence[Event], window: Window, zones: Zones) -> list[Occurrence]:
    """Of one series with its exceptions, in order. Raises `BadEntry`."""
    calendar = Calendar()
    for event in events:
        span(event, zones.own)
        for rule in rules_of(event):
            _check(rule, event, window, zones)
            _settle_until(rule, moment(event, "DTSTART"))
        calendar.add_component(event)
    try:
        found = of(calendar).between(window.start, window.end)
    except MemoryError:
        raise
    except Exception:  # the library raises whatever a bad rule leads it to
        raise BadEntry(UNREADABLE) from None
    placed = (_occurrence(event, zones) for event in found)
    return sorted((one for one in placed if window.holds(one.when)), key=lambda one: one.when)


def rules_of(event: Event) -> list[vRecur]:
    value = event.get("RRULE", [])
    rules = value if isinstance(value, list) else [value]
    if not all(isinstance(rule, vRecur) for rule in rules):
        raise BadEntry(UNREADABLE)
    return rules


def _check(rule: vRecur, event: Event, window: Window, zones: Zones) -> None:
    """The library goes through a rule step by step from its first time on, and through one of
    nothing for ever."""
    start = moment(event, "DTSTART")
    frequency, interval = str(_one(rule, "FREQ", "")).upper(), _one(rule, "INTERVAL", 1)
    if start is None or frequency not in SECONDS or not isinstance(interval, int) or interval < 1:
        raise BadEntry(UNREADABLE)
    until = min((window.end, *_until(rule, start, zones)))
    seconds = (until - on_the_clock(start, zones.own)).total_seconds()
    steps = seconds / (SECONDS[frequency] * interval)
    count = _one(rule, "COUNT", None)
    if isinstance(count, int) and not any(name.startswith("BY") for name in rule):
        steps = min(steps, count)
    if steps * prod(len(rule.get(name, "1")) for name in WITHIN_A_DAY) > MOST_STEPS:
        raise BadEntry(TOO_OFTEN)


def _until(rule: vRecur, start: date, zones: Zones) -> Iterator[datetime]:
    until = _one(rule, "UNTIL", None)
    if isinstance(until, date):
        yield _last_moment(until, on_the_clock(start, zones.own))


def _settle_until(rule: vRecur, start: date | None) -> None:
    """Many write the last day where the last moment is asked for: that day counts."""
    until = _one(rule, "UNTIL", None)
    if isinstance(start, datetime) and isinstance(until, date):
        rule["UNTIL"] = [_last_moment(until, start)]


def _last_moment(until: date, start: datetime) -> datetime:
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    return (until if until.tzinfo else until.replace(tzinfo=start.tzinfo)).astimezone(UTC)


def _one(rule: vRecur, name: str, default: object) -> object:
    value = rule.get(name, default)
    return value[0] if isinstance(value, list) and value else value


def _occurrence(event: Event, zones: Zones) -> Occurrence:
    when = span(event, zones.own)
    return Occurrence(event, when, _mark(event, when, zones))


def _mark(event: Event, when: Span, zones: Zones) -> str:
    named = event.get("RECURRENCE-ID")
    is_one = named is not None and "RANGE" not in named.params
    meant = moment(event, "RECURRENCE-ID") if is_one else None
    start = on_the_clock(meant, zones.own) if meant else when.start
    return f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
