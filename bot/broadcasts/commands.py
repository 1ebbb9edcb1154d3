"""What is asked of a broadcast, and by whom: one writes it, another agrees, then it goes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.broadcasts.feeding import key_of
from bot.broadcasts.model import (
    GOING,
    OVER,
    TEXT_AT_MOST,
    TITLE_AT_MOST,
    Broadcast,
    Fate,
    Status,
)
from bot.desk.commands import Command
from bot.desk.model import AuditEntry
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may
from bot.ports import Clock, Transaction
from bot.reminders.model import Consent


class Step(StrEnum):
    APPROVE = "approve"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


FROM: Mapping[Step, Collection[Status]] = MappingProxyType(
    {
        Step.APPROVE: {Status.DRAFT},
        Step.START: {Status.APPROVED},
        Step.PAUSE: GOING,
        Step.RESUME: {Status.PAUSED},
        Step.CANCEL: frozenset(Status) - OVER,
    }
)
"""Where each may be taken."""
BEGINS = frozenset({Step.START, Step.RESUME})


@dataclass(frozen=True, slots=True)
class Write(Command):
    """`key` is the page's own id of it, so that a double click writes it once. Texts that are empty
    count as none."""

    id: int
    title: str
    consent: Consent
    base: str
    texts: Mapping[str, str]
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Take(Command):
    broadcast: int
    step: Step


class Broadcasting:
    """Each method is a batch for the writer. `languages`: those of the content."""

    def __init__(self, clock: Clock, languages: Collection[str]) -> None:
        self._clock = clock
        self._languages = languages

    def write(self, transaction: Transaction, items: Sequence[Write]) -> list[Broadcast | Refusal]:
        return [
            self._audited(transaction, one, "write", self._write(transaction, one)) for one in items
        ]

    def take(self, transaction: Transaction, items: Sequence[Take]) -> list[Broadcast | Refusal]:
        return [
            self._audited(transaction, one, one.step, self._take(transaction, one)) for one in items
        ]

    def _write(self, transaction: Transaction, item: Write) -> Broadcast | Refusal:
        if not _may(transaction, item.by):
            return Refusal(Why.NOT_ALLOWED)
        title = " ".join(item.title.split())
        texts = {code: text.strip() for code, text in item.texts.items() if text.strip()}
        fault = self._fault(item, title, texts)
        if fault:
            return Refusal(fault)
        new = Broadcast(
            item.id,
            self._clock(),
            title,
            item.consent,
            item.base,
            texts,
            item.by,
            item.languages,
            item.channels,
        )
        return new if transaction.broadcasts.add(new) else Refusal(Why.ALREADY_DONE)

    def _fault(self, item: Write, title: str, texts: Mapping[str, str]) -> Why | None:
        if not (title and texts.get(item.base)):
            return Why.EMPTY
        is_long = any(len(text) > TEXT_AT_MOST for text in texts.values())
        if is_long or len(title) > TITLE_AT_MOST:
            return Why.TOO_LONG
        named = {item.base, *texts, *item.languages}
        return None if named <= set(self._languages) else Why.OTHER_LETTERS

    def _take(self, transaction: Transaction, item: Take) -> Broadcast | Refusal:
        if not _may(transaction, item.by):
            return Refusal(Why.NOT_ALLOWED)
        store = transaction.broadcasts
        found = store.find(item.broadcast)
        if found is None:
            return Refusal(Why.CLOSED)
        if found.status not in FROM[item.step]:
            return Refusal(Why.STALE)
        if item.step is Step.APPROVE and found.created_by == item.by:
            return Refusal(Why.NEEDS_SECOND)
        if item.step in BEGINS and store.is_any_going():
            return Refusal(Why.ONE_AT_A_TIME)
        changed = _changed(found, item, self._clock())
        if item.step is Step.CANCEL:
            store.give_up(found.id, Fate.CANCELLED)
            transaction.reminders.forget_everywhere(key_of(found.id))
        store.save(changed)
        return changed

    def _audited(
        self, transaction: Transaction, item: Command, action: str, result: Broadcast | Refusal
    ) -> Broadcast | Refusal:
        id_ = (
            item.broadcast if isinstance(item, Take) else item.id if isinstance(item, Write) else 0
        )
        detail = result.why if isinstance(result, Refusal) else result.status
        actor, subject = f"adviser:{item.by}", f"broadcast:{id_}"
        transaction.desk.audit(AuditEntry(actor, f"broadcast_{action}", subject, detail))
        return result


def _changed(one: Broadcast, item: Take, now: datetime) -> Broadcast:
    match item.step:
        case Step.APPROVE:
            return replace(one, status=Status.APPROVED, approved_by=item.by, approved_at=now)
        case Step.START:
            return replace(one, status=Status.PREPARING, started_at=now)
        case Step.PAUSE:
            return replace(one, status=Status.PAUSED)
        case Step.RESUME:
            # Whom it goes to is looked at again from where that stopped: nobody is twice in it.
            return replace(one, status=Status.PREPARING)
        case Step.CANCEL:
            return replace(one, status=Status.CANCELLED, ended_at=now)


def _may(transaction: Transaction, adviser_id: int) -> bool:
    by = transaction.desk.adviser(adviser_id)
    return by is not None and not by.is_disabled and may(by.role, Permission.BROADCASTS)
