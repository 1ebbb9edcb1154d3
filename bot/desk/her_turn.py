"""What becomes of a contact's message in her open case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cases import close_case, heard
from bot.desk.model import (
    AuditEntry,
    Author,
    Case,
    CaseMessage,
    CaseStatus,
    DeskEvent,
    EventKind,
    Outcome,
)
from bot.desk.plan import Plan
from bot.engine.heard import Heard
from bot.messages import TEXT_READ_AT_MOST, Inbound, Kind
from bot.ports import Conversation, Transaction

ALONE_AFTER = timedelta(minutes=1)
"""After so long without an answer nobody can be said to attend to her."""


@dataclass(frozen=True, slots=True)
class HerTurn:
    """Her message, what its words mean in any state, and her case; all of it locked."""

    transaction: Transaction
    conversation: Conversation
    inbound: Inbound
    meant: Heard
    now: datetime
    plan: Plan
    case: Case

    def note(self) -> None:
        """She is there; what she sent asks nobody for an answer."""
        self.case.last_heard_at = self.now
        self.transaction.desk.note_heard(self.case)

    def heard(self) -> None:
        """She has written: in danger at once for all to see."""
        if self.meant.is_danger:
            self.case.is_urgent = True
            self.tell(EventKind.DANGER)
        heard(self.transaction.desk, self.case, self.plan, self.now)

    def keep(self, text: str) -> bool:
        """Put her words into the case; False when there are none, or they are there already."""
        kept = _storable(text)
        message = CaseMessage(
            id=self.transaction.desk.new_id(),
            case_id=self.case.id,
            conversation_id=self.case.conversation_id,
            at=self.now,
            author=Author.CONTACT,
            text=kept,
            key=self.inbound.external_id,
            is_edited=self.inbound.kind is Kind.EDIT,
            is_danger=self.meant.is_danger,
        )
        is_new = bool(kept) and self.transaction.desk.add_message(message)
        if is_new:
            self.tell(EventKind.HEARD)
        return is_new

    @property
    def words(self) -> str:
        """What an adviser reads; of what is not words, only that it came."""
        inbound = self.inbound
        is_words = inbound.kind in {Kind.TEXT, Kind.EDIT}
        return inbound.text if is_words else f"[{inbound.kind}] {inbound.text}"

    @property
    def is_attended(self) -> bool:
        waits_since = self.case.unanswered_since or self.now
        is_there = self.case.status is CaseStatus.CLAIMED
        return is_there and self.now - waits_since <= ALONE_AFTER

    def tell(self, kind: EventKind) -> None:
        tell(self.transaction, self.case, kind)


def end_for_her(
    transaction: Transaction,
    conversation: Conversation,
    now: datetime,
    outcome: Outcome | None = None,
) -> None:
    """Close her case, if one is open: she has ended it, asked us to stop, or left."""
    case = transaction.desk.open_case(conversation.id)
    if case is not None:
        ended = Outcome.CONTACT_ENDED if case.is_held else Outcome.WITHDRAWN
        close_case(transaction.desk, case, conversation, outcome or ended, now)


def audit_erasure(transaction: Transaction, conversation: Conversation) -> None:
    """She takes back a case that is open."""
    case = transaction.desk.open_case(conversation.id)
    if case is not None:
        transaction.desk.audit(AuditEntry("contact", "erase", f"case:{case.id}"))


def tell(transaction: Transaction, case: Case, kind: EventKind) -> None:
    transaction.desk.tell(DeskEvent(kind, case.id, case.owner or 0, case.queue))


def _storable(text: str) -> str:
    """Halves of characters cannot be written."""
    return text[:TEXT_READ_AT_MOST].encode(errors="replace").decode().strip()
