"""Sheets: one tip each on a page made for printing, and the page that lists them."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.webchat.pages import HelpLine, Site
from adapters.webchat.took_part import took_part_routes


class Topic(NamedTuple):
    """`name` is the last part of the address."""

    name: str
    title: str


class Sheet(NamedTuple):
    """Paragraphs, then the numbers that belong to them, then what follows. `language` may differ
    from the page's, where nobody has translated it yet."""

    title: str
    before: Sequence[str]
    lines: Sequence[HelpLine]
    after: Sequence[str]
    language: str
    direction: str


class SheetWords(Protocol):
    def topics(self, language: str) -> Sequence[Topic]: ...

    def sheet(self, topic: str, language: str) -> Sheet | None: ...


def sheet_routes(site: Site, words: SheetWords) -> list[Route]:
    async def listing(request: Request) -> Response:
        return site.page("sheets.html", request, topics=words.topics(site.language(request).code))

    async def sheet(request: Request) -> Response:
        found = words.sheet(request.path_params["topic"], site.language(request).code)
        if found is None:
            return Response(status_code=404)
        return site.page("sheet.html", request, sheet=found)

    return [
        Route("/sheets", listing),
        Route("/sheets/{topic}", sheet),
        *took_part_routes(site),
    ]
