"""What a facilitator does with a group: opens it, changes its code, cancels or moves a meeting,
ends it. Members who agreed to it are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo, available_timezones

from bot.cohorts.codes import new_code
from bot.cohorts.model import (
    NAME_AT_MOST,
    PLACE_AT_MOST,
    SIZE_AT_LEAST,
    SIZE_AT_MOST,
    STEPS,
    WEEK,
    Cohort,
    CohortStatus,
    weekly,
)
from bot.cohorts.ports import CohortStore
from bot.cohorts.reminding import ENDED, MOVED, PUT_OFF, prefix_of, remind, say_now
from bot.desk.model import Adviser, AuditEntry
from bot.desk.roles import Permission, may
from bot.ports import Clock, Transaction

FAR = timedelta(days=365)
"""A first day beyond that is a slip of the pen."""


class NotDone(StrEnum):
    """Why nothing was changed: a closed vocabulary, a sentence each in the console's words."""

    NOT_ALLOWED = "not_allowed"
    NO_SUCH_GROUP = "no_such_group"
    STALE = "stale"  # somebody changed it meanwhile
    OVER = "over"
    NAME = "name"
    PLACE = "place"
    ZONE = "zone"
    FIRST = "first"  # the first meeting is past, or too far away
    SIZE = "size"
    NO_NEXT = "no_next"  # all steps are open: nothing is left to move
    BETWEEN = "between"  # a meeting stays between the one before it and the one after


@dataclass(frozen=True, slots=True)
class OpenCohort:
    """`first`: the first meeting, by the clocks of `zone`. `key`: the page's own, so that a form
    that is sent twice opens one group."""

    by: int
    name: str
    language: str
    place: str
    zone: str
    first: datetime
    size: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class ChangeCohort:
    """`version`: the group as they saw it."""

    by: int
    cohort_id: int
    version: int


@dataclass(frozen=True, slots=True)
class NewCode(ChangeCohort):
    """Whoever has the old one cannot join with it any more."""


@dataclass(frozen=True, slots=True)
class CloseCode(ChangeCohort):
    pass


@dataclass(frozen=True, slots=True)
class PutOff(ChangeCohort):
    """The next meeting, and all after it, are a week later."""


@dataclass(frozen=True, slots=True)
class MoveNext(ChangeCohort):
    """The next meeting alone, to another day and hour by the clocks of the place."""

    to: datetime


@dataclass(frozen=True, slots=True)
class EndCohort(ChangeCohort):
    pass


Change = Callable[[Cohort, ChangeCohort, datetime], Cohort | NotDone]


