"""An outbox over a store, as one process holds it, with a channel that only takes notes."""

import asyncio
import heapq
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from adapters.database import Database
from bot.messages import Failure, Inbound, Part, Say, Urgency
from bot.outbox import Outbox
from bot.outgoing import next_message
from bot.pace import Pace
from bot.ports import Delivery, Outgoing, Transaction
from tests.contracts.conftest import World, do
from tests.parts import FakeChannel, plain


class HandTime:
    """Seconds that pass when told; whoever sleeps wakes when their time has come."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), woken))
        await woken

    def go_on(self, seconds: float) -> None:
        self.now += seconds
        while self._sleepers and self._sleepers[0][0] <= self.now:
            _, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)


class Post:
    def __init__(
        self,
        world: World,
        channel: FakeChannel,
        shape: Callable[[Outgoing], list[Part]] = plain,
        time: HandTime | None = None,
    ) -> None:
        self.world = world
        self.channel = channel
        self.database: Database = world.open()
        self._texts: dict[tuple[int, int], str] = {}
        self.observed: list[tuple[Delivery, Failure | None]] = []
        seconds = time or HandTime()
        self.outbox = Outbox(
            {channel.name: channel},
            shape,
            self.database.writer,
            world.clock,
            lambda _channel, status, failure: self.observed.append((status, failure)),
            pace=lambda per_second: Pace(per_second, seconds, seconds.sleep),
        )

    def say(self, address: str, *texts: str, urgency: Urgency = Urgency.PROMPT) -> None:
        """A turn: committed as leased to this process, then handed to the outbox."""
        self.outbox.dispatch(self.commit(address, *texts, urgency=urgency))

    def commit(
        self,
        address: str,
        *texts: str,
        urgency: Urgency = Urgency.PROMPT,
        status: Delivery = Delivery.SENDING,
        is_stop: bool = False,
        channel: str = "telegram",
    ) -> list[Outgoing]:
        place = Inbound(channel, address, "")

        def turn(transaction: Transaction) -> list[Outgoing]:
            [contact] = transaction.conversations([place]).values()
            contact.epoch += is_stop
            says = [Say(text, urgency=urgency) for text in texts]
            messages = [next_message(contact, say, self.world.clock()) for say in says]
            transaction.save([contact])
            transaction.queue(messages, status)
            return messages

        committed = do(self.database, turn)
        # An adviser's words cannot be read in the database.
        self._texts |= {(one.conversation_id, one.seq): one.say.key for one in committed}
        return committed

    async def settle(self) -> None:
        """Everything that can be sent now is sent, and what became of it is written."""
        while tasks := self.outbox.sending():
            await asyncio.wait(tasks)
        await self.written()

    async def written(self) -> None:
        def nothing(_transaction: Transaction, items: Sequence[Any]) -> Sequence[Any]:
            return items

        await asyncio.wrap_future(self.database.writer.submit(nothing, None))

    async def sweep(self) -> int:
        taken = await self.outbox.sweep()
        await self.settle()
        return taken

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.channel.sent]

    def statuses(self) -> dict[str, str]:
        """By text, as the database has it."""
        rows = self.world.rows("SELECT conversation_id, seq, status FROM outbox")
        return {self._texts[row.conversation_id, row.seq]: row.status for row in rows}
