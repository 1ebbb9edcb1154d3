"""The landing page and the chat page."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from adapters.assets import Assets
from adapters.languages import Language, choose

HERE = Path(__file__).parent
AWAY = "https://www.bbc.co.uk/weather"
"""Where the quick exit leads: a page that anyone might have open."""

Words = Mapping[str, str]
"""Words of the pages by `page.<key>` and `landing.<key>` (bot/content/en/web.toml)."""

PAGE = "page."


class HelpLine(NamedTuple):
    """A line of the checked table of help lines, in the language of the page."""

    number: str
    name: str
    note: str
    checked: str = ""  # the day of its last check, in words


class Way(NamedTuple):
    """Another way in: `name` is "telegram" or "whatsapp", `url` opens the chat there."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages show. The first language is the default."""

    words: Callable[[str], Words]
    languages: Sequence[Language]
    help_lines: Callable[[str], Sequence[HelpLine]]
    ways: Sequence[Way] = ()


class Site:
    """`folders`: where others who show pages in this frame keep their templates."""

    def __init__(self, pages: Pages, folders: Sequence[Path] = ()) -> None:
        self._pages = pages
        self._assets = Assets(HERE / "static")
        self._templates = _templates(folders)
        self._codes = {way.name: qr_code(way.url) for way in pages.ways}

    def routes(self) -> list[Route]:
        return [
            Route("/", self.landing),
            Route("/chat", self.chat),
            Route("/chat/words.json", self.words),
            Route("/qr/{name}.svg", self.code),
            Route("/favicon.ico", self.icon),
            self._assets.route(),
        ]

    async def landing(self, request: Request) -> Response:
        return self.page("landing.html", request)

    async def chat(self, request: Request) -> Response:
        return self.page("chat.html", request)

    async def words(self, request: Request) -> Response:
        """The words the chat page needs when she changes its language."""
        language = self.language(request)
        return JSONResponse(
            {
                "language": language.code,
                "direction": language.direction,
                "words": self._page_words(language),
            }
        )

    async def code(self, request: Request) -> Response:
        code = self._codes.get(request.path_params["name"])
        return Response(code, media_type="image/svg+xml") if code else Response(status_code=404)

    async def icon(self, _request: Request) -> Response:
        """Some browsers ask for this name whatever the page says."""
        return Response(status_code=204)

    def page(self, template: str, request: Request, **more: object) -> Response:
        """A template in her language; `more` is what it shows beside the words."""
        language = self.language(request)
        page = self._templates.get_template(template).render(
            away=AWAY,
            asset=self._assets.url,
            help_lines=self._pages.help_lines(language.code),
            language=language,
            languages=self._pages.languages,
            page_words=json.dumps(self._page_words(language), ensure_ascii=False),
            ways=self._pages.ways,
            words=self._pages.words(language.code),
            **more,
        )
        headers = {"Content-Language": language.code, "Vary": "Accept-Language"}
        return HTMLResponse(page, headers=headers)

    def language(self, request: Request) -> Language:
        given = request.query_params
        wished = given.get("language", "") or given.get("lang", "")
        return choose(wished, request.headers.get("accept-language", ""), self._pages.languages)

    def _page_words(self, language: Language) -> dict[str, str]:
        words = self._pages.words(language.code).items()
        return {key.removeprefix(PAGE): text for key, text in words if key.startswith(PAGE)}


def qr_code(url: str) -> bytes:
    """A QR code as SVG, dark on white with its quiet zone so that it scans from a dark page too."""
    drawing = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(
        drawing, kind="svg", scale=4, border=4, dark="#2a2320", light="#ffffff", xmldecl=False
    )
    return drawing.getvalue()


def _templates(folders: Sequence[Path]) -> Environment:
    return Environment(
        loader=FileSystemLoader([HERE / "templates", *folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
