"""The page of one's own account: password, app, recovery codes, sessions."""

from datetime import datetime, timedelta

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.console.access import Access
from adapters.console.cookies import set_session
from adapters.console.credentials import Credentials
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from bot.desk.accounts import Change
from bot.desk.roles import Permission
from bot.desk.staff import CODE_LASTS

ACCOUNT = "/console/account"
NEW_APP = f"{ACCOUNT}/app"


class OwnAccount:
    def __init__(self, access: Access) -> None:
        self._store = access.store
        self._sessions = access.sessions
        self._clock = access.clock
        self._render = access.render
        self._link_code = access.link_code
        self._credentials = Credentials(access)

    def routes(self) -> list[ConsoleRoute]:
        own, post = Permission.OWN_ACCOUNT, ("POST",)
        return [
            ConsoleRoute(ACCOUNT, self.page, own),
            ConsoleRoute(f"{ACCOUNT}/password", self.change_password, own, post),
            ConsoleRoute(NEW_APP, self.app_page, own),
            ConsoleRoute(NEW_APP, self.change_app, own, post),
            ConsoleRoute(f"{ACCOUNT}/codes", self.make_codes, own, post),
            ConsoleRoute(f"{ACCOUNT}/link", self.link, Permission.ANSWER, post),
            ConsoleRoute(f"{ACCOUNT}/sessions", self.end_session, own, post),
            ConsoleRoute("/console/token", self.token, own, is_background=True),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        return await self._page(request, who)

    async def change_password(self, request: Request, who: Signed) -> Response:
        form = form_of(request)
        why = await self._credentials.present_fault(who, form)
        why = why or await self._credentials.password_fault(who, form)
        if why is not None:
            return await self._page(request, who, why, "password")
        changed = await self._credentials.hash(form["password"])
        await self._change(who, "password_changed", password_hash=changed)
        return await self._renewed(who, to_page(f"{ACCOUNT}?done=password"))

    async def app_page(self, request: Request, who: Signed) -> Response:
        return self._app_page(request, who)

    async def change_app(self, request: Request, who: Signed) -> Response:
        form, app = form_of(request), self._credentials.new_app(who)
        why = await self._credentials.present_fault(who, form)
        step = self._credentials.step_of(app, form)
        if why is None and step is None:
            why = "account.wrong_code"
        if why is None and not await self._change(who, "totp_changed", totp=app.secret, step=step):
            why = "account.wrong_code"  # of the half minute of the log in
        if why is not None:
            return self._app_page(request, who, why)
        return await self._renewed(who, to_page(f"{ACCOUNT}?done=app"))

    async def make_codes(self, request: Request, who: Signed) -> Response:
        why = await self._credentials.present_fault(who, form_of(request))
        if why is not None:
            return await self._page(request, who, why, "codes")
        codes = self._credentials.new_codes()
        change = Change(who.adviser.id, actor(who), "recovery_made", recovery=codes.kept)
        await run_sync(self._store.change, change)
        return self._render(request, "account_codes.html", who, codes=codes.shown)

    async def link(self, request: Request, who: Signed) -> Response:
        """A code by which the staff group knows them."""
        why = await self._credentials.present_fault(who, form_of(request))
        if why is not None or self._link_code is None:
            return await self._page(request, who, why or "account.no_group", "link")
        code, minutes = await self._link_code(who.adviser.id), CODE_LASTS // timedelta(minutes=1)
        return self._render(request, "account_link.html", who, code=code, minutes=minutes)

    async def end_session(self, request: Request, who: Signed) -> Response:
        """One of one's own, or all but this one."""
        began = form_of(request)["began"]
        if began == "others":
            await self._change(who, "sessions_ended")
        elif moment := read_moment(began):
            ended = (who.adviser.id, moment, actor(who), "session_ended")
            await run_sync(self._store.end_session, *ended)
        return to_page(ACCOUNT)

    async def token(self, _request: Request, who: Signed) -> Response:
        """For a page that was open before its adviser logged in again in another tab."""
        return JSONResponse({"csrf": who.csrf, "adviser": str(who.adviser.id)})

    async def _change(
        self,
        who: Signed,
        action: str,
        password_hash: str | None = None,
        totp: str | None = None,
        step: int | None = None,
    ) -> bool:
        """Whoever else is logged in with what held before is logged out. False, and nothing is
        changed, for a `step` that was used before."""
        change = Change(
            who.adviser.id,
            actor(who),
            action,
            password_hash=password_hash,
            totp=totp,
            step=step,
            ends_sessions=True,
            spares=who.session.created_at,
        )
        return await run_sync(self._store.change, change)

    async def _renewed(self, who: Signed, response: Response) -> Response:
        set_session(response, await run_sync(self._sessions.renew, who.session))
        return response

    async def _page(self, request: Request, who: Signed, why: str = "", form: str = "") -> Response:
        """`form`: the one in which `why` stands."""
        live = await run_sync(self._store.sessions_of, who.adviser.id, self._clock())
        return self._render(
            request,
            "account.html",
            who,
            status=422 if why else 200,
            why=why,
            form=form,
            done=request.query_params.get("done", ""),
            sessions=live,
            can_link=self._link_code is not None and who.may(Permission.ANSWER),
        )

    def _app_page(self, request: Request, who: Signed, why: str = "") -> Response:
        app, status = self._credentials.new_app(who), 422 if why else 200
        return self._render(request, "account_app.html", who, status=status, why=why, app=app)


def actor(who: Signed) -> str:
    return f"adviser:{who.adviser.id}"


def read_moment(text: str) -> datetime | None:
    """None for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
