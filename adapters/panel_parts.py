"""Live webchats as one process runs them: their words as they are sent, what goes out to those who
asked, their public pages. Part of the composition root (`app.py`)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog
from starlette.routing import BaseRoute

from adapters.database import Database
from adapters.live.pages import LivePages, LiveWords, PublicSite
from adapters.live.recent import Recent
from bot.panels.model import QUESTIONS_KEPT
from bot.panels.posting import AT_MOST, forget_before, post_due
from bot.panels.wording import PanelWords
from bot.ports import Clock
from bot.worded import Worder

POST_EVERY = 0.5
FORGET_EVERY = 3600.0
"""Seconds."""

log = structlog.get_logger(__name__)


class PanelParts:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        reader = database.panel_reader
        self._words = PanelWords(Recent(reader.panel, clock), Recent(reader.theme, clock))
        self._pages: LivePages | None = None

    def worders(self) -> Mapping[str, Worder]:
        return self._words.worders()

    def routes(
        self, site: PublicSite, words: Callable[[str], Mapping[str, str]]
    ) -> Sequence[BaseRoute]:
        reader = self._database.panel_reader
        self._pages = LivePages(site, reader, LiveWords(words), self._clock)
        return self._pages.routes()

    def close_streams(self) -> None:
        """On the loop, when the server begins to stop."""
        if self._pages is not None:
            self._pages.feed.close()

    def keep(self, keep: Callable[[str, Callable[[], Awaitable[None]]], None]) -> None:
        """What a worker does beside."""
        keep("panel_posts", self._post)
        keep("panel_questions", self._forget)

    async def _post(self) -> None:
        while True:
            seen = await self._database.writer.submit_async(post_due, self._clock())
            if seen < AT_MOST:
                await asyncio.sleep(POST_EVERY)

    async def _forget(self) -> None:
        """What was asked is nobody's to know any more."""
        while True:
            before: datetime = self._clock() - QUESTIONS_KEPT
            gone = await self._database.writer.submit_async(forget_before, before)
            if gone:
                log.info("panel_questions_forgotten", count=gone)
            await asyncio.sleep(FORGET_EVERY)
