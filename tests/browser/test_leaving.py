"""The quick exit (security.md S14): blank at once, erased on the server, nothing behind "back"."""

import pytest
from playwright.sync_api import Page, expect

from adapters.webchat.pages import AWAY
from tests.browser.conftest import Chat, OpenPage

BEFORE = "data:text/html,<title>before</title>"


def came_to_chat(chat: Chat, open_page: OpenPage, through: str = "/chat") -> Page:
    page = open_page()
    page.goto(BEFORE)
    page.goto(chat.address + through)
    if through == "/":
        page.get_by_role("link", name="Start the chat").click()
    expect(page.get_by_text("Hello, and welcome.")).to_be_visible()
    return page


def expect_gone(page: Page, chat: Chat) -> None:
    page.wait_for_url(AWAY)
    with page.expect_event("framenavigated"):
        page.go_back(wait_until="commit")
    assert page.title() == "before"
    assert chat.guide.erased.wait(timeout=10)
    page.goto(chat.address + "/chat")
    expect(page.locator(".bubble")).to_have_count(1)
    assert chat.guide.conversations() == 1


@pytest.mark.parametrize("through", ["/chat", "/"])
def test_the_button_leaves(chat: Chat, open_page: OpenPage, through: str) -> None:
    page = came_to_chat(chat, open_page, through)

    with page.expect_request(lambda request: request.method == "DELETE"):
        page.get_by_role("link", name="Leave now").click()

    expect_gone(page, chat)


def test_shift_three_times_leaves(chat: Chat, open_page: OpenPage) -> None:
    page = came_to_chat(chat, open_page)
    page.keyboard.press("Shift")
    expect(page.get_by_text("Press Shift two more times to leave.")).to_be_visible()
    page.keyboard.press("Shift")
    expect(page.get_by_text("Press Shift once more to leave.")).to_be_visible()

    with page.expect_request(lambda request: request.method == "DELETE"):
        page.keyboard.press("Shift")

    expect_gone(page, chat)


def test_the_first_tab_stop_leaves(chat: Chat, open_page: OpenPage) -> None:
    page = came_to_chat(chat, open_page)
    page.locator("body").press("Tab")
    expect(page.get_by_role("link", name="Leave now")).to_be_focused()

    page.keyboard.press("Enter")

    page.wait_for_url(AWAY)


def test_it_is_blank_before_anything_else_happens(chat: Chat, open_page: OpenPage) -> None:
    """Within the same task as the click: no frame can show the chat any more."""
    page = came_to_chat(chat, open_page)

    left = page.evaluate(
        """() => {
          document.querySelector("[data-exit]").click();
          return [document.body.innerText, sessionStorage.length];
        }"""
    )

    assert left == ["", 0]


def test_it_leaves_though_the_server_is_away(chat: Chat, open_page: OpenPage) -> None:
    page = came_to_chat(chat, open_page)
    chat.guide.down = True

    page.get_by_role("link", name="Leave now").click()

    page.wait_for_url(AWAY)


def test_the_landing_page_leaves_too(chat: Chat, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(chat.address + "/")

    for _ in range(3):
        page.keyboard.press("Shift")

    page.wait_for_url(AWAY)


def test_without_scripts_the_link_leaves(chat: Chat, open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto(chat.address + "/chat")

    page.get_by_role("link", name="Leave now").click()

    page.wait_for_url(AWAY)
