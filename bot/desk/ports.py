"""What the desk asks of the store. Within one transaction: `DeskStore` (`Transaction.desk`).
For pages: `DeskReader`, without locks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.desk.model import (
    Adviser,
    AuditEntry,
    Case,
    CaseMessage,
    CaseRow,
    CaseStatus,
    CaseView,
    DeskEvent,
    Note,
)
from bot.desk.suggestions import Suggestion
from bot.ports import Conversation


class Opened(NamedTuple):
    """A case with its conversation, both locked until the transaction ends."""

    case: Case
    conversation: Conversation


class PhraseStore(Protocol):
    """What advisers propose to learn from. No row leads to a case."""

    def id_of(self, adviser_id: int, key: str) -> int:
        """Of the row that is made from a form: the same for the same `key`, and nothing is to be
        had from it."""

    def written_in(self, case_id: int) -> list[str]:
        """All messages of a case, to see that none is repeated."""

    def add(self, suggestion: Suggestion) -> bool:
        """False, and nothing written, when there is one of this id already."""

    def find(self, suggestion_id: int) -> Suggestion | None: ...

    def decide(self, suggestion: Suggestion) -> bool:
        """Write its text, its status, who decided and when. False, and nothing written, where
        somebody else was quicker."""


class DeskStore(Protocol):
    @property
    def phrases(self) -> PhraseStore: ...

    def new_id(self) -> int:
        """A random id for a row."""

    def open(self, case: Case) -> None:
        """Write a new case. The conversation gets a data key when it has none; `Conversation.hold`
        is the caller's to set and save. At most one case of a conversation is open: a second is
        refused by the database."""

    def case(self, case_id: int) -> Opened | None:
        """The case, open or closed, and its conversation; None when there is none."""

    def open_case(self, conversation_id: int) -> Case | None:
        """The open case of a conversation that this transaction has locked already."""

    def save(self, case: Case) -> None:
        """Write what changed; `version` goes up by one, on the object too."""

    def note_heard(self, case: Case) -> None:
        """Write `status`, `last_heard_at`, `unanswered_since`, `deadline`, `next_action` and
        `is_urgent`: what moves with every message, with signs of life and with time. `version`
        stays, so that an adviser's reply is not stale because she wrote again."""

    def last_danger(self, case_id: int) -> datetime | None:
        """When she last wrote what means danger; None when she never did in this case."""

    def due(self, now: datetime, at_most: int) -> list[Opened]:
        """Open cases whose deadline has come, earliest first; those that another process holds
        are left to it."""

    def add_message(self, message: CaseMessage) -> bool:
        """False, and nothing written, when the case has a message of this key already."""

    def add_note(self, note: Note) -> bool:
        """False, and nothing written, when the case has a note of this key already."""

    def mark_read(self, case_id: int, adviser_id: int, at: datetime) -> None:
        """The adviser has the messages up to `at` on the screen."""

    def adviser(self, adviser_id: int) -> Adviser | None:
        """Locked until the end."""

    def advisers(self) -> list[Adviser]:
        """All that are not disabled, without locks."""

    def colleague(self, adviser_id: int) -> Adviser | None:
        """One of those, without a lock."""

    def save_adviser(self, adviser: Adviser) -> None:
        """Presence, sign of life, care counters, capacity, languages, queues. Not the login, the
        role or whether they are disabled: `adapters.database.accounts` does that."""

    def held_by(self, adviser_id: int) -> list[Case]:
        """The open cases of an adviser."""

    def disabled_owners(self) -> list[int]:
        """The disabled advisers who still hold cases."""

    def position(self, case: Case) -> int:
        """How many cases of the same queue wait before this one (0: it is next)."""

    def is_waiting_anywhere(self, queue: str) -> bool:
        """Whether anything waits in the queue."""

    def tell(self, event: DeskEvent) -> None:
        """To live pages and the staff group, after the commit."""

    def audit(self, entry: AuditEntry) -> None:
        """Append to the chain (written at the end of the transaction, in order)."""

    def approve(self, kind: str, subject: str, adviser_id: int, at: datetime) -> bool:
        """Note that this adviser agrees to `kind` (say "block") of `subject`. True when another
        adviser agreed within the last day: then it may be done."""

    def approvals(self, kind: str, since: datetime) -> list["Approval"]:
        """Who agreed to something of this kind after `since`, earliest first."""

    def void(self, kind: str, conversation_id: int) -> None:
        """Whoever agreed to `kind` of one of her cases has to say so anew."""

    def block(self, conversation_id: int, *, blocked: bool) -> None: ...


