"""A file of events, whichever kind it is: what it is called counts for nothing."""

import re
from dataclasses import replace
from datetime import datetime

from adapters.calendars.apart import read_apart
from adapters.calendars.csv_file import read_csv
from adapters.calendars.faults import MOST_BYTES, FeedFault, FeedRefused
from adapters.calendars.places import Locate, located
from adapters.calendars.reading import Reading
from adapters.calendars.texts import decoded

CALENDAR = re.compile(r"\s*BEGIN:VCALENDAR", re.IGNORECASE)
BEGINNING = 400
"""Bytes that tell what a file is. Even, for encodings of two bytes."""


def read_anything(content: bytes, zone: str, now: datetime, locate: Locate) -> Reading:
    """iCalendar or CSV. Raises `FeedRefused`; faults without entries mean that nothing is taken."""
    reading = _read(content, zone, now, locate)
    return replace(reading, entries=located(reading.entries, locate))


def _read(content: bytes, zone: str, now: datetime, locate: Locate) -> Reading:
    if len(content) > MOST_BYTES:
        raise FeedRefused(FeedFault.TOO_LARGE)
    beginning = decoded(content[:BEGINNING])
    if CALENDAR.match(beginning):
        return read_apart(content, zone, now)
    if not beginning.strip() or beginning.lstrip().startswith("<"):
        raise FeedRefused(FeedFault.NOT_A_CALENDAR)
    return read_csv(content, zone, locate)
