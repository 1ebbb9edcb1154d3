"""The lead's board."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.console.board_view import AdviserLine, BoardView, HoursLine, QueueLine
from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.queue_view import BLANK as CASE
from adapters.console.queue_view import Line, Lines
from adapters.console.shown import Moment, Shown
from bot.desk.model import CaseRow
from bot.desk.roles import Permission

BOARD = "/console/board"
WAITING_SHOWN = 20
NOBODY = Moment()
BLANK: dict[str, object] = {
    "queue": QueueLine("", "", "", "", "", "", NOBODY, NOBODY),
    "adviser": AdviserLine("", "", "", "", "", "", NOBODY, NOBODY, 0, False),
    "hours": HoursLine("", "", "", "", NOBODY),
    "case": CASE,
}
"""What a script makes new lines from."""


class BoardPage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        return [
            ConsoleRoute(BOARD, self.page, Permission.BOARD),
            ConsoleRoute(f"{BOARD}.json", self.news, Permission.BOARD, is_background=True),
            ConsoleRoute(f"{BOARD}/advisers/{{id:int}}", self.adviser, Permission.BOARD),
        ]

    async def page(self, request: Request, who: Signed, why: str = "") -> Response:
        """`why`: what stood in the way of what was asked for."""
        queues, advisers, hours = await self._standing(request)
        rows = await self._console.read(self._console.reader.waiting, [], [], WAITING_SHOWN)
        return self._console.pages.render(
            request,
            "board.html",
            who,
            status=409 if why else 200,
            why=why,
            queues=queues,
            advisers=advisers,
            hours=hours,
            waiting=self._lines(request, who, rows),
            places=list(self._console.plan.queues),
            takers=[one for one in advisers if one.is_working],
            at_most=WAITING_SHOWN,
            blank=BLANK,
        )

    async def news(self, request: Request, who: Signed) -> Response:
        queues, advisers, hours = await self._standing(request)
        rows = await self._console.read(self._console.reader.waiting, [], [], WAITING_SHOWN)
        return JSONResponse(
            {
                "queues": [plain(one) for one in queues],
                "advisers": [plain(one) for one in advisers],
                "hours": [plain(one) for one in hours],
                "waiting": [plain(one) for one in self._lines(request, who, rows)],
            }
        )

    async def adviser(self, request: Request, who: Signed, why: str = "") -> Response:
        """One adviser: what they have, and what can be done for them."""
        reader, read = self._console.reader, self._console.read
        id_ = request.path_params["id"]
        adviser = await read(reader.adviser, id_) if id_ < 2**63 else None
        if adviser is None or adviser.is_disabled:
            return self._console.pages.render(
                request, "refused.html", who, status=404, why="why.no_such_adviser"
            )
        cases = await read(reader.cases_of, adviser.id)
        line = self._view(request).adviser(adviser, await read(reader.loads))
        return self._console.pages.render(
            request,
            "board_adviser.html",
            who,
            status=409 if why else 200,
            why=why,
            line=line,
            adviser=adviser,
            done=adviser.handled_since_break,
            break_after=self._console.plan.break_after,
            cases=self._lines(request, who, cases),
        )

    def shown(self, request: Request) -> Shown:
        pages, console = self._console.pages, self._console
        language = pages.language(request)
        return Shown(pages.words(request), language, console.catalogue, console.clock())

    def _view(self, request: Request) -> BoardView:
        return BoardView(self.shown(request), self._console.plan)

    async def _standing(
        self, request: Request
    ) -> tuple[list[QueueLine], list[AdviserLine], list[HoursLine]]:
        view, reader, read = self._view(request), self._console.reader, self._console.read
        counts = await read(reader.board)
        advisers = view.advisers(await read(reader.advisers), await read(reader.loads))
        return view.queues(counts), advisers, view.hours()

    def _lines(self, request: Request, who: Signed, rows: Sequence[CaseRow]) -> list[Line]:
        lines = Lines(self.shown(request), self._console.plan, who.adviser)
        return [lines.line(row) for row in rows]


def plain(line: Any) -> dict[str, Any]:
    """As JSON, moments as well."""
    return {
        name: value._asdict() if hasattr(value, "_asdict") else value
        for name, value in line._asdict().items()
    }
