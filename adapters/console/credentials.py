"""How an adviser proves to be who they are, read from a form: a new password, a new app, new
recovery codes. For the first log in and for the page of one's own account."""

from typing import NamedTuple

from anyio.to_thread import run_sync

from adapters.console import passwords, throttle, totp
from adapters.console.access import Access
from adapters.console.forms import Form
from adapters.console.guard import Signed


class Codes(NamedTuple):
    """`shown` once; of them `kept` is stored."""

    shown: list[str]
    kept: tuple[str, ...]


class NewApp(NamedTuple):
    """An app that is being set up: its secret to be typed, and as a picture."""

    secret: str
    grouped: str
    picture: str


class Credentials:
    def __init__(self, access: Access) -> None:
        self._store = access.store
        self._passwords = access.passwords
        self._clock = access.clock

    async def hash(self, password: str) -> str:
        return await self._passwords.hash(password)

    async def password_fault(self, who: Signed, form: Form) -> str | None:
        """The key of the sentence that says why the new password cannot be taken."""
        password = form["password"]
        why = passwords.fault_of(password, who.adviser.login)
        if why is None and password != form["again"]:
            return "passwords.differ"
        if why is None and await self._passwords.is_right(password, who.account.password_hash):
            return "passwords.as_before"
        return why

    async def present_fault(self, who: Signed, form: Form) -> str | None:
        """The same about the present password, which is asked for again: somebody else may sit at
        an open page."""
        taken = throttle.own_allowance(who.adviser.id)
        if await run_sync(self._store.take, taken, self._clock()):
            return "account.too_many"
        if not await self._passwords.is_right(form["present"], who.account.password_hash):
            return "account.wrong_password"
        await run_sync(self._store.give_back, taken)
        return None

    def new_app(self, who: Signed) -> NewApp:
        secret = totp.pending_secret(who.session, who.account, self._store.keyed_hash)
        uri = totp.setup_uri(secret, who.adviser.login)
        return NewApp(secret, totp.in_groups(secret), totp.setup_picture(uri))

    def step_of(self, app: NewApp, form: Form) -> int | None:
        """None when the code is not of this app."""
        return totp.step_of(app.secret, form["code"], self._clock())

    def new_codes(self) -> Codes:
        shown = totp.new_recovery_codes()
        kept = [totp.recovery_hash(code, self._store.keyed_hash) for code in shown]
        return Codes(shown, tuple(kept))
