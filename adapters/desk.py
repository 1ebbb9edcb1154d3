"""The desk as one process runs it: the plan, what advisers do, what happens by itself, the console
and the staff group. Part of the composition root (`app.py`)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from starlette.routing import BaseRoute, Route

from adapters.cohort_parts import CohortParts
from adapters.console.access import Access
from adapters.console.account_routes import account_routes
from adapters.console.advisers import Choices, Work
from adapters.console.broadcasts import BroadcastsPage
from adapters.console.case import CasePage
from adapters.console.console import Console
from adapters.console.envelope import Envelope
from adapters.console.feed import Feed
from adapters.console.guard import ConsoleRoute, Guard
from adapters.console.lead_routes import lead_routes
from adapters.console.pages import Pages
from adapters.console.panels_routes import panel_routes
from adapters.console.passwords import Passwords
from adapters.console.routes import routes
from adapters.console.sessions import Sessions
from adapters.database import ClosedBetween, Database, forget_signs, prune_desk_events
from adapters.settings import LANGUAGES, Settings
from adapters.telegram.channel import Telegram
from adapters.telegram.staff.group import StaffGroup
from adapters.telegram.staff.office import Office
from adapters.webchat.chat import CHANNEL as WEBCHAT
from bot.cohorts.model import KEPT as COHORTS_KEPT
from bot.desk.commands import HandOverAll
from bot.desk.desk import Desk
from bot.desk.ladder import AT_MOST, Ladder
from bot.desk.plan import Plan
from bot.desk.plan_file import PlanFile
from bot.desk.presence import Attendance
from bot.desk.typing import Typing
from bot.engine.turn import Engine
from bot.errors import StoreUnavailable
from bot.ports import Clock

LOOK_EVERY = 1.0
PLAN_EVERY = 10.0
FORGET_EVERY = 60.0
TIDY_EVERY = 3600.0
"""Seconds."""
REFUSED_KEPT = timedelta(days=30)
"""Phrases that an editor refused."""
TALKS_KEPT = timedelta(days=30)
"""After it has ended; she is told so before she agrees (bot/content/en/person.toml)."""
TIDIED_AGAIN = timedelta(days=3)
"""How far back a later look goes: what was closed before is forgotten already."""
PLANS = Path(__file__).parents[1] / "bot" / "desk"
DEMO_PLAN = PLANS / "demo_plan.toml"
"""A desk that is always open, to try it out."""
LOGGED = str.maketrans('[]"', "()'")
LOGGED_AT_MOST = 120
"""How a fault of the plan has to look to be written (`adapters.logs`)."""

log = structlog.get_logger(__name__)


class DeskParts:
    """`limits`: by channel, how long one message may be. `host`: that of PUBLIC_URL. `tell_page`
    makes the web chat's page of an address look for news."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        engine: Engine,
        clock: Clock,
        *,
        limits: Mapping[str, int],
        telegram: Telegram | None,
        tell_page: Callable[[str], None],
        plan: Path | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._cohorts = CohortParts(settings, database, engine.catalogue, telegram, clock)
        self._engine = engine
        self._limits = limits
        self._host = (settings.public_url or "").partition("://")[2]
        queues = {state.queue for flow in engine.flows.values() for state in flow.states.values()}
        file = settings.desk_plan or plan or PLANS / "plan.toml"
        self._file = PlanFile(file, queues=queues - {""}, languages=LANGUAGES)
        self.desk = Desk(self.plan, clock, engine)
        self.attendance = Attendance(self.plan, clock, engine)
        self.typing = Typing(clock)
        self._shows_typing = {WEBCHAT: tell_page}
        if telegram is not None:
            self._shows_typing[telegram.name] = telegram.courtesy.type
        self.feed = Feed(database.desk_reader)
        self.ladder = Ladder(self.attendance)
        self._tidied: datetime | None = None
        self.staff = self._staff_group(telegram, settings.telegram_staff_chat)

    @property
    def plan(self) -> Plan:
        return self._file.plan

    def _staff_group(self, telegram: Telegram | None, chat: int | None) -> StaffGroup | None:
        if telegram is None or chat is None:
            return None
        office = Office(
            self._database.writer,
            self._database.desk_reader,
            self._database.staff,
            self.desk,
            self.attendance,
            self._engine.catalogue,
            self._clock,
        )
        telegram.staff = StaffGroup(telegram.api, chat, office)
        return telegram.staff

    def routes(self, *more: Callable[[Console], Sequence[ConsoleRoute]]) -> Sequence[BaseRoute]:
        """The console, and what others add to it."""
        store, clock = self._database.accounts, self._clock
        sessions, pages = Sessions(store, clock), Pages()
        console = Console(
            reader=self._database.desk_reader,
            writer=self._database.writer,
            desk=self.desk,
            attendance=self.attendance,
            catalogue=self._engine.catalogue,
            clock=clock,
            sessions=sessions,
            feed=self.feed,
            pages=pages,
            limits=self._limits,
            typing=self.typing,
            shows_typing=self._shows_typing,
        )
        envelope = Envelope(store, sessions, clock)
        access = Access(
            store,
            sessions,
            Passwords(),
            clock,
            pages.render,
            envelope,
            CasePage(console).take_up,
            self._host,
            self._link_code if self.staff else None,
        )
        work = Work(self._database.desk_reader.advisers, self._choices, self._hand_over)
        guard = Guard(sessions, pages.render, pages.words, envelope, self._host)
        added = [route for routes_of in more for route in routes_of(console)]
        built: list[Route] = guard.build(
            [
                *account_routes(access, work),
                *routes(console),
                *lead_routes(console),
                *added,
                *panel_routes(console, self._database.panel_reader),
                *self._cohorts.routes(console),
                *BroadcastsPage(console, self._database.broadcasts).routes(),
            ]
        )
        return built

    def _choices(self) -> Choices:
        return Choices(self.plan.queues, LANGUAGES, self.plan.capacity)

    async def _hand_over(self, by: int, from_adviser: int) -> object:
        item = HandOverAll(by, from_adviser)
        return await self._database.writer.submit_async(self.attendance.hand_over_all, item)

    async def _link_code(self, adviser_id: int) -> str:
        """For the staff group."""
        make = self._database.staff.make_code
        return await self._database.writer.submit_async(make, adviser_id)

    @property
    def hearers(self) -> list[Callable[[], None]]:
        """Who is told of news of this process's own commits, on the loop."""
        return [self.feed.bell, *([self.staff.wake] if self.staff else [])]

    def keep(self, keep: Callable[[str, Callable[[], Awaitable[None]]], None]) -> None:
        """What a worker does beside."""
        keep("cases", self._look_after_cases)
        keep("tidy", self._tidy_up)
        keep("signs", self._forget_signs)
        if self.staff:
            keep("staff", self.staff.follow)

    async def _look_after_cases(self) -> None:
        """Nobody whose case reached its deadline is left without a word."""
        while True:
            seen = await self._database.writer.submit_async(self.ladder.run_due, self._clock())
            if seen:
                log.info("cases_told", count=seen)
            if seen < AT_MOST:
                await asyncio.sleep(LOOK_EVERY)

    async def keep_to_the_plan(self, changed: Callable[[Plan], None]) -> None:
        """Read the plan again when its file has changed. Until cancelled."""
        while True:
            await asyncio.sleep(PLAN_EVERY)
            before = self.plan
            for fault in await asyncio.to_thread(self._file.reload):
                log.error("plan_refused", reason=fault.translate(LOGGED)[:LOGGED_AT_MOST])
            if self.plan is not before:
                self.desk.plan = self.attendance.plan = self.plan
                changed(self.plan)

    async def contact_types(self, address: str) -> None:
        """On the web chat's page. If it cannot be told, no harm is done."""
        with suppress(StoreUnavailable):
            writer = self._database.writer
            await writer.submit_async(self.typing.by_contact, (WEBCHAT, address))

    async def _forget_signs(self) -> None:
        """Who was typing when is nobody's to know afterwards."""
        while True:
            await self._database.writer.submit_async(forget_signs, self._clock())
            await asyncio.sleep(FORGET_EVERY)

    async def _tidy_up(self) -> None:
        """Forget what its time is over for."""
        while True:
            now = self._clock()
            since = self._tidied or datetime.fromtimestamp(0, UTC)
            span = ClosedBetween(since, now - TALKS_KEPT)
            writer, retention = self._database.writer, self._database.retention
            await writer.submit_async(retention.forget_talks, span)
            await writer.submit_async(retention.forget_refused, now - REFUSED_KEPT)
            await writer.submit_async(retention.forget_cohorts, now - COHORTS_KEPT)
            await writer.submit_async(prune_desk_events, now)
            self._tidied = now - TALKS_KEPT - TIDIED_AGAIN
            await asyncio.sleep(TIDY_EVERY)
