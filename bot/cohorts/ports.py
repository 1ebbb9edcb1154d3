"""What groups ask of the store. Within one transaction: `CohortStore` (`Transaction.cohorts`). For
pages: `CohortReader`, without locks."""

from datetime import datetime
from typing import Protocol

from bot.cohorts.model import Cohort, Member, Progress, Went


class CohortStore(Protocol):
    def new_id(self) -> int: ...

    def cohort(self, cohort_id: int) -> Cohort | None:
        """Locked until the end."""

    def of_code(self, code: str) -> Cohort | None:
        """Not locked. One that has ended is not found."""

    def save(self, cohort: Cohort) -> None:
        """Write a new one or a new version of one."""

    def membership(self, conversation_id: int) -> tuple[Member, Cohort] | None:
        """She and the group that she joined last, not locked."""

    def members(self, cohort_id: int) -> list[Member]:
        """By their numbers."""

    def join(self, member: Member) -> None:
        """Write her down, in place of any other group of hers."""

    def leave(self, conversation_id: int) -> None:
        """She is in no group any more; what she opened goes too."""

    def opened(self, conversation_id: int) -> frozenset[str]:
        """The steps that she has opened as a member."""

    def note_opened(self, conversation_id: int, step: str) -> None:
        """Nothing happens when she is in no group, or has opened it before."""

    def note_went(self, conversation_id: int, step: str, went: Went) -> None:
        """Her latest word counts."""

    def wrong_codes(self, conversation_id: int, since: datetime) -> int: ...

    def note_wrong_code(self, conversation_id: int, at: datetime) -> None:
        """And forget those of more than a day ago."""


class CohortReader(Protocol):
    """Errors raised: StoreUnavailable."""

    def cohorts(self, facilitator_id: int | None = None) -> list[Cohort]:
        """All, or those of one facilitator; those that begin last come first."""

    def cohort(self, cohort_id: int) -> Cohort | None: ...

    def numbers(self, cohort_id: int) -> list[int]:
        """Of its members, in order."""

    def progress(self, cohort_id: int) -> list[Progress]: ...
