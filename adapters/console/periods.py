"""Months that are over, by the clocks of the desk, and their weeks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

KEPT = 12
"""Months that can be looked at."""


class Period(NamedTuple):
    """From `first` to `last`, both included, by the clocks of `zone`."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        return _midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        return _midnight(self.last + timedelta(days=1), self.zone)

    def weeks(self) -> Iterator["Period"]:
        """Monday to Sunday, cut off where the period begins and ends."""
        first = self.first
        while first <= self.last:
            last = min(first + timedelta(days=6 - first.weekday()), self.last)
            yield Period(first, last, self.zone)
            first = last + timedelta(days=1)


class Month(NamedTuple):
    name: str  # "2026-10"
    period: Period


def months_over(now: datetime, zone: ZoneInfo) -> list[Month]:
    """Newest first. The month that is under way is not among them: of two looks at it the
    difference would tell about the few cases between them."""
    months, following = [], now.astimezone(zone).date().replace(day=1)
    for _ in range(KEPT):
        last = following - timedelta(days=1)
        following = last.replace(day=1)
        months.append(Month(f"{following:%Y-%m}", Period(following, last, zone)))
    return months


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
