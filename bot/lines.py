"""What each contact waits for, in order, within one process."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.messages import Urgency
from bot.ports import Clock, Outcome, Outgoing

AWAY_BEYOND = timedelta(seconds=60)
"""How long after its due time a message in the database is waited for before newer ones may
pass."""


@dataclass(slots=True)
class Line:
    """`waiting` is held by this process; the first of it is being sent while `task` runs.

    `away` are messages of hers that wait in the database, until `away_until` at the latest:
    nothing but safety passes them. `retry` is the one of them that waits by our own patience.
    """

    waiting: deque[Outgoing] = field(default_factory=deque)
    epoch: int = 0
    task: "asyncio.Task[None] | None" = None
    is_sending: bool = False
    away: set[int] = field(default_factory=set)
    away_until: datetime | None = None
    retry: Outcome | None = None

    def holds(self, message: Outgoing) -> bool:
        return any(held.seq == message.seq for held in self.waiting)

    def put_first(self, message: Outgoing) -> bool:
        """Before everything but safety and what is on its way; whether it is the next to send."""
        at = 1 if self.is_sending else 0
        while at < len(self.waiting) and self.waiting[at].say.urgency is Urgency.SAFETY:
            at += 1
        self.waiting.insert(at, message)
        return at == 0

    def is_blocked(self, now: datetime) -> bool:
        """Whether something of hers waits in the database. Believed only for so long: another
        process may have sent it."""
        if self.away_until is not None and now >= self.away_until:
            self.away.clear()
            self.away_until = self.retry = None
        return bool(self.away)

    def block(self, message: Outgoing, due_at: datetime) -> None:
        """This message waits in the database until `due_at`."""
        until = due_at + AWAY_BEYOND
        self.away.add(message.seq)
        self.away_until = max(self.away_until or until, until)

    def is_over(self, now: datetime) -> bool:
        return self.task is None and not self.waiting and not self.is_blocked(now)


class Lines:
    """By conversation id; one that is over is forgotten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: dict[int, Line] = {}
        self._blocked: OrderedDict[int, None] = OrderedDict()

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines.values())

    def __len__(self) -> int:
        return len(self._lines)

    def of(self, message: Outgoing) -> Line:
        line = self._lines.setdefault(message.conversation_id, Line())
        line.epoch = max(line.epoch, message.epoch)
        return line

    def find(self, message: Outgoing) -> Line | None:
        return self._lines.get(message.conversation_id)

    def block(self, message: Outgoing, due_at: datetime) -> None:
        self.of(message).block(message, due_at)
        self._blocked[message.conversation_id] = None
        self._forget_some()

    def forget_if_over(self, conversation_id: int) -> bool:
        line = self._lines.get(conversation_id)
        if line and line.is_over(self._clock()):
            del self._lines[conversation_id]
            return True
        return line is None

    def _forget_some(self) -> None:
        """Lines whose messages another process sent: two are looked at for each one blocked, so
        that they cannot pile up."""
        for _ in range(min(2, len(self._blocked))):
            conversation_id, _nothing = self._blocked.popitem(last=False)
            if not self.forget_if_over(conversation_id):
                self._blocked[conversation_id] = None
