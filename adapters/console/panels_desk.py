"""What the pages of panels share."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.guard import Endpoint, Signed
from adapters.console.shown import Shown
from bot.desk.roles import Permission
from bot.panels.model import Panel, PanelStatus
from bot.panels.moderating import Moderating
from bot.panels.planning import WAYS
from bot.panels.ports import PanelReader
from bot.panels.refusals import Fault

PANELS = "/console/panels"
ONE = f"{PANELS}/{{id:int}}"
ID_BITS = 63

OfOne = Callable[[Request, Signed, Panel], Awaitable[Response]]


class Named(NamedTuple):
    code: str
    name: str


class PanelDesk:
    def __init__(self, console: Console, reader: PanelReader) -> None:
        self._console = console
        self._moderating = Moderating(console.clock)
        self.reader = reader

    @property
    def languages(self) -> list[str]:
        return list(self._console.catalogue.languages)

    def named_languages(self, request: Request) -> list[Named]:
        pages, console = self._console.pages, self._console
        words, language = pages.words(request), pages.language(request)
        shown = Shown(words, language, console.catalogue, console.clock())
        return [Named(code, shown.language(code)) for code in self.languages]

    async def do(self, item: Any) -> Any:
        return await self._console.do(self._moderating.do, item)

    def new_id(self) -> int:
        return secrets.randbits(ID_BITS)

    def sentence(self, request: Request, why: Fault | None) -> str:
        return self._console.pages.words(request)[f"panel_faults.{why}"] if why else ""

    def answers(self, panel: Panel, who: Signed) -> bool:
        return who.may(Permission.PANELS) or panel.seat_of(who.adviser.id) is not None

    def of_one(self, act: OfOne) -> Endpoint:
        """For whoever moderates, and for who is in the panel."""

        async def endpoint(request: Request, who: Signed) -> Response:
            panel = await self._console.read(self.reader.panel, request.path_params["id"])
            if panel is None or not self.answers(panel, who):
                return self._console.pages.render(
                    request, "refused.html", who, status=404, why="panel_faults.no_such_panel"
                )
            return await act(request, who, panel)

        return endpoint


def way_on(panel: Panel | None, status: PanelStatus, who: Signed) -> list[str]:
    """What the panel can be made now: keys of words. That a transcript is ready is said twice, by
    two people."""
    if panel is None:
        return []
    ways = [to.value for to in PanelStatus if to in WAYS[status]]
    if status is PanelStatus.OVER and panel.finished_by == who.adviser.id:
        ways.remove(PanelStatus.PUBLISHED)
    return ways
