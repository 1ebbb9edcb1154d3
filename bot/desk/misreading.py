"""An adviser says that the guide misread somebody, and an editor decides what is learnt from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.adviser_work import AdviserWork
from bot.desk.commands import Command, Misread
from bot.desk.model import AuditEntry, Case
from bot.desk.ports import DeskStore
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may
from bot.desk.suggestions import (
    Standing,
    Suggestion,
    cleaned,
    fault_of_needs,
    fault_of_phrase,
    repeats,
)
from bot.ports import Clock, Transaction


def misread(work: AdviserWork, item: Misread) -> Case | Refusal:
    """The phrase is what the adviser has typed. What is written in the case is only compared."""
    text, phrases = cleaned(item.phrase), work.desk.phrases
    fault = fault_of_needs(item.kind, item.need, item.near) or fault_of_phrase(text, item.variant)
    if fault:
        return fault
    if repeats(text, phrases.written_in(work.case.id)):
        return Refusal(Why.HER_WORDS)
    given = (item.variant, item.need, item.near, item.kind, text, work.by.id)
    new = Suggestion(phrases.id_of(work.by.id, item.key), _day(work.now), *given)
    return work.case if phrases.add(new) else Refusal(Why.ALREADY_DONE)


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Decide(Command):
    """`text`: the phrase as it is accepted."""

    suggestion: int
    accepts: bool
    text: str = ""


class Deciding:
    """`decide` is a batch for the writer. Somebody else than who proposed it decides."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def decide(
        self, transaction: Transaction, items: Sequence[Decide]
    ) -> list[Suggestion | Refusal]:
        now, desk = self._clock(), transaction.desk
        return [_audited(desk, one, _decide(desk, one, now)) for one in items]


def _decide(desk: DeskStore, item: Decide, now: datetime) -> Suggestion | Refusal:
    by = desk.adviser(item.by)
    if by is None or by.is_disabled or not may(by.role, Permission.PHRASES):
        return Refusal(Why.NOT_ALLOWED)
    found = desk.phrases.find(item.suggestion)
    if found is None:
        return Refusal(Why.CLOSED)
    if found.adviser_id == by.id:
        return Refusal(Why.NEEDS_SECOND)
    decided = replace(found, decided_by=by.id, decided_at=now, status=Standing.REFUSED)
    if item.accepts:
        text = cleaned(item.text)
        fault = fault_of_phrase(text, found.variant) if text else Refusal(Why.EMPTY)
        if fault:
            return fault
        decided = replace(decided, text=text, status=Standing.ACCEPTED)
    return decided if desk.phrases.decide(decided) else Refusal(Why.ALREADY_DONE)


def _audited(desk: DeskStore, item: Decide, result: Suggestion | Refusal) -> Suggestion | Refusal:
    action = "phrase_accepted" if item.accepts else "phrase_refused"
    detail = result.why if isinstance(result, Refusal) else result.kind
    desk.audit(AuditEntry(f"adviser:{item.by}", action, f"phrase:{item.suggestion}", detail))
    return result
