"""The page where advisers log in."""

from typing import NamedTuple

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.console import throttle, totp
from adapters.console.access import Access
from adapters.console.cookies import device_token, set_device, set_session
from adapters.console.forms import BODY_AT_MOST, BadForm, Form, read_form
from adapters.console.guard import LOGIN, check_origin, signed, to_page, with_headers
from adapters.console.login_page import HOME, back_to, show_login
from bot.desk.accounts import Account, Allowance, Proof
from bot.desk.roles import Permission
from bot.errors import StoreUnavailable

LOGIN_AT_MOST = 64
WITH_AN_ENVELOPE = 4 * BODY_AT_MOST
NO_FORM = Form([])
NOBODYS_SECRET = totp.new_secret()


class Try(NamedTuple):
    login: str
    password: str
    code: str
    taken: list[Allowance]


class Login:
    def __init__(self, access: Access) -> None:
        self._store = access.store
        self._sessions = access.sessions
        self._passwords = access.passwords
        self._clock = access.clock
        self._render = access.render
        self._envelope = access.envelope
        self._take_up = access.take_up
        self._host = access.host

    def routes(self) -> list[Route]:
        return [Route(LOGIN, self.page), Route(LOGIN, self.submit, methods=["POST"])]

    async def page(self, request: Request) -> Response:
        return self._page(request, form=Form([("next", request.query_params.get("next", ""))]))

    async def submit(self, request: Request) -> Response:
        try:
            check_origin(request, self._host)
            form = await read_form(request, WITH_AN_ENVELOPE)
        except BadForm as error:
            return self._page(request, error.status, error.why)
        try:
            return await self._submit(request, form)
        except StoreUnavailable:
            return self._page(request, 503, "refusals.unavailable", form)

    async def _submit(self, request: Request, form: Form) -> Response:
        given = self._read(request, form)
        wait = await run_sync(self._store.take, given.taken, self._clock())
        if wait:
            page = self._page(request, 429, "login.wait", form, seconds=wait)
            page.headers["Retry-After"] = str(wait)
            return page
        token = await self._token(given, request.headers.get("user-agent", ""))
        if token is None:
            return self._page(request, 401, "login.wrong", form)
        await run_sync(self._store.give_back, given.taken)
        response = await self._first_page(request, form, token)
        set_session(response, token)
        set_device(response, throttle.new_device_token(given.login, self._store.keyed_hash))
        return with_headers(response)

    async def _first_page(self, request: Request, form: Form, token: str) -> Response:
        """Where they wanted to go, or what they were writing."""
        opened = await run_sync(self._sessions.open, token) if form["unsent"] else None
        if opened is None:
            return to_page(back_to(form["next"]))
        who = signed(self._sessions, opened)
        kept = self._envelope.open(form["unsent"], who.adviser.id)
        if kept is None or who.account.is_unfinished or not who.may(Permission.ANSWER):
            return to_page(HOME)
        return await self._take_up(request, who, kept)

    def _read(self, request: Request, form: Form) -> Try:
        login = form["login"].strip().lower()[:LOGIN_AT_MOST]
        known = throttle.known_device(device_token(request), login, self._store.keyed_hash)
        address = request.client.host if request.client else ""
        taken = throttle.allowances(login, address, known)
        return Try(login, form["password"], form["code"], taken)

    async def _token(self, given: Try, agent: str) -> str | None:
        """Nobody can tell from the answer, or from how long it takes, whether there is such a
        login or which of the proofs was wrong."""
        account = await run_sync(self._store.by_login, given.login)
        if account is not None and account.adviser.is_disabled:
            account = None
        is_right = await self._passwords.is_right(
            given.password, account.password_hash if account else None
        )
        proof = self._proof(account, given.code)
        if account is not None and proof is not None and is_right:
            token = await run_sync(self._sessions.begin, account, proof, agent)
            if token is not None:
                return token
        await run_sync(self._store.note, "nobody", "sign_in_failed", _subject(account))
        return None

    def _proof(self, account: Account | None, code: str) -> Proof | None:
        if account is not None and not account.totp:
            return Proof()
        secret = account.totp if account else NOBODYS_SECRET
        step = totp.step_of(secret, code, self._clock())
        recovery = totp.recovery_hash(code, self._store.keyed_hash)
        if recovery:
            return Proof(recovery=recovery)
        return None if step is None else Proof(step=step)

    def _page(
        self,
        request: Request,
        status: int = 200,
        why: str = "",
        form: Form = NO_FORM,
        seconds: int = 0,
    ) -> Response:
        given = {"next_": form["next"], "unsent": form["unsent"]}
        return with_headers(
            show_login(self._render, request, status, why, **given, seconds=seconds)
        )


def _subject(account: Account | None) -> str:
    """Never what was typed: people type a password into the wrong field."""
    return f"adviser:{account.adviser.id}" if account else ""
