"""The first page: which cases wait, which are mine; who I am today."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.pages import QUEUE
from adapters.console.queue_view import BLANK, Line, Lines
from adapters.console.shown import Shown
from bot.desk.commands import Debriefed, HandOverAll, SetPresence
from bot.desk.model import Adviser, CaseRow, CaseStatus, Presence
from bot.desk.refusals import Refusal
from bot.desk.roles import Permission

PAGE = 100
"""Lines of the first page."""
WAITING, MINE, CLOSED = "waiting", "mine", "closed"
TABS = (WAITING, MINE, CLOSED)


class Wish(NamedTuple):
    """What the address of the page asks for. `queue` and `language` are "" for all."""

    tab: str
    queue: str
    language: str


class Work(NamedTuple):
    """What the adviser has and is told about themselves."""

    presence: Presence
    load: str
    break_due: str
    needs_debrief: bool
    holds: int


class QueuePage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        post = ("POST",)
        answer = Permission.ANSWER
        return [
            ConsoleRoute(QUEUE, self.page, answer),
            ConsoleRoute("/console/queue.json", self.news, answer, is_background=True),
            ConsoleRoute("/console/presence", self.set_presence, answer, post),
            ConsoleRoute("/console/debriefed", self.debriefed, answer, post),
            ConsoleRoute("/console/hand-over", self.hand_over, answer, post),
        ]

    async def page(self, request: Request, who: Signed, why: str = "") -> Response:
        """`why`: what stood in the way of what was asked for."""
        wish, adviser = self._wish(request, who.adviser), who.adviser
        mine, rows = await self._rows(adviser, wish)
        lines = Lines(self.shown(request), self._console.plan, adviser)
        return self._console.pages.render(
            request,
            "queue.html",
            who,
            status=409 if why else 200,
            why=why,
            wish=wish,
            lines=[lines.line(row) for row in rows[:PAGE]],
            blank=BLANK,
            is_more=len(rows) > PAGE,
            at_most=PAGE,
            numbers=_numbers(mine),
            work=self._work(request, adviser, mine),
            queues=self._console.queues_of(adviser),
            languages=self._languages(request, adviser),
            presences=list(Presence),
        )

    async def news(self, request: Request, who: Signed) -> Response:
        wish = self._wish(request, who.adviser)
        mine, rows = await self._rows(who.adviser, wish)
        lines = Lines(self.shown(request), self._console.plan, who.adviser)
        work = self._work(request, who.adviser, mine)
        return JSONResponse(
            {
                "lines": [_as_json(lines.line(row)) for row in rows[:PAGE]],
                "more": len(rows) > PAGE,
                "numbers": _numbers(mine),
                "presence": work.presence,
                "load": work.load,
            }
        )

    async def set_presence(self, request: Request, who: Signed) -> Response:
        wanted = form_of(request)["presence"]
        if wanted not in list(Presence):
            return to_page(QUEUE)
        item = SetPresence(who.adviser.id, Presence(wanted))
        return await self._back(
            request, who, await self._console.do(self._console.attendance.set_presence, item)
        )

    async def debriefed(self, request: Request, who: Signed) -> Response:
        item = Debriefed(who.adviser.id, who.adviser.id)
        return await self._back(
            request, who, await self._console.do(self._console.attendance.debriefed, item)
        )

    async def hand_over(self, request: Request, who: Signed) -> Response:
        item = HandOverAll(who.adviser.id, who.adviser.id)
        return await self._back(
            request, who, await self._console.do(self._console.attendance.hand_over_all, item)
        )

    async def _back(self, request: Request, who: Signed, done: object) -> Response:
        if isinstance(done, Refusal):
            words = self._console.pages.words(request)
            return await self.page(request, who, words[f"why.{done.why}"].format(who=done.who))
        return to_page(QUEUE)

    def shown(self, request: Request) -> Shown:
        pages, console = self._console.pages, self._console
        language = pages.language(request)
        return Shown(pages.words(request), language, console.catalogue, console.clock())

    async def _rows(self, adviser: Adviser, wish: Wish) -> tuple[list[CaseRow], list[CaseRow]]:
        """The adviser's own, and those of the list."""
        reader, read = self._console.reader, self._console.read
        mine = await read(reader.cases_of, adviser.id)
        if wish.tab == MINE:
            return mine, mine
        if wish.tab == CLOSED:
            return mine, await read(reader.recently_closed, adviser.id, PAGE)
        queues = [wish.queue] if wish.queue else adviser.queues
        languages = [wish.language] if wish.language else adviser.languages
        return mine, await read(reader.waiting, queues, languages, PAGE + 1)

    def _work(self, request: Request, adviser: Adviser, mine: list[CaseRow]) -> Work:
        words = self._console.pages.words(request)
        held = [row.case for row in mine if row.case.owner == adviser.id]
        busy = sum(case.status is not CaseStatus.CONTACT for case in held)
        done = adviser.handled_since_break
        is_due = done >= self._console.plan.break_after
        return Work(
            adviser.presence,
            words["presence.load"].format(held=busy, most=adviser.capacity),
            words["presence.break_due"].format(n=done) if is_due else "",
            adviser.needs_debrief,
            len(held),
        )

    def _wish(self, request: Request, adviser: Adviser) -> Wish:
        """What is not there, or not theirs, counts as all."""
        asked = request.query_params
        tab, queue, language = (asked.get(name, "") for name in ("tab", "queue", "language"))
        return Wish(
            tab if tab in TABS else WAITING,
            queue if queue in self._console.queues_of(adviser) else "",
            language if language in self._codes(adviser) else "",
        )

    def _codes(self, adviser: Adviser) -> tuple[str, ...]:
        return adviser.languages or tuple(self._console.catalogue.languages)

    def _languages(self, request: Request, adviser: Adviser) -> list[tuple[str, str]]:
        shown = self.shown(request)
        return [(code, shown.language(code)) for code in self._codes(adviser)]


def _numbers(mine: list[CaseRow]) -> dict[str, int]:
    return {"mine": len(mine), "unread": sum(row.unread for row in mine)}


def _as_json(line: Line) -> dict[str, object]:
    return line._asdict() | {"since": line.since._asdict(), "mark": line.mark._asdict()}
