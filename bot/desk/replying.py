"""What an adviser writes, to her and to colleagues, and what they read."""

from bot.cases import PAUSE, move
from bot.desk import timing, words
from bot.desk.adviser_work import AdviserWork, fault_of
from bot.desk.claiming import add_note
from bot.desk.commands import AddNote, AskToWrite, BreakGlass, Look, Reply, SendNumbers, Warn
from bot.desk.model import Author, Case, CaseStatus, EventKind
from bot.desk.refusals import Refusal, Why
from bot.outgoing import next_message
from bot.ports import Delivery


def reply(work: AdviserWork, item: Reply) -> Case | Refusal:
    """Into the outbox once, whatever becomes of it there."""
    refusal = fault_of(item.text) or (None if work.case.is_held else Refusal(Why.NOT_YOURS))
    refusal = refusal or work.why_not_to_her()
    if refusal:
        return refusal
    if not timing.is_window_open(work.case, work.now):
        return Refusal(Why.WINDOW_SHUT)
    sent = next_message(work.conversation, words.reply(work.by.name, item.text), work.now)
    if not work.keep(item.text, item.key, sent, Author.ADVISER):
        return Refusal(Why.ALREADY_DONE)
    work.transaction.queue([sent], Delivery.QUEUED)
    _answered(work)
    return work.case


def _answered(work: AdviserWork) -> None:
    """Where a colleague wrote while the owner is away, the case goes back to its queue in time."""
    if work.case.status is CaseStatus.AWAY:
        work.case.unanswered_since = None
    else:
        timing.answered(work.case, work.plan, work.now)
    work.note()
    work.tell(EventKind.SAID)


def note(work: AdviserWork, item: AddNote) -> Case | Refusal:
    fault = fault_of(item.text)
    if fault:
        return fault
    if not add_note(work, item.text, item.key):
        return Refusal(Why.ALREADY_DONE)
    work.tell(EventKind.NOTED)
    return work.case


def send_numbers(work: AdviserWork, item: SendNumbers) -> Case | Refusal:
    refusal = work.why_not_to_her()
    if refusal:
        return refusal
    if not work.say_and_keep(words.NUMBERS_NOW, item.key):
        return Refusal(Why.ALREADY_DONE)
    work.transaction.save([work.conversation])
    work.tell(EventKind.SAID)
    return work.case


def ask_to_write(work: AdviserWork, item: AskToWrite) -> Case | Refusal:
    """A template goes out, and the case waits for her."""
    refusal = work.why_not_to_her() or (None if work.case.is_held else Refusal(Why.NOT_YOURS))
    if refusal:
        return refusal
    if timing.is_window_open(work.case, work.now):
        return Refusal(Why.NOT_NEEDED)
    if not work.say_and_keep(words.ask_to_write(work.by.name), item.key):
        return Refusal(Why.ALREADY_DONE)
    if work.case.status is CaseStatus.CLAIMED:
        move(work.case, PAUSE)
    timing.wait_for_her(work.case, work.plan, work.now)  # a template is no answer
    work.note()
    work.tell(EventKind.CHANGED)
    return work.case


def warn(work: AdviserWork, _item: Warn) -> Case | Refusal:
    refusal = work.why_not_to_her()
    if refusal:
        return refusal
    work.case.warned += 1
    work.say_and_keep(words.WARNED)
    work.save()
    return work.case


def look(work: AdviserWork, _item: Look) -> Case | Refusal:
    work.desk.mark_read(work.case.id, work.by.id, work.now)
    return work.case


def break_glass(work: AdviserWork, item: BreakGlass) -> str | Refusal:
    """Her address on the channel. The reason is kept as a note, and leads are told."""
    fault = fault_of(item.reason)
    if fault:
        return fault
    add_note(work, item.reason, f"break_glass:{work.desk.new_id()}")
    work.tell(EventKind.ALERT_LEAD)
    return work.conversation.address
