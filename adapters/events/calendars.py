"""Addresses of calendars: one event, and all that are to come."""

import hashlib
from datetime import UTC, datetime

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.events.calendar import calendar_of
from adapters.events.pages import Public
from adapters.events.shown import is_public

CALENDAR = "text/calendar; charset=utf-8"
LASTS = "public, max-age=600"
MOST = 500
"""Events in the calendar of all: the soonest."""


class Calendars:
    def __init__(self, public: Public) -> None:
        self._public = public
        self._made: dict[str, tuple[tuple[int, datetime], bytes]] = {}

    def routes(self) -> list[Route]:
        """Before those of `EventPages`: an id is anything there."""
        return [Route("/events.ics", self.all), Route("/events/{id}.ics", self.one)]

    async def one(self, request: Request) -> Response:
        public = self._public
        event = public.event(request.path_params["id"])
        if event is None:
            return Response(status_code=404)
        language = public.pages.language(request).code
        made = calendar_of([event], language, public.site, self._today())
        return _answer(request, made, language, f"event-{event.id}.ics")

    async def all(self, request: Request) -> Response:
        language = self._public.pages.language(request).code
        return _answer(request, await run_sync(self._all, language), language)

    def _all(self, language: str) -> bytes:
        """Made anew when an event has changed, and once an hour for those that are over."""
        public, now = self._public, self._public.clock()
        mark = public.around.events.version, now.replace(minute=0, second=0, microsecond=0)
        known = self._made.get(language)
        if known is None or known[0] != mark:
            coming = filter(is_public, public.around.events.coming(now))
            events = [event for event, _ in zip(coming, range(MOST), strict=False)]
            known = mark, calendar_of(events, language, public.site, self._today())
            self._made[language] = known
        return known[1]

    def _today(self) -> datetime:
        now = self._public.clock().astimezone(UTC)
        return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _answer(request: Request, made: bytes, language: str, name: str = "") -> Response:
    tag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": LASTS,
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    if _knows(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(made, headers=headers, media_type=CALENDAR)


def _knows(header: str, tag: str) -> bool:
    tags = {one.strip().removeprefix("W/") for one in header.split(",")}
    return bool(tags & {tag, "*"})
