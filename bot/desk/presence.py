"""Who is there, and what becomes of the cases of who is gone."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.cases import DROP, move
from bot.desk import timing
from bot.desk.casework import SYSTEM, CaseWork
from bot.desk.commands import Debriefed, HandOverAll, SetPresence, SignOfLife
from bot.desk.model import (
    Adviser,
    AuditEntry,
    CaseStatus,
    DeskEvent,
    EventKind,
    Presence,
)
from bot.desk.plan import Plan
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may
from bot.engine.turn import Engine
from bot.ports import Clock, Transaction

BREAK_LASTS = timedelta(minutes=10)
"""A pause of this length is a break."""


class Attendance:
    """The commands about an adviser, and the watch over those who are on. Each method is a batch
    for the writer. `plan` may be replaced by a newer one at any time."""

    def __init__(self, plan: Plan, clock: Clock, engine: Engine) -> None:
        self.plan = plan
        self._clock = clock
        self.engine = engine

    def set_presence(
        self, transaction: Transaction, items: Sequence[SetPresence]
    ) -> list[Adviser | Refusal]:
        return [self._set(transaction, item, self._clock()) for item in items]

    def sign_of_life(
        self, transaction: Transaction, items: Sequence[SignOfLife]
    ) -> list[Adviser | Refusal]:
        """Whoever is back within two minutes has their cases again."""
        return [self._seen(transaction, item, self._clock()) for item in items]

    def hand_over_all(
        self, transaction: Transaction, items: Sequence[HandOverAll]
    ) -> list[int | Refusal]:
        """The cases of an adviser go back to their queues; how many. A lead may do it for
        somebody."""
        return [self._hand_over(transaction, item, self._clock()) for item in items]

    def debriefed(
        self, transaction: Transaction, items: Sequence[Debriefed]
    ) -> list[Adviser | Refusal]:
        """The adviser has talked a hard case over."""
        return [_debrief(transaction, item) for item in items]

    def watch(self, transaction: Transaction, now: datetime) -> int:
        """The cases of advisers who give no sign of life are marked, and those of disabled ones go
        back to their queues: how many."""
        desk = transaction.desk
        given = sum(self._give_back(transaction, one, now) for one in desk.disabled_owners())
        gone = [one for one in desk.advisers() if self._is_gone(one, now)]
        return given + sum(self._drop(transaction, adviser, now) for adviser in gone)

    def _is_gone(self, adviser: Adviser, now: datetime) -> bool:
        shortest = min(queue.away_after for queue in self.plan.queues.values())
        is_seen = adviser.seen_at is not None and now < adviser.seen_at + shortest
        return adviser.presence is not Presence.ON or not is_seen

    def _drop(self, transaction: Transaction, adviser: Adviser, now: datetime) -> int:
        dropped = 0
        for work in self._held(transaction, adviser.id, now, CaseStatus.CLAIMED, SYSTEM):
            move(work.case, DROP)
            timing.dropped(work.case, self.plan, now, adviser.seen_at)
            work.note()
            work.tell(EventKind.CHANGED)
            work.audit("drop", f"adviser:{adviser.id}")
            dropped += 1
        return dropped

    def _held(
        self,
        transaction: Transaction,
        adviser_id: int,
        now: datetime,
        status: CaseStatus | None,
        actor: str,
    ) -> Iterator[CaseWork]:
        """The cases that an adviser holds, each locked and looked at again under its lock."""
        for held in sorted(transaction.desk.held_by(adviser_id), key=lambda case: case.id):
            if status not in (None, held.status):
                continue
            opened = transaction.desk.case(held.id)
            if opened is None or opened.case.owner != adviser_id:
                continue
            if opened.case.status is status or (status is None and opened.case.is_held):
                yield CaseWork(transaction, self.plan, self.engine, now, *opened, actor)

    def _set(self, transaction: Transaction, item: SetPresence, now: datetime) -> Adviser | Refusal:
        adviser = _meant(transaction, item)
        if isinstance(adviser, Refusal):
            return adviser
        if _holds(transaction, adviser, item.presence):
            return Refusal(Why.HOLDS_CASES)
        if item.presence is not adviser.presence:
            _change(adviser, item.presence, now)
            transaction.desk.tell(DeskEvent(EventKind.PRESENCE, adviser_id=adviser.id))
            _audit(transaction, item.by, "presence", adviser.id, item.presence)
        if adviser.id == item.by:
            adviser.seen_at = now
        transaction.desk.save_adviser(adviser)
        return adviser

    def _seen(self, transaction: Transaction, item: SignOfLife, now: datetime) -> Adviser | Refusal:
        adviser = _acting(transaction, item.by)
        if adviser is None:
            return Refusal(Why.NOT_ALLOWED)
        adviser.seen_at = now
        transaction.desk.save_adviser(adviser)
        if adviser.presence is Presence.ON:
            actor = f"adviser:{adviser.id}"
            for work in self._held(transaction, adviser.id, now, CaseStatus.AWAY, actor):
                work.resume()
        return adviser

    def _hand_over(
        self, transaction: Transaction, item: HandOverAll, now: datetime
    ) -> int | Refusal:
        by = _acting(transaction, item.by)
        if by is None or (item.from_adviser != by.id and not may(by.role, Permission.BOARD)):
            return Refusal(Why.NOT_ALLOWED)
        return self._give_back(transaction, item.from_adviser, now, f"adviser:{by.id}")

    def _give_back(
        self, transaction: Transaction, adviser_id: int, now: datetime, actor: str = SYSTEM
    ) -> int:
        works = list(self._held(transaction, adviser_id, now, None, actor))
        for work in works:
            work.give_back()
            work.audit("hand_over", f"adviser:{adviser_id}")
        return len(works)


def _acting(transaction: Transaction, adviser_id: int) -> Adviser | None:
    adviser = transaction.desk.adviser(adviser_id)
    return None if adviser is None or adviser.is_disabled else adviser


def _meant(transaction: Transaction, item: SetPresence) -> Adviser | Refusal:
    """A lead sends somebody on a break or home; that they are there, each says of themselves."""
    by = _acting(transaction, item.by)
    whose = item.by if item.adviser is None else item.adviser
    if by is None or whose == by.id:
        return by or Refusal(Why.NOT_ALLOWED)
    if item.presence is Presence.ON or not may(by.role, Permission.BOARD):
        return Refusal(Why.NOT_ALLOWED)
    return _acting(transaction, whose) or Refusal(Why.NO_SUCH_ADVISER)


def _holds(transaction: Transaction, adviser: Adviser, presence: Presence) -> bool:
    """Whether cases stand in the way: on a break those wait that wait for the contact."""
    if presence is Presence.ON:
        return False
    held = transaction.desk.held_by(adviser.id)
    return any(presence is Presence.OFF or c.status is not CaseStatus.CONTACT for c in held)


def _change(adviser: Adviser, presence: Presence, now: datetime) -> None:
    is_back = adviser.presence is not Presence.ON and presence is Presence.ON
    if is_back and (adviser.on_since is None or now >= adviser.on_since + BREAK_LASTS):
        adviser.handled_since_break = 0
    if {adviser.presence, presence} != {Presence.BREAK, Presence.OFF}:
        adviser.on_since = now  # from a break straight home is one time away
    adviser.presence = presence


def _debrief(transaction: Transaction, item: Debriefed) -> Adviser | Refusal:
    by, adviser = _acting(transaction, item.by), transaction.desk.adviser(item.adviser)
    if by is None or (item.adviser != by.id and not may(by.role, Permission.BOARD)):
        return Refusal(Why.NOT_ALLOWED)
    if adviser is None:
        return Refusal(Why.NO_SUCH_ADVISER)
    adviser.needs_debrief = False
    transaction.desk.save_adviser(adviser)
    _audit(transaction, item.by, "debriefed", adviser.id)
    return adviser


def _audit(
    transaction: Transaction, by: int, action: str, adviser_id: int, detail: str = ""
) -> None:
    entry = AuditEntry(f"adviser:{by}", action, f"adviser:{adviser_id}", detail)
    transaction.desk.audit(entry)
