"""Other calendars: looked at by themselves, and at once when somebody asks."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.agenda import AGENDA, Agenda, why_of
from adapters.console.agenda_import import is_zone
from adapters.console.console import Console
from adapters.console.forms import NUMBER_AT_MOST, Form
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.pages import new_key
from adapters.console.shown import Moment, Shown, visible
from bot.desk.refusals import Refusal
from bot.desk.roles import Permission
from bot.events.editing import AddFeed, DropFeed, Editing
from bot.events.model import Feed

FEEDS = f"{AGENDA}/feeds"
NAME_AT_MOST, URL_AT_MOST = 80, 2000


class Line(NamedTuple):
    """`server`: as much of the address as may be shown; it may hold the key to a calendar."""

    id: str
    name: str
    server: str
    zone: str
    state: str
    looked: Moment
    good: Moment


class FeedsPage:
    def __init__(self, console: Console, agenda: Agenda) -> None:
        self._console = console
        self._agenda = agenda
        self._editing = Editing(console.clock)

    def routes(self) -> list[ConsoleRoute]:
        events, post = Permission.EVENTS, ("POST",)
        return [
            ConsoleRoute(FEEDS, self.page, events),
            ConsoleRoute(f"{FEEDS}/add", self.add, events, post),
            ConsoleRoute(f"{FEEDS}/look", self.look, events, post),
            ConsoleRoute(f"{FEEDS}/drop", self.drop, events, post),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        zone = self._console.plan.queue("").zone.key
        return await self._show(request, who, Form([("zone", zone)]))

    async def add(self, request: Request, who: Signed) -> Response:
        form, words = form_of(request), self._console.pages.words(request)
        url, name = form["url"].strip(), " ".join(form["name"].split())
        if why := self._fault(url, name, form["zone"].strip()):
            return await self._show(request, who, form, words[why])
        id_ = form.number("id") or int(new_key(), 16) & NUMBER_AT_MOST
        item = AddFeed(who.adviser.id, Feed(id_, url, name, form["zone"].strip()))
        done = await self._console.do(self._editing.add_feed, item)
        if isinstance(done, Refusal):
            return await self._show(request, who, form, why_of(words, done))
        await self._agenda.look(done.id)
        return to_page(FEEDS)

    def _fault(self, url: str, name: str, zone: str) -> str:
        """The key of a sentence; "" when all is well."""
        if len(url) > URL_AT_MOST or not self._agenda.is_address(url):
            return "agenda.bad_link"
        if not name or len(name) > NAME_AT_MOST:
            return "agenda.bad_name"
        return "" if is_zone(zone) else "agenda.bad_zone"

    async def look(self, request: Request, _who: Signed) -> Response:
        await self._agenda.look(form_of(request).number("id") or 0)
        return to_page(FEEDS)

    async def drop(self, request: Request, who: Signed) -> Response:
        item = DropFeed(who.adviser.id, form_of(request).number("id") or 0)
        await self._console.do(self._editing.drop_feed, item)
        return to_page(FEEDS)

    async def _show(self, request: Request, who: Signed, given: Form, why: str = "") -> Response:
        console, pages = self._console, self._console.pages
        words = pages.words(request)
        shown = Shown(words, pages.language(request), console.catalogue, console.clock())
        zone = console.plan.queue("").zone
        feeds = await console.read(self._agenda.reader.feeds)
        return pages.render(
            request,
            "agenda_feeds.html",
            who,
            status=422 if why else 200,
            why=why,
            given=given,
            feeds=[self._line(one, shown, zone) for one in feeds],
        )

    def _line(self, feed: Feed, shown: Shown, zone: ZoneInfo) -> Line:
        return Line(
            str(feed.id),
            visible(feed.name),
            visible(self._agenda.source_of(feed.url).partition(" ")[0]),
            feed.zone,
            visible(feed.state),
            shown.moment(feed.looked_at, zone),
            shown.moment(feed.good_at, zone),
        )
