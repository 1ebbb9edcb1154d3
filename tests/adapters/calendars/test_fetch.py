"""Whoever we are told to fetch from may mean us harm."""

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.calendars.addresses import is_public
from adapters.calendars.faults import SENTENCES, FeedFault, FeedRefused
from adapters.calendars.fetch import Fetched, Limits, fetch
from tests.adapters.calendars.certificate import self_signed
from tests.adapters.calendars.hostile import HOST, Answer, Hostile, leads, pours, says, serving

pytestmark = pytest.mark.anyio

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


async def get(hostile: Hostile, path: str = "/feed.ics", etag: str = "", **limits: Any) -> Fetched:
    bounds = hostile.limits(**limits)
    return await fetch(hostile.url(path), etag, limits=bounds, resolve=hostile.resolve)


async def refused(answer: Answer, path: str = "/feed.ics", **limits: Any) -> FeedFault:
    async with serving(answer) as hostile:
        with pytest.raises(FeedRefused) as found:
            await get(hostile, path, **limits)
    return found.value.fault


@pytest.mark.parametrize(
    ("body", "heads"),
    [
        (BODY, ()),
        (gzip.compress(BODY), ("Content-Encoding: gzip",)),
        (zlib.compress(BODY), ("Content-Encoding: deflate",)),
        (BODY, ("Content-Type: image/png",)),
    ],
)
async def test_what_is_there_arrives(body: bytes, heads: tuple[str, ...]) -> None:
    async with serving(says(body, *heads)) as hostile:
        assert (await get(hostile)).content == BODY
    assert hostile.heard[0].startswith("GET /feed.ics HTTP/1.1")
    assert f"Host: {HOST}" in hostile.heard[0]


async def test_a_link_of_a_calendar_program_is_one_of_the_web() -> None:
    with pytest.raises(FeedRefused) as found:
        await fetch("webcal://127.0.0.1/feed.ics")
    assert found.value.fault is FeedFault.NOT_PUBLIC


@pytest.mark.parametrize(
    ("head", "etag", "asked"),
    [
        ('ETag: "abc"', '"abc"', 'If-None-Match: "abc"'),
        (
            "Last-Modified: Sat, 21 Nov 2026 09:00:00 GMT",
            "since Sat, 21 Nov 2026 09:00:00 GMT",
            "If-Modified-Since: Sat, 21 Nov 2026 09:00:00 GMT",
        ),
        ("ETag: " + "x" * 5_000, "", ""),
    ],
)
async def test_what_has_not_changed_is_not_sent_again(head: str, etag: str, asked: str) -> None:
    async with serving(says(BODY, head)) as hostile:
        assert (await get(hostile)).etag == etag
        await get(hostile, etag=etag)
    assert asked in hostile.heard[1]
    if etag:
        async with serving(says(status="304 Not Modified")) as hostile:
            assert await get(hostile, etag=etag) == Fetched(None, etag)


async def test_unchanged_without_having_been_asked_is_a_fault() -> None:
    assert await refused(says(status="304 Not Modified")) is FeedFault.SERVER


async def test_a_hundred_megabytes_are_not_read() -> None:
    large = says(BODY)
    assert await refused(pours(b"x" * 65_536)) is FeedFault.TOO_LARGE
    assert await refused(pours(b"", "Content-Length: 100000000")) is FeedFault.TOO_LARGE
    assert await refused(large, bytes_=10) is FeedFault.TOO_LARGE


async def test_a_bomb_is_left_when_it_has_grown_enough() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 60_000
    assert await refused(says(bomb, "Content-Encoding: gzip")) is FeedFault.TOO_LARGE


@pytest.mark.parametrize(
    ("body", "encoding", "fault"),
    [
        (b"not packed at all", "gzip", FeedFault.GARBLED),
        (gzip.compress(BODY)[:-9], "gzip", FeedFault.CUT_OFF),
        (b"x", "br", FeedFault.GARBLED),
        (gzip.compress(gzip.compress(BODY)), "gzip, gzip", FeedFault.GARBLED),
    ],
)
async def test_what_cannot_be_unpacked(body: bytes, encoding: str, fault: FeedFault) -> None:
    assert await refused(says(body, f"Content-Encoding: {encoding}")) is fault


async def test_a_slow_drip_ends() -> None:
    assert await refused(pours(b"", "X: y"), seconds=0.2) is FeedFault.TOO_SLOW


async def test_an_answer_that_breaks_off() -> None:
    broken = says(BODY, status="200 OK\r\nContent-Length: 5000\r\nX: y")
    assert await refused(broken) is FeedFault.NO_ANSWER


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("401 Unauthorized", FeedFault.NOT_ALLOWED),
        ("403 Forbidden", FeedFault.NOT_ALLOWED),
        ("404 Not Found", FeedFault.NOT_THERE),
        ("410 Gone", FeedFault.NOT_THERE),
        ("429 Too Many Requests", FeedFault.SERVER),
        ("500 Internal Server Error", FeedFault.SERVER),
        ("204 No Content", FeedFault.SERVER),
    ],
)
async def test_any_other_answer(status: str, fault: FeedFault) -> None:
    assert await refused(says(status=status)) is fault


