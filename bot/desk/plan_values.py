"""What may stand in the plan's file, value by value. Readers raise ValueError or the like; the
table that holds the value makes a sentence of it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.desk.hours import Shift

A_ZONE = 'must be the name of a time zone, such as "Europe/London"'
SHIFTS = 'must list shifts, such as ["09:00-12:30", "22:00-02:00"]; [] is closed'
A_DAY = (
    'must be a day, "2026-12-25", or a span, "2026-12-25 to 2026-12-28", that stands here once, '
    "with shifts as in the week; [] is closed"
)
A_DURATION = 'must be a number above 0 with s, min or h, such as "45 s"'
A_NUMBER = "must be a whole number from 1 to 1440"
SOME_LANGUAGES = "must list languages we speak by their codes, once each"

_SHIFT = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_DURATION = re.compile(r"([1-9]\d{0,5}) ?(s|min|h)")
_UNITS = {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1)}
_AT_MOST = 1440
_LONGEST_SPAN = timedelta(days=366)
_DAY = timedelta(days=1)

T = TypeVar("T")


class Table:
    """One table of the file, read key by key; what is wrong with it goes to `faults`."""

    def __init__(self, file: str, name: str, values: Mapping[str, Any], faults: list[str]) -> None:
        self.name = name
        self._file = file
        self._left = dict(values)
        self._faults = faults

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def fault(self, key: str, what: str) -> None:
        place = f"{self._file} [{self.name}]" if self.name else self._file
        self._faults.append(f"{place} {key} {what}.")

    def take(self, key: str, read: Callable[[Any], T], must: str, default: T) -> T:
        """The value of `key`; `default` where there is none, or one that cannot be right."""
        if key in self._left:
            try:
                return read(self._left.pop(key))
            except (ValueError, TypeError, AttributeError, LookupError, OSError):
                self.fault(key, must)
        return default

    def left(self) -> tuple[str, ...]:
        return tuple(self._left)

    def table(self, key: str) -> "Table":
        """The table below, empty where there is none."""
        empty: Mapping[str, Any] = {}
        inner = self.take(key, _a_table, "must be a table", empty)
        return Table(self._file, f"{self.name}.{key}".lstrip("."), inner, self._faults)

    def tables(self) -> Iterator[tuple[str, "Table"]]:
        for key in self.left():
            yield key, self.table(key)

    def end(self) -> None:
        """What nobody asked for is a slip of the pen."""
        for key in self._left:
            self.fault(key, "is not known here: remove it or mend its name")


def _a_table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def a_zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def a_number(value: object) -> int:
    if type(value) is not int or not 1 <= value <= _AT_MOST:
        raise ValueError
    return value


def a_duration(text: str) -> timedelta:
    number, unit = _parts(_DURATION, text)
    return int(number) * _UNITS[unit]


def some_of(known: Collection[str], value: object) -> tuple[str, ...]:
    """A list of texts, each once and each known, if any are."""
    if not isinstance(value, list) or len(set(value)) < len(value):
        raise ValueError
    if not all(isinstance(text, str) and (text in known or not known) for text in value):
        raise ValueError
    return tuple(value)


def shifts(value: object) -> tuple[Shift, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_shift(text) for text in value)


def _shift(text: str) -> Shift:
    start, end = _parts(_SHIFT, text)
    if start == end:  # a slip, or a whole day? that one is 00:00-24:00
        raise ValueError
    return Shift(time.fromisoformat(start), time() if end == "24:00" else time.fromisoformat(end))


def days(key: str) -> list[date]:
    """All days of "2026-12-25" or "2026-12-25 to 2026-12-28"."""
    first, _, last = (part.strip() for part in key.partition(" to "))
    start = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else start
    if not start <= end <= start + _LONGEST_SPAN:
        raise ValueError
    return [start + n * _DAY for n in range((end - start).days + 1)]


def _parts(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    found = pattern.fullmatch(text)
    if not found:
        raise ValueError
    return found.groups()
