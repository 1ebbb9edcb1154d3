"""Events as one process shows them: the public pages, the editors' pages, and other calendars that
are looked at. Part of the composition root (`app.py`)."""

import asyncio
import random
from collections.abc import Mapping, Sequence

import structlog
from starlette.routing import BaseRoute

from adapters.calendars.anything import read_anything
from adapters.calendars.faults import FeedRefused
from adapters.calendars.feeds import Fetch, source_of
from adapters.calendars.fetch import check_address, fetch
from adapters.console.agenda import Agenda
from adapters.console.agenda_routes import agenda_routes
from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute
from adapters.database import Database
from adapters.event_feeds import FeedLooks
from adapters.event_upkeep import EventUpkeep, Keep
from adapters.events.calendars import Calendars
from adapters.events.pages import EventPages, Public, Site
from adapters.settings import LANGUAGES
from adapters.speech import Speech
from bot.events.wording import event_worders
from bot.places.model import Coordinates
from bot.ports import Clock
from bot.worded import Worder

LOOK_EVERY = 60.0
"""Seconds; which calendars are due, `FeedLooks` knows."""

log = structlog.get_logger(__name__)


class EventParts:
    """`site`: our public address, "" where it is not known. `get`: how calendars are fetched."""

    def __init__(
        self, database: Database, clock: Clock, site: str = "", get: Fetch = fetch
    ) -> None:
        self._database = database
        self._clock = clock
        self._site = site
        self._upkeep = EventUpkeep(database, clock)
        self.around = self._upkeep.around
        self.ring = self._upkeep.ring
        self.looks = FeedLooks(database.writer, clock, self._locate, get)

    def worders(self) -> Mapping[str, Worder]:
        return event_worders(self.around)

    def routes(self, pages: Site, speech: Speech) -> Sequence[BaseRoute]:
        """For everybody."""
        public = Public(
            pages,
            speech.page_words,
            LANGUAGES,
            self.around,
            self._clock,
            self._site,
        )
        return [*Calendars(public).routes(), *EventPages(public).routes()]

    def console(self, console: Console) -> Sequence[ConsoleRoute]:
        """For editors."""
        agenda = Agenda(
            reader=self._database.events,
            places=self.around.places,
            languages=LANGUAGES,
            read_file=lambda content, zone: read_anything(
                content, zone, self._clock(), self._locate
            ),
            source_of=source_of,
            is_address=is_address,
            look=self.looks.look_now,
        )
        return agenda_routes(console, agenda)

    def _locate(self, text: str) -> Coordinates | None:
        found = self.around.places.find(text)
        return found.places[0].at if found.is_certain else None

    def keep(self, keep: Keep, *, worker: bool) -> None:
        self._upkeep.keep(keep, worker=worker)
        if worker:
            keep("feeds", self._look)

    async def _look(self) -> None:
        while True:
            seen = await self.looks.look_at_due()
            if seen:
                log.info("feeds_looked_at", count=seen)
            await asyncio.sleep(LOOK_EVERY * random.uniform(0.5, 1.5))  # noqa: S311 - no secret


def is_address(url: str) -> bool:
    try:
        check_address(url)
    except FeedRefused:
        return False
    return True
