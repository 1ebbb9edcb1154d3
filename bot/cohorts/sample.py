"""A group to try out, with a code that can be read off this page."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cohorts.model import USUAL_SIZE, Cohort, weekly

CODE = "CK7W9HMP"
_ZONE = ZoneInfo("Europe/London")
_STARTED = timedelta(weeks=2)


def sample_cohort(cohort_id: int, facilitator_id: int, now: datetime) -> Cohort:
    """Two steps are open; the third one is a few days away."""
    first = now.astimezone(_ZONE).date() - _STARTED + timedelta(days=4)
    return Cohort(
        cohort_id,
        "Evening circle (a sample)",
        "en",
        "Community room, Luton Central Library",
        _ZONE.key,
        weekly(datetime.combine(first, time(18))),
        USUAL_SIZE,
        CODE,
        facilitator_id,
    )
