"""iCalendar (RFC 5545) as people's programs really write it, read into entries."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from icalendar import Event, vText

from adapters.calendars.blocks import Block, parts_of
from adapters.calendars.entries import Span, check, entry_of, text
from adapters.calendars.faults import BadEntry, FeedFault, FeedRefused
from adapters.calendars.reading import MOST, MOST_OF_ONE, Reading
from adapters.calendars.recurring import Window, occurrences
from adapters.calendars.texts import one_line
from adapters.calendars.zones import Zones
from bot.events.model import Entry

BACK = timedelta(days=1)
AHEAD = timedelta(days=400)
LONGEST_NAME = 60
MOST_FAULTS = 100
PRIVATE = frozenset(("PRIVATE", "CONFIDENTIAL"))
UNREADABLE = "cannot be read"
PLAIN = frozenset(("UID", "STATUS", "CLASS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"))
ESCAPED = re.compile(r"\\(.)")


def read_calendar(content: bytes, zone: str, now: datetime) -> Reading:
    """What takes place from a day before `now` until 400 days after. `zone`: where times without
    one are, unless the calendar says. Raises `FeedRefused`."""
    parts = parts_of(content)
    zones = Zones(zone, parts.heads.get("X-WR-TIMEZONE", ""), parts.zones)
    reader = _Reader(zones, Window(now - BACK, now + AHEAD))
    reader.read(parts.events)
    is_off = parts.heads.get("METHOD", "").upper() == "CANCEL"
    if reader.faults and not reader.good:
        raise FeedRefused(FeedFault.ALL_BROKEN)
    entries = (replace(one, is_cancelled=one.is_cancelled or is_off) for one in reader.entries)
    in_order = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    return Reading(tuple(in_order), tuple(reader.said()))


class PrivateEntry(BadEntry):
    """Whoever made it did not mean it for everybody."""


@dataclass
class _Reader:
    zones: Zones
    window: Window
    faults: list[str] = field(default_factory=list)
    good: int = 0
    private: int = 0
    is_cut: bool = False
    _found: dict[str, tuple[int, Entry]] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        return [entry for _, entry in self._found.values()]

    def read(self, blocks: Sequence[Block]) -> None:
        """Those that stand alone first: they are many and plain."""
        series: defaultdict[str, list[Block]] = defaultdict(list)
        recurring = {block.uid for block in blocks if block.uid and block.is_of_series}
        for block in blocks:
            if block.uid in recurring:
                series[block.uid].append(block)
            else:
                self._tried(block, self._alone)
        for group in series.values():
            events: list[Event] = []
            for block in group:
                self._tried(block, partial(self._gather, events))
            if events:
                self._tried(group[0], partial(self._repeated, events))

    def said(self) -> Iterator[str]:
        yield from self.faults[:MOST_FAULTS]
        if len(self.faults) > MOST_FAULTS:
            yield f"{len(self.faults) - MOST_FAULTS} more entries have a fault."
        for name in sorted(self.zones.unknown)[:MOST_FAULTS]:
            known = one_line(name, LONGEST_NAME)
            yield f'Nobody knows the zone "{known}": its times are taken as {self.zones.own.key}.'
        if self.private:
            yield f"Private entries are left out: {self.private}."
        if self.is_cut:
            yield f"Only the first {MOST:,} dates are taken."

    def _tried(self, block: Block, read: Callable[[Block], None]) -> None:
        try:
            read(block)
            self.good += 1
        except PrivateEntry:
            self.private += 1
        except BadEntry as bad:
            self._leave_out(block, str(bad))
        except (ValueError, ArithmeticError):  # a time beyond what a calendar can hold
            self._leave_out(block, UNREADABLE)

    def _leave_out(self, block: Block, why: str) -> None:
        self.faults.append(f"{_name(block)} {why} and is left out.")

    def _alone(self, block: Block) -> None:
        if block.is_whole and block.is_over(self.window.start.date()):
            return
        event = self._event(block)
        when = check(event, self.zones.own)
        if self.window.holds(when):
            self._take(entry_of(event, when, block.uid or _made_up(block, when), self.zones), event)

    def _gather(self, events: list[Event], block: Block) -> None:
        event = self._event(block)
        check(event, self.zones.own)
        events.append(event)

    def _repeated(self, events: list[Event], block: Block) -> None:
        found = occurrences(events, self.window, self.zones)
        for one in found[:MOST_OF_ONE]:
            uid = f"{block.uid}#{one.mark}"
            self._take(entry_of(one.event, one.when, uid, self.zones), one.event)
        if len(found) > MOST_OF_ONE:
            self.faults.append(f"{_name(block)} is on too often: {MOST_OF_ONE} dates are taken.")

    def _event(self, block: Block) -> Event:
        if not block.is_whole:
            raise BadEntry("ends in the middle")
        event = parsed("\n".join(map(self.zones.settled, block.text.split("\n"))))
        if text(event, "CLASS").strip().upper() in PRIVATE:
            raise PrivateEntry
        return event

    def _take(self, entry: Entry, event: Event) -> None:
        """Of two versions of one entry the later counts."""
        number = _sequence(event)
        known = self._found.get(entry.uid)
        if known is None and len(self._found) >= MOST:
            self.is_cut = True
        elif known is None or known[0] <= number:
            self._found[entry.uid] = number, entry


def parsed(block: str) -> Event:
    """Plain texts are most of an entry: the library takes ten times as long for them as this."""
    texts: dict[str, str] = {}
    others = []
    for line in block.split("\n"):
        name, _, value = line.partition(":")
        if name.upper() in PLAIN:
            texts.setdefault(name.upper(), value)
        else:
            others.append(line)
    event = _parsed("\n".join(others))
    for name, value in texts.items():
        if name not in event:
            event[name] = vText(ESCAPED.sub(_unescaped, value))
    return event


def _parsed(lines: str) -> Event:
    try:
        event = Event.from_ical(f"BEGIN:VEVENT\n{lines}END:VEVENT\n")
    except MemoryError:
        raise
    except Exception:  # the library raises whatever a bad entry leads it to
        raise BadEntry(UNREADABLE) from None
    return cast(Event, event)


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found.group(1) in "nN" else found.group(1)


def _sequence(event: Event) -> int:
    number = event.get("SEQUENCE")
    return number if isinstance(number, int) else 0


def _made_up(block: Block, when: Span) -> str:
    """For an entry without a UID: the same at every import, as long as it says the same."""
    return hashlib.sha256(f"{when.start.isoformat()} {block.title}".encode()).hexdigest()


def _name(block: Block) -> str:
    name = one_line(block.title or block.uid, LONGEST_NAME)
    return f'Entry {block.number} "{name}"' if name else f"Entry {block.number}"