class Facilitating:
    """Each method is a batch for the writer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def open(self, transaction: Transaction, items: Sequence[OpenCohort]) -> list[Cohort | NotDone]:
        return [_open(transaction, one, self._clock()) for one in items]

    def change(
        self, transaction: Transaction, items: Sequence[ChangeCohort]
    ) -> list[Cohort | NotDone]:
        return [_change(transaction, one, self._clock()) for one in items]


def _open(transaction: Transaction, item: OpenCohort, now: datetime) -> Cohort | NotDone:
    if not _facilitator(transaction, item.by):
        return NotDone.NOT_ALLOWED
    if wrong := _fault(item, now):
        return wrong
    store = transaction.cohorts
    id_ = _id_of(item) if item.key else store.new_id()
    if (before := store.cohort(id_)) is not None:
        return before
    cohort = Cohort(
        id_,
        item.name.strip(),
        item.language,
        _plain(item.place),
        item.zone,
        weekly(item.first),
        item.size,
        _free_code(store),
        item.by,
    )
    store.save(cohort)
    _audit(transaction, item.by, "cohort_opened", cohort)
    return cohort


def _id_of(item: OpenCohort) -> int:
    digest = sha256(f"{item.by}\0{item.key}".encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


def _plain(place: str) -> str:
    """On one line, and never read as a value that becomes words (`bot.worded`)."""
    return " ".join(place.split()).lstrip("@ ")


def _free_code(store: CohortStore) -> str:
    code = new_code()
    while store.of_code(code) is not None:
        code = new_code()
    return code


def _fault(item: OpenCohort, now: datetime) -> NotDone | None:
    if not 0 < len(item.name.strip()) <= NAME_AT_MOST:
        return NotDone.NAME
    if not 0 < len(_plain(item.place)) <= PLACE_AT_MOST:
        return NotDone.PLACE
    if item.zone not in available_timezones():
        return NotDone.ZONE
    if not SIZE_AT_LEAST <= item.size <= SIZE_AT_MOST:
        return NotDone.SIZE
    first = item.first.replace(tzinfo=ZoneInfo(item.zone))
    return None if now < first < now + FAR else NotDone.FIRST


def _facilitator(transaction: Transaction, adviser_id: int) -> Adviser | None:
    by = transaction.desk.adviser(adviser_id)
    return by if by and not by.is_disabled and may(by.role, Permission.COHORTS) else None


def may_see(by: Adviser, cohort: Cohort) -> bool:
    """Their own; leads and admins all."""
    sees_all = may(by.role, Permission.BOARD)
    return may(by.role, Permission.COHORTS) and (sees_all or cohort.facilitator_id == by.id)


def _change(transaction: Transaction, item: ChangeCohort, now: datetime) -> Cohort | NotDone:
    by = _facilitator(transaction, item.by)
    cohort = transaction.cohorts.cohort(item.cohort_id) if by else None
    if by is None or cohort is None or not may_see(by, cohort):
        return NotDone.NO_SUCH_GROUP if by else NotDone.NOT_ALLOWED
    if cohort.is_over(now):
        return NotDone.OVER
    if cohort.version != item.version:
        return NotDone.STALE
    done = _CHANGES[type(item)](cohort, item, now)
    if isinstance(done, NotDone):
        return done
    if isinstance(item, NewCode):
        done = replace(done, code=_free_code(transaction.cohorts))
    done = replace(done, version=cohort.version + 1)
    transaction.cohorts.save(done)
    _tell(transaction, item, done, now)
    _audit(transaction, item.by, _ACTIONS[type(item)], done)
    return done


def _open_again(cohort: Cohort, _item: ChangeCohort, _now: datetime) -> Cohort | NotDone:
    return replace(cohort, status=CohortStatus.OPEN)


def _close(cohort: Cohort, _item: ChangeCohort, _now: datetime) -> Cohort | NotDone:
    return replace(cohort, status=CohortStatus.CLOSED)


def _end(cohort: Cohort, _item: ChangeCohort, now: datetime) -> Cohort | NotDone:
    return replace(cohort, status=CohortStatus.ENDED, ended_at=now)


def _put_off(cohort: Cohort, _item: ChangeCohort, now: datetime) -> Cohort | NotDone:
    number = cohort.next_number(now)
    if number is None:
        return NotDone.NO_NEXT
    past, to_come = cohort.meetings[: number - 1], cohort.meetings[number - 1 :]
    return replace(cohort, meetings=(*past, *(local + WEEK for local in to_come)))


def _move(cohort: Cohort, item: ChangeCohort, now: datetime) -> Cohort | NotDone:
    number = cohort.next_number(now)
    if number is None or not isinstance(item, MoveNext):
        return NotDone.NO_NEXT
    after = cohort.meetings[number:][:1] or (cohort.meetings[-1] + FAR,)
    if not (item.to < after[0] and now < cohort.in_utc(item.to)):
        return NotDone.BETWEEN
    before, later = cohort.meetings[: number - 1], cohort.meetings[number:]
    return replace(cohort, meetings=(*before, item.to, *later))


_CHANGES: dict[type[ChangeCohort], Change] = {
    NewCode: _open_again,
    CloseCode: _close,
    PutOff: _put_off,
    MoveNext: _move,
    EndCohort: _end,
}
_ACTIONS: dict[type[ChangeCohort], str] = {
    NewCode: "cohort_code_changed",
    CloseCode: "cohort_closed",
    PutOff: "cohort_put_off",
    MoveNext: "cohort_moved",
    EndCohort: "cohort_ended",
}
_TOLD: dict[type[ChangeCohort], str] = {PutOff: PUT_OFF, MoveNext: MOVED, EndCohort: ENDED}


def _tell(transaction: Transaction, item: ChangeCohort, cohort: Cohort, now: datetime) -> None:
    say = _TOLD.get(type(item))
    if say is None:
        return
    members = transaction.cohorts.members(cohort.id)
    if say == ENDED:
        transaction.reminders.forget_everywhere(prefix_of(cohort.id))
    else:
        for number in range(cohort.open_steps(now) + 1, len(STEPS) + 1):
            transaction.reminders.forget_everywhere(f"{prefix_of(cohort.id)}{number}.")
        remind(transaction, cohort, members, now)
    say_now(transaction, cohort, members, say, now)


def _audit(transaction: Transaction, by: int, action: str, cohort: Cohort) -> None:
    transaction.desk.audit(AuditEntry(f"adviser:{by}", action, f"cohort:{cohort.id}", ""))
