"""Deliver what is due: in order for each contact, at each channel's pace, retried with patience.

Fresh replies come straight from the turn that said them (they are committed as leased to this
process); what a crash, a retry or another process left comes from the database by `sweep`. A
process holds no more than it can send well within its lease: the rest waits in the database.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.errors import StoreUnavailable
from bot.lines import Line, Lines
from bot.messages import Failure, Part, SendFailed, Urgency
from bot.pace import Pace
from bot.ports import Channel, Clock, Delivery, Outcome, Outgoing, Transaction, Writer
from bot.retrying import after_failure, not_tried, outcome

HELD_AT_MOST = 500
"""Messages of one channel that a process holds and has not sent."""
HELD_SECONDS = 20.0
"""What a channel's pace allows within this time is held: a third of a lease (60 s)."""
ROOM_AGAIN = timedelta(seconds=5)
"""When a message for which there was no room is looked at again."""
CHANNEL_AGAIN = timedelta(minutes=10)
"""When a message is looked at again whose channel is not set up here (any more)."""
SENDS_AT_ONCE = 256

Shape = Callable[[Outgoing], list[Part]]
"""The parts of a message for its channel, in her language."""
Sleep = Callable[[float], Awaitable[None]]


def claim_all(
    transaction: Transaction, wanted: Sequence[tuple[datetime, int]]
) -> list[list[Outgoing]]:
    """As a batch for the writer: what is due at each moment, so many at most, leased to this
    process."""
    return [transaction.claim_due(now, at_most) for now, at_most in wanted]


def record_all(transaction: Transaction, outcomes: Sequence[Outcome]) -> list[None]:
    """As a batch for the writer."""
    transaction.record(outcomes)
    return [None] * len(outcomes)


def advance_all(transaction: Transaction, items: Sequence[tuple[str, str, Delivery]]) -> list[None]:
    """As a batch for the writer: what providers say about messages, by their own ids of them."""
    for channel, external_id, status in items:
        transaction.advance(channel, external_id, status)
    return [None] * len(items)


