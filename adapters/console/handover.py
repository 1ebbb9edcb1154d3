"""What a lead does from the board: hand over, send on a break, join a case, pass one on."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.board import BOARD, BoardPage
from adapters.console.console import Console
from adapters.console.forms import Form, read_number
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.queue_view import path_of
from bot.desk.commands import Debriefed, HandOverAll, Invite, SetPresence, Transfer
from bot.desk.model import Presence
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission

ONE = f"{BOARD}/advisers/{{id:int}}"
OF_OTHERS = {Why.HOLDS_CASES: "board.holds_cases", Why.EMPTY: "care.tick_first"}
"""Refusals that say something else where a lead asks for somebody."""
NOBODY = Refusal(Why.NO_SUCH_ADVISER)
Do = Callable[[Signed, int, Form], Awaitable[object]]


class HandoverActions:
    def __init__(self, console: Console, board: BoardPage) -> None:
        self._console = console
        self._board = board

    def routes(self) -> list[ConsoleRoute]:
        post, board = ("POST",), Permission.BOARD
        of_adviser: dict[str, Do] = {
            "hand-over": self._hand_over,
            "break": self._send_on_break,
            "debriefed": self._debriefed,
        }
        return [
            *(
                ConsoleRoute(f"{ONE}/{name}", self._for_adviser(do), board, post)
                for name, do in of_adviser.items()
            ),
            ConsoleRoute(f"{BOARD}/join", self.join, board, post),
            ConsoleRoute(f"{BOARD}/pass-on", self.pass_on, board, post),
        ]

    async def join(self, request: Request, who: Signed) -> Response:
        """To read and to write along: an invitation of oneself."""
        form, id_ = form_of(request), who.adviser.id
        item = Invite(id_, form.number("case_id") or 0, form.number("version") or 0, id_)
        done = await self._console.do(self._console.desk.invite, item)
        if isinstance(done, Refusal):
            return await self._board.page(request, who, self._why(request, done))
        return to_page(path_of(done.id))

    async def pass_on(self, request: Request, who: Signed) -> Response:
        form = form_of(request)
        kind, _, name = form["to"].partition(":")
        item = Transfer(
            who.adviser.id,
            form.number("case_id") or 0,
            form.number("version") or 0,
            to_adviser=_id(name) if kind == "adviser" else None,
            to_queue=name if kind == "queue" else "",
            note="",
        )
        done = await self._console.do(self._console.desk.transfer, item)
        if isinstance(done, Refusal):
            return await self._board.page(request, who, self._why(request, done))
        return to_page(BOARD)

    def _for_adviser(self, do: Do) -> Callable[[Request, Signed], Awaitable[Response]]:
        async def endpoint(request: Request, who: Signed) -> Response:
            id_ = request.path_params["id"]
            known = id_ < 2**63
            done = await do(who, id_, form_of(request)) if known else NOBODY
            if isinstance(done, Refusal):
                return await self._board.adviser(request, who, self._why(request, done))
            return to_page(f"{BOARD}/advisers/{id_}")

        return endpoint

    async def _hand_over(self, who: Signed, id_: int, _form: Form) -> object:
        item = HandOverAll(who.adviser.id, id_)
        return await self._console.do(self._console.attendance.hand_over_all, item)

    async def _send_on_break(self, who: Signed, id_: int, _form: Form) -> object:
        item = SetPresence(who.adviser.id, Presence.BREAK, id_)
        return await self._console.do(self._console.attendance.set_presence, item)

    async def _debriefed(self, who: Signed, id_: int, form: Form) -> object:
        if not form["talked"]:
            return Refusal(Why.EMPTY)
        item = Debriefed(who.adviser.id, id_)
        return await self._console.do(self._console.attendance.debriefed, item)

    def _why(self, request: Request, refusal: Refusal) -> str:
        key = OF_OTHERS.get(refusal.why, f"why.{refusal.why}")
        return self._console.pages.words(request)[key].format(who=refusal.who)


def _id(text: str) -> int:
    """0 is nobody's."""
    return read_number(text) or 0
