"""What the contact does while a case of hers is open.

While it waits, the guide goes on. Once a person holds the conversation, her words go to them and
the guide is silent: only help in danger, and what she asks of this chat itself (to stop, to hide,
another language, her data), still has its answer.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.cases import open_case
from bot.desk import timing
from bot.desk.her_turn import HerTurn, end_for_her
from bot.desk.model import NextAction
from bot.desk.plan import Plan
from bot.desk.words import NUMBERS_NOW, STILL_WAITING, claimed
from bot.engine.choosing import chosen_so_far
from bot.engine.effects import AddToCase, Effect, EndTalk, Erase, KeepWaiting, OpenCase, Patience
from bot.engine.exits import EXITS, REMARKS
from bot.engine.session import Session
from bot.engine.turn import Engine, Turn
from bot.messages import Inbound, Kind, Say, Urgency
from bot.ports import Conversation, Hold, Transaction

SPEAK_ON = frozenset({"stop", "hide", "privacy", "language", "call"})
"""Flows that answer while a person holds the conversation, beside those for danger."""
HOLDING = Say("desk.holding", choices=("stay", "end"))
STAYED = Say("desk.stayed")
IN_LINE = "desk.waits"
"""Where she stands once her words are for a person: should that person be gone, what she writes is
noted for the next."""
ASKED = "desk.asked"
"""Where the session keeps how far the conversation was when the guide asked something. Has anybody
written since, her words are no answer to it."""

DANGER = "[danger]"
"""In the place of words that were for the guide: whoever comes knows that, and when, she was in
danger, and does not close her case alone."""

Step = Callable[[], tuple[Turn, str]]
"""The guide's own turn, and the name of what broke it."""
OfCase = OpenCase | AddToCase | KeepWaiting | EndTalk


