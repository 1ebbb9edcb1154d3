"""The pages of logging in over a real store, with one page behind them; and people who log in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx2
import pyotp
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from adapters.console.access import Access, TakeUp
from adapters.console.account_routes import account_routes
from adapters.console.advisers import Choices, Work
from adapters.console.envelope import Envelope
from adapters.console.guard import ConsoleRoute, Guard, Signed
from adapters.console.kept import Kept
from adapters.console.pages import Pages
from adapters.console.passwords import Passwords, hash_password
from adapters.console.sessions import Sessions
from adapters.database import Database
from adapters.headers import SecurityHeaders
from bot.desk.accounts import Account
from bot.desk.model import Adviser, Role
from bot.desk.roles import Permission
from tests.contracts.conftest import World

PASSWORD = "a river runs by the mill"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SITE = "https://desk.example"
PAGE = {"Accept": "text/html"}
HASHED = hash_password(PASSWORD)
CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


async def home(_request: Request, who: Signed) -> Response:
    return PlainTextResponse(f"Hello {who.adviser.name}")


async def kept_words(_request: Request, _who: Signed, kept: Kept) -> Response:
    return PlainTextResponse(kept.fields["text"])


HOME = ConsoleRoute("/console/", home, Permission.OWN_ACCOUNT)
ASKED = ConsoleRoute("/console/asked", home, Permission.OWN_ACCOUNT, is_background=True)
LEADS = ConsoleRoute("/console/leads", home, Permission.BOARD)


@dataclass
class Entrance:
    world: World
    database: Database
    handed_over: list[tuple[int, int]] = field(default_factory=list)
    more: Sequence[ConsoleRoute | Route] = (HOME, ASKED, LEADS)
    take_up: TakeUp = kept_words
    has_group: bool = False

    def __post_init__(self) -> None:
        self.store = self.database.accounts
        self.pages = Pages()
        self.sessions = Sessions(self.store, self.world.clock)
        render = self.pages.render
        self.envelope = Envelope(self.store, self.sessions, self.world.clock)
        self.access = Access(
            self.store,
            self.sessions,
            Passwords(),
            self.world.clock,
            render,
            self.envelope,
            self.take_up,
            link_code=self._link_code if self.has_group else None,
        )
        self.guard = Guard(self.sessions, render, self.pages.words, self.envelope)
        choices = Choices(("family", "general"), ("en", "ur"), 3)
        work = Work(self.database.desk_reader.advisers, lambda: choices, self._hand_over)
        self.routes = [*account_routes(self.access, work), *self.more, self.pages.route()]

    async def _link_code(self, adviser_id: int) -> str:
        make = self.database.staff.make_code
        return await self.database.writer.submit_async(make, adviser_id)

    async def _hand_over(self, by: int, gone: int) -> None:
        self.handed_over.append((by, gone))

    def app(self) -> Starlette:
        return Starlette(
            routes=self.guard.build(self.routes), middleware=[Middleware(SecurityHeaders)]
        )

    def browser(self, address: str = "192.0.2.1") -> TestClient:
        return TestClient(
            self.app(), SITE, headers=PAGE, follow_redirects=False, client=(address, 5000)
        )

    def hire(
        self,
        login: str = "amina",
        role: Role = Role.ADVISER,
        *,
        id_: int = 7,
        totp: str = SECRET,
        must_change: bool = False,
    ) -> Account:
        adviser = Adviser(id_, login, login.title(), role)
        account = Account(adviser, HASHED, totp, must_change)
        assert self.store.add(account, "operator")
        return account

    def code(self, secret: str = SECRET) -> str:
        return pyotp.TOTP(secret).at(self.world.clock.now)

    def log_in(self, browser: TestClient, login: str = "amina", **fields: str) -> httpx2.Response:
        given = {"login": login, "password": PASSWORD, "code": self.code(), **fields}
        return post(browser, "/console/login", given)

    def at_work(self, login: str = "amina") -> TestClient:
        """A browser that is logged in, half a minute later: no code serves twice."""
        browser = self.browser()
        assert self.log_in(browser, login).status_code == 303
        self.world.clock.go_on(seconds=30)
        return browser

    def audit(self) -> list[str]:
        lines = self.database.desk_reader.audit_page(10**6, 1000)
        return [line.entry.action for line in reversed(lines)]


def post(browser: TestClient, path: str, fields: dict[str, str] | None = None) -> httpx2.Response:
    """As the browser sends a form that has no token."""
    return browser.post(path, data=fields or {}, headers={"Origin": SITE})


def send(browser: TestClient, page: str, path: str, **fields: str) -> httpx2.Response:
    """As the browser sends a form of that page."""
    return post(browser, path, {"csrf": csrf(browser, page), **fields})


def csrf(browser: TestClient, page: str = "/console/account") -> str:
    found = CSRF.search(browser.get(page).text)
    assert found is not None, page
    return found[1]
