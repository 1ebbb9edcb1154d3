"""What the desk works with, as values. Texts are plain here; the store seals them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.engine.effects import WAIT_FOR_ME
from bot.messages import Failure
from bot.ports import Delivery


class CaseStatus(StrEnum):
    WAITING = "waiting"  # in a queue, nobody's yet
    CLAIMED = "claimed"  # an adviser has it and is there
    AWAY = "away"  # its adviser's connection is lost; soon it goes back to its queue
    CONTACT = "contact"  # its adviser waits for the contact's next word
    CLOSED = "closed"


HELD = frozenset({CaseStatus.CLAIMED, CaseStatus.AWAY, CaseStatus.CONTACT})
"""While a case is in one of these a person holds the conversation, and the guide is silent."""


class NextAction(StrEnum):
    """What happens by itself when a case's deadline comes."""

    OPEN_DESK = "open_desk"  # the desk opens: advisers are alerted as if she had just asked
    ALERT_AGAIN = "alert_again"
    ALERT_LEAD = "alert_lead"
    TELL_WAITING = "tell_waiting"  # numbers, and the choice to wait, be messaged later, or stop
    TELL_NOBODY_FREE = "tell_nobody_free"  # numbers; the case is closed
    NUDGE_ADVISER = "nudge_adviser"  # she has written and had no answer yet
    RETURN_TO_QUEUE = "return_to_queue"  # the adviser is gone or silent: she is told
    END_FOR_SILENCE = "end_for_silence"  # she has not written for long: the guide takes up again


class Outcome(StrEnum):
    """How a case ended. The first six are for an adviser to choose."""

    LISTENED = "listened"
    ADVISED = "advised"
    REFERRED = "referred"  # to another service, with her agreement
    REPORTED = "reported"  # others were told, as the law or a danger to life demands
    NOT_FOR_US = "not_for_us"
    ABUSIVE = "abusive"
    CONTACT_ENDED = "contact_ended"  # she ended the talk
    NO_ANSWER = "no_answer"  # she wrote no more
    WITHDRAWN = "withdrawn"  # she stopped or erased before an adviser was done
    CONTACT_LEFT = "contact_left"  # she blocked us or cannot be reached
    TOLD_NOBODY_FREE = "told_nobody_free"


CHOSEN_BY_ADVISER = (
    Outcome.LISTENED,
    Outcome.ADVISED,
    Outcome.REFERRED,
    Outcome.REPORTED,
    Outcome.NOT_FOR_US,
    Outcome.ABUSIVE,
)


@dataclass(slots=True)
class Case:
    """A promise: until it is closed it has a deadline and what happens then.

    `name` is what advisers call it; it says nothing about her. `version` goes up when who has it or
    what it is marked as changes, and whoever changes a case says which version they saw; her words
    and an adviser's coming and going leave it. `waiting_since` decides the order in a
    queue. `unanswered_since`: when she wrote the first word that nobody has answered yet.
    `last_heard_at`: when she last wrote (a channel's window counts from it). `choices`: what she
    chose so far, as content tokens `flow.state:choice`.
    """

    id: int
    conversation_id: int
    name: str
    queue: str
    language: str
    channel: str
    consents: tuple[str, ...]
    opened_at: datetime
    waiting_since: datetime
    deadline: datetime | None
    next_action: NextAction | None
    status: CaseStatus = CaseStatus.WAITING
    is_urgent: bool = False
    is_unsafe_phone: bool = False
    owner: int | None = None
    invited: tuple[int, ...] = ()
    version: int = 1
    last_heard_at: datetime | None = None
    unanswered_since: datetime | None = None
    warned: int = 0
    choices: tuple[str, ...] = ()
    closed_at: datetime | None = None
    outcome: Outcome | None = None

    @property
    def is_held(self) -> bool:
        return self.status in HELD

    @property
    def waits_for_her(self) -> bool:
        """Whether she asked not to be written to before she writes again, and has not written."""
        has_written = self.last_heard_at is not None and self.last_heard_at > self.opened_at
        return WAIT_FOR_ME in self.consents and not has_written

    @property
    def is_closed(self) -> bool:
        return self.status is CaseStatus.CLOSED


