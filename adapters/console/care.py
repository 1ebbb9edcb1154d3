"""An adviser's own limits: cases at a time, breaks, what was hard."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from bot.desk.commands import Debriefed
from bot.desk.model import CaseStatus
from bot.desk.presence import BREAK_LASTS
from bot.desk.refusals import Refusal
from bot.desk.roles import Permission

CARE = "/console/care"


class CarePage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        answer = Permission.ANSWER
        return [
            ConsoleRoute(CARE, self.page, answer),
            ConsoleRoute(f"{CARE}/debriefed", self.debriefed, answer, ("POST",)),
        ]

    async def page(self, request: Request, who: Signed, why: str = "") -> Response:
        console, adviser = self._console, who.adviser
        rows = await console.read(console.reader.cases_of, adviser.id)
        held = [row.case for row in rows if row.case.owner == adviser.id]
        busy = [case for case in held if case.status is not CaseStatus.CONTACT]
        return console.pages.render(
            request,
            "care.html",
            who,
            status=422 if why else 200,
            why=why,
            adviser=adviser,
            held=len(busy),
            paused=len(held) - len(busy),
            break_after=console.plan.break_after,
            is_break_due=adviser.handled_since_break >= console.plan.break_after,
            break_minutes=int(BREAK_LASTS.total_seconds() // 60),
        )

    async def debriefed(self, request: Request, who: Signed) -> Response:
        words = self._console.pages.words(request)
        if not form_of(request)["talked"]:
            return await self.page(request, who, words["care.tick_first"])
        item = Debriefed(who.adviser.id, who.adviser.id)
        done = await self._console.do(self._console.attendance.debriefed, item)
        if isinstance(done, Refusal):
            return await self.page(request, who, words[f"why.{done.why}"])
        return to_page(CARE)
