"""What moves, as server-sent events: ids and kinds, never a word that anybody wrote.

https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

import json
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import partial

import anyio
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from adapters.console.console import Console
from adapters.console.feed import Ear, News, TooManyStreams
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.sight import Sight, Told
from bot.desk.commands import SignOfLife
from bot.desk.model import Presence
from bot.desk.roles import Permission
from bot.errors import StoreUnavailable

PATH = "/console/events"
OPENING = b"retry: 2000\n\n"
HEARTBEAT = b": still here\n\n"
READY = b"event: ready\ndata: {}\n\n"
"""The page looks anew: what it may have missed before is not told again."""
OVER = b"event: over\ndata: {}\n\n"
"""The session was ended."""
EVENT_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds: how often a stream asks whether its session is live, gives its adviser's sign of
    life, and says that it is still there; how long it lasts before the page opens another."""

    asks: float = 2
    lives: float = 15
    beats: float = 15
    lasts: float = 15 * 60


def event_routes(console: Console, pace: Pace | None = None) -> list[ConsoleRoute]:
    async def events(request: Request, who: Signed) -> Response:
        stream = follow(console, who, _last_seen(request), pace or Pace())
        return StreamingResponse(stream, media_type="text/event-stream")

    return [ConsoleRoute(PATH, events, Permission.ANSWER, is_background=True)]


def _last_seen(request: Request) -> int | None:
    given = request.headers.get("last-event-id", "")
    return int(given) if EVENT_ID.fullmatch(given) else None


async def follow(
    console: Console, who: Signed, after: int | None, pace: Pace
) -> AsyncGenerator[bytes, None]:
    """Ends as well when the store cannot be reached or the page is too slow: it asks again with
    what it saw last."""
    yield OPENING
    try:
        with console.feed.listen(who.adviser.id) as ear:
            stream = Stream(console, who, ear, pace)
            async for piece in stream.run(after):
                yield piece
    except (StoreUnavailable, TooManyStreams):
        return


class Stream:
    def __init__(self, console: Console, who: Signed, ear: Ear, pace: Pace) -> None:
        self._console = console
        self._who = who
        self._ear = ear
        self._pace = pace
        self._done: dict[str, float] = {}
        self._last = 0

    async def run(self, after: int | None) -> AsyncGenerator[bytes, None]:
        """`after`: the last event that the page has seen."""
        await self._console.feed.ready()
        yield READY
        sight = await self._sight()
        self._ear.follow(await self._missed(after), partial(self._piece, sight))
        ends = anyio.current_time() + self._pace.lasts
        while not self._ear.is_cut and anyio.current_time() <= ends:
            if self._is_due("asks", self._pace.asks) and not await self._is_live():
                yield OVER
                return
            for piece in self._ear.take():
                yield piece
            await self._give_sign()
            if self._is_due("beats", self._pace.beats):
                yield HEARTBEAT
            await self._ear.wait(min(self._pace.asks, self._pace.beats))

    async def _missed(self, after: int | None) -> list[News]:
        if after is None:
            return []
        return await self._console.read(self._console.feed.missed, after)

    def _piece(self, sight: Sight, news: News) -> bytes | None:
        if news.event.id <= self._last:
            return None
        self._last = news.event.id
        told = sight.told(news)
        return as_piece(told) if told else None

    async def _sight(self) -> Sight:
        adviser = self._who.adviser
        rows = await self._console.read(self._console.reader.cases_of, adviser.id)
        return Sight(adviser, {row.case.id for row in rows})

    async def _is_live(self) -> bool:
        return await self._console.sessions.is_live(self._who.session_hash)

    async def _give_sign(self) -> None:
        """An open page is a sign that its adviser is there."""
        if not self._is_due("lives", self._pace.lives):
            return
        id_ = self._who.adviser.id
        adviser = await self._console.read(self._console.reader.adviser, id_)
        if adviser is not None and adviser.presence is Presence.ON:
            batch = self._console.attendance.sign_of_life
            await self._console.writer.submit_async(batch, SignOfLife(id_))

    def _is_due(self, what: str, every: float) -> bool:
        now = anyio.current_time()
        if now - self._done.get(what, float("-inf")) < every:
            return False
        self._done[what] = now
        return True


def as_piece(told: Told) -> bytes:
    """Ids as texts: a script cannot hold numbers of this length."""
    event = told.event
    data = {
        "kind": event.kind,
        "case": str(event.case_id),
        "mine": told.is_mine,
        "new": told.is_new,
    }
    return f"id: {event.id}\ndata: {json.dumps(data)}\n\n".encode()
