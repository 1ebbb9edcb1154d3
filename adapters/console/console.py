"""What the pages of the desk need, and their routes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import anyio.to_thread

from adapters.console.feed import Feed
from adapters.console.pages import Pages
from bot.desk.desk import Desk
from bot.desk.model import Adviser
from bot.desk.plan import Plan
from bot.desk.ports import DeskReader
from bot.desk.presence import Attendance
from bot.desk.typing import Typing
from bot.engine.content import Catalogue
from bot.ports import Batch, Clock

Item = TypeVar("Item")
Result = TypeVar("Result")


class AsyncWriter(Protocol):
    def submit_async(self, batch: Batch[Item, Result], item: Item) -> Awaitable[Result]:
        """As `bot.ports.Writer.submit`."""


class Live(Protocol):
    """`adapters.console.sessions.Sessions`, as much of it as streams need."""

    async def is_live(self, session_hash: bytes) -> bool: ...


@dataclass(frozen=True, slots=True)
class Console:
    """`limits`: by channel, how long one message may be, in characters. `shows_typing`: by channel,
    what shows to an address that somebody types; not every channel can."""

    reader: DeskReader
    writer: AsyncWriter
    desk: Desk
    attendance: Attendance
    catalogue: Catalogue
    clock: Clock
    sessions: Live
    feed: Feed
    pages: Pages
    limits: Mapping[str, int]
    typing: Typing
    shows_typing: Mapping[str, Callable[[str], None]]

    @property
    def plan(self) -> Plan:
        """As it holds now."""
        return self.desk.plan

    async def read(self, look: Callable[..., Result], *values: Any) -> Result:
        return await anyio.to_thread.run_sync(look, *values)

    async def do(self, batch: Batch[Item, Result], item: Item) -> Result:
        """Done and told to every open page of this process."""
        result = await self.writer.submit_async(batch, item)
        self.feed.bell()
        return result

    def queues_of(self, adviser: Adviser) -> list[str]:
        """Those that they serve, in the order of the plan."""
        return [name for name in self.plan.queues if not adviser.queues or name in adviser.queues]
