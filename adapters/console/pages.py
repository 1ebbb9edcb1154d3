"""How a page of the console is made."""

import json
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.assets import Assets
from adapters.console.guard import Signed
from adapters.console.wording import Words, choose_language, load_words
from bot.desk.roles import Permission

HERE = Path(__file__).parent
STATIC = "/console/static"
QUEUE = "/console/"
FOR_SCRIPTS = "live."
"""The table of words that scripts show."""

NAVIGATION = (
    (QUEUE, "nav.queue", Permission.ANSWER),
    ("/console/board", "nav.board", Permission.BOARD),
    ("/console/reports", "nav.reports", Permission.REPORTS),
    ("/console/numbers", "nav.numbers", Permission.REPORTS),
    ("/console/advisers", "nav.advisers", Permission.ACCOUNTS),
    ("/console/agenda", "nav.agenda", Permission.EVENTS),
    ("/console/panels", "panels.nav", Permission.PANEL_ANSWER),
    ("/console/cohorts", "cohorts.nav", Permission.COHORTS),
    ("/console/broadcasts", "nav.broadcasts", Permission.BROADCASTS),
    ("/console/phrases", "nav.phrases", Permission.PHRASES),
    ("/console/audit", "nav.audit", Permission.AUDIT),
    ("/console/care", "nav.care", Permission.ANSWER),
    ("/console/account", "nav.account", Permission.OWN_ACCOUNT),
)


class Link(NamedTuple):
    path: str
    label: str
    is_current: bool


class Pages:
    def __init__(self) -> None:
        self._words = load_words()
        self._assets, self._templates = _files()

    def route(self) -> Route:
        return self._assets.route()

    def words(self, request: Request) -> Words:
        return self._words[self.language(request)]

    def language(self, request: Request) -> str:
        return choose_language(request.headers.get("accept-language", ""), self._words)

    def render(
        self,
        request: Request,
        template: str,
        who: Signed | None = None,
        *,
        status: int = 200,
        **values: object,
    ) -> Response:
        """`adapters.console.guard.Render`."""
        words = self.words(request)
        html = self._templates.get_template(template).render(
            who=who,
            words=words,
            language=self.language(request),
            nav=list(self._links(request.url.path, who, words)),
            script_words=_for_scripts(words),
            **values,
        )
        return HTMLResponse(html, status)

    def _links(self, path: str, who: Signed | None, words: Words) -> Iterator[Link]:
        if who is None or who.account.is_unfinished:
            return
        for target, key, permission in NAVIGATION:
            if who.may(permission):
                yield Link(target, words[key], path == target)


def _for_scripts(words: Words) -> str:
    found = [key for key in words if key.startswith(FOR_SCRIPTS)]
    return json.dumps({key.removeprefix(FOR_SCRIPTS): words[key] for key in found})


@cache
def _files() -> tuple[Assets, Environment]:
    """Read and made ready once, so that the first page is as fast as the next."""
    assets = Assets(HERE / "static", STATIC)
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=assets.url, new_key=new_key, Permission=Permission)
    for name in environment.list_templates():
        environment.get_template(name)
    return assets, environment


def new_key() -> str:
    """For what must happen once, however often a form is sent."""
    return secrets.token_hex(16)
