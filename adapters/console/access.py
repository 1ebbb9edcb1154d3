"""What the pages of logging in and of accounts share."""

from dataclasses import dataclass

from adapters.console.guard import Render
from adapters.console.passwords import Passwords
from adapters.console.sessions import Sessions
from bot.desk.accounts import AccountStore
from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Access:
    """`host`: that of PUBLIC_URL, as for the guard."""

    store: AccountStore
    sessions: Sessions
    passwords: Passwords
    clock: Clock
    render: Render
    host: str = ""
