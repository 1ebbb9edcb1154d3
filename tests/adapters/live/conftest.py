"""The public pages over a panel in a real store."""

from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from adapters.headers import SecurityHeaders
from adapters.live.pages import TEMPLATES, LivePages, LiveWords
from adapters.webchat.pages import Pages, Site
from bot.engine.content import Catalogue
from tests.contracts.conftest import World, on_sqlite, sqlite_template
from tests.panels.studio import Studio

__all__ = ["on_sqlite", "sqlite_template"]


@dataclass
class Live:
    studio: Studio
    pages: LivePages
    browser: TestClient

    def get(self, path: str = "/live", accept: str = "en") -> str:
        answer = self.browser.get(path, headers={"Accept-Language": accept})
        assert answer.status_code == 200, path
        return answer.text

    def later(self) -> None:
        """What was read a moment ago is not shown any more."""
        self.studio.clock.go_on(seconds=2)


@pytest.fixture
def live(on_sqlite: World, catalogue: Catalogue) -> Live:
    studio = Studio(on_sqlite, catalogue)
    speech = studio.speech
    site = Site(Pages(speech.page_words, speech.page_languages(), speech.page_lines), [TEMPLATES])
    pages = LivePages(
        site, studio.database.panel_reader, LiveWords(speech.page_words), studio.clock
    )
    app = Starlette(
        routes=[*site.routes(), *pages.routes()], middleware=[Middleware(SecurityHeaders)]
    )
    return Live(studio, pages, TestClient(app))
