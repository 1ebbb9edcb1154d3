"""Who would hold an event in her community: for an editor to look at, and to close."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.agenda import AGENDA, Agenda
from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.shown import Moment, Shown, visible
from bot.desk.roles import Permission
from bot.events.editing import CloseRequest, Editing

HOSTS = f"{AGENDA}/hosts"
SHOWN_AT_MOST = 100


class Line(NamedTuple):
    id: str
    town: str
    text: str
    at: Moment


class HostsPage:
    def __init__(self, console: Console, agenda: Agenda) -> None:
        self._console = console
        self._agenda = agenda
        self._editing = Editing(console.clock)

    def routes(self) -> list[ConsoleRoute]:
        events = Permission.EVENTS
        return [
            ConsoleRoute(HOSTS, self.page, events),
            ConsoleRoute(f"{HOSTS}/done", self.done, events, ("POST",)),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        console, pages = self._console, self._console.pages
        words = pages.words(request)
        shown = Shown(words, pages.language(request), console.catalogue, console.clock())
        zone = console.plan.queue("").zone
        found = await console.read(self._agenda.reader.host_requests, SHOWN_AT_MOST)
        lines = [
            Line(str(one.id), visible(one.town), visible(one.text), shown.moment(one.at, zone))
            for one in found
        ]
        return pages.render(request, "agenda_hosts.html", who, lines=lines)

    async def done(self, request: Request, who: Signed) -> Response:
        item = CloseRequest(who.adviser.id, form_of(request).number("id") or 0)
        await self._console.do(self._editing.close_request, item)
        return to_page(HOSTS)
