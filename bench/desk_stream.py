"""From a contact's message to her adviser: 200 advisers listen, 20 messages a second for 20 s.

Milliseconds are counted from the moment at which the transaction with the message began, which is
before its commit: to the event on the adviser's stream, and to the message itself, which the
adviser's page then asks for.
"""

import asyncio
import json
import secrets
import statistics
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import aiohttp
from sqlalchemy import NullPool, create_engine, text

from adapters.console.cookies import SESSION
from adapters.console.events import PATH
from adapters.database.engines import parse_url
from bench.desk_cast import ADVISERS, HELD, Cast
from bench.desk_pages import high
from bench.desk_server import Server

A_SECOND = 20
SECONDS = 20
ROUNDS = 3
WARM_UP = 40
GOAL_MS = 300.0
GOAL_MB = 1.0
ARRIVES_WITHIN = 10.0
EVENTS = "SELECT id, at FROM desk_events WHERE kind = 'heard'"
HEARD = '"kind": "heard"'


@dataclass
class Arrivals:
    """Moments, by event."""

    told: dict[int, float] = field(default_factory=dict)
    shown: dict[int, float] = field(default_factory=dict)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def all_of(self, ids: Collection[int]) -> None:
        while not set(ids) <= self.shown.keys():
            self.more.clear()
            await self.more.wait()


class Adviser:
    """An open page: it listens, and fetches what is new."""

    def __init__(self, http: aiohttp.ClientSession, server: Server, cookie: str) -> None:
        self._http = http
        self._url = server.url
        self._headers = {"Cookie": f"{SESSION}={cookie}", "Accept": "application/json"}
        self._ready = asyncio.Event()
        self.listening: asyncio.Task[None]

    async def open(self, arrivals: Arrivals) -> None:
        self.listening = asyncio.create_task(self._listen(arrivals))
        await self._ready.wait()

    async def _listen(self, arrivals: Arrivals) -> None:
        event_id = 0
        async with self._http.get(self._url + PATH, headers=self._headers) as stream:
            async for line in stream.content:
                if line.startswith(b"event: ready"):
                    self._ready.set()
                elif line.startswith(b"id: "):
                    event_id = int(line[4:])
                elif line.startswith(b"data: ") and HEARD in line.decode():
                    arrivals.told[event_id] = time.time()
                    await self._show(json.loads(line[6:])["case"])
                    arrivals.shown[event_id] = time.time()
                    arrivals.more.set()

    async def _show(self, case: str) -> None:
        url = f"{self._url}/console/cases/{case}.json"
        async with self._http.get(url, headers=self._headers) as answer:
            assert answer.status == 200, answer.status
            await answer.read()


class Contacts:
    """They write through the web chat, to `server`."""

    def __init__(self, http: aiohttp.ClientSession, server: Server, cast: Cast) -> None:
        self._http = http
        self._url = f"{server.url}/api/chat/messages"
        self._tokens = cast.tokens

    async def write(self, count: int) -> None:
        """So many messages, at the pace."""
        began, writing = time.perf_counter(), []
        for number in range(count):
            await asyncio.sleep(began + number / A_SECOND - time.perf_counter())
            writing.append(asyncio.create_task(self._one(1 + secrets.randbelow(HELD))))
        await asyncio.gather(*writing)

    async def _one(self, case: int) -> None:
        headers = {"Authorization": f"Bearer {self._tokens[case]}"}
        body = {"id": secrets.token_hex(8), "text": "Are you still there?"}
        async with self._http.post(self._url, json=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()


async def measure(url: str, listens: Server, hears: Server, cast: Cast) -> dict[str, float]:
    """`listens`: the process that has the streams; `hears`: that to which contacts write. Of the
    rounds the quietest, as for pages."""
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        contacts, arrivals = Contacts(http, hears, cast), Arrivals()
        advisers = {id_: Adviser(http, listens, cast.cookies[id_]) for id_ in _ids()}
        await advisers[1].open(arrivals)
        await contacts.write(WARM_UP)
        before = listens.megabytes()
        for one in list(advisers.values())[1:]:
            await one.open(arrivals)
        rounds = [await _round(url, contacts, arrivals) for _ in range(ROUNDS)]
        grown = listens.megabytes() - before
        for one in advisers.values():
            one.listening.cancel()
    return {**min(rounds, key=lambda one: one["told_median"]), "megabytes": grown / ADVISERS}


def _ids() -> range:
    return range(1, ADVISERS + 1)


async def _round(url: str, contacts: Contacts, arrivals: Arrivals) -> dict[str, float]:
    earlier = await asyncio.to_thread(_heard, url)
    await contacts.write(A_SECOND * SECONDS)
    everything = await asyncio.to_thread(_heard, url)
    written = {id_: everything[id_] for id_ in everything.keys() - earlier.keys()}
    async with asyncio.timeout(ARRIVES_WITHIN):
        await arrivals.all_of(written)
    assert len(written) == A_SECOND * SECONDS
    return {
        **_spread("told", [arrivals.told[id_] - at for id_, at in written.items()]),
        **_spread("shown", [arrivals.shown[id_] - at for id_, at in written.items()]),
    }


def _heard(url: str) -> dict[int, float]:
    """When each event was written, in seconds."""
    engine = create_engine(parse_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        return {row.id: row.at / 1e6 for row in connection.execute(text(EVENTS))}


def _spread(name: str, seconds: list[float]) -> dict[str, float]:
    taken = [one * 1000 for one in seconds]
    return {f"{name}_median": statistics.median(taken), f"{name}_p99": high(taken)}


ROWS = (
    ("told_median", "to the event on her adviser's stream, ms", 1),
    ("told_p99", f"the same, p99 (goal {GOAL_MS:.0f})", 1),
    ("shown_median", "to her words in the adviser's page, ms", 1),
    ("shown_p99", f"the same, p99 (goal {GOAL_MS:.0f})", 1),
    ("megabytes", f"memory for each adviser, MB (goal {GOAL_MB:.0f})", 2),
)


def tell(ways: Mapping[str, Mapping[str, float]]) -> None:
    """Print the table."""
    print(f"{f'{A_SECOND} messages/s, {ADVISERS} advisers connected':47}", end="")
    print("".join(f"{name:>28}" for name in ways))
    for name, label, digits in ROWS:
        print(f"{label:47}" + "".join(f"{of[name]:28,.{digits}f}" for of in ways.values()))
