"""Addresses below /live."""

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from adapters.assets import FOR_EVER, Assets
from adapters.languages import Language
from adapters.live.feed import LiveFeed, TooManyReaders
from adapters.live.recent import Recent
from adapters.live.shown import answer_of, shown
from bot.errors import StoreUnavailable
from bot.panels.model import OPEN, SHOWN, Panel, PanelStatus, Theme
from bot.panels.ports import PanelReader
from bot.ports import Clock

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
LIVE = "/live"
LISTED_AT_MOST = 100
OPENING = b"retry: 2000\n\n"
HEARTBEAT = b": still here\n\n"
STREAM_HEADERS = {"X-Accel-Buffering": "no"}
HEARTBEAT_EVERY, STREAM_FOR = 15.0, 600.0
"""Seconds. A stream that ends is asked for again by its page."""
EDITION_AT_MOST = 9
"""Digits."""


class PublicSite(Protocol):
    """The frame of all public pages, with the way out."""

    def page(self, template: str, request: Request, **more: object) -> Response: ...

    def language(self, request: Request) -> Language: ...


class LiveWords(NamedTuple):
    """`words` of the pages in a language."""

    words: Callable[[str], Mapping[str, str]]


class LivePages:
    def __init__(
        self, site: PublicSite, reader: PanelReader, words: LiveWords, clock: Clock
    ) -> None:
        self._site = site
        self._words = words.words
        self._clock = clock
        self._listed: Recent[int, list[Panel]] = Recent(reader.panels, clock)
        self._by_slug: Recent[str, Panel | None] = Recent(reader.by_slug, clock)
        self._published: Recent[int, list[Theme]] = Recent(reader.published, clock)
        self._picture = reader.picture
        self._assets = Assets(HERE / "static", f"{LIVE}/static")
        self.feed = LiveFeed(reader, self._draw)

    def routes(self) -> list[Route]:
        return [
            self._assets.route(),
            Route(LIVE, self.listing),
            Route(f"{LIVE}/pictures/{{name}}", self.picture),
            Route(f"{LIVE}/{{slug}}", self.panel),
            Route(f"{LIVE}/{{slug}}/stream", self.stream),
        ]

    async def listing(self, request: Request) -> Response:
        try:
            panels = await anyio.to_thread.run_sync(self._listed, LISTED_AT_MOST)
        except StoreUnavailable:
            return self._away(request)
        language, now = self._site.language(request).code, self._clock()
        words = self._words(language)
        by_status: dict[PanelStatus, list[object]] = {status: [] for status in PanelStatus}
        for panel in panels:
            status = panel.status_at(now)
            if status in SHOWN:
                by_status[status].append(shown(panel, status, language, words))
        return self._site.page(
            "live.html",
            request,
            running=by_status[PanelStatus.LIVE],
            coming=by_status[PanelStatus.ANNOUNCED][::-1],
            past=[*by_status[PanelStatus.OVER], *by_status[PanelStatus.PUBLISHED]],
            style=self._assets.url("live.css"),
        )

    async def panel(self, request: Request) -> Response:
        try:
            found = await anyio.to_thread.run_sync(self._find, request.path_params["slug"])
        except StoreUnavailable:
            return self._away(request)
        if found is None:
            return Response(status_code=404)
        panel, published = found
        language, status = self._site.language(request).code, panel.status_at(self._clock())
        words = self._words(language)
        return self._site.page(
            "panel.html",
            request,
            panel=shown(panel, status, language, words),
            answers=[answer_of(panel, theme, language, words) for theme in published],
            edition=max((theme.edition for theme in published), default=0),
            is_open=status in OPEN,
            is_reviewed=status is PanelStatus.PUBLISHED,
            style=self._assets.url("live.css"),
            script=self._assets.url("live.js"),
        )

    async def stream(self, request: Request) -> Response:
        """Answers as they come; `Last-Event-ID`, or `after`, says which the page has."""
        try:
            panel = await anyio.to_thread.run_sync(self._shown_panel, request.path_params["slug"])
        except StoreUnavailable:
            return self._away(request)
        if panel is None:
            return Response(status_code=404)
        language, seen = self._site.language(request).code, edition_of(request)
        return StreamingResponse(
            self._news(panel.id, language, seen),
            media_type="text/event-stream",
            headers=STREAM_HEADERS,
        )

    async def picture(self, request: Request) -> Response:
        try:
            found = await anyio.to_thread.run_sync(self._picture, request.path_params["name"])
        except StoreUnavailable:
            return self._away(request)
        if found is None:
            return Response(status_code=404)
        headers = {"Cache-Control": FOR_EVER}
        return Response(found.content, headers=headers, media_type=found.media_type)

    async def _news(
        self, panel_id: int, language: str, edition: int
    ) -> AsyncGenerator[bytes, None]:
        yield OPENING
        began = anyio.current_time()
        try:
            with self.feed.listen(panel_id, language, edition) as reader:
                while not reader.is_cut and anyio.current_time() - began < STREAM_FOR:
                    await reader.wait(HEARTBEAT_EVERY)
                    pieces = b"".join(reader.take())
                    yield pieces or HEARTBEAT
        except TooManyReaders:
            return

    def _find(self, slug: str) -> tuple[Panel, list[Theme]] | None:
        panel = self._shown_panel(slug)
        return None if panel is None else (panel, self._published(panel.id))

    def _shown_panel(self, slug: str) -> Panel | None:
        panel = self._by_slug(slug)
        is_shown = panel is not None and panel.status_at(self._clock()) in SHOWN
        return panel if is_shown else None

    def _draw(self, panel: Panel, theme: Theme, language: str) -> bytes:
        """JSON has no raw line ends, so one `data` line holds any text."""
        made = answer_of(panel, theme, language, self._words(language))
        data = made._asdict() | {
            "asked": made.asked._asdict(),
            "answer": made.answer._asdict(),
        }
        return f"id: {theme.edition}\ndata: {json.dumps(data)}\n\n".encode()

    def _away(self, request: Request) -> Response:
        words = self._words(self._site.language(request).code)
        return PlainTextResponse(words["live.away"], 503)


def edition_of(request: Request) -> int:
    given = request.headers.get("last-event-id", "") or request.query_params.get("after", "")
    is_one = given.isascii() and given.isdecimal() and len(given) <= EDITION_AT_MOST
    return int(given) if is_one else 0
