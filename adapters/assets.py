"""Scripts, styles and icons: read once, served from memory, cached for ever under their hash."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    media_type: str
    plain: bytes
    packed: bytes


SHARED = Path(__file__).parent / "static"
"""What all pages have in common: the colours."""


class Assets:
    """The files of a folder and the shared ones, below the address `under`. All have one hash in
    their address, so modules find each other by relative names."""

    def __init__(self, folder: Path, under: str = "/static") -> None:
        found = (path for place in (folder, SHARED) for path in place.iterdir())
        files = sorted(path for path in found if path.suffix in TYPES)
        self._assets = {path.name: _load(path) for path in files}
        contents = b"".join(self._assets[path.name].plain for path in files)
        self._hash = hashlib.sha256(contents).hexdigest()[:16]
        self._under = under

    def url(self, name: str) -> str:
        """Errors raised: KeyError when there is no such file."""
        if name not in self._assets:
            raise KeyError(name)
        return f"{self._under}/{self._hash}/{name}"

    def route(self) -> Route:
        return Route(f"{self._under}/{{name:path}}", self._serve)

    async def _serve(self, request: Request) -> Response:
        version, _, name = request.path_params["name"].partition("/")
        asset = self._assets.get(name) if version == self._hash else None
        if asset is None:
            return Response(status_code=404)
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(asset.packed, headers=headers, media_type=asset.media_type)
        return Response(asset.plain, headers=headers, media_type=asset.media_type)


def _load(path: Path) -> Asset:
    plain = path.read_bytes()
    return Asset(TYPES[path.suffix], plain, gzip.compress(plain, mtime=0))
