"""Recordings for the page and for providers that fetch them."""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from adapters.assets import FOR_EVER
from bot.engine.content import SOUNDS

Find = Callable[[str], Path | None]
"""The file of a recording by its name, `<language>/<file>`."""


def recordings_route(find: Find) -> Route:
    """Served in pieces where asked so (players do), and kept for ever under the hash of an address
    that has one."""

    async def serve(request: Request) -> Response:
        name = f"{request.path_params['language']}/{request.path_params['name']}"
        path = find(name)
        if path is None:
            return Response(status_code=404)
        headers = {"Cache-Control": FOR_EVER} if "v" in request.query_params else {}
        return FileResponse(path, media_type=SOUNDS[path.suffix], headers=headers)

    return Route("/recordings/{language}/{name}", serve, name="recordings")
