"""Calendars for tests, and how they are read there."""

from datetime import UTC, datetime
from pathlib import Path

from adapters.calendars.ical import read_calendar
from adapters.calendars.reading import Reading
from bot.events.model import Entry

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
LONDON = "Europe/London"


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.ics").read_bytes()


def read(content: bytes, zone: str = LONDON, now: datetime = NOW) -> Reading:
    return read_calendar(content, zone, now)


def calendar(*events: str, head: str = "") -> bytes:
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{head}{blocks}END:VCALENDAR\n".encode()


def one(event: str, head: str = "", zone: str = LONDON) -> Entry:
    reading = read(calendar(event, head=head), zone)
    assert reading.faults == ()
    assert len(reading.entries) == 1
    return reading.entries[0]


def starts(reading: Reading) -> list[str]:
    return [f"{entry.starts_at:%m-%d %H:%M}" for entry in reading.entries]
