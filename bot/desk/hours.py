"""When the desk is open: shifts of the week, and days that are different, in one time zone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

LOOK_AHEAD = timedelta(days=366)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class Shift(NamedTuple):
    """From `start` until `end` by the clock on the wall; an `end` that is not after the start is on
    the next day. It belongs to the day on which it starts."""

    start: time
    end: time


class Spell(NamedTuple):
    """Open from `start`, shut from `end` on."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """`week`: the shifts of each day, Monday first; empty: never open. `special`: the shifts of
    days that are different; a holiday has none.

    Moments of any time zone go in, moments in UTC come out.
    """

    zone: ZoneInfo
    week: tuple[tuple[Shift, ...], ...] = ()
    special: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)

    def is_open(self, at: datetime) -> bool:
        return any(spell.start <= at < spell.end for spell in self._from(at, timedelta()))

    def next_opening(self, at: datetime) -> datetime | None:
        """When it is open next: `at` itself while it is; None when not within a year."""
        ahead = (spell for spell in self._from(at, LOOK_AHEAD) if at < spell.end)
        first = next(ahead, None)
        return first and max(first.start, at.astimezone(UTC))

    def closes_at(self, at: datetime) -> datetime | None:
        """When it shuts; None while it is shut, or open for a year on end."""
        closing = at
        # A day more: where clocks go forward, the last one is short of a year by an hour.
        for spell in self._from(at, LOOK_AHEAD + _DAY):
            if spell.start > closing:
                break
            closing = max(closing, spell.end)
        return closing if at < closing < at + LOOK_AHEAD else None

    def _from(self, at: datetime, ahead: timedelta) -> Iterator[Spell]:
        """The spells of the day before `at`, of its day and of the days ahead, in order."""
        first = at.astimezone(self.zone).date() - _DAY
        return chain.from_iterable(self._spells(first + n * _DAY) for n in range(ahead.days + 2))

    def _spells(self, day: date) -> list[Spell]:
        usual = self.week[day.weekday()] if self.week else ()
        spells = (self._spell(day, shift) for shift in self.special.get(day, usual))
        return sorted(spell for spell in spells if spell.start < spell.end)

    def _spell(self, day: date, shift: Shift) -> Spell:
        last = day if shift.end > shift.start else day + _DAY
        return Spell(
            _moment(datetime.combine(day, shift.start), self.zone),
            _moment(datetime.combine(last, shift.end), self.zone),
        )


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """When clocks there first show this; where they skip it, when they first show something later.

    So a time that comes twice in a night opens or shuts the desk at its first coming.
    """
    while True:
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
            return moment
        wall += _MINUTE
