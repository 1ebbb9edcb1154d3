"""Who has a case: claim, transfer, invite, give back."""

from bot.cases import CLAIM, TRANSFER, move
from bot.desk import timing, words
from bot.desk.access import Tie
from bot.desk.adviser_work import AdviserWork, fault_of
from bot.desk.commands import Claim, GiveBack, Invite, Transfer
from bot.desk.model import Adviser, Case, CaseStatus, Note, Presence
from bot.desk.plan import Plan
from bot.desk.ports import DeskStore
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may
from bot.ports import Hold


def claim(work: AdviserWork, _item: Claim) -> Case | Refusal:
    if Tie.OWNS in work.ties:
        return work.case  # a second click
    return _claim_for(work, work.by)


def _claim_for(work: AdviserWork, adviser: Adviser) -> Case | Refusal:
    refusal = why_not_take(work.desk, adviser, work.case, work.plan)
    if refusal:
        return refusal
    work.case.owner = adviser.id
    move(work.case, CLAIM)
    timing.claimed(work.case, work.plan, work.now)
    work.conversation.hold = Hold.HELD
    work.conversation.epoch += 1  # what the guide has queued is not said any more
    work.say(words.claimed(adviser.name))
    work.save()
    return work.case


def why_not_take(desk: DeskStore, adviser: Adviser, case: Case, plan: Plan) -> Refusal | None:
    """A case that is urgent does not wait for an adviser's break."""
    if adviser.presence is not Presence.ON:
        return Refusal(Why.NOT_ON, adviser.name)
    if adviser.handled_since_break >= plan.break_after and not case.is_urgent:
        return Refusal(Why.BREAK_DUE, adviser.name)
    held = [one for one in desk.held_by(adviser.id) if one.status is not CaseStatus.CONTACT]
    return Refusal(Why.FULL, adviser.name) if len(held) >= adviser.capacity else None


def give_back(work: AdviserWork, _item: GiveBack) -> Case | Refusal:
    if not work.case.is_held:
        return Refusal(Why.NOT_YOURS)
    work.give_back()
    return work.case


def transfer(work: AdviserWork, item: Transfer) -> Case | Refusal:
    """To a queue it goes as if given back; to an adviser, who has to be there and have room."""
    fault = fault_of(item.note) if item.note else None
    if fault:
        return fault
    before = work.case.version
    done = _to_queue(work, item.to_queue) if item.to_adviser is None else _to_adviser(work, item)
    if item.note and not isinstance(done, Refusal):
        add_note(work, item.note, f"transfer:{before}")
    return done


def add_note(work: AdviserWork, text: str, key: str) -> bool:
    case = work.case
    id_ = work.desk.new_id()
    note = Note(id_, case.id, case.conversation_id, work.now, work.by.id, text, key)
    return work.desk.add_note(note)


def _to_queue(work: AdviserWork, queue: str) -> Case | Refusal:
    if queue not in work.plan.queues:
        return Refusal(Why.NO_SUCH_QUEUE)
    work.case.queue = queue
    if work.case.is_held:
        work.give_back()
    else:
        timing.begin(work.case, work.plan, work.now)
        work.save()
    return work.case


def _to_adviser(work: AdviserWork, item: Transfer) -> Case | Refusal:
    other = find_adviser(work.desk, item.to_adviser)
    if other is None:
        return Refusal(Why.NO_SUCH_ADVISER)
    if not work.case.is_held:
        return _claim_for(work, other)
    if other.id == work.case.owner:
        return work.case
    refusal = why_not_take(work.desk, other, work.case, work.plan)
    if refusal:
        return refusal
    work.case.owner = other.id
    move(work.case, TRANSFER)
    timing.claimed(work.case, work.plan, work.now)
    work.say(words.transferred(other.name))
    work.save()
    return work.case


def find_adviser(desk: DeskStore, adviser_id: int | None) -> Adviser | None:
    """One who answers contacts; not locked."""
    found = None if adviser_id is None else desk.colleague(adviser_id)
    return found if found and may(found.role, Permission.ANSWER) else None


def invite(work: AdviserWork, item: Invite) -> Case | Refusal:
    other = find_adviser(work.desk, item.adviser)
    if other is None:
        return Refusal(Why.NO_SUCH_ADVISER)
    if other.id not in work.case.invited:
        work.case.invited = (*work.case.invited, other.id)
        work.save()
    return work.case
