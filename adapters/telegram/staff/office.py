"""What of the product the staff group works with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from bot.desk.desk import Desk
from bot.desk.ports import DeskReader
from bot.desk.presence import Attendance
from bot.desk.staff import StaffStore
from bot.engine.content import Catalogue
from bot.ports import Batch, Clock, Item, Result, Writer

Given = ParamSpec("Given")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Office:
    writer: Writer
    reader: DeskReader
    store: StaffStore
    desk: Desk
    attendance: Attendance
    catalogue: Catalogue
    clock: Clock

    async def do(self, batch: Batch[Item, Result], item: Item) -> Result:
        """Errors raised: StoreUnavailable."""
        return await asyncio.wrap_future(self.writer.submit(batch, item))

    async def ask(
        self, read: Callable[Given, Found], *given: Given.args, **named: Given.kwargs
    ) -> Found:
        """Errors raised: StoreUnavailable."""
        return await asyncio.to_thread(read, *given, **named)