class Approval(NamedTuple):
    subject: str
    adviser_id: int
    at: datetime


class Counts(NamedTuple):
    """One line of the board."""

    queue: str
    language: str
    status: CaseStatus
    number: int
    urgent: int
    oldest_waiting: datetime | None
    next_deadline: datetime | None


class DeskReader(Protocol):
    """Reads for pages. Errors raised: StoreUnavailable."""

    def waiting(self, queues: Sequence[str], languages: Sequence[str], limit: int) -> list[CaseRow]:
        """Urgent first, then by waiting time. Empty `queues` or `languages`: all."""

    def cases_of(self, adviser_id: int) -> list[CaseRow]:
        """Open cases that the adviser holds or was invited to."""

    def recently_closed(self, adviser_id: int, limit: int) -> list[CaseRow]: ...

    def view(self, case_id: int) -> CaseView | None:
        """Everything of one case; None when there is none (any more)."""

    def case_row(self, case_id: int) -> CaseRow | None: ...

    def board(self) -> list[Counts]: ...

    def adviser(self, adviser_id: int) -> Adviser | None: ...

    def advisers(self) -> list[Adviser]: ...

    def events_after(self, cursor: int) -> list[DeskEvent]:
        """News after `cursor`, oldest first."""

    def last_event(self) -> int: ...

    def closed_between(
        self, since: datetime, until: datetime
    ) -> Mapping[tuple[str, str, str], int]:
        """Closed cases by (queue, language, outcome), for reports."""

    def answer_times(self, since: datetime, until: datetime) -> Sequence[int]:
        """Seconds from a case's opening to its first adviser's word, for reports."""

    def opened_between(
        self, since: datetime, until: datetime
    ) -> Mapping[tuple[str, str, str], int]:
        """Cases opened by (queue, language, channel), for reports."""

    def loads(self) -> Mapping[tuple[int, CaseStatus], int]:
        """How many open cases of each status an adviser has, by (adviser, status)."""

    def approvals(self, kind: str, since: datetime) -> Sequence[Approval]:
        """As `DeskStore.approvals`."""

    def blocks(self, limit: int) -> Sequence["BlockLine"]:
        """Blocks that were made and lifted, newest first."""

    def proposed_phrases(self, limit: int) -> Sequence[Suggestion]:
        """Oldest first."""

    def decided_phrases(self, limit: int) -> Sequence[Suggestion]:
        """Accepted and refused ones, newest decisions first."""

    def accepted_phrases(self) -> Sequence[Suggestion]:
        """All there are to learn from."""

    def counted(self, since: date, until: date) -> Mapping[tuple[str, str], int]:
        """Anonymous counters, by name and first day of the week, for weeks that begin from `since`
        and before `until`."""

    def audit_page(
        self, before: int, limit: int, actor: str = "", subject: str = ""
    ) -> Sequence["AuditLine"]:
        """Newest first: the lines before that number, of an actor or a subject where given."""

    def audit_break(self) -> int | None:
        """The number of the first line that is not as it was written; None when all are. It takes
        a while."""


class AuditLine(NamedTuple):
    number: int
    at: datetime
    entry: AuditEntry
    previous: bytes
    digest: bytes


class BlockLine(NamedTuple):
    """`is_in_force`: whether it is this line that holds now; then it is a block."""

    line: AuditLine
    case: Case
    is_in_force: bool
