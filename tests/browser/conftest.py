"""A real browser and a real server, for any application.

`serve(app, ending)` starts an application on loopback and gives its address; `chat` is the web
chat over the fake guide; `open_page(...)` opens a page that may talk to loopback only.
"""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple, Protocol

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route, sync_playwright
from starlette.types import ASGIApp

from tests.adapters.webchat.fake import FakeGuide, build_app

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


class Chat(NamedTuple):
    guide: FakeGuide
    address: str


class OpenPage(Protocol):
    """Opens a page. Faults of its scripts and of its policy, and calls elsewhere, fail the test."""

    def __call__(
        self,
        *,
        width: int = 1100,
        height: int = 800,
        scheme: str = "light",
        javascript: bool = True,
        languages: str = "en-GB",
    ) -> Page: ...


def find_browser() -> str:
    """Errors raised: FileNotFoundError that names the package to install."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError("the browser tests need Chromium: apt-get install chromium")


@contextmanager
def serve(app: ASGIApp, ending: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Runs `app` and yields its address; `ending` is called on its loop before it stops."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = _Server(uvicorn.Config(app, log_level="critical", lifespan="off"), ending)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Not for the whole session: while Playwright is open no asynchronous test can run."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def chat() -> Iterator[Chat]:
    guide = FakeGuide()
    with serve(build_app(guide), guide.wake.close) as address:
        yield Chat(guide, address)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    faults: list[str] = []
    with ExitStack() as contexts:

        def opened(
            *,
            width: int = 1100,
            height: int = 800,
            scheme: str = "light",
            javascript: bool = True,
            languages: str = "en-GB",
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=javascript,
                locale=languages,
                reduced_motion="reduce",
            )
            contexts.callback(context.close)
            context.route("**/*", _only_loopback)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on(
                "console",
                lambda said: faults.append(said.text) if "Security Policy" in said.text else None,
            )
            return page

        yield opened
    assert faults == []


def _only_loopback(route: Route) -> None:
    """Elsewhere, such as where the quick exit leads, an empty page stands in."""
    if route.request.url.startswith("http://127.0.0.1:"):
        route.fallback()
    else:
        route.fulfill(content_type="text/html", body="<title>elsewhere</title>")