class Outbox:
    """One per process. `observe` is told of every attempt (for metrics): channel, status,
    failure."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        shape: Shape,
        writer: Writer,
        clock: Clock,
        observe: Callable[[str, Delivery, Failure | None], None],
        *,
        pace: Callable[[float], Pace] = Pace,
    ) -> None:
        self._channels = channels
        self._shape = shape
        self._writer = writer
        self._clock = clock
        self._observe = observe
        self._paces = {name: pace(channel.per_second) for name, channel in channels.items()}
        self._rooms = {name: _room(channel) for name, channel in channels.items()}
        self._held: Counter[str] = Counter()
        self._lines = Lines(clock)
        self._at_once = asyncio.Semaphore(SENDS_AT_ONCE)
        self._unrecorded: list[Outcome] = []
        self._claiming: asyncio.Future[list[Outgoing]] | None = None
        self._closing = False

    @property
    def waiting(self) -> int:
        """Messages that this process holds and has not sent."""
        return self._held.total()

    def sending(self) -> "list[asyncio.Task[None]]":
        """One for each contact to whom something is being sent."""
        return [line.task for line in self._lines if line.task]

    def dispatch(self, messages: Iterable[Outgoing]) -> None:
        """Send these, each after what its contact already waits for. Those not for our channels
        are left."""
        for message in messages:
            if message.channel in self._channels:
                self._admit(message, is_earliest=False)
        self._flush()

    def note_sent(self, message: Outgoing, external_id: str) -> None:
        """It went out before its turn was stored."""
        done = outcome(message, Delivery.SENT, external_id=external_id)
        self._observe(message.channel, done.status, None)
        self._unrecorded.append(done)

    def _admit(self, message: Outgoing, *, is_earliest: bool) -> None:
        """`is_earliest`: by the database, so that nothing of hers has to go before it."""
        line, now = self._lines.of(message), self._clock()
        is_safety = message.say.urgency is Urgency.SAFETY
        if line.holds(message):
            return  # its lease ran out while we held it, and we took it up again
        if self._closing:
            self._put_away([message], now)
        elif not (is_safety or is_earliest) and line.is_blocked(now):
            self._put_away([message], now)
            self._retry_soon(line, now)
        elif not is_safety and self._held[message.channel] >= self._rooms[message.channel]:
            self._put_away([message], now + ROOM_AGAIN)
        else:
            self._hold(line, message)

    def _hold(self, line: Line, message: Outgoing) -> None:
        self._held[message.channel] += 1
        is_safety = message.say.urgency is Urgency.SAFETY
        if not is_safety:
            line.waiting.append(message)
        elif line.put_first(message) and line.task:
            line.task.cancel()  # it only waits for the pace of what now comes after
            line.task = None
        if line.task is None:
            line.task = asyncio.create_task(self._drain(message.conversation_id, line))

    async def sweep(self) -> int:
        """Take up what is due in the database; the number of messages taken."""
        self._flush()
        claimed = await self._claim()
        for message in claimed:
            line = self._lines.of(message)
            line.away.discard(message.seq)
            line.retry = None
            if message.channel in self._channels:
                self._admit(message, is_earliest=True)
            else:
                self._put_away([message], self._clock() + CHANNEL_AGAIN)
        self._flush()
        return len(claimed)

    async def _claim(self) -> list[Outgoing]:
        room = HELD_AT_MOST - self.waiting
        if room <= 0:
            return []
        claim = self._writer.submit(claim_all, (self._clock(), room))
        self._claiming = asyncio.wrap_future(claim)
        try:
            # Shielded: what is claimed while we are stopped is given back by `close`.
            claimed = await asyncio.shield(self._claiming)
        except StoreUnavailable:
            claimed = []
        self._claiming = None
        return claimed

    async def run(self, every: float, sleep: Sleep) -> None:
        """Sweep until cancelled; at once again when what was taken is sent, for more may have
        waited behind it."""
        while True:
            if await self.sweep() and (tasks := self.sending()):
                await asyncio.wait(tasks, timeout=every)
            else:
                await sleep(every)

    async def record_late(self, every: float, sleep: Sleep) -> None:
        """For a process that does not sweep: write until cancelled what could not be written."""
        while True:
            self._flush()
            await sleep(every)

    async def close(self, seconds: float) -> None:
        """Let what is being sent finish; give the rest back to the database for the next
        process."""
        self._closing = True
        tasks = self.sending()
        for line in self._lines:
            if line.task and not line.is_sending:
                line.task.cancel()  # it only waits for its channel's pace
        pending: list[asyncio.Future[Any]] = [*tasks, *([self._claiming] if self._claiming else [])]
        if pending:
            await asyncio.wait(pending, timeout=seconds)
        self._give_everything_back()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._flush()

    def _give_everything_back(self) -> None:
        now = self._clock()
        for line in list(self._lines):
            rest = list(line.waiting)[1:] if line.is_sending else list(line.waiting)
            self._put_away(rest, now)
        if self._claiming and self._claiming.done() and not self._claiming.exception():
            self._unrecorded += [not_tried(message, now) for message in self._claiming.result()]

    async def _drain(self, conversation_id: int, line: Line) -> None:
        try:
            while line.waiting and not self._closing:
                done = await self._attempt(line)
                message = line.waiting.popleft()
                self._held[message.channel] -= 1
                self._note(line, message, done)
        finally:
            if line.task is asyncio.current_task():
                line.task = None
                self._lines.forget_if_over(conversation_id)

    def _note(self, line: Line, message: Outgoing, done: Outcome) -> None:
        self._observe(message.channel, done.status, done.failure)
        self._unrecorded.append(done)
        if done.due_at is not None:
            line.retry = None if done.failure is Failure.THROTTLED else done
            self._lines.block(message, done.due_at)
            rest = list(line.waiting)
            line.waiting.clear()
            self._held[message.channel] -= len(rest)
            self._put_away(rest, done.due_at)
        self._flush()

    async def _attempt(self, line: Line) -> Outcome:
        """One attempt at the first message of a line."""
        message, external_id = line.waiting[0], ""
        try:
            for part in self._shape(message)[message.parts_sent :]:
                if message.say.urgency is not Urgency.SAFETY:
                    await self._paces[message.channel].wait()
                    if message.epoch < line.epoch:  # she has asked us to stop meanwhile
                        return outcome(message, Delivery.FAILED)
                external_id = await self._send(line, message, part) or external_id
                message = message._replace(parts_sent=message.parts_sent + 1)
                line.waiting[0] = message
        except SendFailed as failed:
            return after_failure(message, failed, self._clock())
        except Exception:
            # A key that no wording has any more, a bug in a channel: it must not hold up what
            # follows.
            return outcome(message, Delivery.FAILED, failure=Failure.REFUSED)
        return outcome(message, Delivery.SENT, external_id=external_id)

    async def _send(self, line: Line, message: Outgoing, part: Part) -> str:
        is_safety = message.say.urgency is Urgency.SAFETY
        async with contextlib.nullcontext() if is_safety else self._at_once:
            line.is_sending = True
            try:
                return await self._channels[message.channel].send(message.address, part)
            finally:
                line.is_sending = False

    def _put_away(self, messages: Sequence[Outgoing], due_at: datetime) -> None:
        """What cannot be sent now waits in the database."""
        for message in messages:
            self._unrecorded.append(not_tried(message, due_at))
            self._lines.block(message, due_at)

    def _retry_soon(self, line: Line, now: datetime) -> None:
        """She writes again: what waits by our own patience is tried at the next sweep. What a
        provider told us to wait for is not."""
        if line.retry and line.retry.due_at and line.retry.due_at > now:
            self._unrecorded.append(replace(line.retry, due_at=now))
            line.retry = None

    def _flush(self) -> None:
        """Hand outcomes to the writer without waiting; those it cannot take are tried at the next
        sweep."""
        outcomes, self._unrecorded = self._unrecorded, []
        loop = asyncio.get_running_loop()
        for one in outcomes:
            future = self._writer.submit(record_all, one)
            future.add_done_callback(partial(self._keep_if_lost, loop, one))

    def _keep_if_lost(
        self, loop: asyncio.AbstractEventLoop, lost: Outcome, done: "Future[None]"
    ) -> None:
        """Runs in the writer's thread."""
        if not done.cancelled() and isinstance(done.exception(), StoreUnavailable):
            with contextlib.suppress(RuntimeError):  # the loop has ended: nobody can keep it
                loop.call_soon_threadsafe(self._keep, lost)

    def _keep(self, lost: Outcome) -> None:
        self._unrecorded.append(lost)


def _room(channel: Channel) -> int:
    if not channel.per_second:
        return HELD_AT_MOST
    return max(1, min(HELD_AT_MOST, int(channel.per_second * HELD_SECONDS)))
