"""Nobody comes past it without a session, the permission that the route declares and, to change
anything, a form of our own page.

A route of the console is a `ConsoleRoute`, which has to declare a permission. The few pages for
those who are not logged in stand in `OPEN`, and no other route is taken.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hmac import compare_digest
from typing import Protocol
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.console.cookies import session_token, set_session, sets_session
from adapters.console.envelope import Envelope
from adapters.console.forms import BODY_AT_MOST, FORGED, BadForm, Form, read_form
from adapters.console.login_page import show_login
from adapters.console.sessions import Opened, Sessions, mark_of
from adapters.console.wording import Words
from bot.desk.accounts import Account, Session
from bot.desk.model import Adviser
from bot.desk.roles import Permission, may
from bot.errors import StoreUnavailable

LOGIN = "/console/login"
FINISH = "/console/finish"
OPEN = frozenset({LOGIN, "/console/static/{name:path}"})
SAFE = frozenset({"GET", "HEAD"})
SAME = "same-origin"

HEADERS = {
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser hides a form's origin from us
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is logged in. `csrf` goes into every form, in a field of that name, and stays the same
    for as long as the session. So does `session_hash`, which is for `Sessions.is_live`."""

    adviser: Adviser
    csrf: str = field(repr=False)
    session_hash: bytes = field(repr=False)
    session: Session = field(repr=False)
    account: Account = field(repr=False)

    def may(self, permission: Permission) -> bool:
        return may(self.adviser.role, permission)


Endpoint = Callable[[Request, Signed], Awaitable[Response]]


class Undeclared(TypeError):
    """A route of the console does not say which permission it needs."""


@dataclass(frozen=True, slots=True)
class ConsoleRoute:
    """`is_background`: what an open page asks by itself. It does not count as a sign that anybody
    is there, and so does not keep the session from ending. `body_at_most`: more than usual where
    files are sent, or long texts in every language."""

    path: str
    endpoint: Endpoint
    permission: Permission
    methods: tuple[str, ...] = ("GET",)
    is_background: bool = False
    body_at_most: int = BODY_AT_MOST

    def __post_init__(self) -> None:
        if not isinstance(self.permission, Permission):
            raise Undeclared(f"{self.path} does not declare its permission")


class Render(Protocol):
    """How pages are made. In a template `words` are the `Words`, `who` is the `Signed` or None, and
    whatever else is given stands under its name."""

    def __call__(
        self,
        request: Request,
        template: str,
        who: Signed | None = None,
        *,
        status: int = 200,
        **values: object,
    ) -> Response: ...


class Guard:
    """Pages are refused with a page, and what a script asks for in plain text. `host`: that of
    PUBLIC_URL, where forms may come from besides the one that was asked."""

    def __init__(
        self,
        sessions: Sessions,
        render: Render,
        words: Callable[[Request], Words],
        envelope: Envelope,
        host: str = "",
    ) -> None:
        self._sessions = sessions
        self._render = render
        self._words = words
        self._envelope = envelope
        self._host = host

    def build(self, routes: Sequence[ConsoleRoute | Route]) -> list[Route]:
        """Errors raised: Undeclared."""
        return [self._built(route) for route in routes]

    def _built(self, route: ConsoleRoute | Route) -> Route:
        if isinstance(route, ConsoleRoute):
            return Route(route.path, self._guarded(route), methods=list(route.methods))
        if route.path in OPEN:
            return route
        raise Undeclared(f"{route.path} does not declare its permission")

    def _guarded(self, route: ConsoleRoute) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                return with_headers(await self._serve(route, request))
            except StoreUnavailable:
                return with_headers(self.refused(request, 503, "refusals.unavailable"))

        return endpoint

    async def _serve(self, route: ConsoleRoute, request: Request) -> Response:
        opened = await anyio.to_thread.run_sync(
            partial(self._sessions.open, session_token(request), is_background=route.is_background)
        )
        if opened is None:
            return await self._to_login(request)
        try:
            response = await self._answer(route, request, signed(self._sessions, opened))
        except BadForm as error:
            response = self.refused(request, error.status, error.why)
        if opened.new_token and not sets_session(response):
            set_session(response, opened.new_token)
        return response

    async def _answer(self, route: ConsoleRoute, request: Request, who: Signed) -> Response:
        if who.account.is_unfinished and route.permission is not Permission.ENTER:
            return (
                to_page(FINISH)
                if is_page(request)
                else self.refused(request, 403, "refusals.unfinished")
            )
        if not who.may(route.permission):
            await anyio.to_thread.run_sync(self._sessions.note_refused, who.adviser.id, route.path)
            return self.refused(request, 403, "refusals.not_allowed", who)
        if request.method not in SAFE:
            check_origin(request, self._host)
            form = request.state.form = await read_form(request, route.body_at_most)
            if not compare_digest(form["csrf"].encode(), who.csrf.encode()):
                raise BadForm(403, FORGED)
        return await route.endpoint(request, who)

    def refused(
        self, request: Request, status: int, why: str, who: Signed | None = None
    ) -> Response:
        """`why`: the key of a sentence. `who` finds the pages that are theirs in its head."""
        if is_page(request):
            return self._render(request, "refused.html", who, status=status, why=why)
        return PlainTextResponse(self._words(request)[why], status)

    async def _to_login(self, request: Request) -> Response:
        if not is_page(request):
            return self.refused(request, 401, "refusals.logged_out")
        if request.method in SAFE:
            return to_page(f"{LOGIN}?next={quote(request.url.path)}")
        unsent = await self._unsent(request)
        if not unsent:
            return to_page(LOGIN)
        its_page = request.url.path.rpartition("/")[0]
        return show_login(self._render, request, 401, "login.unsent", next_=its_page, unsent=unsent)

    async def _unsent(self, request: Request) -> str:
        """What somebody wrote before the session was over, in an envelope."""
        try:
            check_origin(request, self._host)
            return self._envelope.seal(request.url.path, await read_form(request))
        except BadForm:
            return ""


def signed(sessions: Sessions, opened: Opened) -> Signed:
    session, account = opened.session, opened.account
    csrf = sessions.csrf(session)
    return Signed(account.adviser, csrf, mark_of(session.began), session, account)


def with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def to_page(path: str) -> Response:
    """After a form: the page that shows what became of it."""
    return RedirectResponse(path, 303)


def is_page(request: Request) -> bool:
    """Whether a browser shows the answer as a page; else a script reads it."""
    return "text/html" in request.headers.get("accept", "")


def check_origin(request: Request, host: str = "") -> None:
    """A browser says where a form comes from. Errors raised: BadForm."""
    origin = request.headers.get("origin")
    ours = {request.headers.get("host", "").lower(), host.lower()} - {""}
    is_foreign = origin is not None and origin.partition("://")[2].lower() not in ours
    if is_foreign or request.headers.get("sec-fetch-site", SAME) != SAME:
        raise BadForm(403, FORGED)


def form_of(request: Request) -> Form:
    """The form of a POST that the guard let through."""
    form: Form = request.state.form
    return form
