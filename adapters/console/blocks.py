"""Who is blocked, and how a lead lifts it."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.board import BOARD
from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.queue_view import path_of
from adapters.console.shown import Moment, Shown
from bot.desk.commands import UNBLOCK_REASONS, Unblock
from bot.desk.ports import BlockLine
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission

BLOCKS = f"{BOARD}/blocks"
AT_MOST = 100
OF_A_BLOCK = {Why.EMPTY: "blocks.choose", Why.ALREADY_DONE: "blocks.lifted_already"}


class Line(NamedTuple):
    """`reason`: why it was lifted; "" for a block."""

    case_id: str
    name: str
    path: str
    at: Moment
    who: str
    reason: str
    is_in_force: bool


class BlocksPage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        leads = Permission.SEE_ALL_CASES
        return [
            ConsoleRoute(BLOCKS, self.page, leads),
            ConsoleRoute(f"{BLOCKS}/lift", self.lift, leads, ("POST",)),
        ]

    async def page(self, request: Request, who: Signed, why: str = "") -> Response:
        """`why`: what stood in the way of what was asked for."""
        console = self._console
        found = await console.read(console.reader.blocks, AT_MOST)
        names = {one.id: one.name for one in await console.read(console.reader.advisers)}
        return console.pages.render(
            request,
            "blocks.html",
            who,
            status=409 if why else 200,
            why=why,
            lines=[self._line(request, one, names) for one in found],
            reasons=UNBLOCK_REASONS,
        )

    async def lift(self, request: Request, who: Signed) -> Response:
        form, console = form_of(request), self._console
        item = Unblock(who.adviser.id, form.number("case_id") or 0, form["reason"])
        done = await console.do(console.desk.unblock, item)
        if isinstance(done, Refusal):
            words = console.pages.words(request)
            key = OF_A_BLOCK.get(done.why, f"why.{done.why}")
            return await self.page(request, who, words[key].format(who=done.who))
        return to_page(BLOCKS)

    def _line(self, request: Request, block: BlockLine, names: dict[int, str]) -> Line:
        pages, (_, at, entry, *_) = self._console.pages, block.line
        words = pages.words(request)
        console, language = self._console, pages.language(request)
        shown = Shown(words, language, console.catalogue, console.clock())
        adviser = int(entry.actor.removeprefix("adviser:"))
        return Line(
            str(block.case.id),
            block.case.name,
            path_of(block.case.id),
            shown.moment(at, console.plan.queue("").zone),
            names.get(adviser, ""),
            words[f"blocks.{entry.detail}"] if entry.detail else "",
            block.is_in_force,
        )
