"""The figures as a file, never a message: one asks, another agrees, the first has it once."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.csv_text import csv_bytes
from adapters.console.figures import Figures, cells
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.reports import REPORTS, ReportsPage
from bot.desk.exports import AskExport, Export, Exports, OfExport
from bot.desk.refusals import Refusal
from bot.desk.roles import Permission

HEADER = ("export", "month", "table", "line", "cases")


class ExportActions:
    def __init__(self, console: Console, reports: ReportsPage) -> None:
        self._console = console
        self._reports = reports
        self._exports = Exports(console.clock)

    def routes(self) -> list[ConsoleRoute]:
        may, post = Permission.REPORTS, ("POST",)
        return [
            ConsoleRoute(f"{REPORTS}/export", self.ask, may, post),
            ConsoleRoute(f"{REPORTS}/export/agree", self.agree, may, post),
            ConsoleRoute(f"{REPORTS}/export/file", self.take, may, post),
        ]

    async def ask(self, request: Request, who: Signed) -> Response:
        month = form_of(request)["month"]
        if month not in {one.name for one in self._reports.months()}:
            return to_page(REPORTS)
        item = AskExport(who.adviser.id, month)
        return await self._back(request, who, await self._console.do(self._exports.ask, item))

    async def agree(self, request: Request, who: Signed) -> Response:
        item = OfExport(who.adviser.id, form_of(request)["export"])
        return await self._back(request, who, await self._console.do(self._exports.agree, item))

    async def take(self, request: Request, who: Signed) -> Response:
        """The figures are read first: a file that cannot be made is not used up."""
        item = OfExport(who.adviser.id, form_of(request)["export"])
        months = {one.name: one for one in self._reports.months()}
        month = months.get(item.export.partition(".")[0])
        if month is None:
            return to_page(REPORTS)
        figures = await self._reports.figures(month)
        done = await self._console.do(self._exports.take, item)
        if isinstance(done, Refusal):
            return await self._back(request, who, done)
        name = f"hearthline-{done.id}.csv"
        return Response(
            csv_bytes(file_rows(done, figures)),
            media_type="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def _back(self, request: Request, who: Signed, done: Export | Refusal) -> Response:
        if isinstance(done, Refusal):
            words = self._console.pages.words(request)
            return await self._reports.page(request, who, words[f"export.{done.why}"])
        return to_page(f"{REPORTS}?month={done.month}")


def file_rows(export: Export, figures: Figures) -> Iterator[tuple[str, ...]]:
    """Each line says which export it is from."""
    yield HEADER
    for table, line, number in cells(figures):
        yield export.id, export.month, table, line, number
