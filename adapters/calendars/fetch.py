"""A calendar fetched from an address that somebody gave us: bounded in bytes, in time and in where
it may lead. What the answer claims to be counts for nothing."""

import asyncio
import re
import socket
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from typing import NamedTuple

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorSSLError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override
from yarl import URL

from adapters.calendars.addresses import Resolve, is_public, resolve
from adapters.calendars.faults import MOST_BYTES, FeedFault, FeedRefused

HEADERS = {
    "Accept": "text/calendar, text/csv;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": "Hearthline",
}
SINCE = "since "
"""Before a date kept as an ETag, of servers that have no ETag but the date of the last change."""
MOVED = (301, 302, 303, 307, 308)
PIECE = 65_536
LONGEST_ETAG = 200
UNPACKED = ("", "identity")
BY_STATUS = {
    401: FeedFault.NOT_ALLOWED,
    403: FeedFault.NOT_ALLOWED,
    404: FeedFault.NOT_THERE,
    410: FeedFault.NOT_THERE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """`local`: names that may be on this machine, for tests, whose servers are."""

    bytes: int = MOST_BYTES
    seconds: float = 20.0
    redirects: int = 3
    ports: frozenset[int] = field(default_factory=lambda: frozenset((80, 443)))
    local: frozenset[str] = frozenset()


LIMITS = Limits()


class Fetched(NamedTuple):
    """`content` is None when nothing has changed since `etag`."""

    content: bytes | None
    etag: str


async def fetch(
    address: str, etag: str = "", *, limits: Limits = LIMITS, resolve: Resolve = resolve
) -> Fetched:
    """Raises `FeedRefused`, whose sentence names neither the address nor what came."""
    try:
        async with asyncio.timeout(limits.seconds):
            return await _follow(_url(address), etag, limits, resolve)
    except TimeoutError:
        raise FeedRefused(FeedFault.TOO_SLOW) from None
    except (ClientConnectorCertificateError, ClientConnectorSSLError):
        raise FeedRefused(FeedFault.BAD_CERTIFICATE) from None
    except (ClientError, OSError):
        raise FeedRefused(FeedFault.NO_ANSWER) from None


def check_address(address: str) -> None:
    """Before it is kept. Raises `FeedRefused` for what can be no address of the web."""
    _url(address)


async def _follow(url: URL, etag: str, limits: Limits, resolve: Resolve) -> Fetched:
    for _ in range(limits.redirects + 1):
        answer = await _ask(url, etag, limits, resolve)
        if isinstance(answer, Fetched):
            return answer
        url = _url(str(_joined(url, answer)))
    raise FeedRefused(FeedFault.REDIRECTS)


async def _ask(url: URL, etag: str, limits: Limits, resolve: Resolve) -> Fetched | str:
    """What is there, or where that leads."""
    addresses = await _checked(url, limits, resolve)
    connector = TCPConnector(resolver=_Pinned(addresses), use_dns_cache=False, force_close=True)
    async with (
        ClientSession(
            connector=connector, cookie_jar=DummyCookieJar(), auto_decompress=False
        ) as session,
        session.get(
            url,
            headers={**HEADERS, **_condition(etag)},
            allow_redirects=False,
            timeout=ClientTimeout(total=limits.seconds),
        ) as response,
    ):
        if response.status in MOVED:
            return response.headers.get("Location", "")
        if response.status == HTTPStatus.NOT_MODIFIED and etag:
            return Fetched(None, etag)
        if response.status != HTTPStatus.OK:
            raise FeedRefused(BY_STATUS.get(response.status, FeedFault.SERVER))
        return Fetched(await _body(response, limits.bytes), _etag(response.headers))


def _url(address: str) -> URL:
    """`webcal` is what calendars' own links say for the web."""
    try:
        url = URL(re.sub(r"^webcals?:", "https:", address.strip(), flags=re.IGNORECASE))
        is_ours = url.scheme in ("http", "https") and url.host and url.port
    except ValueError:
        is_ours = None
    if not is_ours or url.user or url.password:
        raise FeedRefused(FeedFault.BAD_ADDRESS)
    return url


def _joined(url: URL, location: str) -> URL:
    try:
        return url.join(URL(location))
    except ValueError:
        raise FeedRefused(FeedFault.BAD_ADDRESS) from None


async def _checked(url: URL, limits: Limits, resolve: Resolve) -> list[str]:
    """The addresses that will be connected to, each of them public. A name is looked up once: it
    cannot mean one address here and another later."""
    host = url.host or ""
    if url.port not in limits.ports:
        raise FeedRefused(FeedFault.BAD_PORT)
    if ":" in host or host.replace(".", "").isdigit():
        addresses = [_literal(host)]  # the client would not ask its resolver
    else:
        addresses = await resolve(host)
    if not addresses:
        raise FeedRefused(FeedFault.NO_HOST)
    if host not in limits.local and not all(map(is_public, addresses)):
        raise FeedRefused(FeedFault.NOT_PUBLIC)
    return addresses


def _literal(host: str) -> str:
    """Not 2130706433 or 127.1, which the system takes for addresses too."""
    try:
        return str(ip_address(host))
    except ValueError:
        raise FeedRefused(FeedFault.NOT_PUBLIC) from None


class _Pinned(AbstractResolver):
    """Knows the addresses that were checked and no others."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses

    @override
    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=_family(address),
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    @override
    async def close(self) -> None:
        return


def _family(address: str) -> int:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _condition(etag: str) -> dict[str, str]:
    if etag.startswith(SINCE):
        return {"If-Modified-Since": etag.removeprefix(SINCE)}
    return {"If-None-Match": etag} if etag else {}


def _etag(headers: Mapping[str, str]) -> str:
    tag, changed = headers.get("ETag", ""), headers.get("Last-Modified", "")
    kept = tag or (SINCE + changed if changed else "")
    return kept if len(kept) <= LONGEST_ETAG else ""


async def _body(response: ClientResponse, at_most: int) -> bytes:
    if (response.content_length or 0) > at_most:
        raise FeedRefused(FeedFault.TOO_LARGE)
    pieces = bytearray()
    async for piece in _unpacked(response):
        pieces += piece
        if len(pieces) > at_most:
            raise FeedRefused(FeedFault.TOO_LARGE)
    return bytes(pieces)


async def _unpacked(response: ClientResponse) -> AsyncIterator[bytes]:
    """Piece by piece: a few bytes can hold gigabytes."""
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    if packed in UNPACKED:
        async for piece in response.content.iter_chunked(PIECE):
            yield piece
        return
    if packed not in ("gzip", "x-gzip", "deflate"):
        raise FeedRefused(FeedFault.GARBLED)
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        async for piece in response.content.iter_chunked(PIECE):
            waiting = piece
            while waiting:
                yield unpack.decompress(waiting, PIECE)
                waiting = unpack.unconsumed_tail
    except zlib.error:
        raise FeedRefused(FeedFault.GARBLED) from None
    if not unpack.eof:
        raise FeedRefused(FeedFault.CUT_OFF)
