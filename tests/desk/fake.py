"""A store in memory that keeps the rules of the real one: what is loaded is a copy, what is not
committed never was, an open case has a deadline, and a conversation has one open case at most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar, cast

from bot.desk.model import (
    Adviser,
    AuditEntry,
    Case,
    CaseMessage,
    CaseStatus,
    DeskEvent,
    EventKind,
    Note,
)
from bot.desk.ports import Approval, Opened
from bot.desk.suggestions import Suggestion
from bot.errors import StoreUnavailable
from bot.messages import Urgency
from bot.ports import Conversation, Delivery, Outgoing, Transaction
from tests.cohorts.fake import FakeCohorts
from tests.desk.fake_phrases import FakePhrases
from tests.events.fake import FakeEvents
from tests.panels.fake import FakePanels
from tests.reminders.fake import FakeReminders

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass
class Tables:
    conversations: dict[int, Conversation] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    advisers: dict[int, Adviser] = field(default_factory=dict)
    messages: tuple[CaseMessage, ...] = ()
    notes: tuple[Note, ...] = ()
    outbox: tuple[Outgoing, ...] = ()
    events: tuple[DeskEvent, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
    approvals: tuple[tuple[str, str, int, datetime], ...] = ()
    read: tuple[tuple[int, int, datetime], ...] = ()
    phrases: tuple[Suggestion, ...] = ()
    reminders: FakeReminders = field(default_factory=FakeReminders)
    happenings: FakeEvents = field(default_factory=FakeEvents)
    groups: FakeCohorts = field(default_factory=FakeCohorts)
    webchats: FakePanels = field(default_factory=FakePanels)

    def copy(self) -> "Tables":
        return replace(
            self,
            conversations=dict(self.conversations),
            cases=dict(self.cases),
            advisers=dict(self.advisers),
            reminders=self.reminders.copy(),
            happenings=self.happenings.copy(),
            groups=self.groups.copy(),
            webchats=self.webchats.copy(),
        )


class FakeTransaction:
    """`bot.ports.Transaction`, as much of it as the desk needs, and `DeskStore` in one."""

    def __init__(self, tables: Tables, new_id: Callable[[], int]) -> None:
        self.tables = tables
        self.phrases = FakePhrases(tables)
        self.new_id = new_id
        self.locked: set[int] = set()

    @property
    def desk(self) -> "FakeTransaction":
        return self

    @property
    def events(self) -> FakeEvents:
        return self.tables.happenings

    @property
    def cohorts(self) -> FakeCohorts:
        return self.tables.groups

    @property
    def panels(self) -> FakePanels:
        return self.tables.webchats

    @property
    def reminders(self) -> FakeReminders:
        self.tables.reminders.contacts = self.tables.conversations
        return self.tables.reminders

    def queue(self, outgoing: Sequence[Outgoing], status: Delivery) -> None:
        assert status is Delivery.QUEUED
        for one in outgoing:
            assert one.conversation_id in self.tables.conversations
        self.tables.outbox += tuple(outgoing)

    def count(self, names: Sequence[str], _day: object) -> None:
        """Counters are tried on the real store."""

    def conversation(self, id_: int) -> Conversation:
        self.locked.add(id_)
        return replace(self.tables.conversations[id_])

    def open(self, case: Case) -> None:
        assert self.open_case(case.conversation_id) is None, "a second open case"
        self._write(case)

    def case(self, case_id: int) -> Opened | None:
        case = self.tables.cases.get(case_id)
        if case is None:
            return None
        return Opened(replace(case), self.conversation(case.conversation_id))

    def open_case(self, conversation_id: int) -> Case | None:
        assert conversation_id in self.locked
        for case in self.tables.cases.values():
            if case.conversation_id == conversation_id and not case.is_closed:
                return replace(case)
        return None

    def save(self, one: "Case | Sequence[Conversation]") -> None:
        """Of the desk a case, of the transaction conversations."""
        if isinstance(one, Case):
            one.version += 1
            self._write(one)
            return
        for conversation in one:
            self.tables.conversations[conversation.id] = replace(conversation)

    def note_heard(self, case: Case) -> None:
        heard = {
            "status": case.status,
            "last_heard_at": case.last_heard_at,
            "unanswered_since": case.unanswered_since,
            "deadline": case.deadline,
            "next_action": case.next_action,
            "is_urgent": case.is_urgent,
        }
        self._write(replace(self.tables.cases[case.id], **heard))  # type: ignore[arg-type]

    def _write(self, case: Case) -> None:
        assert case.conversation_id in self.locked
        assert case.is_closed or (case.deadline and case.next_action), "a promise without a date"
        assert not case.is_held or case.owner, "held by nobody"
        assert case.is_closed == (case.closed_at is not None)
        self.tables.cases[case.id] = replace(case)

    def due(self, now: datetime, at_most: int) -> list[Opened]:
        due = [c for c in self.tables.cases.values() if c.deadline and c.deadline <= now]
        due.sort(key=lambda case: cast(datetime, case.deadline))
        return [Opened(replace(c), self.conversation(c.conversation_id)) for c in due[:at_most]]

    def last_danger(self, case_id: int) -> datetime | None:
        dangers = [m.at for m in self.tables.messages if m.case_id == case_id and m.is_danger]
        return max(dangers, default=None)

    def add_message(self, message: CaseMessage) -> bool:
        known = {(one.case_id, one.key) for one in self.tables.messages}
        if (message.case_id, message.key) in known:
            return False
        self.tables.messages += (message,)
        return True

    def add_note(self, note: Note) -> bool:
        if (note.case_id, note.key) in {(one.case_id, one.key) for one in self.tables.notes}:
            return False
        self.tables.notes += (note,)
        return True

    def mark_read(self, case_id: int, adviser_id: int, at: datetime) -> None:
        self.tables.read += ((case_id, adviser_id, at),)

    def adviser(self, adviser_id: int) -> Adviser | None:
        adviser = self.tables.advisers.get(adviser_id)
        return adviser and replace(adviser)

    def advisers(self) -> list[Adviser]:
        return [replace(one) for one in self.tables.advisers.values() if not one.is_disabled]

    def colleague(self, adviser_id: int) -> Adviser | None:
        return next((one for one in self.advisers() if one.id == adviser_id), None)

    def save_adviser(self, adviser: Adviser) -> None:
        self.tables.advisers[adviser.id] = replace(adviser)

    def held_by(self, adviser_id: int) -> list[Case]:
        open_ = [case for case in self.tables.cases.values() if not case.is_closed]
        return [replace(case) for case in open_ if case.owner == adviser_id]

    def disabled_owners(self) -> list[int]:
        return [a.id for a in self.tables.advisers.values() if a.is_disabled and self.held_by(a.id)]

    def position(self, case: Case) -> int:
        waiting = [c for c in self.tables.cases.values() if c.status is CaseStatus.WAITING]
        place = (not case.is_urgent, case.waiting_since)
        before = [(not c.is_urgent, c.waiting_since) < place for c in waiting]
        return sum(before)

    def is_waiting_anywhere(self, queue: str) -> bool:
        cases = self.tables.cases.values()
        return any(c.queue == queue and c.status is CaseStatus.WAITING for c in cases)

    def tell(self, event: DeskEvent) -> None:
        self.tables.events += (event,)

    def audit(self, entry: AuditEntry) -> None:
        self.tables.audit += (entry,)

    def approve(self, kind: str, subject: str, adviser_id: int, at: datetime) -> bool:
        self.tables.approvals += ((kind, subject, adviser_id, at),)
        return any(
            one[:2] == (kind, subject) and one[2] != adviser_id and at - one[3] <= timedelta(days=1)
            for one in self.tables.approvals
        )

    def approvals(self, kind: str, since: datetime) -> list[Approval]:
        known = {one[:3]: Approval(*one[1:]) for one in self.tables.approvals}
        return [one for (named, *_), one in known.items() if named == kind and one.at > since]

    def void(self, kind: str, conversation_id: int) -> None:
        cases = self.tables.cases.values()
        hers = {f"case:{one.id}" for one in cases if one.conversation_id == conversation_id}
        kept = (one for one in self.tables.approvals if one[0] != kind or one[1] not in hers)
        self.tables.approvals = tuple(kept)

    def block(self, conversation_id: int, *, blocked: bool) -> None:
        contact = self.tables.conversations[conversation_id]
        self.tables.conversations[conversation_id] = replace(contact, blocked=blocked)

    def erase(self, conversation_id: int) -> None:
        tables = self.tables
        erased = [c for c in tables.cases.values() if c.conversation_id == conversation_id]
        for case in erased:
            self.tell(DeskEvent(EventKind.ERASED, case.id, case.owner or 0, case.queue))
        ids = {case.id for case in erased}
        tables.cases = {id_: case for id_, case in tables.cases.items() if id_ not in ids}
        tables.conversations.pop(conversation_id, None)
        tables.messages = tuple(m for m in tables.messages if m.case_id not in ids)
        tables.notes = tuple(n for n in tables.notes if n.case_id not in ids)
        tables.outbox = tuple(o for o in tables.outbox if o.conversation_id != conversation_id)


class FakeStore:
    """`refusals`: how many of the next transactions fail when they would be committed."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.refusals = 0
        self.sent: list[Outgoing] = []
        self._ids = iter(range(1, 1_000_000))

    def do(
        self,
        batch: Callable[[Transaction, Sequence[Item]], Sequence[Result]],
        *items: Item,
    ) -> list[Result]:
        """Errors raised: StoreUnavailable, and nothing of it happened."""
        transaction = FakeTransaction(self.tables.copy(), lambda: next(self._ids))
        results = list(batch(cast(Transaction, transaction), items))
        if self.refusals:
            self.refusals -= 1
            raise StoreUnavailable("refused")
        self.tables = transaction.tables
        return results

    def deliver(self) -> list[Outgoing]:
        """Send what is queued, unless it was withdrawn meanwhile; what was sent."""
        sent = [one for one in self.tables.outbox if self._stands(one)]
        self.tables.outbox = ()
        self.sent += sent
        return sent

    def _stands(self, one: Outgoing) -> bool:
        contact = self.tables.conversations[one.conversation_id]
        is_wanted = one.epoch >= contact.epoch and not contact.stopped
        return is_wanted or one.say.urgency is Urgency.SAFETY