async def test_three_redirects_are_followed_and_no_fourth() -> None:
    async with serving(leads("/1", "/2", "/3", "/4", "/5")) as hostile:
        with pytest.raises(FeedRefused) as found:
            await get(hostile, "/0")
    assert found.value.fault is FeedFault.REDIRECTS
    assert len(hostile.heard) == 4


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("http://127.0.0.1/", FeedFault.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", FeedFault.NOT_PUBLIC),
        ("http://[::1]/", FeedFault.NOT_PUBLIC),
        ("http://[::ffff:127.0.0.1]/", FeedFault.NOT_PUBLIC),
        ("http://2130706433/", FeedFault.NOT_PUBLIC),
        ("http://127.1/", FeedFault.NOT_PUBLIC),
        ("http://１２７.０.０.１/", FeedFault.NOT_PUBLIC),
        ("http://10.0.0.1:22/", FeedFault.BAD_PORT),
        ("file:///etc/passwd", FeedFault.BAD_ADDRESS),
        ("gopher://x/", FeedFault.BAD_ADDRESS),
        ("http://user:secret@feed.test/", FeedFault.BAD_ADDRESS),
        ("http://[", FeedFault.BAD_ADDRESS),
    ],
)
async def test_an_address_that_leads_where_it_must_not(target: str, fault: FeedFault) -> None:
    """At once, and by a redirect."""
    with pytest.raises(FeedRefused) as found:
        await fetch(target)
    assert found.value.fault is fault
    async with serving(leads(target)) as hostile:
        limits = hostile.limits()
        open_ports = Limits(ports=limits.ports | {80, 443}, local=limits.local)
        with pytest.raises(FeedRefused) as found:
            await fetch(hostile.url("/0"), limits=open_ports, resolve=hostile.resolve)
    assert found.value.fault is fault
    assert len(hostile.heard) == 1


async def test_a_name_is_looked_up_once_and_that_address_called() -> None:
    async with serving(says(BODY)) as hostile:
        hostile.answers = [["127.0.0.1"], ["192.0.2.1"]]
        assert (await get(hostile)).content == BODY
    assert hostile.looked_up == [HOST]


@pytest.mark.parametrize(
    "answer",
    [["10.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["fe80::1%eth0"], ["93.184.215.14", "nonsense"]],
)
async def test_a_name_that_means_a_private_address_is_not_called(answer: list[str]) -> None:
    async def resolve(_: str) -> list[str]:
        return answer

    with pytest.raises(FeedRefused) as found:
        await fetch("https://calendar.example/", resolve=resolve)
    assert found.value.fault is FeedFault.NOT_PUBLIC


async def test_a_name_that_changes_its_mind_on_the_way_is_not_called() -> None:
    other = "calendar.example"
    async with serving(leads(f"http://{other}/1")) as hostile:
        hostile.answers = [["127.0.0.1"], ["127.0.0.1"]]
        limits = Limits(ports=frozenset((hostile.port, 80)), local=frozenset((HOST,)))
        with pytest.raises(FeedRefused) as found:
            await fetch(hostile.url("/0"), limits=limits, resolve=hostile.resolve)
    assert found.value.fault is FeedFault.NOT_PUBLIC
    assert hostile.looked_up == [HOST, other]


async def test_no_such_name_and_nobody_there() -> None:
    async def nowhere(_: str) -> list[str]:
        return []

    with pytest.raises(FeedRefused) as found:
        await fetch("https://calendar.example/", resolve=nowhere)
    assert found.value.fault is FeedFault.NO_HOST
    async with serving(says()) as hostile:
        pass
    with pytest.raises(FeedRefused) as found:
        await get(hostile)
    assert found.value.fault is FeedFault.NO_ANSWER


async def test_a_certificate_of_nobodys_is_refused() -> None:
    context = self_signed(HOST, datetime.now(UTC), timedelta(days=1))
    async with serving(says(BODY), context) as hostile:
        with pytest.raises(FeedRefused) as found:
            await fetch(
                hostile.url(scheme="https"), limits=hostile.limits(), resolve=hostile.resolve
            )
    assert found.value.fault is FeedFault.BAD_CERTIFICATE


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.0.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1"),
        *("169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.8", "198.18.0.1"),
        *("192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:7f00:1::"),
        *("fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "nonsense", ""),
    ],
)
async def test_no_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111"])
async def test_public_addresses_work(address: str) -> None:
    assert is_public(address)


async def test_every_fault_is_a_sentence() -> None:
    assert set(SENTENCES) == set(FeedFault)
    assert all(text[0].isupper() and text.endswith(".") for text in SENTENCES.values())
