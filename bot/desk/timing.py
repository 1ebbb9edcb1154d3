"""When a case's deadline is, and what happens then. Every step is counted from the one before it,
so that after a standstill nothing comes twice in a row, or all at once."""

from datetime import datetime, timedelta

from bot.desk.model import Case, CaseStatus, NextAction
from bot.desk.plan import Plan, QueuePlan
from bot.engine.effects import NOT_LATER

REPLY_WITHIN = timedelta(minutes=30)
"""After her word, for so long, an adviser may write to a phone that may be unsafe."""
SOON = timedelta(hours=2)
"""After her last word, for so long, she may be written to who asked not to be written to later."""
AT_ONCE = timedelta(minutes=1)
"""How soon a deadline comes that is past already."""
TOLD_EVERY = timedelta(hours=24)
"""How often she is told where she stands while the desk stays shut."""
WINDOWS = {"whatsapp": timedelta(hours=24)}
"""For how long after her last word a channel takes what we write."""


def plan_of(case: Case, plan: Plan) -> QueuePlan:
    return plan.queue(case.queue, case.language)


def is_open(case: Case, plan: Plan, now: datetime) -> bool:
    return plan_of(case, plan).hours.is_open(now)


def opening(case: Case, plan: Plan, now: datetime) -> datetime | None:
    return plan_of(case, plan).hours.next_opening(now)


def has_hope(case: Case, plan: Plan, now: datetime) -> bool:
    """Whether the desk opens again, and she has not waited through a day of it already."""
    patience = 2 * plan_of(case, plan).give_up
    last_word = _last_word(case)
    opens = opening(case, plan, now)
    if opens is None or (NOT_LATER in case.consents and opens > last_word + SOON):
        return False
    return now < last_word + patience


def begin(case: Case, plan: Plan, now: datetime) -> None:
    """She has asked, or asks again to wait: from now on the steps of waiting."""
    if is_open(case, plan, now):
        _set(case, now + plan_of(case, plan).alert_again, NextAction.ALERT_AGAIN)
    else:
        wait_until_opening(case, plan, now)


def wait_until_opening(case: Case, plan: Plan, now: datetime) -> None:
    """The desk is shut: it opens, or she is told where she stands before her window shuts."""
    opens = opening(case, plan, now)
    told = give_up_at(case, plan, now)
    if opens is None or (NOT_LATER in case.consents and opens > told):
        _set(case, told, NextAction.TELL_NOBODY_FREE)
    elif opens <= told:
        _set(case, opens, NextAction.OPEN_DESK)
    else:
        _set(case, told, NextAction.TELL_WAITING)


def told_while_shut(case: Case, plan: Plan, now: datetime) -> None:
    """She has just been told where she stands."""
    opens = opening(case, plan, now)
    if opens is None:
        _set(case, give_up_at(case, plan, now), NextAction.TELL_NOBODY_FREE)
    elif opens <= now + TOLD_EVERY:
        _set(case, opens, NextAction.OPEN_DESK)
    else:
        _set(case, now + TOLD_EVERY, NextAction.TELL_WAITING)


def alerted(case: Case, plan: Plan, now: datetime) -> None:
    until = plan_of(case, plan).alert_lead - plan_of(case, plan).alert_again
    _set(case, now + until, NextAction.ALERT_LEAD)


def lead_alerted(case: Case, plan: Plan, now: datetime) -> None:
    until = plan_of(case, plan).tell_waiting - plan_of(case, plan).alert_lead
    _set(case, now + until, NextAction.TELL_WAITING)


def told_waiting(case: Case, plan: Plan, now: datetime) -> None:
    _set(case, give_up_at(case, plan, now), NextAction.TELL_NOBODY_FREE)


wait = begin
"""Her choice: she waits on."""


def later(case: Case, plan: Plan, now: datetime) -> None:
    """Her choice: she is written to later, and not asked again."""
    case.consents = tuple(one for one in case.consents if one != NOT_LATER)
    until = plan_of(case, plan).later
    _set(case, _from_her_last_word(case, until, now), NextAction.TELL_NOBODY_FREE)


def give_up_at(case: Case, plan: Plan, now: datetime) -> datetime:
    return _from_her_last_word(case, _at_most(case, plan_of(case, plan).give_up), now)


def _at_most(case: Case, patience: timedelta) -> timedelta:
    return min(patience, SOON) if NOT_LATER in case.consents else patience


def _from_her_last_word(case: Case, until: timedelta, now: datetime) -> datetime:
    """Where that is past already (the desk was shut meanwhile) as long again from now on."""
    moment = _last_word(case) + until
    return moment if moment > now else now + until


def claimed(case: Case, plan: Plan, now: datetime) -> None:
    """She waits for her adviser's word."""
    case.unanswered_since = case.unanswered_since or now
    _set(case, now + plan_of(case, plan).nudge, NextAction.NUDGE_ADVISER)


def nudged(case: Case, plan: Plan, now: datetime) -> None:
    until = plan_of(case, plan).return_after - plan_of(case, plan).nudge
    _set(case, now + until, NextAction.RETURN_TO_QUEUE)


def answered(case: Case, plan: Plan, now: datetime) -> None:
    """An adviser has written; or nobody has to, for the moment."""
    case.unanswered_since = None
    wait_for_her(case, plan, now)


def wait_for_her(case: Case, plan: Plan, now: datetime) -> None:
    is_paused = case.status is CaseStatus.CONTACT
    until = now + (plan_of(case, plan).pause if is_paused else plan_of(case, plan).silence)
    if NOT_LATER in case.consents:
        until = max(now + AT_ONCE, min(until, _last_word(case) + SOON))
    _set(case, until, NextAction.END_FOR_SILENCE)


def resumed(case: Case, plan: Plan, now: datetime) -> None:
    """Its adviser is there again."""
    if case.unanswered_since is None:
        answered(case, plan, now)
    else:
        claimed(case, plan, now)


def dropped(case: Case, plan: Plan, now: datetime, seen_at: datetime | None) -> None:
    """The adviser's last sign of life was at `seen_at`."""
    own = plan_of(case, plan)
    seen_at = seen_at or now - own.away_after
    _set(case, max(now, seen_at + own.drop_after), NextAction.RETURN_TO_QUEUE)


def heard(case: Case, plan: Plan, now: datetime) -> None:
    """She has written."""
    case.last_heard_at = now
    case.unanswered_since = case.unanswered_since or now
    if case.status is CaseStatus.WAITING:
        if case.next_action is NextAction.TELL_NOBODY_FREE:
            told_waiting(case, plan, now)
    elif case.next_action is NextAction.END_FOR_SILENCE:
        claimed(case, plan, now)


def may_reply(case: Case, now: datetime) -> bool:
    """Whether something may go to her phone: a safe one, or she has it in her hand; and as she
    agreed."""
    if case.waits_for_her or is_too_late(case, now):
        return False
    if not case.is_unsafe_phone:
        return True
    return case.last_heard_at is not None and now <= case.last_heard_at + REPLY_WITHIN


def is_too_late(case: Case, now: datetime) -> bool:
    """Whether she asked not to be written to later, and it is later."""
    return NOT_LATER in case.consents and now > _last_word(case) + SOON


def _last_word(case: Case) -> datetime:
    return case.last_heard_at or case.opened_at


def is_window_open(case: Case, now: datetime) -> bool:
    window = WINDOWS.get(case.channel)
    return window is None or case.last_heard_at is None or now < case.last_heard_at + window


def _set(case: Case, deadline: datetime, action: NextAction) -> None:
    case.deadline, case.next_action = deadline, action
