"""What the product asks of the world. Adapters provide these; tests hold fakes to the same
contracts."""

from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from bot.engine.session import Session
from bot.messages import Failure, Inbound, Limits, Part, Rendered, Say

if TYPE_CHECKING:
    from bot.broadcasts.ports import BroadcastStore
    from bot.cohorts.ports import CohortStore
    from bot.desk.ports import DeskStore
    from bot.events.ports import EventStore
    from bot.panels.ports import PanelStore
    from bot.reminders.ports import ReminderStore

Clock = Callable[[], datetime]
"""The present moment, timezone-aware, UTC."""


class Hold(StrEnum):
    """Who has the conversation."""

    NONE = ""  # the guide
    WAITING = "waiting"  # the guide; a case waits for an adviser
    HELD = "held"  # an adviser: the guide is silent


@dataclass(slots=True)
class Conversation:
    """The lasting thread with one contact on one channel. Loaded, changed and saved within one
    transaction.

    `epoch` goes up when what is queued must not go out any more (a stop, an erasure, a claim).
    `next_seq` numbers outbound messages: 1, 2, 3, ... within the conversation.
    `stopped`: she asked us to stop, or cannot be reached; nothing is sent until she writes again.
    `hold` and `case_id`: whether a case is open, and which. `blocked`: two advisers agreed that her
    words go to no adviser; she still gets the guide and every number. `heard_at`: when she last
    wrote (a channel's window counts from it). `discreet`: nothing goes out by itself.
    """

    id: int
    channel: str
    address: str
    language: str = ""
    session: Session | None = None
    epoch: int = 0
    next_seq: int = 1
    stopped: bool = False
    is_new: bool = False
    hold: Hold = Hold.NONE
    case_id: int | None = None
    blocked: bool = False
    heard_at: datetime | None = None
    discreet: bool = False


class Delivery(StrEnum):
    """Where an outbound message is on its way. It only moves forward, except from `sending` back
    to `queued`."""

    QUEUED = "queued"
    # a process holds it (a lease); after that process died nobody knows how far it came
    SENDING = "sending"
    SENT = "sent"  # the provider took it
    DELIVERED = "delivered"
    READ = "read"
    AMBIGUOUS = "ambiguous"  # may have arrived; not sent again
    FAILED = "failed"  # given up


