"""Numbers without people: what was counted in the weeks that are over, as charts and as a file.

Small numbers are hidden by the rule of `adapters.console.suppression`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.csv_text import csv_bytes
from adapters.console.figures import OTHER
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.suppression import AT_LEAST, Hidden, Shown, show_lines, show_total
from bot.counting import WEEKS, Group
from bot.desk.roles import Permission

NUMBERS = "/console/numbers"
WIDTH = 100
"""Of the longest bar."""
HEADER = ("group", "week", "line", "number")

Counted = Mapping[tuple[str, str], int]


class Bar(NamedTuple):
    """`width`: its share of the longest bar, in hundredths; 0 where the number is hidden."""

    name: str
    shown: Shown
    width: int

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.shown, Hidden)


class Chart(NamedTuple):
    """What was counted of a group: each week's total, and each line's over all weeks."""

    group: Group
    weeks: tuple[Bar, ...]
    lines: tuple[Bar, ...]
    total: Shown


class NumbersPage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        may = Permission.REPORTS
        return [
            ConsoleRoute(NUMBERS, self.page, may),
            ConsoleRoute(f"{NUMBERS}/file", self.file, may, ("POST",)),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        charts = await self._charts()
        pages = self._console.pages
        return pages.render(request, "numbers.html", who, charts=charts, label=label)

    async def file(self, _request: Request, _who: Signed) -> Response:
        """No one can be told from it, so no second person has to agree."""
        return Response(
            csv_bytes(_rows(await self._charts())),
            media_type="text/csv",
            headers={"Content-Disposition": 'attachment; filename="hearthline-numbers.csv"'},
        )

    async def _charts(self) -> list[Chart]:
        weeks = weeks_over(self._console.clock().date())
        until = date.fromisoformat(weeks[-1]) + timedelta(days=7)
        counted = await self._console.read(
            self._console.reader.counted, date.fromisoformat(weeks[0]), until
        )
        return [chart(group, weeks, counted) for group in Group]


def weeks_over(today: date) -> list[str]:
    """The first days of the last weeks that are over, oldest first."""
    this = today - timedelta(days=today.weekday())
    return [(this - timedelta(weeks=back)).isoformat() for back in range(WEEKS, 0, -1)]


def chart(group: Group, weeks: Sequence[str], counted: Counted) -> Chart:
    by_week, by_line = Counter[str](dict.fromkeys(weeks, 0)), Counter[str]()
    for (name, week), number in counted.items():
        of, _, line = name.partition(".")
        if of == group and week in by_week:
            by_week[week] += number
            by_line[line] += number
    lines = {} if set(by_line) <= {""} else _lines(by_line)
    return Chart(group, _bars(by_week), _bars(lines), show_total(by_week.total()))


def _lines(counted: Counter[str]) -> dict[str, int]:
    """The rest, nought as well, are under one name: that a line is missing tells nothing more."""
    enough = {name: number for name, number in sorted(counted.items()) if number >= AT_LEAST}
    return {**enough, OTHER: counted.total() - sum(enough.values())}


def _bars(numbers: Mapping[str, int]) -> tuple[Bar, ...]:
    shown = show_lines(list(numbers.values()))
    longest = max((one for one in shown if not isinstance(one, Hidden)), default=0)
    return tuple(
        Bar(name, one, 0 if isinstance(one, Hidden) else WIDTH * one // longest)
        for name, one in zip(numbers, shown, strict=True)
    )


def label(line: str) -> str:
    """A line of a group as it is read: these are names of flows, tips and queues."""
    return line.replace("_", " ").replace(".", ", ")


def _rows(charts: Sequence[Chart]) -> Iterator[tuple[str, ...]]:
    yield HEADER
    for one in charts:
        for bar in one.weeks:
            yield one.group, bar.name, "all", str(bar.shown)
        for bar in one.lines:
            yield one.group, "all", bar.name, str(bar.shown)
        yield one.group, "all", "all", str(one.total)
