"""Logging in to the console with a real browser, on http://127.0.0.1 as `make run` serves it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from adapters.console.cookies import DEVICE, SESSION
from bot.desk.model import Role
from tests.adapters.console.entrance import PASSWORD, Entrance
from tests.browser.conftest import OpenPage, serve
from tests.contracts.conftest import World, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]

NEW = "seven geese over the lake"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def entrance(on_sqlite: World) -> Entrance:
    return Entrance(on_sqlite, on_sqlite.open())


@pytest.fixture
def address(entrance: Entrance) -> Iterator[str]:
    with serve(entrance.app()) as served:
        yield served


def log_in(page: Page, address: str, code: str, login: str = "amina") -> None:
    page.goto(f"{address}/console/")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Log in").click()


def expect_no_barrier(page: Page) -> None:
    report = Axe().run(page, options=RULES)
    assert report.violations_count == 0, report.generate_report()


def cookies(page: Page) -> dict[str, object]:
    return {cookie["name"]: cookie for cookie in page.context.cookies() if "name" in cookie}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_the_one_time_password_to_the_console_and_out(
    entrance: Entrance, address: str, open_page: OpenPage, javascript: bool
) -> None:
    entrance.hire(totp="", must_change=True)
    page = open_page(javascript=javascript)
    log_in(page, address, "")
    expect(page.get_by_role("heading", level=1)).to_have_text("Make this account yours")
    assert set(cookies(page)) == {SESSION, DEVICE}
    secret = (page.locator("code.secret").text_content() or "").replace(" ", "")
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same again").fill(NEW)
    page.get_by_label("The code that the app shows now").fill(entrance.code(secret))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("listitem").locator("code")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("body")).to_have_text("Hello Amina")
    page.goto(f"{address}/console/account")
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    assert set(cookies(page)) == {DEVICE}
    page.goto(f"{address}/console/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_the_way_back_shows_nothing_after_leaving(
    entrance: Entrance, address: str, open_page: OpenPage
) -> None:
    entrance.hire()
    page = open_page()
    log_in(page, address, entrance.code())
    page.goto(f"{address}/console/account")
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_a_wrong_password_is_a_sentence_and_leaves_the_page_usable(
    entrance: Entrance, address: str, open_page: OpenPage
) -> None:
    page = open_page()
    log_in(page, address, "123456")
    expect(page.get_by_role("alert")).to_contain_text("That did not work.")
    expect_no_barrier(page)
    expect(page.get_by_label("Login")).to_be_editable()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_no_page_has_a_barrier_or_is_too_wide(
    entrance: Entrance, address: str, open_page: OpenPage, width: int, scheme: str
) -> None:
    entrance.hire("lina", Role.ADMIN, id_=1)
    entrance.hire()
    entrance.hire("zara", totp="", must_change=True, id_=8)
    page = open_page(width=width, scheme=scheme)
    page.goto(f"{address}/console/login")
    expect_fits(page)
    log_in(page, address, "", "zara")
    expect_fits(page)
    page.get_by_role("button", name="Log out", exact=True).click()
    log_in(page, address, entrance.code(), "lina")
    for path in ("account", "account/app", "advisers", "advisers/7", "advisers/9"):
        page.goto(f"{address}/console/{path}")
        expect_fits(page)
    page.goto(f"{address}/console/advisers/7")
    page.get_by_role("button", name="New password and new app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One-time password")
    expect_fits(page)


def expect_fits(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect_no_barrier(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