class Outgoing(NamedTuple):
    """A row of the outbox: one message to one contact, as content keys.

    A tuple, as the others made at every turn: a frozen dataclass takes four times as long to make.

    `parts_sent` counts provider messages already taken, so a retry of a long text goes on where it
    stopped.
    """

    conversation_id: int
    seq: int
    channel: str
    address: str
    epoch: int
    language: str
    say: Say
    due_at: datetime
    attempts: int = 0
    parts_sent: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt to send: `status` QUEUED means try again at `due_at`."""

    conversation_id: int
    seq: int
    status: Delivery
    attempts: int
    parts_sent: int = 0
    external_id: str = ""
    failure: Failure | None = None
    due_at: datetime | None = None


class Handled(NamedTuple):
    """A fresh inbound message, noted as handled; its replies are `first_reply`..`last_reply` (0,
    0: none).

    `error` names the kind of exception that broke its turn ("" when none did): the message is set
    aside.
    """

    inbound: Inbound
    conversation_id: int
    first_reply: int = 0
    last_reply: int = 0
    error: str = ""


class Transaction(Protocol):
    """One transaction, many turns. What is done through it is written together or not at all."""

    @property
    def desk(self) -> "DeskStore": ...

    @property
    def events(self) -> "EventStore": ...

    @property
    def panels(self) -> "PanelStore": ...

    @property
    def reminders(self) -> "ReminderStore": ...

    @property
    def broadcasts(self) -> "BroadcastStore": ...

    @property
    def cohorts(self) -> "CohortStore": ...

    def fresh(self, inbounds: Sequence[Inbound]) -> list[bool]:
        """For each message, in order: True the first time its (channel, external id) is seen, else
        False.

        A repeat within the same sequence is a repeat too. Nothing is written; `remember` does that.
        """

    def conversations(self, inbounds: Sequence[Inbound]) -> dict[str, Conversation]:
        """The conversations of these messages by URN, locked until the end; a missing one is made
        (`is_new`)."""

    def save(self, conversations: Sequence[Conversation]) -> None:
        """Write the conversations, new and changed."""

    def remember(self, handled: Sequence[Handled]) -> None:
        """Note fresh messages as handled. Two notes of one (channel, external id) cannot both be
        committed."""

    def queue(self, outgoing: Sequence[Outgoing], status: Delivery) -> None:
        """Put messages into the outbox. SENDING: this process sends them now, others keep off for
        a while."""

    def replies(self, inbound: Inbound) -> list[Outgoing]:
        """What an already handled message was answered with, in order."""

    def claim_due(self, now: datetime, at_most: int) -> list[Outgoing]:
        """Queued messages whose time has come, and those whose sender vanished, now leased to this
        process.

        Only the earliest unsent message of a conversation is handed out, so order holds across
        processes.
        """

    def record(self, outcomes: Sequence[Outcome]) -> None:
        """Write what became of sent messages."""

    def advance(self, channel: str, external_id: str, status: Delivery) -> None:
        """A provider's status callback: moves a message forward, never back; unknown ids are
        ignored."""

    def count(self, names: Sequence[str], day: date) -> None:
        """Add one to the anonymous counter of each name, in the week of `day`."""

    def total(self, name: str) -> int:
        """The sum of a counter over all weeks."""

    def erase(self, conversation_id: int) -> None:
        """Remove every row of the conversation. Idempotent."""


Item = TypeVar("Item")
Result = TypeVar("Result")
Batch = Callable[[Transaction, Sequence[Item]], Sequence[Result]]
"""Work on many items within one transaction: one result per item, in order."""


class Writer(Protocol):
    """The one place where anything is written. Whatever waits when it is free shares one commit."""

    def submit(self, batch: Batch[Item, Result], item: Item) -> "Future[Result]":
        """Queue `item` for `batch`; the future is done after the commit that holds it.

        When a shared transaction fails, each item is tried alone, so one bad item harms no other.
        Errors set on the future: `StoreUnavailable`, or what `batch` raised for this item alone.
        """


class Talk(NamedTuple):
    """How a conversation stands with those who answer. `typed_at`: when whoever has it was last
    seen typing; None when that is some time ago."""

    has_person: bool = False
    typed_at: datetime | None = None


class Reader(Protocol):
    """Reads that need no lock."""

    def messages_after(self, channel: str, address: str, seq: int) -> list[Outgoing]:
        """Messages of a conversation later than `seq`, in order (the web chat's stream)."""

    def knows(self, channel: str, address: str) -> bool:
        """Whether there is such a conversation."""

    def talk(self, channel: str, address: str) -> Talk | None:
        """None when there is no such conversation."""

    def is_healthy(self) -> bool:
        """Whether the database answers and can be written."""


class Receipt(NamedTuple):
    """What became of an inbound message, after the commit. A repeat has the same `replies`.

    `error` names the kind of exception that broke its turn ("" when none did).
    """

    fresh: bool
    conversation_id: int
    language: str
    replies: tuple[Outgoing, ...] = ()
    error: str = ""


Receive = Callable[[Inbound], Awaitable[Receipt]]
"""How a channel hands a message in. Errors raised: `StoreUnavailable`."""

Render = Callable[[Outgoing], Rendered]
"""A message in words, in its language."""


class Channel(Protocol):
    """A way out to contacts. It translates and classifies; it never decides, retries, stores or
    logs text."""

    name: str
    limits: Limits
    per_second: float  # messages a second that the provider takes from all of us; 0: no limit

    async def send(self, address: str, part: Part) -> str:
        """Send one part; the provider's id of it. Errors raised: `SendFailed`."""
