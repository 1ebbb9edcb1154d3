"""Cases: a promise to her with a deadline, until a person answered or she was told and given
numbers. Their states, how one opens and how one ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.counting import Group
from bot.desk import timing
from bot.desk.model import AuditEntry, Case, CaseStatus, DeskEvent, EventKind, Outcome
from bot.desk.names import case_name
from bot.desk.plan import Plan
from bot.desk.ports import DeskStore
from bot.engine.effects import OpenCase
from bot.engine.machine import Cursor, build_ways, fire
from bot.ports import Conversation, Hold, Transaction

CLAIM = "claim"
DROP = "drop"
RESUME = "resume"
GIVE_BACK = "give_back"
TRANSFER = "transfer"
PAUSE = "pause"
CONTACT_WROTE = "contact_wrote"
CLOSE = "close"

_WAITING, _CLAIMED = CaseStatus.WAITING, CaseStatus.CLAIMED
_AWAY, _CONTACT = CaseStatus.AWAY, CaseStatus.CONTACT
_HELD = (_CLAIMED, _AWAY, _CONTACT)
_OPEN = (_WAITING, *_HELD)

WAYS: Mapping[str, Mapping[CaseStatus, CaseStatus]] = MappingProxyType(
    {
        CLAIM: {_WAITING: _CLAIMED},
        DROP: {_CLAIMED: _AWAY},
        RESUME: {_AWAY: _CLAIMED, _CONTACT: _CLAIMED},
        GIVE_BACK: dict.fromkeys(_HELD, _WAITING),
        TRANSFER: dict.fromkeys(_HELD, _CLAIMED),
        PAUSE: {_CLAIMED: _CONTACT},
        CONTACT_WROTE: {_WAITING: _WAITING, _CLAIMED: _CLAIMED, _AWAY: _AWAY, _CONTACT: _CLAIMED},
        CLOSE: dict.fromkeys(_OPEN, CaseStatus.CLOSED),
    }
)
"""For each trigger, where it leads from each state. From a closed case nothing leads on."""
_MACHINE = build_ways(WAYS, _WAITING)

URGENT_FLOWS = frozenset({"urgent", "self_harm", "abuse", "young", "drawn_in"})
"""What she chose in one of these makes her case urgent; so does a queue of this name."""


def move(case: Case, trigger: str) -> None:
    """Errors raised: `NoWayOut`, and the case stays as it was."""
    cursor = Cursor("case", case.status.value, {})
    fire(_MACHINE, trigger, cursor)
    case.status = CaseStatus(cursor.state)


def open_case(
    transaction: Transaction,
    conversation: Conversation,
    effect: OpenCase,
    now: datetime,
    *,
    plan: Plan,
    choices: Sequence[str] = (),
) -> Case:
    """Open one for her. The caller saves the conversation, which has a row already."""
    desk = transaction.desk
    id_ = desk.new_id()
    case = Case(
        id=id_,
        conversation_id=conversation.id,
        name=case_name(id_),
        queue=effect.queue,
        language=conversation.language,
        channel=conversation.channel,
        consents=effect.consents,
        opened_at=now,
        waiting_since=now,
        deadline=None,
        next_action=None,
        is_urgent=is_urgent(effect.queue, choices),
        last_heard_at=now,
        choices=tuple(choices),
    )
    timing.begin(case, plan, now)
    desk.open(case)
    transaction.count([f"{Group.HANDOFF}.{case.queue}"], now.date())
    conversation.hold, conversation.case_id = Hold.WAITING, case.id
    desk.tell(DeskEvent(EventKind.OPENED, case.id, queue=case.queue))
    desk.audit(AuditEntry("contact", "open", f"case:{case.id}"))
    return case


def is_urgent(queue: str, choices: Sequence[str]) -> bool:
    """Only by what she said: never by a score."""
    return queue in URGENT_FLOWS or any(c.partition(".")[0] in URGENT_FLOWS for c in choices)


def close_case(
    desk: DeskStore,
    case: Case,
    conversation: Conversation,
    outcome: Outcome,
    now: datetime,
    *,
    actor: str = "contact",
) -> None:
    """End one. The caller saves the conversation, and says what there is to say."""
    move(case, CLOSE)
    case.deadline = case.next_action = case.unanswered_since = None
    case.closed_at, case.outcome = now, outcome
    conversation.hold, conversation.case_id = Hold.NONE, None
    desk.save(case)
    desk.tell(DeskEvent(EventKind.CLOSED, case.id, case.owner or 0, case.queue))
    desk.audit(AuditEntry(actor, "close", f"case:{case.id}", outcome))


def heard(desk: DeskStore, case: Case, plan: Plan, now: datetime) -> None:
    """She has written: whoever holds her case has to answer."""
    move(case, CONTACT_WROTE)
    timing.heard(case, plan, now)
    desk.note_heard(case)
