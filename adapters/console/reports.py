"""Reports: the figures of a month, small numbers hidden."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from adapters.console import figures
from adapters.console.board_view import coming
from adapters.console.console import Console
from adapters.console.figures import Figures, Table, read_figures
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.periods import Month, months_over
from adapters.console.shown import Shown
from adapters.console.suppression import Hidden
from bot.desk.exports import KIND, TAKEN, WITHIN, Export, list_exports
from bot.desk.model import Adviser
from bot.desk.roles import Permission

REPORTS = "/console/reports"
NAMED = {figures.CHANNEL: "channel", figures.OUTCOME: "outcome"}
"""Tables whose lines have words of that table."""


class Named:
    """Lines and numbers in words."""

    def __init__(self, shown: Shown, steps: Sequence[int]) -> None:
        self._shown = shown
        self._words = shown.words
        self._steps = [str(step) for step in steps]

    def line(self, table: Table, name: str) -> str:
        words = self._words
        if name == figures.OTHER:
            return words["reports.other"]
        if table.name == figures.LANGUAGE:
            return self._shown.language(name)
        if table.name == figures.WEEK:
            first, last = name.split("/")
            return words["reports.week_of"].format(first=first[-2:], last=last[-2:])
        if table.name == figures.ANSWER:
            return self._step(name)
        return words[f"{NAMED[table.name]}.{name}"] if table.name in NAMED else name

    def number(self, shown: object) -> str:
        return self._words["reports.hidden"] if shown is Hidden.ALL else str(shown)

    def _step(self, name: str) -> str:
        if name not in self._steps:
            return self._words[f"reports.{name}"]
        before = self._steps[: self._steps.index(name)]
        key = "reports.between" if before else "reports.within"
        return self._words[key].format(least=before[-1] if before else "", most=name)


class ReportsPage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        return [ConsoleRoute(REPORTS, self.page, Permission.REPORTS)]

    async def page(self, request: Request, who: Signed, why: str = "") -> Response:
        """`why`: what stood in the way of what was asked for."""
        console, months = self._console, self.months()
        asked = request.query_params.get("month", "")
        month = next((one for one in months if one.name == asked), months[0])
        language, words = console.pages.language(request), console.pages.words(request)
        shown = Shown(words, language, console.catalogue, console.clock())
        exports, advisers = await self._exports()
        return console.pages.render(
            request,
            "reports.html",
            who,
            status=409 if why else 200,
            why=why,
            months=months,
            month=month,
            figures=await self.figures(month),
            named=Named(shown, figures.steps_of(console.plan)),
            exports=[(one, coming(shown, one.ends_at, month.period.zone)) for one in exports],
            names={one.id: one.name for one in advisers},
        )

    def months(self) -> list[Month]:
        return months_over(self._console.clock(), self._console.plan.queue("").zone)

    async def figures(self, month: Month) -> Figures:
        console = self._console
        languages = list(console.catalogue.languages)
        return await console.read(read_figures, console.reader, console.plan, languages, month)

    async def _exports(self) -> tuple[list[Export], list[Adviser]]:
        reader, read = self._console.reader, self._console.read
        since = self._console.clock() - WITHIN
        asked, taken = (
            await read(reader.approvals, KIND, since),
            await read(reader.approvals, TAKEN, since),
        )
        return list_exports(asked, taken), await read(reader.advisers)
