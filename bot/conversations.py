"""Receive: whatever waits becomes turns within one transaction.

Dedupe, lock and load, step the engine, write conversations, outbox and cases. The commit that
holds all of it comes before any provider is told that its message was taken.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import NamedTuple

from bot.asked import Asked
from bot.counting import opened
from bot.deeds import DEEDS
from bot.desk.her_turn import audit_erasure, end_for_her
from bot.desk.listening import Listening
from bot.desk.model import Outcome
from bot.desk.plan import Plan
from bot.doing import Doing
from bot.engine.content import Catalogue
from bot.engine.effects import Count, Deed, Effect, Erase, SetLanguage, Stop
from bot.engine.exits import EXITS, PERSON
from bot.engine.session import Session
from bot.engine.turn import Engine, Turn
from bot.events.places import NOTHING_AROUND, Around
from bot.first_words import answered_in
from bot.look_ups import LOOK_UPS, NO_DESK
from bot.messages import Inbound, Kind, Say, Urgency
from bot.outgoing import next_message
from bot.ports import Clock, Conversation, Delivery, Handled, Outgoing, Receipt, Transaction
from bot.reminders.consents import withdraw_all

BROKEN = Say("guide.broken", lines=("emergency", "act_early", "samaritans"), urgency=Urgency.SAFETY)
"""What she gets when a turn breaks: an honest word, and numbers."""
LOOK_UPS_AT_MOST = len(LOOK_UPS)


class _Taken(NamedTuple):
    """What one message came to, before it is written."""

    conversation: Conversation
    handled: Handled
    outgoing: tuple[Outgoing, ...]
    is_kept: bool = True


def _unkept(taken: _Taken) -> _Taken:
    """Of an erased conversation only fingerprints of her messages stay: a repeat is known as
    one."""
    return taken._replace(handled=taken.handled._replace(conversation_id=0), is_kept=False)


class Conversations:
    """The use case of every inbound message.

    `first_status` says, by channel, how a fresh reply enters the outbox: SENDING where this process
    sends it at once, SENT where the contact fetches it (web chat, terminal), QUEUED for a worker.
    """

    def __init__(
        self,
        engine: Engine,
        catalogue: Catalogue,
        clock: Clock,
        first_status: Mapping[str, Delivery],
        plan: Plan = NO_DESK,
        *,
        around: Around = NOTHING_AROUND,
    ) -> None:
        self._engine = engine
        self._around = around
        self._catalogue = catalogue
        self._clock = clock
        self._first_status = first_status
        self._listening = Listening(engine, plan)
        self._unstored = count(-1, -1)

    def keep_to(self, plan: Plan) -> None:
        """From now on: the operator has changed it."""
        self._listening.plan = plan

    def receive_all(self, transaction: Transaction, inbounds: Sequence[Inbound]) -> list[Receipt]:
        """One turn for each message seen for the first time; the same answer for a repeat."""
        now = self._clock()
        fresh = transaction.fresh(inbounds)
        conversations = transaction.conversations(inbounds)
        taken: dict[int, _Taken] = {}
        for position, inbound in enumerate(inbounds):
            if fresh[position]:
                conversation = conversations[inbound.urn]
                taken[position] = self._take(transaction, conversation, inbound, now)
                if taken[position].is_kept:
                    continue
                for earlier, one in taken.items():
                    if one.conversation is conversation:
                        taken[earlier] = _unkept(one)
                # What she writes afterwards in the same transaction starts anew.
                conversations |= transaction.conversations([inbound])
        self._write(transaction, list(taken.values()))
        return [
            self._receipt(taken[position])
            if position in taken
            else _repeat(transaction, inbound, conversations[inbound.urn])
            for position, inbound in enumerate(inbounds)
        ]

    def apologise(self, inbound: Inbound, error: str) -> Receipt:
        """The answer to a message that cannot be stored: numbers, from memory, kept nowhere."""
        # An id of its own: what is not stored must not wait behind what was not stored either.
        nobody = Conversation(next(self._unstored), inbound.channel, inbound.address)
        nobody.language = answered_in(inbound, "", self._catalogue)
        reply = next_message(nobody, BROKEN, self._clock())
        return Receipt(True, nobody.id, nobody.language, (reply,), error)

    def _receipt(self, taken: _Taken) -> Receipt:
        conversation = taken.conversation
        language, error = conversation.language, taken.handled.error
        return Receipt(True, conversation.id, language, taken.outgoing, error)

    def _take(
        self, transaction: Transaction, conversation: Conversation, inbound: Inbound, now: datetime
    ) -> _Taken:
        conversation.language = answered_in(inbound, conversation.language, self._catalogue)
        if inbound.kind is not Kind.LEFT:
            conversation.stopped = False
            conversation.heard_at = now
        is_stranger = conversation.is_new and conversation.session is None
        turn, error = self._turn(transaction, conversation, inbound, now)
        outgoing = self._carry_out(transaction, conversation, turn, inbound, now)
        seqs = [message.seq for message in outgoing] or [0]
        handled = Handled(inbound, conversation.id, seqs[0], seqs[-1], error)
        taken = _Taken(conversation, handled, outgoing)
        if any(isinstance(effect, Erase) for effect in turn.effects):
            if conversation.hold:
                audit_erasure(transaction, conversation)
            transaction.erase(conversation.id)
            return _unkept(taken)
        if inbound.kind is Kind.LEFT and is_stranger:
            return _unkept(taken)  # she never wrote: there is nothing to keep
        return taken

    def _turn(
        self, transaction: Transaction, conversation: Conversation, inbound: Inbound, now: datetime
    ) -> tuple[Turn, str]:
        """The guide's turn, unless an adviser has the conversation."""
        if not conversation.hold:
            return self._step(transaction, conversation, inbound, now)

        def step() -> tuple[Turn, str]:
            return self._step(transaction, conversation, inbound, now)

        return self._listening.turn(transaction, conversation, inbound, now, step)

    def _step(
        self, transaction: Transaction, conversation: Conversation, inbound: Inbound, now: datetime
    ) -> tuple[Turn, str]:
        """Step the engine, fetching what it asks for; and the name of what broke the turn."""
        found: dict[str, str] = {}
        for _ in range(LOOK_UPS_AT_MOST):
            try:
                turn = self._engine.step(
                    conversation.session,
                    inbound,
                    now,
                    language=conversation.language,
                    found=found,
                )
            except Exception as broken:  # a broken flow must not block her next message
                return self._after_breaking(conversation), type(broken).__name__
            look_up = LOOK_UPS.get(turn.wants)
            if look_up is None:
                break
            plan = self._listening.plan
            asked = Asked(
                transaction, conversation, now, self._catalogue, plan, turn.about, self._around
            )
            found[turn.wants] = look_up(asked)
        if turn.wants:
            return self._after_breaking(conversation), "LookUpFailed"
        return turn, ""

    def _after_breaking(self, conversation: Conversation) -> Turn:
        """Told, given numbers, and brought to where a person can be asked for: her next message
        works."""
        flow = EXITS[PERSON]
        state = self._engine.flows[flow].start
        session = conversation.session or Session(flow, state)
        return Turn(Session(flow, state, trail=session.trail), (BROKEN,))

    def _carry_out(
        self,
        transaction: Transaction,
        conversation: Conversation,
        turn: Turn,
        inbound: Inbound,
        now: datetime,
    ) -> tuple[Outgoing, ...]:
        if flow := opened(conversation.session, turn.session):
            transaction.count([flow], now.date())
        conversation.session = turn.session
        said = []
        for effect in turn.effects:
            if isinstance(effect, Say):
                said.append(next_message(conversation, effect, now))
            else:
                self._do(transaction, conversation, effect, inbound, now)
        return tuple(said)

    def _do(
        self,
        transaction: Transaction,
        conversation: Conversation,
        effect: Effect,
        inbound: Inbound,
        now: datetime,
    ) -> None:
        if isinstance(effect, SetLanguage):
            conversation.language = effect.language
        elif isinstance(effect, Stop):
            conversation.stopped = True
            conversation.epoch += 1
            withdraw_all(transaction, conversation.id)
            if conversation.hold:
                left = Outcome.CONTACT_LEFT if inbound.kind is Kind.LEFT else Outcome.WITHDRAWN
                end_for_her(transaction, conversation, now, left)
        elif isinstance(effect, Count):
            transaction.count([effect.what], now.date())
        elif isinstance(effect, Deed):
            if conversation.is_new:
                transaction.save([conversation])  # what the deed writes is hers
            DEEDS[effect.what](Doing(transaction, conversation, now), effect)
        elif not isinstance(effect, Say | Erase):
            self._listening.carry_out(transaction, conversation, effect, inbound, now)

    def _write(self, transaction: Transaction, taken: Sequence[_Taken]) -> None:
        kept = [one for one in taken if one.is_kept]
        changed = {one.conversation.id: one.conversation for one in kept}
        transaction.save(list(changed.values()))
        transaction.remember([one.handled for one in taken])
        by_status: dict[Delivery, list[Outgoing]] = {}
        for message in (message for one in kept for message in one.outgoing):
            status = self._first_status.get(message.channel, Delivery.QUEUED)
            by_status.setdefault(status, []).append(message)
        for status, messages in by_status.items():
            transaction.queue(messages, status)


def _repeat(transaction: Transaction, inbound: Inbound, conversation: Conversation) -> Receipt:
    replies = tuple(transaction.replies(inbound))
    return Receipt(False, conversation.id, conversation.language, replies)
