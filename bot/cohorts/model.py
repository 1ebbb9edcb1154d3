"""The course in a group: when it meets, who is in it, and which step is open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

STEPS = (
    "worth",
    "safe",
    "growing",
    "listening",
    "hard_talks",
    "online",
    "drawn",
    "noticing",
    "calling",
    "passing_on",
)
"""Of the course, in its order, alone as in a group; also the first part of each step's states."""
NEXT = "next_step"
"""The name of a value that becomes words when it is sent (`bot.cohorts.wording`)."""
SIZE_AT_LEAST, SIZE_AT_MOST, USUAL_SIZE = 4, 30, 20
NAME_AT_MOST, PLACE_AT_MOST = 80, 200
"""Characters."""
WEEK = timedelta(weeks=1)
GOES_ON = timedelta(weeks=4)
"""After the last meeting: time to make up for what was missed."""
KEPT = timedelta(weeks=8)
"""After that a group that is over is forgotten."""


class CohortStatus(StrEnum):
    OPEN = "open"  # who has the code can join
    CLOSED = "closed"  # it goes on, and nobody can join any more
    ENDED = "ended"


class Went(StrEnum):
    """How a practice at home went. The ids of the choices of a check-in."""

    WELL = "well"
    HARD = "hard"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Cohort:
    """`name` is for the console alone; `place` is shown to members. `meetings`: one for each step,
    without a zone, by the clocks of `zone` (an IANA name): the hour stays when clocks change.
    `joined`: how many ever joined; the last one's number."""

    id: int
    name: str
    language: str
    place: str
    zone: str
    meetings: tuple[datetime, ...]
    size: int
    code: str
    facilitator_id: int
    status: CohortStatus = CohortStatus.OPEN
    ended_at: datetime | None = None
    joined: int = 0
    version: int = 1

    def starts_at(self, number: int) -> datetime:
        """The meeting of this step, in UTC. The first is 1."""
        return self.in_utc(self.meetings[number - 1])

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def in_utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone_info).astimezone(UTC)

    def open_steps(self, now: datetime) -> int:
        """How many have had their hour."""
        return sum(self.in_utc(local) <= now for local in self.meetings)

    def next_number(self, now: datetime) -> int | None:
        """Of the step that opens next; None when all are open."""
        number = self.open_steps(now) + 1
        return number if number <= len(self.meetings) else None

    @property
    def over_at(self) -> datetime:
        return self.ended_at or self.in_utc(self.meetings[-1]) + GOES_ON

    def is_over(self, now: datetime) -> bool:
        return now >= self.over_at

    def may_be_joined(self, now: datetime) -> bool:
        has_steps = self.next_number(now) is not None
        return self.status is CohortStatus.OPEN and has_steps and not self.is_over(now)


class Member(NamedTuple):
    """`number`: as the facilitator sees her, and all that the facilitator sees of who she is."""

    cohort_id: int
    conversation_id: int
    number: int


class Progress(NamedTuple):
    """A member opened this step, and told how its practice went (None: she has not)."""

    number: int
    step: str
    went: Went | None = None


def weekly(first: datetime) -> tuple[datetime, ...]:
    """A meeting for each step, at the same hour by the clocks of the place."""
    return tuple(first + WEEK * later for later in range(len(STEPS)))
