"""An adviser types a reply: the contact sees so, and nothing more."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.kept import case_id_of
from adapters.seldom import Seldom
from bot.desk.commands import Types
from bot.desk.roles import Permission
from bot.errors import StoreUnavailable

EVERY = 3.0
"""Seconds; the page's script keeps to four."""


class TypingSigns:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._seldom = Seldom(EVERY)

    def routes(self) -> list[ConsoleRoute]:
        path = "/console/cases/{case_id}/typing"
        return [ConsoleRoute(path, self.take, Permission.ANSWER, ("POST",))]

    async def take(self, request: Request, who: Signed) -> Response:
        """The same answer whatever comes of it: a sign that is lost harms nobody."""
        case_id = case_id_of(request.url.path)
        if case_id is not None and self._seldom.may((who.adviser.id, case_id)):
            await self._pass_on(Types(who.adviser.id, case_id))
        return Response(status_code=204)

    async def _pass_on(self, item: Types) -> None:
        console = self._console
        try:
            shown = await console.writer.submit_async(console.typing.by_adviser, item)
        except StoreUnavailable:
            return
        show = console.shows_typing.get(shown.channel) if shown else None
        if shown and show:
            show(shown.address)
