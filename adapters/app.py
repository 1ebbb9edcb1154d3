"""The composition root: the only module that knows every part and puts them together."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from adapters import health
from adapters.background import Background, News, ended_within
from adapters.channels import build_telegram, build_whatsapp, commands, ways
from adapters.database import Database, Keys, open_database
from adapters.database.database import LEASE
from adapters.desk import DeskParts
from adapters.event_parts import EventParts
from adapters.events.pages import TEMPLATES as EVENT_TEMPLATES
from adapters.headers import SecurityHeaders
from adapters.live.pages import TEMPLATES as LIVE_TEMPLATES
from adapters.meaning import load_meaning
from adapters.metrics import Metrics
from adapters.panel_parts import PanelParts
from adapters.receiving import Receiving
from adapters.recordings import Recordings
from adapters.reminding import Reminding
from adapters.settings import Settings
from adapters.sheets import Sheets
from adapters.speech import Speech
from adapters.telegram import polling as telegram_polling
from adapters.telegram import webhook as telegram_webhook
from adapters.templates import StoredTemplates
from adapters.webchat import api as webchat_api
from adapters.webchat.channel import WebChatChannel
from adapters.webchat.chat import CHANNEL as WEBCHAT
from adapters.webchat.chat import WebChat
from adapters.webchat.pages import Pages, Site
from adapters.webchat.recordings import recordings_route
from adapters.webchat.sheets import sheet_routes
from adapters.webchat.wake import Wake
from adapters.whatsapp import routes as whatsapp_routes
from adapters.words import load_words
from bot.conversations import Conversations
from bot.engine.turn import Engine
from bot.errors import Refusal
from bot.first_words import FirstWords
from bot.flows import build_flows
from bot.messages import Inbound, Part
from bot.outbox import Outbox, advance_all
from bot.ports import Channel, Clock, Delivery, Outgoing, Receipt
from bot.privacy import erase_all

SWEEP_EVERY = 1.0
COUNT_EVERY = 30.0
TURNS_END_WITHIN = 1.0
SENDS_END_WITHIN = 2.5
STOPS_WITHIN = 5.5
"""All of it but the last writes, whoever hangs."""
WRITES_END_WITHIN = 1.0
"""Seconds. With the requests under way (`serving.py`: 3) a whole stop stays below ten."""
TERMINAL = "terminal"
FETCHED = {WEBCHAT: Delivery.SENT, TERMINAL: Delivery.SENT}
"""The page and the terminal fetch their replies: the answer to a request is the delivery."""

log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Product:
    """Everything, built and not yet running. `open` begins, `close` ends without losing
    anything. `drafts`: languages that no reader has passed are offered too."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock = utc_now,
        *,
        lease: timedelta = LEASE,
        drafts: bool = False,
        plan: Path | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.metrics = Metrics()
        self.catalogue = load_words(settings, drafts=drafts)
        self.database: Database = open_database(
            settings.database_url.get_secret_value(),
            Keys.parse(settings.secret_key.get_secret_value()),
            clock,
            lease=lease,
        )
        self.database.writer.observe = self.metrics.committed
        self.events = EventParts(self.database, clock, settings.public_url or "")
        self.panels = PanelParts(self.database, clock)
        worders = {**self.events.worders(), **self.panels.worders()}
        self.speech = Speech(self.catalogue, clock, settings.public_url or "", worders)
        self.wake = Wake()
        self.recordings = Recordings(self.catalogue, settings.public_url or "")
        self.templates = StoredTemplates(self.database)
        self.telegram = build_telegram(settings, self.recordings)
        self.whatsapp = build_whatsapp(settings, self.templates, self.recordings)
        self.channels = self._ways_out()
        self._reminding = Reminding(
            self.database, self.speech, self.channels, clock, settings.time_zone
        )
        self.flows = build_flows(tuple(self.catalogue.languages))
        engine = Engine(self.flows, self.catalogue)
        self.desk = self._build_desk(engine, plan)
        self._conversations = Conversations(
            engine,
            self.catalogue,
            clock,
            dict.fromkeys(self.channels, Delivery.SENDING) | FETCHED,
            self.desk.plan,
            around=self.events.around,
        )
        self.outbox = Outbox(
            self.channels, self._parts, self.database.writer, clock, self.metrics.sent
        )
        self._receiving = self._build_receiving(engine)
        self._news = News()
        self._background = Background()

    def _ways_out(self) -> dict[str, Channel]:
        channels: list[Channel] = [WebChatChannel(self.wake)]
        channels += [channel for channel in (self.telegram, self.whatsapp) if channel]
        return {channel.name: channel for channel in channels}

    def _build_desk(self, engine: Engine, plan: Path | None) -> DeskParts:
        return DeskParts(
            self.settings,
            self.database,
            engine,
            self.clock,
            limits={name: channel.limits.text for name, channel in self.channels.items()},
            telegram=self.telegram,
            tell_page=self.wake.publish,
            plan=plan,
        )

    def _build_receiving(self, engine: Engine) -> Receiving:
        first_words = FirstWords(
            engine,
            self.catalogue,
            load_meaning(self.settings).understand,
            {name: one for name, one in self.channels.items() if name not in FETCHED},
            shape=self._parts,
            clock=self.clock,
            on_fault=lambda error: log.error("first_words_failed", error=error),
        )
        writer, metrics = self.database.writer, self.metrics
        return Receiving(
            self._conversations, first_words, self.outbox, writer, metrics, fetched=FETCHED
        )

    async def receive(self, inbound: Inbound) -> Receipt:
        """One message in, answered after its turn is stored. Errors raised: StoreUnavailable."""
        return await self._receiving.receive(inbound)

    def exchange(self, inbound: Inbound) -> Receipt:
        """As `receive`, for a caller that waits in a thread of its own (the terminal)."""
        return self._receiving.exchange(inbound)

    async def open(self, *, web: bool, worker: bool) -> None:
        """Begin. Errors raised: BadSetting when a provider refuses its credentials."""
        await asyncio.to_thread(self.templates.load)
        if self.telegram:
            await self.telegram.open(commands(self.catalogue))
        if self.whatsapp:
            await self.whatsapp.open()
        keep = self._background.keep
        self.events.keep(keep, worker=worker)
        if worker:
            keep("sweep", lambda: self.outbox.run(SWEEP_EVERY, self._rest))
            self.desk.keep(keep)
            self.panels.keep(keep)
            self._reminding.keep(keep)
            keep("count", self._count_cases)
            if self.telegram and self.settings.telegram_polling:
                telegram = self.telegram
                keep("poll", lambda: telegram_polling.poll(telegram, self.receive))
        else:
            keep("record", lambda: self.outbox.record_late(SWEEP_EVERY, self._rest))
        keep("plan", lambda: self.desk.keep_to_the_plan(self._conversations.keep_to))
        self._news.hearers = [*self.desk.hearers, self.events.ring]
        self._news.open()
        self.database.writer.on_news = self._news.ring
        log.info("opened", part=_part(web=web, worker=worker))

    async def close(self, seconds: float = STOPS_WITHIN) -> None:
        """Stop taking, finish what is being sent, give back the rest, write what waits. Whatever
        has not come to its end after `seconds` is let go of, all but the writes."""
        if not await ended_within(seconds, self._wind_up()):
            log.warning("stop_cut_short")
        await asyncio.to_thread(self.database.close, WRITES_END_WITHIN)
        log.info("closed")

    async def _wind_up(self) -> None:
        await self._background.close()
        await self._receiving.close(TURNS_END_WITHIN)
        await self.outbox.close(SENDS_END_WITHIN)
        channels = [one for one in (self.telegram, self.whatsapp) if one]
        await asyncio.gather(*(channel.close() for channel in channels))

    def end_streams(self) -> None:
        """On the loop, when the server begins to stop: it waits for open responses."""
        self.wake.close()
        self.desk.feed.close()
        self.panels.close_streams()

    def asgi(self) -> Starlette:
        """The web application: channels, pages, health."""
        site = Site(
            Pages(
                words=self.speech.page_words,
                languages=self.speech.page_languages(),
                help_lines=self.speech.page_lines,
                ways=ways(self.settings, self.telegram),
            ),
            [LIVE_TEMPLATES, EVENT_TEMPLATES],
        )
        chat = WebChat(
            receive=self.receive,
            render=self.speech.render,
            erase=self._erase_webchat,
            recording_url=self.recordings.url,
            reader=self.database.reader,
            wake=self.wake,
            types=self.desk.contact_types,
            from_memory=self._receiving.from_memory,
        )
        routes: list[BaseRoute] = [
            *site.routes(),
            *sheet_routes(site, Sheets(self.catalogue, self.flows, self.clock)),
            recordings_route(self.recordings.path),
            *webchat_api.routes(chat),
            *self.panels.routes(site, self.speech.page_words),
            *self.events.routes(site, self.speech),
            *self.desk.routes(self.events.console),
            *self._health_routes(),
        ]
        if self.telegram and not self.settings.telegram_polling:
            routes += telegram_webhook.routes(self.telegram, self.receive)
        if self.whatsapp:
            routes += whatsapp_routes(
                self.whatsapp,
                self.receive,
                self._advance,
                self.speech.sorry,
                self._whatsapp_refused,
            )
        return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])

    def _health_routes(self) -> Sequence[BaseRoute]:
        checks: dict[str, health.Check] = {"database": self.database.reader.is_healthy}
        telegram, whatsapp = self.telegram, self.whatsapp
        if telegram:
            checks["telegram"] = lambda: telegram.is_ready
        if whatsapp:
            checks["whatsapp"] = lambda: whatsapp.is_ready
        token = self.settings.metrics_token
        return health.routes(checks, self.metrics, token.get_secret_value() if token else None)

    def _parts(self, message: Outgoing) -> list[Part]:
        return self.speech.parts(message, self.channels[message.channel].limits)

    async def _erase_webchat(self, address: str) -> None:
        await self.database.writer.submit_async(erase_all, (WEBCHAT, address))

    async def _advance(self, external_id: str, status: Delivery) -> None:
        item = ("whatsapp", external_id, status)
        await self.database.writer.submit_async(advance_all, item)

    def _whatsapp_refused(self, refusal: Refusal) -> None:
        self.metrics.refused("whatsapp", refusal)
        log.warning("request_refused", channel="whatsapp", reason=refusal)

    async def _count_cases(self) -> None:
        while True:
            still_open = await asyncio.to_thread(self.database.reader.open_cases)
            self.metrics.cases_are_open(still_open)
            await asyncio.sleep(COUNT_EVERY)

    async def _rest(self, seconds: float) -> None:
        self.metrics.outbox_holds(self.outbox.waiting)
        await self._news.wait(seconds)


def _part(*, web: bool, worker: bool) -> str:
    return "all" if web and worker else "web" if web else "worker"
