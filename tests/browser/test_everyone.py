"""For every eye, hand, window and browser (security.md S31: WCAG 2.2 AA)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Chat, OpenPage

SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.5.8


def full_chat(chat: Chat, page: Page) -> Page:
    """A page with every kind of thing on it: text, numbers, ticks, hints, an adviser, a failure."""
    page.goto(chat.address + "/chat")
    page.locator('[data-token="welcome.hello:signs"]').click()
    page.locator('[data-token="signs.list:online"]').click()
    page.locator('[data-token="signs.list:done"]').click()
    page.locator('[data-token="menu.menu:call"]').wait_for()
    page.locator("[data-says=urgent_word]").click()
    page.get_by_text("Emergency services").wait_for()
    chat.guide.adviser_writes(chat.guide.only_address())
    page.locator(".adviser").wait_for()
    chat.guide.down = True
    page.locator("[data-says=urgent_word]").click()
    page.locator(".state.failed").wait_for()
    return page


def findings(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{found['id']}: {found['nodes'][0]['html']}" for found in violations]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("languages", ["en-GB", "ar"])
def test_axe_finds_nothing_in_the_chat(
    chat: Chat, open_page: OpenPage, scheme: str, languages: str
) -> None:
    page = full_chat(chat, open_page(scheme=scheme, languages=languages))

    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_axe_finds_nothing_on_the_landing_page(
    chat: Chat, open_page: OpenPage, scheme: str, width: int
) -> None:
    page = open_page(scheme=scheme, width=width)
    page.goto(chat.address + "/")

    assert findings(page) == []


@pytest.mark.parametrize("languages", ["en-GB", "ar"])
@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (390, 800), (1280, 900)])
def test_nothing_scrolls_sideways(
    chat: Chat, open_page: OpenPage, width: int, height: int, languages: str
) -> None:
    """320 by 256 is a window of 1280 by 1024 at 400 % (WCAG 1.4.10)."""
    page = full_chat(chat, open_page(width=width, height=height, languages=languages))

    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    expect(page.locator(".exit")).to_be_in_viewport(ratio=1)


def test_everything_is_big_enough_to_hit(chat: Chat, open_page: OpenPage) -> None:
    page = full_chat(chat, open_page(width=320, height=640))

    small = []
    for target in page.locator("button, select, textarea, a.number, a.exit").all():
        box = target.bounding_box()
        if box and min(box["width"], box["height"]) < SMALLEST_TARGET:
            small.append(target.inner_text())
    assert small == []


def test_the_keyboard_is_enough(chat: Chat, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(chat.address + "/chat")
    signs = page.get_by_role("button", name="Early signs")
    expect(signs).to_be_visible()
    for expected in ("Leave now", "Language", "Early signs"):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_have_accessible_name(expected)

    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Choices").last).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    first = page.get_by_role("button", name="Pulls away")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-pressed", "true")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("That was not easy to write down.")).to_be_visible()


def test_right_to_left_reads_right_to_left(chat: Chat, open_page: OpenPage) -> None:
    page = open_page(languages="ar")
    page.goto(chat.address + "/chat")
    bubble = page.locator(".bubble").first

    expect(bubble).to_have_attribute("dir", "rtl")
    number = bubble.get_by_role("link", name="0800 011 3764")
    assert number.locator("bdi").get_attribute("dir") == "ltr"
    words, log = bubble.locator(".words").bounding_box(), page.locator("#log").bounding_box()
    assert words
    assert log
    assert words["x"] + words["width"] == pytest.approx(log["x"] + log["width"], abs=1)


def test_without_scripts_it_says_what_it_is_and_whom_to_call(
    chat: Chat, open_page: OpenPage
) -> None:
    page = open_page(javascript=False)
    page.goto(chat.address + "/chat")

    shown = page.locator("noscript")  # looked up as an element: text search passes it by
    expect(shown.locator("p").first).to_be_visible()
    expect(shown.locator("a.number").first).to_have_text("999")
    expect(shown.locator("a.number").first).to_be_visible()
    expect(page.get_by_label("Your message")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_only_our_own_host_is_called(chat: Chat, open_page: OpenPage, path: str) -> None:
    page = open_page()
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))
    page.goto(chat.address + path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert called
    assert [url for url in called if not url.startswith(chat.address)] == []