class Listening:
    """`plan` may be replaced by a newer one at any time."""

    def __init__(self, engine: Engine, plan: Plan) -> None:
        self._engine = engine
        self.plan = plan

    def turn(
        self,
        transaction: Transaction,
        conversation: Conversation,
        inbound: Inbound,
        now: datetime,
        step: Step,
    ) -> tuple[Turn, str]:
        hers = self._her_turn(transaction, conversation, inbound, now)
        if hers is None or inbound.kind is Kind.LEFT:
            return step()
        if conversation.hold is Hold.WAITING:
            conversation.session = self._place(hers)
            hers.heard()
            turn, error = step()
            if hers.meant.is_danger and not any(isinstance(e, AddToCase) for e in turn.effects):
                hers.keep(DANGER)
            return turn, error
        wanted = self._wanted(hers)
        if wanted is None:
            return Turn(_at(conversation.session, IN_LINE), self._pass_on(hers)), ""
        if hers.meant.is_danger:
            self._pass_on(hers)
        else:
            hers.note()
        if not self._speaks(wanted):
            return self._asked(conversation, conversation.session, [HOLDING], HOLDING.key), ""
        turn, error = step()
        return (turn if error else self._quietly(conversation, turn)), error

    def _her_turn(
        self, transaction: Transaction, conversation: Conversation, inbound: Inbound, now: datetime
    ) -> HerTurn | None:
        case = transaction.desk.open_case(conversation.id)
        if case is None:
            return None
        meant = self._engine.heard(inbound, conversation.language)
        return HerTurn(transaction, conversation, inbound, meant, now, self.plan, case)

    def _place(self, hers: HerTurn) -> Session | None:
        """Where she stands while she waits: not in a talk that is over by now; and at what was
        asked of her meanwhile, if that is what she answers."""
        session = hers.conversation.session
        if session and session.key in {HOLDING.key, STAYED.key}:
            return _at(session, IN_LINE)
        was_asked = hers.case.next_action is NextAction.TELL_NOBODY_FREE
        if was_asked and hers.inbound.kind is Kind.TEXT and not self._answers(hers, session):
            asked = _at(session, STILL_WAITING.key)
            return asked if self._answers(hers, asked) else session
        return session

    def _answers(self, hers: HerTurn, session: Session | None) -> bool:
        return self._engine.offers(session, hers.inbound, hers.conversation.language)

    def _wanted(self, hers: HerTurn) -> str | None:
        """The flow, or the state of one, that she asks the guide for; None when her words are for
        the person."""
        inbound, session = hers.inbound, hers.conversation.session
        if inbound.kind is Kind.CHOICE:
            return inbound.choice.rpartition(":")[0]
        if inbound.kind is Kind.START:
            return inbound.text
        command = hers.meant.command
        if command and command not in REMARKS and inbound.kind is Kind.TEXT:
            return EXITS.get(command, "")
        seq = (str(hers.conversation.next_seq),)
        was_asked = session is not None and session.answers.get(ASKED) == seq
        if session and was_asked and inbound.kind is Kind.TEXT and self._answers(hers, session):
            return session.key
        return None

    def _speaks(self, key: str) -> bool:
        """Whether the guide may say this, or answer here, while a person holds the talk."""
        if key in {HOLDING.key, STAYED.key}:
            return True
        flow = self._engine.flows.get(key.partition(".")[0])
        return flow is not None and (flow.urgency is Urgency.SAFETY or flow.name in SPEAK_ON)

    def _quietly(self, conversation: Conversation, turn: Turn) -> Turn:
        """The turn without what has to wait: she stays in the talk."""
        if any(isinstance(effect, EndTalk | Erase) for effect in turn.effects):
            return turn
        effects = [e for e in turn.effects if not isinstance(e, Say) or self._speaks(e.key)]
        there = turn.session.key if turn.session else ""
        if not self._speaks(there):
            effects.append(STAYED)
            there = STAYED.key
        return self._asked(conversation, turn.session, effects, there)

    def _asked(
        self, conversation: Conversation, session: Session | None, effects: list[Effect], key: str
    ) -> Turn:
        """The turn, ending at this state; what she types next may answer it."""
        said = sum(isinstance(effect, Say) for effect in effects)
        there = _at(session, key)
        answers = {**there.answers, ASKED: (str(conversation.next_seq + said),)}
        return Turn(replace(there, answers=answers), tuple(effects))

    def _pass_on(self, hers: HerTurn) -> tuple[Effect, ...]:
        """Her words to her adviser; numbers first where they surely mean danger, or seem to while
        nobody attends."""
        first = self._engine.first_words(hers.inbound)
        meant = hers.inbound.meant
        is_feared = hers.meant.is_danger or (meant is not None and meant.is_danger)
        is_alone = is_feared and not hers.is_attended
        was_waited_for = hers.case.waits_for_her
        if hers.keep(hers.words):
            hers.heard()
        says = (first,) if first else (NUMBERS_NOW,) if is_alone else ()
        return (*says, *self._who_is_here(hers)) if was_waited_for else says

    def _who_is_here(self, hers: HerTurn) -> tuple[Effect, ...]:
        """Told at her first word: she had asked that nothing is said before it."""
        owner = hers.case.owner and hers.transaction.desk.adviser(hers.case.owner)
        return (claimed(owner.name),) if owner else ()

    def carry_out(
        self,
        transaction: Transaction,
        conversation: Conversation,
        effect: OfCase,
        inbound: Inbound,
        now: datetime,
    ) -> None:
        if isinstance(effect, OpenCase):
            self._open(transaction, conversation, effect, now)
        elif isinstance(effect, EndTalk):
            end_for_her(transaction, conversation, now)
        elif hers := self._her_turn(transaction, conversation, inbound, now):
            if isinstance(effect, AddToCase):
                hers.keep(effect.text)
            elif not hers.case.is_held:
                go_on = timing.later if effect.patience is Patience.LATER else timing.wait
                go_on(hers.case, self.plan, now)
                transaction.desk.save(hers.case)

    def _open(
        self,
        transaction: Transaction,
        conversation: Conversation,
        effect: OpenCase,
        now: datetime,
    ) -> None:
        if conversation.is_new:
            transaction.save([conversation])  # a case belongs to a row
        choices = chosen_so_far(self._engine.flows, conversation.session)
        open_case(transaction, conversation, effect, now, plan=self.plan, choices=choices)


def _at(session: Session | None, key: str) -> Session:
    """The same, standing at this state."""
    flow, _, state = key.partition(".")
    return replace(session or Session("", ""), flow=flow, state=state)
