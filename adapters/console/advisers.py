"""The pages where a lead or an admin sees to the accounts of others."""

import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from adapters.console import passwords
from adapters.console.access import Access
from adapters.console.forms import Form
from adapters.console.guard import ConsoleRoute, Endpoint, Signed, form_of, to_page
from adapters.console.own_account import actor, read_moment
from bot.desk.accounts import Account, Change
from bot.desk.enrolling import cleaned, faults_of, role_named
from bot.desk.model import Adviser, Role
from bot.desk.roles import MANAGED, Permission, may_manage

ADVISERS = "/console/advisers"
ONE = f"{ADVISERS}/{{id:int}}"
POST = ("POST",)
ID_BITS = 63

Act = Callable[[Request, Signed, Account], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen of; `capacity` is a new adviser's."""

    queues: Collection[str]
    languages: Collection[str]
    capacity: int


@dataclass(frozen=True, slots=True)
class Work:
    """What the accounts of advisers have to do with the desk. `hand_over`: by whom, and whose
    cases; all of them go back to their queues."""

    everybody: Callable[[], Sequence[Adviser]]
    choices: Callable[[], Choices]
    hand_over: Callable[[int, int], Awaitable[object]]


class Advisers:
    def __init__(self, access: Access, work: Work) -> None:
        self._store = access.store
        self._passwords = access.passwords
        self._clock = access.clock
        self._render = access.render
        self._work = work

    def routes(self) -> list[ConsoleRoute]:
        accounts = Permission.ACCOUNTS
        acts: dict[str, Act] = {
            "change": self._change,
            "password": self._reset_password,
            "app": self._reset_app,
            "disable": self._disable,
            "enable": self._enable,
            "sessions": self._end_sessions,
        }
        return [
            ConsoleRoute(ADVISERS, self.page, accounts),
            ConsoleRoute(ADVISERS, self.add, accounts, POST),
            ConsoleRoute(ONE, self._of_one(self._show), accounts),
            *(
                ConsoleRoute(f"{ONE}/{name}", self._of_one(act, changes=True), accounts, POST)
                for name, act in acts.items()
            ),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        return await self._page(request, who)

    async def add(self, request: Request, who: Signed) -> Response:
        form = form_of(request)
        role = role_named(form["role"])
        if role is None or not may_manage(who.adviser.role, role):
            return await self._page(request, who, ["advisers.bad_role"])
        new = Adviser(secrets.randbits(ID_BITS), form["login"], form["name"], role)
        new = self._filled(new, form)
        faults = self._faults(new)
        if faults:
            return await self._page(request, who, faults)
        password = passwords.one_time_password()
        account = Account(new, await self._passwords.hash(password))
        if not await run_sync(self._store.add, account, actor(who)):
            return await self._page(request, who, ["advisers.login_taken"])
        return self._given(request, who, new, password)

    def _of_one(self, act: Act, *, changes: bool = False) -> Endpoint:
        """`changes`: only for whom the role may manage, and not for oneself, who has a page of
        one's own for that."""

        async def endpoint(request: Request, who: Signed) -> Response:
            account = await run_sync(self._store.by_id, request.path_params["id"])
            if account is None:
                return self._render(request, "refused.html", who, status=404, why="advisers.nobody")
            if changes and not self._may_change(who, account.adviser):
                return await self._show(request, who, account, ["advisers.not_yours"], 403)
            return await act(request, who, account)

        return endpoint

    def _may_change(self, who: Signed, other: Adviser) -> bool:
        return who.adviser.id != other.id and may_manage(who.adviser.role, other.role)

    async def _show(
        self,
        request: Request,
        who: Signed,
        account: Account,
        faults: list[str] | None = None,
        status: int = 422,
    ) -> Response:
        other = account.adviser
        return self._render(
            request,
            "adviser.html",
            who,
            status=status if faults else 200,
            faults=faults or [],
            other=other,
            account=account,
            sessions=await run_sync(self._store.sessions_of, other.id, self._clock()),
            may_change=self._may_change(who, other),
            roles=roles_for(who),
            choices=self._work.choices(),
        )

    async def _change(self, request: Request, who: Signed, account: Account) -> Response:
        form, old = form_of(request), account.adviser
        role = role_named(form["role"])
        if role is None or not may_manage(who.adviser.role, role):
            return await self._show(request, who, account, ["advisers.bad_role"])
        new = self._filled(replace(old, name=form["name"], role=role), form)
        faults = self._faults(new)
        if faults:
            return await self._show(request, who, account, faults)
        has_new_rights = new.role is not old.role
        by = actor(who)
        return await self._done(
            Change(old.id, by, "adviser_changed", adviser=new, ends_sessions=has_new_rights)
        )

    async def _reset_password(self, request: Request, who: Signed, account: Account) -> Response:
        return await self._reset(request, who, account, "password_reset", None)

    async def _reset_app(self, request: Request, who: Signed, account: Account) -> Response:
        """With a new password, or whoever knows the old one could set up an app first."""
        return await self._reset(request, who, account, "totp_reset", "")

    async def _reset(
        self, request: Request, who: Signed, account: Account, action: str, totp: str | None
    ) -> Response:
        password, id_ = passwords.one_time_password(), account.adviser.id
        change = Change(
            id_,
            actor(who),
            action,
            password_hash=await self._passwords.hash(password),
            must_change=True,
            totp=totp,
            recovery=(),
            ends_sessions=True,
        )
        await run_sync(self._store.change, change)
        return self._given(request, who, account.adviser, password)

    async def _disable(self, _request: Request, who: Signed, account: Account) -> Response:
        gone = replace(account.adviser, is_disabled=True)
        await self._work.hand_over(who.adviser.id, gone.id)
        change = Change(gone.id, actor(who), "adviser_disabled", adviser=gone, ends_sessions=True)
        return await self._done(change)

    async def _enable(self, _request: Request, who: Signed, account: Account) -> Response:
        back = replace(account.adviser, is_disabled=False)
        return await self._done(Change(back.id, actor(who), "adviser_enabled", adviser=back))

    async def _end_sessions(self, request: Request, who: Signed, account: Account) -> Response:
        """One, or all of them."""
        id_ = account.adviser.id
        began = read_moment(form_of(request)["began"])
        if began is None:
            everywhere = Change(id_, actor(who), "sessions_ended", ends_sessions=True)
            return await self._done(everywhere)
        await run_sync(self._store.end_session, id_, began, actor(who), "session_ended")
        return to_page(f"{ADVISERS}/{id_}")

    async def _done(self, change: Change) -> Response:
        await run_sync(self._store.change, change)
        return to_page(f"{ADVISERS}/{change.adviser_id}")

    async def _page(
        self, request: Request, who: Signed, faults: list[str] | None = None
    ) -> Response:
        return self._render(
            request,
            "advisers.html",
            who,
            status=422 if faults else 200,
            faults=faults or [],
            advisers=await run_sync(self._work.everybody),
            roles=roles_for(who),
            choices=self._work.choices(),
            given=form_of(request) if faults else Form([]),
        )

    def _given(self, request: Request, who: Signed, other: Adviser, password: str) -> Response:
        """The one-time password, which nobody can see again."""
        return self._render(request, "adviser_password.html", who, other=other, password=password)

    def _filled(self, adviser: Adviser, form: Form) -> Adviser:
        return cleaned(
            replace(
                adviser,
                queues=tuple(form.all("queue")),
                languages=tuple(form.all("language")),
                capacity=form.number("capacity") or 0,
            )
        )

    def _faults(self, adviser: Adviser) -> list[str]:
        choices = self._work.choices()
        return list(faults_of(adviser, choices.queues, choices.languages))


def roles_for(who: Signed) -> list[Role]:
    """Those this adviser may give, in one order."""
    return [role for role in Role if role in MANAGED[who.adviser.role]]
