"""A calendar cut into its entries, before anything is parsed: what is wrong with one harms no
other, and only one at a time is held as objects."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from adapters.calendars.faults import MOST_ENTRIES, FeedFault, FeedRefused
from adapters.calendars.texts import decoded

FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
WIDE_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
ENDS = re.compile(r"\r\n?|\n")
BEGIN = re.compile(r"^BEGIN:(VEVENT|VTIMEZONE)[ \t]*$", re.IGNORECASE | re.MULTILINE)
STARTS = re.compile(r"BEGIN:VCALENDAR[ \t]*$", re.IGNORECASE | re.MULTILINE)
OPENS = re.compile(r"^BEGIN:(?:VCALENDAR|VEVENT)", re.IGNORECASE | re.MULTILINE)
CLOSES = re.compile(r"^END:VCALENDAR[ \t]*$", re.IGNORECASE | re.MULTILINE)
LONGEST_LINE = 20_000
KEPT = re.compile(
    r"(?:UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|SEQUENCE|STATUS|CLASS|SUMMARY|"
    r"DESCRIPTION|LOCATION|GEO|ORGANIZER|URL|CATEGORIES|CONFERENCE|X-GOOGLE-CONFERENCE|"
    r"X-MICROSOFT-SKYPETEAMSMEETINGURL)[;:]",
    re.IGNORECASE,
)
"""What is read of an entry. The rest may be as broken as it likes."""
SERIES = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.IGNORECASE | re.MULTILINE)
UID = re.compile(r"^UID(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
TITLE = re.compile(r"^SUMMARY(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
DAY = re.compile(r"^DT(?:START|END)(?:;[^:\n]*)?:(\d{8})", re.IGNORECASE | re.MULTILINE)
LASTING = re.compile(r"^DURATION[;:]", re.IGNORECASE | re.MULTILINE)
HEAD = re.compile(r"^(X-WR-TIMEZONE|METHOD)(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)


class Block(NamedTuple):
    """One VEVENT as text, its lines whole. `number`: which of the calendar it is, from 1."""

    number: int
    text: str
    is_whole: bool

    @property
    def uid(self) -> str:
        found = UID.search(self.text)
        return found.group(1).strip() if found else ""

    @property
    def is_of_series(self) -> bool:
        return SERIES.search(self.text) is not None

    def is_over(self, day: date) -> bool:
        """For long enough that no zone matters. Most entries of old calendars are."""
        found = DAY.findall(self.text)
        return (
            bool(found)
            and max(found) < f"{day - timedelta(days=2):%Y%m%d}"
            and not LASTING.search(self.text)
        )

    @property
    def title(self) -> str:
        found = TITLE.search(self.text)
        return re.sub(r"\\(.)", r"\1", found.group(1)) if found else ""


class Parts(NamedTuple):
    heads: dict[str, str]
    zones: list[str]
    events: list[Block]


def parts_of(content: bytes) -> Parts:
    """Raises `FeedRefused` when this is no calendar, or not all of one."""
    text = unfolded(content).lstrip()
    if not STARTS.match(text):
        raise FeedRefused(FeedFault.NOT_A_CALENDAR)
    begins = [found.start() for found in OPENS.finditer(text)]
    if not CLOSES.search(text, begins[-1]):
        raise FeedRefused(FeedFault.CUT_OFF)
    zones, events = _cut(text)
    return Parts(_heads(text), zones, events)


def unfolded(content: bytes) -> str:
    """Lines whole again. As bytes where that can be: many programs fold within a letter."""
    is_narrow = b"\0" not in content[:64]
    text = decoded(FOLD.sub(b"", content) if is_narrow else content)
    return ENDS.sub("\n", text if is_narrow else WIDE_FOLD.sub("", text))


def _heads(text: str) -> dict[str, str]:
    first = BEGIN.search(text)
    head = text[: first.start()] if first else text
    return {name.upper(): value.strip() for name, value in HEAD.findall(head)}


def _cut(text: str) -> tuple[list[str], list[Block]]:
    zones: list[str] = []
    events: list[Block] = []
    begins = list(BEGIN.finditer(text))
    if sum(found.group(1).upper() == "VEVENT" for found in begins) > MOST_ENTRIES:
        raise FeedRefused(FeedFault.TOO_MANY)
    edges = pairwise([*(one.start() for one in begins), len(text)])
    for found, (start, stop) in zip(begins, edges, strict=True):
        whole = text[start:stop]
        if found.group(1).upper() == "VEVENT":
            events.append(_block(len(events) + 1, whole))
        else:
            zones.append(whole[: whole.upper().rfind("END:VTIMEZONE")] + "END:VTIMEZONE\n")
    return zones, events


def _block(number: int, whole: str) -> Block:
    is_whole = re.search(r"^END:VEVENT[ \t]*$", whole, re.IGNORECASE | re.MULTILINE) is not None
    return Block(number, "\n".join(_kept(whole)) + "\n", is_whole)


def _kept(whole: str) -> Iterator[str]:
    """Not what stands in an alarm or in anything else within an entry."""
    depth = 0
    for line in whole.split("\n"):
        upper = line[:10].upper()
        if upper.startswith("BEGIN:"):
            depth += 1
        elif upper.startswith("END:"):
            depth -= 1
            if depth == 0:
                return
        elif depth == 1 and KEPT.match(line) and line.partition(":")[2].strip():
            yield line[:LONGEST_LINE]
