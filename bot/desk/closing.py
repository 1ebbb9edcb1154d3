"""Pausing, resuming and ending a case, and what protects her and advisers on the way."""

from dataclasses import replace

from bot.cases import PAUSE, move
from bot.desk import timing, words
from bot.desk.access import STEERS
from bot.desk.adviser_work import AdviserWork
from bot.desk.commands import (
    UNBLOCK_REASONS,
    Block,
    Close,
    EndAbuse,
    FlagPhone,
    Pause,
    Resume,
    Unblock,
)
from bot.desk.model import CHOSEN_BY_ADVISER, Case, CaseStatus, EventKind, Outcome
from bot.desk.refusals import Refusal, Why
from bot.messages import Say

CLOSE_IN_DANGER = "close"
BLOCK = "block"
"""What needs a second person."""


def pause(work: AdviserWork, _item: Pause) -> Case | Refusal:
    """Her words that have no answer yet are not paused."""
    if work.case.status is CaseStatus.CLAIMED:
        move(work.case, PAUSE)
        if work.case.unanswered_since is None:
            timing.answered(work.case, work.plan, work.now)
        work.note()
        work.tell(EventKind.CHANGED)
    return work.case


def resume(work: AdviserWork, _item: Resume) -> Case | Refusal:
    if work.case.status is CaseStatus.CONTACT:
        work.resume()
    return work.case


def flag_phone(work: AdviserWork, item: FlagPhone) -> Case | Refusal:
    if item.unsafe and not work.case.is_unsafe_phone:
        work.conversation.epoch += 1  # what is queued does not reach the phone any more
    work.case.is_unsafe_phone = item.unsafe
    work.save()
    return work.case


def close(work: AdviserWork, item: Close) -> Case | Refusal:
    if item.outcome not in CHOSEN_BY_ADVISER:
        return Refusal(Why.NOT_ALLOWED)
    return _end(work, item.outcome, words.CLOSED, item.flow)


def end_abuse(work: AdviserWork, _item: EndAbuse) -> Case | Refusal:
    return _end(work, Outcome.ABUSIVE, words.ENDED_ABUSE, "")


def _end(work: AdviserWork, outcome: Outcome, last_words: Say, flow: str) -> Case | Refusal:
    """After a word of danger two have to say so: whoever has the case, and who reads along."""
    danger = work.danger_at()
    if not work.case.is_held or not (danger or STEERS & work.ties):
        return Refusal(Why.NOT_YOURS)
    if _would_be_silent(work):
        return Refusal(Why.UNSAFE_PHONE)
    if danger and not work.is_agreed(CLOSE_IN_DANGER, danger):
        return Refusal(Why.DANGER_NOW)
    _finish(work, outcome, last_words, flow)
    return work.case


def block(work: AdviserWork, _item: Block) -> Case | Refusal:
    """Her words go to no adviser any more; the guide and every number stay."""
    still_open = _open_now(work)
    if still_open and _would_be_silent(still_open):
        return Refusal(Why.UNSAFE_PHONE)
    if not work.is_agreed(BLOCK):
        return Refusal(Why.NEEDS_SECOND)
    work.desk.block(work.conversation.id, blocked=True)
    work.conversation.blocked = True
    if still_open:
        _finish(still_open, Outcome.ABUSIVE, words.ENDED_ABUSE)
    else:
        work.transaction.save([work.conversation])
    return work.case


def unblock(work: AdviserWork, item: Unblock) -> Case | Refusal:
    """A lead lifts it alone. To block again takes two again."""
    if item.reason not in UNBLOCK_REASONS:
        return Refusal(Why.EMPTY)
    if not work.conversation.blocked:
        return Refusal(Why.ALREADY_DONE)
    work.desk.void(BLOCK, work.conversation.id)
    work.desk.block(work.conversation.id, blocked=False)
    work.conversation.blocked = False
    work.transaction.save([work.conversation])
    work.tell(EventKind.CHANGED)
    return work.case


def _open_now(work: AdviserWork) -> AdviserWork | None:
    """She may have another case since this one was closed."""
    if not work.case.is_closed:
        return work
    case = work.desk.open_case(work.conversation.id)
    return replace(work, case=case) if case else None


def _would_be_silent(work: AdviserWork) -> bool:
    """Whether she would be left without an answer, a word or a number."""
    return _is_owed(work) and not (work.may_say or work.conversation.stopped)


def _finish(work: AdviserWork, outcome: Outcome, last_words: Say, flow: str = "") -> None:
    has_left = work.conversation.stopped and _is_owed(work)
    work.end(Outcome.CONTACT_LEFT if has_left else outcome, last_words, flow)


def _is_owed(work: AdviserWork) -> bool:
    return work.case.unanswered_since is not None or work.case.status is CaseStatus.WAITING