class Author(StrEnum):
    CONTACT = "contact"
    ADVISER = "adviser"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One message of a case. `key`: stops a repeat within its case (an inbound message's id, or
    the id that the adviser's page gave a reply). `seq` is its number in the outbox, for an
    adviser's. `delivery` and `failure` are read from there."""

    id: int
    case_id: int
    conversation_id: int
    at: datetime
    author: Author
    text: str
    key: str
    adviser_id: int | None = None
    seq: int | None = None
    is_edited: bool = False
    is_danger: bool = False
    delivery: Delivery | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """For advisers only. Kept apart from messages: nothing sends from where notes are."""

    id: int
    case_id: int
    conversation_id: int
    at: datetime
    adviser_id: int
    text: str
    key: str


class Role(StrEnum):
    ADVISER = "adviser"
    LEAD = "lead"
    EDITOR = "editor"
    ADMIN = "admin"


class Presence(StrEnum):
    ON = "on"  # takes cases
    BREAK = "break"
    OFF = "off"


@dataclass(slots=True)
class Adviser:
    """`name` is the first name that contacts are told. Empty `languages` or `queues`: all.
    `seen_at`: the last sign of life of an open page, or of the staff group. `on_since`: since when
    they are on, on a break or off."""

    id: int
    login: str
    name: str
    role: Role
    languages: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    capacity: int = 3
    presence: Presence = Presence.OFF
    seen_at: datetime | None = None
    on_since: datetime | None = None
    handled_since_break: int = 0
    needs_debrief: bool = False
    is_disabled: bool = False


class DeskEvent(NamedTuple):
    """Something moved: for live pages and the staff group. Never holds what anybody wrote."""

    kind: str  # one of `EventKind`
    case_id: int = 0
    adviser_id: int = 0
    queue: str = ""
    id: int = 0  # given by the store; later ones are greater, mostly


class EventKind(StrEnum):
    OPENED = "opened"
    CHANGED = "changed"  # status, owner, queue, flags
    HEARD = "heard"  # the contact wrote
    DANGER = "danger"  # the contact wrote what means danger
    SAID = "said"  # an adviser replied, or a delivery status moved
    NOTED = "noted"
    ALERT = "alert"  # a case waits longer than it should
    ALERT_LEAD = "alert_lead"
    NUDGE = "nudge"  # to the owner: she has no answer yet
    CLOSED = "closed"
    ERASED = "erased"  # the contact erased everything: pages that show the case go blank
    PRESENCE = "presence"
    SIGNED_OUT = "signed_out"  # a session of this adviser was ended
    TYPING = "typing"  # the contact types
    ADVISER_TYPING = "adviser_typing"  # for the contact's page alone


SIGNS = frozenset({EventKind.TYPING, EventKind.ADVISER_TYPING})
"""Of the moment: nobody has to look for them at once, and they are soon forgotten."""


class AuditEntry(NamedTuple):
    """Who did what to what. `detail` is short and never holds what anybody wrote."""

    actor: str  # "adviser:<id>", "contact", "system", "operator"
    action: str
    subject: str = ""  # "case:<id>", "adviser:<id>", "export:<id>", ...
    detail: str = ""


class CaseRow(NamedTuple):
    """A case in a list."""

    case: Case
    owner_name: str
    unread: int  # the contact's messages since its owner last opened it


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case opened: everything its page shows."""

    case: Case
    owner: Adviser | None
    messages: tuple[CaseMessage, ...]
    notes: tuple[Note, ...]
    names: dict[int, str] = field(default_factory=dict)  # advisers' names by id
    is_stopped: bool = False  # she asked for no messages, or cannot be reached
    is_blocked: bool = False  # two advisers agreed that her words go to none
