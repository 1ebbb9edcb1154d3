"""Groups in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.cohorts.model import Cohort, CohortStatus, Member, Progress, Went


@dataclass
class FakeCohorts:
    """`bot.cohorts.ports.CohortStore`, and its reader."""

    kept: dict[int, Cohort] = field(default_factory=dict)
    joined: dict[int, Member] = field(default_factory=dict)
    done: dict[tuple[int, str], Went | None] = field(default_factory=dict)
    wrong: tuple[tuple[int, datetime], ...] = ()
    ids: Iterator[int] = field(default_factory=lambda: count(501))

    def copy(self) -> "FakeCohorts":
        kept, joined, done = dict(self.kept), dict(self.joined), dict(self.done)
        return FakeCohorts(kept, joined, done, self.wrong, self.ids)

    def new_id(self) -> int:
        return next(self.ids)

    def cohort(self, cohort_id: int) -> Cohort | None:
        return self.kept.get(cohort_id)

    def of_code(self, code: str) -> Cohort | None:
        going = (one for one in self.kept.values() if one.status is not CohortStatus.ENDED)
        return next((one for one in going if one.code == code), None)

    def save(self, cohort: Cohort) -> None:
        taken = {one.code for one in self.kept.values() if one.id != cohort.id}
        assert cohort.code not in taken
        self.kept[cohort.id] = cohort

    def membership(self, conversation_id: int) -> tuple[Member, Cohort] | None:
        member = self.joined.get(conversation_id)
        return (member, self.kept[member.cohort_id]) if member else None

    def members(self, cohort_id: int) -> list[Member]:
        found = [one for one in self.joined.values() if one.cohort_id == cohort_id]
        return sorted(found, key=lambda member: member.number)

    def join(self, member: Member) -> None:
        self.leave(member.conversation_id)
        self.joined[member.conversation_id] = member

    def leave(self, conversation_id: int) -> None:
        self.joined.pop(conversation_id, None)
        for key in [key for key in self.done if key[0] == conversation_id]:
            del self.done[key]

    def opened(self, conversation_id: int) -> frozenset[str]:
        return frozenset(step for id_, step in self.done if id_ == conversation_id)

    def note_opened(self, conversation_id: int, step: str) -> None:
        if conversation_id in self.joined:
            self.done.setdefault((conversation_id, step), None)

    def note_went(self, conversation_id: int, step: str, went: Went) -> None:
        if conversation_id in self.joined:
            self.done[conversation_id, step] = went

    def wrong_codes(self, conversation_id: int, since: datetime) -> int:
        return sum(id_ == conversation_id and at > since for id_, at in self.wrong)

    def note_wrong_code(self, conversation_id: int, at: datetime) -> None:
        self.wrong += ((conversation_id, at),)

    def progress(self, cohort_id: int) -> list[Progress]:
        numbers = {one.conversation_id: one.number for one in self.members(cohort_id)}
        found = ((numbers.get(id_), step, went) for (id_, step), went in self.done.items())
        return sorted(Progress(number, step, went) for number, step, went in found if number)
