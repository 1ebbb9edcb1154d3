"""The first log in: a password of one's own, and the app that makes codes. And the way out."""

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from adapters.console.access import Access
from adapters.console.cookies import forget_session, set_session
from adapters.console.credentials import Credentials, NewApp
from adapters.console.guard import FINISH, LOGIN, ConsoleRoute, Signed, form_of, to_page
from adapters.console.login_page import HOME
from bot.desk.accounts import Change
from bot.desk.roles import Permission

WIPE = '"cache", "storage"'
"""What a browser forgets when somebody leaves. Not the cookies: one of them tells that this browser
is known, and the session's is taken back by itself."""


class Finish:
    def __init__(self, access: Access) -> None:
        self._store = access.store
        self._sessions = access.sessions
        self._render = access.render
        self._credentials = Credentials(access)

    def routes(self) -> list[ConsoleRoute]:
        enter = Permission.ENTER
        return [
            ConsoleRoute(FINISH, self.page, enter),
            ConsoleRoute(FINISH, self.submit, enter, methods=("POST",)),
            ConsoleRoute("/console/logout", self.leave, enter, methods=("POST",)),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        return self._page(request, who) if who.account.is_unfinished else to_page(HOME)

    async def submit(self, request: Request, who: Signed) -> Response:
        if not who.account.is_unfinished:
            return to_page(HOME)
        form, app = form_of(request), self._app(who)
        step = self._credentials.step_of(app, form) if app else None
        why = await self._credentials.password_fault(who, form)
        if why is None and app and step is None:
            why = "account.wrong_code"
        if why is not None:
            return self._page(request, who, why)
        return await self._finish(request, who, app, step)

    async def leave(self, _request: Request, who: Signed) -> Response:
        await run_sync(self._sessions.end, who.session)
        response = to_page(LOGIN)
        response.headers["Clear-Site-Data"] = WIPE
        forget_session(response)
        return response

    async def _finish(
        self, request: Request, who: Signed, app: NewApp | None, step: int | None
    ) -> Response:
        codes = self._credentials.new_codes()
        change = Change(
            who.adviser.id,
            f"adviser:{who.adviser.id}",
            "account_finished",
            password_hash=await self._credentials.hash(form_of(request)["password"]),
            must_change=False,
            totp=app.secret if app else None,
            step=step,
            recovery=codes.kept,
            ends_sessions=True,
            spares=who.session.created_at,
        )
        if not await run_sync(self._store.change, change):
            return self._page(request, who, "account.wrong_code")
        page = self._render(request, "account_codes.html", who, codes=codes.shown)
        set_session(page, await run_sync(self._sessions.renew, who.session))
        return page

    def _app(self, who: Signed) -> NewApp | None:
        """None when one is set up already."""
        return None if who.account.totp else self._credentials.new_app(who)

    def _page(self, request: Request, who: Signed, why: str = "") -> Response:
        app, status = self._app(who), 422 if why else 200
        return self._render(request, "finish.html", who, status=status, why=why, app=app)
