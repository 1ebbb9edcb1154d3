"""For those who listen rather than read, and for those who print."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.middleware import Middleware

from adapters.headers import SecurityHeaders
from adapters.webchat import api
from adapters.webchat.pages import Site
from adapters.webchat.recordings import recordings_route
from adapters.webchat.sheets import sheet_routes
from tests.adapters.webchat.fake import FakeGuide, pages, web_chat
from tests.adapters.webchat.test_sheets import Words
from tests.browser.conftest import OpenPage, serve
from tests.sounds import silence


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    sound = tmp_path_factory.mktemp("sounds") / "breathe.ogg"
    sound.write_bytes(silence())
    guide, site = FakeGuide(), Site(pages())
    routes = [
        *site.routes(),
        *sheet_routes(site, Words()),
        recordings_route({"en/breathe.ogg": sound}.get),
        *api.routes(web_chat(guide)),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])
    with serve(app, guide.wake.close) as address:
        yield address


def test_a_recording_plays_when_she_asks_and_not_before(address: str, open_page: OpenPage) -> None:
    page = open_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{address}/chat")
    page.locator("#text").fill("breathe")
    page.locator("#form [type=submit]").click()
    player = page.locator("audio")
    expect(player).to_have_attribute("aria-label", "Listen to this")
    assert not [url for url in fetched if "/recordings/" in url]

    player.evaluate("async (audio) => { audio.muted = true; await audio.play(); }")

    assert [url for url in fetched if url.endswith("/recordings/en/breathe.ogg?v=1")]
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("flow", ["signs", "<b>"])
def test_a_preview_begins_in_its_flow(address: str, open_page: OpenPage, flow: str) -> None:
    page = open_page()
    with page.expect_request("**/api/chat") as begun:
        page.goto(f"{address}/chat?flow={flow}")

    assert begun.value.post_data_json == {"language": "en"} | (
        {"flow": "signs"} if flow == "signs" else {}
    )


@pytest.mark.parametrize("path", ["/sheets", "/sheets/call"])
@pytest.mark.parametrize("width", [320, 1100])
def test_axe_finds_nothing_on_sheets(
    address: str, open_page: OpenPage, path: str, width: int
) -> None:
    page = open_page(width=width, javascript=True)
    page.goto(address + path)

    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sheet_prints_black_on_white_and_nothing_else(
    address: str, open_page: OpenPage, scheme: str
) -> None:
    page = open_page(scheme=scheme, javascript=False)
    page.goto(f"{address}/sheets/call")
    page.emulate_media(media="print")

    expect(page.locator("header")).to_be_hidden()
    expect(page.get_by_text("To print this page")).to_be_hidden()
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_text("Checked on 20 November 2026")).to_be_visible()
