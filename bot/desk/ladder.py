"""What happens by itself when a case's deadline comes. Nobody is left without a word."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.desk import timing, words
from bot.desk.adviser_work import DANGER_LASTS
from bot.desk.casework import CaseWork
from bot.desk.model import Case, CaseStatus, EventKind, NextAction, Outcome
from bot.desk.plan import Plan
from bot.desk.presence import Attendance
from bot.desk.roles import Permission, may
from bot.ports import Transaction

AT_MOST = 100
"""Cases seen to within one transaction."""

Step = Callable[[CaseWork], None]


class Ladder:
    def __init__(self, attendance: Attendance) -> None:
        self._attendance = attendance

    def run_due(self, transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
        """As a batch for the writer: one moment in, the number of cases seen to out. AT_MOST of
        them: there may be more."""
        return [self._run(transaction, now) for now in moments]

    def _run(self, transaction: Transaction, now: datetime) -> int:
        plan, engine = self._attendance.plan, self._attendance.engine
        self._attendance.watch(transaction, now)
        due = transaction.desk.due(now, AT_MOST)
        for case, conversation in due:
            work = CaseWork(transaction, plan, engine, now, case, conversation)
            step = due_step(case, plan, now, is_gone=conversation.stopped)
            work.audit(step.__name__)
            step(work)
        return len(due)


def due_step(case: Case, plan: Plan, now: datetime, *, is_gone: bool = False) -> Step:
    """What a case needs whose deadline has come."""
    if is_gone:
        return end_as_left
    action = case.next_action or NextAction.ALERT_LEAD
    if case.status is not CaseStatus.WAITING:
        return WHILE_HELD.get(action, nudge_adviser)
    if not timing.is_open(case, plan, now):
        is_over = action is NextAction.TELL_NOBODY_FREE and not timing.has_hope(case, plan, now)
        return tell_nobody_free if is_over else tell_when_back
    return WHILE_WAITING.get(action, open_desk)


def alert_again(work: CaseWork) -> None:
    timing.alerted(work.case, work.plan, work.now)
    work.note()
    work.tell(EventKind.ALERT)


def open_desk(work: CaseWork) -> None:
    """As if she had just asked."""
    timing.begin(work.case, work.plan, work.now)
    work.note()
    work.tell(EventKind.ALERT)


def alert_lead(work: CaseWork) -> None:
    timing.lead_alerted(work.case, work.plan, work.now)
    work.note()
    work.tell(EventKind.ALERT_LEAD)


def tell_waiting(work: CaseWork) -> None:
    """Not whom we promised one message only, if nobody is free."""
    timing.told_waiting(work.case, work.plan, work.now)
    if not work.case.waits_for_her:
        work.say(words.STILL_WAITING)
    work.note()


def tell_when_back(work: CaseWork) -> None:
    """The desk is shut: where she stands, once a day, until it opens. Where nobody could answer
    then either, no opening is promised."""
    if not any(may(one.role, Permission.ANSWER) for one in work.desk.advisers()):
        tell_nobody_free(work)
        return
    timing.told_while_shut(work.case, work.plan, work.now)
    work.say_when_back()
    work.note()


def tell_nobody_free(work: CaseWork) -> None:
    """Where nothing may be said the case stays: it is not dropped behind her back."""
    if work.may_say:
        work.end_waiting()
    else:
        timing.told_waiting(work.case, work.plan, work.now)
        work.note()
        work.tell(EventKind.ALERT_LEAD)


def nudge_adviser(work: CaseWork) -> None:
    timing.nudged(work.case, work.plan, work.now)
    work.note()
    work.tell(EventKind.NUDGE)


def return_to_queue(work: CaseWork) -> None:
    work.give_back()
    work.tell(EventKind.ALERT_LEAD)


def end_for_silence(work: CaseWork) -> None:
    """After a word of danger her silence is no end, nor where she is owed an answer and cannot be
    told: the lead is."""
    at = work.desk.last_danger(work.case.id)
    in_danger = at is not None and work.now < at + DANGER_LASTS
    if in_danger or (work.case.unanswered_since and not work.may_say):
        timing.wait_for_her(work.case, work.plan, work.now)
        work.note()
        work.tell(EventKind.ALERT_LEAD)
    else:
        work.end(Outcome.NO_ANSWER, words.SILENT_END)


def end_as_left(work: CaseWork) -> None:
    work.end(Outcome.CONTACT_LEFT, words.SILENT_END)


WHILE_WAITING: Mapping[NextAction, Step] = MappingProxyType(
    {
        NextAction.OPEN_DESK: open_desk,
        NextAction.ALERT_AGAIN: alert_again,
        NextAction.ALERT_LEAD: alert_lead,
        NextAction.TELL_WAITING: tell_waiting,
        NextAction.TELL_NOBODY_FREE: tell_nobody_free,
    }
)
WHILE_HELD: Mapping[NextAction, Step] = MappingProxyType(
    {
        NextAction.NUDGE_ADVISER: nudge_adviser,
        NextAction.RETURN_TO_QUEUE: return_to_queue,
        NextAction.END_FOR_SILENCE: end_for_silence,
    }
)
