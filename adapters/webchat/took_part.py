"""A plain page to print for who took the course. It does not say what the course is about. The name
on it is typed for that one page: it comes in the body of a form and is kept nowhere."""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.webchat.pages import Site
from adapters.webchat.requests import Refused, read_body

PATH = "/took-part"
NAME_AT_MOST = 80


def took_part_routes(site: Site) -> list[Route]:
    async def empty(request: Request) -> Response:
        return site.page("took_part.html", request, name="", is_made=False, at_most=NAME_AT_MOST)

    async def made(request: Request) -> Response:
        try:
            name = _name_in(await read_body(request))
        except Refused as refused:
            return PlainTextResponse(refused.sentence, refused.status)
        return site.page("took_part.html", request, name=name, is_made=True, at_most=NAME_AT_MOST)

    return [
        Route(PATH, empty, methods=["GET"]),
        Route(PATH, made, methods=["POST"]),
    ]


def _name_in(body: bytes) -> str:
    """On one line, and short enough for it."""
    fields = parse_qs(body.decode("ascii", "replace"), errors="replace", max_num_fields=9)
    [name, *_] = fields.get("name", [""])
    return " ".join(name.replace("\0", "").split())[:NAME_AT_MOST]
