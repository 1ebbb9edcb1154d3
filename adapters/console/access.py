"""What the pages of logging in and of accounts share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.envelope import Envelope
from adapters.console.guard import Render, Signed
from adapters.console.kept import Kept
from adapters.console.passwords import Passwords
from adapters.console.sessions import Sessions
from bot.desk.accounts import AccountStore
from bot.ports import Clock

TakeUp = Callable[[Request, Signed, Kept], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Access:
    """`host`: that of PUBLIC_URL, as for the guard. `take_up` shows what somebody had written when
    their session was over. `link_code` makes a code for the staff group; None: there is none."""

    store: AccountStore
    sessions: Sessions
    passwords: Passwords
    clock: Clock
    render: Render
    envelope: Envelope
    take_up: TakeUp
    host: str = ""
    link_code: Callable[[int], Awaitable[str]] | None = None
