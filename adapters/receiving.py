"""From a message to the commit of its turn, and to what goes out. Part of the composition root."""

import asyncio
import time
from collections.abc import Collection, Sequence

import structlog

from adapters.database.writer import GroupCommitWriter
from adapters.metrics import Metrics
from bot.conversations import Conversations
from bot.errors import StoreUnavailable
from bot.first_words import First, FirstWords
from bot.messages import Inbound
from bot.outbox import Outbox
from bot.ports import Outgoing, Receipt

NUMBERS_WITHIN = 1.0
"""Seconds. Whoever fetches replies does not wait longer than this for a number."""

log = structlog.get_logger(__name__)


class Receiving:
    """`fetched` names the channels whose contacts fetch their replies: nothing is sent there."""

    def __init__(
        self,
        conversations: Conversations,
        first_words: FirstWords,
        outbox: Outbox,
        writer: GroupCommitWriter,
        metrics: Metrics,
        *,
        fetched: Collection[str],
    ) -> None:
        self._conversations = conversations
        self._first_words = first_words
        self._outbox = outbox
        self._writer = writer
        self._metrics = metrics
        self._fetched = fetched
        self._turns: set[asyncio.Task[Receipt]] = set()

    async def receive(self, inbound: Inbound) -> Receipt:
        """One message in: answered after the commit that holds its turn. Errors raised:
        StoreUnavailable.

        A turn that has begun is finished and its replies go out, though whoever brought the
        message gives up: what this process has leased is sent by nobody else for a while.
        """
        read = self._first_words.read(inbound)
        turn = asyncio.create_task(self._receive(read))
        self._turns.add(turn)
        turn.add_done_callback(self._turn_is_over)
        if inbound.channel in self._fetched:
            known = self._first_words.from_memory(read)
            done, _ = await asyncio.wait([turn], timeout=NUMBERS_WITHIN) if known else ({turn}, 0)
            if known and not done:
                return known  # what the turn says is fetched later
        return await asyncio.shield(turn)

    def exchange(self, inbound: Inbound) -> Receipt:
        """As `receive`, for a caller that waits in a thread of its own (the terminal)."""
        read = self._first_words.read(inbound)
        try:
            receipt = self._writer.submit(self._conversations.receive_all, read).result()
        except StoreUnavailable:
            if (known := self._first_words.from_memory(read)) is None:
                raise
            return known
        self._first_words.heard(read, receipt.language)
        return receipt

    def from_memory(self, inbound: Inbound) -> Receipt | None:
        """What is said to danger where nothing can be stored; None where none is seen."""
        return self._first_words.from_memory(self._first_words.read(inbound))

    async def close(self, seconds: float) -> None:
        """Let the turns under way end."""
        if self._turns:
            await asyncio.wait(self._turns, timeout=seconds)
        await self._first_words.close(seconds)

    def _turn_is_over(self, turn: "asyncio.Task[Receipt]") -> None:
        self._turns.discard(turn)
        if not turn.cancelled():
            turn.exception()  # looked at: it is told to who waits, if anybody does

    async def _receive(self, inbound: Inbound) -> Receipt:
        self._metrics.received(inbound)
        began = time.perf_counter()
        first = self._first_words.begin(inbound)
        receipt = await self._take_in(inbound)
        self._metrics.took(time.perf_counter() - began)
        self._first_words.heard(inbound, receipt.language)
        if receipt.error:
            self._metrics.set_aside(inbound.channel)
            log.error("turn_broken", channel=inbound.channel, error=receipt.error)
        if receipt.fresh and inbound.channel not in self._fetched:
            await self._dispatch(receipt.replies, first)
        return receipt

    async def _dispatch(self, replies: Sequence[Outgoing], first: First | None) -> None:
        """Send all but what went out before the turn."""
        is_said = first is not None and bool(replies) and replies[0].say == first.say
        if first is not None and is_said and (external_id := await first.sent()):
            self._outbox.note_sent(replies[0], external_id)
            replies = replies[1:]
        self._outbox.dispatch(replies)

    async def _take_in(self, inbound: Inbound) -> Receipt:
        receive_all = self._conversations.receive_all
        try:
            return await self._writer.submit_async(receive_all, inbound)
        except StoreUnavailable:
            if inbound.channel not in self._fetched:
                self._first_words.send_numbers(inbound)
                raise
            if (known := self._first_words.from_memory(inbound)) is None:
                raise
            return known
        except Exception as error:
            # What cannot even be stored is answered all the same: a provider that is told of an
            # error repeats the message for a day, and holds back all that she writes after it.
            return self._conversations.apologise(inbound, type(error).__name__)
