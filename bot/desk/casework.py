"""A case under way within one transaction: saying something to the contact, giving the case back,
ending it."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases import GIVE_BACK, RESUME, close_case, move
from bot.desk import timing, words
from bot.desk.model import AuditEntry, Case, DeskEvent, EventKind, Outcome
from bot.desk.plan import Plan
from bot.desk.ports import DeskStore
from bot.engine.entering import enter
from bot.engine.exits import EXITS, MENU
from bot.engine.turn import Engine
from bot.messages import Say
from bot.outgoing import next_message
from bot.ports import Conversation, Delivery, Hold, Outgoing, Transaction

SYSTEM = "system"


@dataclass(slots=True)
class CaseWork:
    """The case and its conversation are locked. `actor`: who does it, as the audit names them."""

    transaction: Transaction
    plan: Plan
    engine: Engine
    now: datetime
    case: Case
    conversation: Conversation
    actor: str = SYSTEM

    @property
    def desk(self) -> DeskStore:
        return self.transaction.desk

    @property
    def may_say(self) -> bool:
        """Nothing goes out by itself to a phone that may be unsafe."""
        if self.conversation.stopped:
            return False
        if self.actor == SYSTEM:
            return not self.case.is_unsafe_phone
        return timing.may_reply(self.case, self.now)

    def say(self, *says: Say) -> Outgoing | None:
        """Put these into the outbox; the last one of them, None where nothing may be said."""
        if not (says and self.may_say):
            return None
        messages = [next_message(self.conversation, say, self.now) for say in says]
        self.transaction.queue(messages, Delivery.QUEUED)
        return messages[-1]

    def save(self) -> None:
        """Who has the case, or what it is marked as, has changed."""
        self.desk.save(self.case)
        self.transaction.save([self.conversation])
        self.tell(EventKind.CHANGED)

    def note(self) -> None:
        """Time has gone on, or somebody wrote: no new version."""
        self.desk.note_heard(self.case)
        self.transaction.save([self.conversation])

    def tell(self, kind: EventKind) -> None:
        case = self.case
        self.desk.tell(DeskEvent(kind, case.id, case.owner or 0, case.queue))

    def audit(self, action: str, detail: str = "") -> None:
        self.desk.audit(AuditEntry(self.actor, action, f"case:{self.case.id}", detail))

    def resume(self) -> None:
        """Its adviser is there again."""
        move(self.case, RESUME)
        timing.resumed(self.case, self.plan, self.now)
        self.note()
        self.tell(EventKind.CHANGED)

    def give_back(self) -> None:
        """To its queue: she is told, with numbers, and the guide is there for her again."""
        case = self.case
        move(case, GIVE_BACK)
        case.owner, case.invited = None, ()
        case.waiting_since = self.now
        timing.begin(case, self.plan, self.now)
        self.conversation.hold = Hold.WAITING
        if not case.waits_for_her:  # nor was she told that somebody was there
            self.say(words.RETURNED)
        self.say_when_back()
        self.save()
        self.tell(EventKind.ALERT)

    def say_when_back(self) -> bool:
        """Where the desk is shut, and opens again: when. Whether it is so. Not whom we promised one
        message only."""
        if self.case.waits_for_her or timing.is_open(self.case, self.plan, self.now):
            return False
        when = words.back_on(self.case, self.plan, self.now)
        if when is not None:
            self.say(when)
        return when is not None

    def end(self, outcome: Outcome, last_words: Say, target: str = "") -> None:
        """Close it: she is told, and the guide goes on at `target`."""
        had_danger = self.desk.last_danger(self.case.id) is not None
        is_owed = self.case.unanswered_since is not None
        close_case(self.desk, self.case, self.conversation, outcome, self.now, actor=self.actor)
        self.say(last_words)
        if is_owed and not last_words.lines:
            self.say(words.NUMBERS_NOW)
        self._take_up(target)
        self._care_for_owner(had_danger=had_danger)
        self.transaction.save([self.conversation])

    def _take_up(self, target: str) -> None:
        turn = enter(self.engine, self.conversation.session, target or EXITS[MENU])
        self.conversation.session = turn.session
        self.say(*(effect for effect in turn.effects if isinstance(effect, Say)))

    def _care_for_owner(self, *, had_danger: bool) -> None:
        owner = self.desk.adviser(self.case.owner) if self.case.owner else None
        if owner is not None:
            owner.handled_since_break += 1
            owner.needs_debrief |= had_danger
            self.desk.save_adviser(owner)

    def end_waiting(self) -> None:
        """Nobody was free: she is told, with numbers. The guide was with her all the time."""
        close_case(
            self.desk,
            self.case,
            self.conversation,
            Outcome.TOLD_NOBODY_FREE,
            self.now,
            actor=self.actor,
        )
        self.say(words.NOBODY_FREE)
        self.transaction.save([self.conversation])
