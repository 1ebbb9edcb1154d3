"""A broadcast on its way: whom it goes to is written down, then handed to the outbox at a pace that
leaves room for conversations. Whatever dies meanwhile, each contact is told once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from bot.broadcasts.model import Broadcast, Fate, Status
from bot.broadcasts.ports import Marked, Target
from bot.ports import Transaction
from bot.reminders.judging import Way
from bot.reminders.model import Reminder
from bot.reminders.ports import Due
from bot.reminders.sending import Said, Sending
from bot.worded import value

PREPARED_AT_ONCE = 10_000
PER_SECOND = 20.0
"""On each channel; Telegram takes 25 of all our messages."""
SHARE = 0.8
"""Of what a slower channel takes."""
BROADCAST = "broadcast"
"""The name of the value that becomes the charity's words when it is sent."""
FATES: Mapping[Way, Fate] = MappingProxyType(
    {
        Way.SAY: Fate.TOLD,
        Way.ASK: Fate.ASKED,
        Way.LATER: Fate.WAITING,
        Way.NOT_WANTED: Fate.NOT_WANTED,
        Way.TOO_LATE: Fate.TOO_LATE,
        Way.NO_TEMPLATE: Fate.NO_TEMPLATE,
    }
)


class Moment(NamedTuple):
    """`taken`: how many messages went out by themselves within this second already."""

    now: datetime
    taken: int = 0


def reminder_of(broadcast: Broadcast, conversation_id: int, now: datetime) -> Reminder:
    """It goes to her as any reminder does."""
    return Reminder(
        conversation_id,
        f"{key_of(broadcast.id)}news",
        broadcast.consent,
        now,
        broadcast.until,
        "reminders.news",
        ("look", "menu"),
        {"news": value(BROADCAST, str(broadcast.id))},
        "reminders.agreed_news",
    )


def key_of(broadcast_id: int) -> str:
    """How the keys of all reminders of a broadcast begin."""
    return f"{BROADCAST}.{broadcast_id}."


class Feeding:
    """`feed` is a batch for the writer. `per_second`: by channel, what its provider takes; 0: no
    limit."""

    def __init__(self, sending: Sending, per_second: Mapping[str, float]) -> None:
        self._sending = sending
        self._rates = {
            name: min(PER_SECOND, SHARE * rate) if rate else PER_SECOND
            for name, rate in per_second.items()
        }

    def feed(self, transaction: Transaction, moments: Sequence[Moment]) -> list[bool]:
        """Whether there is more to do at once."""
        return [self._feed(transaction, moment) for moment in moments]

    def _feed(self, transaction: Transaction, moment: Moment) -> bool:
        broadcast = transaction.broadcasts.going()
        if broadcast is None:
            return False
        if broadcast.status is Status.PREPARING:
            return _prepare(transaction, broadcast, moment.now)
        self._hand_over(transaction, broadcast, moment)
        return False

    def _hand_over(self, transaction: Transaction, broadcast: Broadcast, moment: Moment) -> None:
        store, now = transaction.broadcasts, moment.now
        if now >= broadcast.until:
            store.give_up(broadcast.id, Fate.TOO_LATE)
        for channel in self._rates:
            room = self._room(broadcast, channel, moment)
            targets = store.take(broadcast, channel, now, room) if room > 0 else []
            store.mark(broadcast.id, self._pass_on(transaction, broadcast, targets, now))
        is_over = not store.is_waiting(broadcast.id)
        changed = replace(broadcast, fed_at=now)
        store.save(replace(changed, status=Status.DONE, ended_at=now) if is_over else changed)

    def _room(self, broadcast: Broadcast, channel: str, moment: Moment) -> int:
        """However often, and by however many processes, it is called."""
        since = broadcast.fed_at
        seconds = 1.0 if since is None else min(1.0, (moment.now - since).total_seconds())
        return int(self._rates[channel] * seconds) - moment.taken

    def _pass_on(
        self,
        transaction: Transaction,
        broadcast: Broadcast,
        targets: Sequence[Target],
        now: datetime,
    ) -> list[Marked]:
        found = [_due(broadcast, target, now) for target in targets]
        said = self._sending.pass_on(transaction, found, now)
        pairs = zip(targets, said, strict=True)
        return [_marked(target.conversation.id, one, now) for target, one in pairs]


def _prepare(transaction: Transaction, broadcast: Broadcast, now: datetime) -> bool:
    last = transaction.broadcasts.prepare(broadcast, PREPARED_AT_ONCE, now)
    changed = replace(broadcast, status=Status.RUNNING)
    if last is not None:
        changed = replace(broadcast, prepared_to=last)
    transaction.broadcasts.save(changed)
    return True


def _due(broadcast: Broadcast, target: Target, now: datetime) -> Due:
    agreed = frozenset({broadcast.consent} if target.agreed else ())
    contact = target.conversation
    return Due(reminder_of(broadcast, contact.id, now), contact, agreed)


def _marked(conversation_id: int, said: Said, now: datetime) -> Marked:
    verdict = said.verdict
    return Marked(conversation_id, FATES[verdict.way], verdict.due_at or now, said.seq)
