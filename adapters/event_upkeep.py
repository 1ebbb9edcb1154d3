"""Beside the requests: the index of events is kept fresh, and what follows from changes is done."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.database import Database
from bot.events.nearby import EventIndex
from bot.events.places import Around
from bot.events.tending import Tending
from bot.places.gazetteer import known_places
from bot.ports import Clock

Keep = Callable[[str, Callable[[], Awaitable[None]]], None]
"""How a background job is kept: under a name."""

FRESH_EVERY = 2.0
TENDED_EVERY = 5.0
TIDIED_EVERY = 3600.0
"""Seconds; at once after a commit of this process."""
SINCE = timedelta(days=1)


class EventUpkeep:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.around = Around(known_places(), EventIndex())
        self._tending = Tending(self.around.places)
        self._changed = (asyncio.Event(), asyncio.Event())

    def ring(self) -> None:
        """On the loop: something was committed here."""
        for changed in self._changed:
            changed.set()

    def refresh(self) -> None:
        """Take what was saved since the last time. Errors raised: StoreUnavailable."""
        reader, index, now = self._database.events, self.around.events, self._clock()
        version = reader.version()
        if index.version < 0:
            index.take(reader.coming(now - SINCE), version, now)
        elif version != index.version:
            index.take(reader.changed(index.version), version, now)

    def keep(self, keep: Keep, *, worker: bool) -> None:
        keep("events", self._keep_fresh)
        if worker:
            keep("event_changes", self._tend)
            keep("event_tidy", self._tidy)

    async def _keep_fresh(self) -> None:
        await asyncio.to_thread(self.around.places.find, "")  # its tables, before anybody waits
        while True:
            await asyncio.to_thread(self.refresh)
            await _rest(self._changed[0], FRESH_EVERY)

    async def _tend(self) -> None:
        while True:
            done = await self._database.writer.submit_async(self._tending.tend, self._clock())
            if not done:
                await _rest(self._changed[1], TENDED_EVERY)

    async def _tidy(self) -> None:
        while True:
            await self._database.writer.submit_async(self._tending.forget, self._clock())
            await asyncio.sleep(TIDIED_EVERY)


async def _rest(changed: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(changed.wait(), seconds)
    changed.clear()
