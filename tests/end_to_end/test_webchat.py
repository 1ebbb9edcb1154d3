"""The web chat in a real browser, with the whole product behind it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from adapters.app import Product
from adapters.database import upgrade
from adapters.settings import load_settings
from adapters.webchat.pages import AWAY
from tests.browser.conftest import OPTIONS, OpenPage, find_browser, open_page, serve
from tests.contracts.conftest import FixedClock, World
from tests.end_to_end.conftest import PATIENCE, environment

__all__ = ["open_page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For this module only: while Playwright is open no asynchronous test can run."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, World]]:
    settings = environment(tmp_path)
    upgrade(settings["DATABASE_URL"])
    clock = FixedClock()
    product = Product(load_settings(settings), clock)
    with serve(product.asgi(), product.wake.close) as address:
        yield address, World(settings["DATABASE_URL"], clock)
    product.database.close()


@pytest.fixture
def page(site: tuple[str, World], open_page: OpenPage) -> Page:
    opened = open_page()
    opened.goto(site[0] + "/chat")
    expect(opened.get_by_text("I am a guide, not a person.")).to_be_visible()
    return opened


def button(page: Page, choice: str) -> Locator:
    return page.locator(f'[data-token="{choice}"]').last


def press(page: Page, *choices: str) -> None:
    """One after the other, each as soon as it is there."""
    for choice in choices:
        button(page, choice).click()


def tick(page: Page, sign: str) -> Locator:
    """A line of a tick list; its token says what a press would do to it."""
    return page.locator(f'[data-token$="{sign}"]').last


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def test_from_the_landing_page_to_the_chat(site: tuple[str, World], open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site[0])

    page.get_by_role("link", name="Start the chat").click()

    expect(page.get_by_text("Is anyone in danger right now?")).to_be_visible()


def test_from_ticks_to_the_result(page: Page) -> None:
    press(page, "welcome.safe:no", "menu.choose:signs", "signs.safety:no", "signs.where:behaviour")
    secret, words = tick(page, "BEH-3"), tick(page, "BEH-4")

    secret.click()
    words.click()
    expect(words).to_have_attribute("aria-pressed", "true")
    expect(secret).to_have_attribute("aria-pressed", "true")
    secret.click()
    expect(secret).to_have_attribute("aria-pressed", "false")
    expect(words).to_have_attribute("aria-pressed", "true")
    press(page, "signs.behaviour:done", "signs.more:result")

    expect(button(page, "signs.advice:act_early")).to_be_visible()


def test_urgent_is_always_one_press_away(page: Page) -> None:
    page.get_by_role("group", name="Always here for you").get_by_role(
        "button", name="Urgent help"
    ).click()

    expect(page.get_by_role("link", name="999").last).to_have_attribute("href", "tel:999")


def test_a_person_can_be_asked_for(page: Page, site: tuple[str, World]) -> None:
    write(page, "person")
    press(page, "person.about:ask", "person.keep:yes", "person.may_write:first")
    press(page, "person.may_write_later:no")

    expect(button(page, "person.tell:menu")).to_be_visible()
    [case] = site[1].rows("SELECT status FROM cases")
    assert case.status == "waiting"


def test_a_page_loaded_again_goes_on_where_it_was(page: Page) -> None:
    press(page, "welcome.safe:no")
    expect(button(page, "menu.choose:signs")).to_be_visible()

    page.reload()

    expect(button(page, "menu.choose:signs")).to_be_visible()
    expect(page.locator('[data-token="welcome.safe:no"]')).to_have_count(1)


def test_the_quick_exit_erases_on_the_server(page: Page, site: tuple[str, World]) -> None:
    write(page, "menu")
    expect(button(page, "menu.choose:signs")).to_be_visible()
    with page.expect_request(lambda request: request.method == "DELETE"):
        page.get_by_role("link", name="Leave now").click()

    page.wait_for_url(AWAY)
    for table in ("conversations", "outbox", "inbound"):
        assert is_soon_empty(site[1], table), table


def is_soon_empty(world: World, table: str) -> bool:
    """The page did not wait for the answer either."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not world.rows(f"SELECT * FROM {table}"):  # noqa: S608
            return True
    return False


def test_what_she_deletes_herself_is_gone(page: Page, site: tuple[str, World]) -> None:
    press(page, "welcome.safe:no", "menu.choose:person", "person.about:ask", "person.keep:yes")
    expect(button(page, "person.may_write:first")).to_be_visible()
    write(page, "hide")
    press(page, "hide.where:delete", "privacy.delete:yes")

    expect(page.get_by_role("button", name="Start again")).to_be_visible()
    assert site[1].rows("SELECT * FROM conversations") == []
