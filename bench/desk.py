"""The desk at its limit: 10,000 open cases, 200 advisers connected, 20 who reach for the same
case. On SQLite and on PostgreSQL with fsync on, by processes of the product on this machine."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from adapters.database import Keys, new_key, open_database, upgrade
from bench import desk_claims, desk_pages, desk_stream
from bench.desk_cast import Cast, engage, now
from bench.desk_server import Server
from tests.postgres import Postgres

Figures = dict[str, float]


class Place(NamedTuple):
    url: str
    key: str
    cast: Cast


def _filled(url: str) -> Place:
    key = new_key()
    upgrade(url)
    with open_database(url, Keys.parse(key), now) as database:
        return Place(url, key, engage(database))


def _pages(url: str) -> dict[str, Figures]:
    place = _filled(url)
    with Server("web", url, place.key) as server:
        return desk_pages.measure(server, place.cast)


def _stream(url: str) -> Figures:
    place = _filled(url)
    with Server("run", url, place.key) as server:
        return asyncio.run(desk_stream.measure(url, server, server, place.cast))


def _stream_from_another(url: str) -> Figures:
    """Contacts write to one process, advisers listen to another."""
    place = _filled(url)
    with Server("web", url, place.key) as listens, Server("run", url, place.key) as hears:
        return asyncio.run(desk_stream.measure(url, listens, hears, place.cast))


def _claims(url: str) -> Figures:
    upgrade(url)
    return desk_claims.measure(url, new_key())


@contextmanager
def _postgresql() -> Iterator[Postgres]:
    server = Postgres(durable=True)
    try:
        yield server
    finally:
        server.close()


def main() -> dict[str, object]:
    """Print the tables; the figures."""
    with tempfile.TemporaryDirectory() as folder, _postgresql() as server:
        sqlite = f"sqlite:///{folder}"
        pages = {
            "SQLite": _pages(f"{sqlite}/pages.db"),
            "PostgreSQL": _pages(server.create("pages")),
        }
        desk_pages.tell(pages)
        stream = {
            "SQLite": _stream(f"{sqlite}/stream.db"),
            "PostgreSQL": _stream(server.create("stream")),
            "PostgreSQL, 2 processes": _stream_from_another(server.create("two")),
        }
        desk_stream.tell(stream)
        claims = {
            "SQLite": _claims(f"{sqlite}/claims.db"),
            "PostgreSQL": _claims(server.create("claims")),
        }
        desk_claims.tell(claims)
    return {"pages": pages, "stream": stream, "claims": claims}


if __name__ == "__main__":
    main()
