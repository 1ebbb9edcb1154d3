"""What goes out by itself, as one process runs it: reminders when they are due, and news to many.
Part of the composition root (`app.py`)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from zoneinfo import ZoneInfo

import structlog

from adapters.database import Database
from adapters.speech import Speech
from bot.broadcasts.feeding import BROADCAST, Feeding, Moment
from bot.broadcasts.model import Broadcast
from bot.ports import Channel, Clock
from bot.reminders.judging import Judge
from bot.reminders.sending import Sending
from bot.worded import Telling

EVERY = 1.0
"""Seconds; the pace of both counts on it."""
KNOWN_AT_MOST = 20

log = structlog.get_logger(__name__)


class Reminding:
    """`home`: the zone of those who have no number to tell it from."""

    def __init__(
        self,
        database: Database,
        speech: Speech,
        channels: Mapping[str, Channel],
        clock: Clock,
        home: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[int, Broadcast] = {}
        self._sending = Sending(Judge(ZoneInfo(home), speech.base))
        rates = {name: channel.per_second for name, channel in channels.items()}
        self._feeding = Feeding(self._sending, rates)
        speech.teach(BROADCAST, self._words)

    def keep(self, keep: Callable[[str, Callable[[], Awaitable[None]]], None]) -> None:
        """What a worker does beside."""
        keep("reminders", self._run)

    async def _run(self) -> None:
        while True:
            if not await self._look():
                await asyncio.sleep(EVERY)

    async def _look(self) -> bool:
        """Whether there is more to do at once."""
        writer, now = self._database.writer, self._clock()
        seen = await writer.submit_async(self._sending.send_due, now)
        if seen:
            log.info("reminders_seen", count=seen)
        return await writer.submit_async(self._feeding.feed, Moment(now, seen))

    def _words(self, about: str, telling: Telling) -> str:
        """The charity's words of a broadcast. They never change, so they are read once. Errors
        raised: StoreUnavailable."""
        id_ = int(about)
        found = self._known.get(id_) or self._database.broadcasts.broadcast(id_)
        if found is None:
            return ""
        if len(self._known) >= KNOWN_AT_MOST:
            self._known.clear()
        self._known[id_] = found
        return found.text(telling.language.code)
