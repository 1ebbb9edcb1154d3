"""The hours in which nothing goes out by itself."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT, MORNING = time(21), time(8)
EARLY = time(9)
"""What begins before that, or at night, is announced an hour before all the same."""


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    at = moment.astimezone(zone).time()
    return at >= NIGHT or at < MORNING


def morning_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """When the quiet hours that `moment` is in are over. In UTC."""
    there = moment.astimezone(zone)
    day = there.date() + timedelta(days=1 if there.time() >= NIGHT else 0)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def begins_in_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    at = moment.astimezone(zone).time()
    return at >= NIGHT or at < EARLY
