"""From an answer to the screens: 2,000 readers of /live, each with a connection of its own, hear of
what another process publishes."""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp

from adapters.database import Database, Keys, new_key, open_database, upgrade
from bench.desk_pages import high
from bench.desk_server import Server
from bot.panels.model import OVERRUN, Panel, PanelStatus, PanelText, Theme
from bot.ports import Transaction

READERS = 2000
ANSWERS = 10
ALLOWED_MS = 1000.0
PATIENCE = 60.0
AT_ONCE = 100
PANEL, SLUG = 1, "bench"
ANSWER = "Stay near her, and ask what she hopes for. " * 10


class Readers:
    """`seen`: by edition, when each of them had it."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/live/{SLUG}/stream"
        self._open = asyncio.Semaphore(AT_ONCE)
        self._more = asyncio.Event()
        self.ready = 0
        self.seen: dict[int, list[float]] = {}

    async def read(self, http: aiohttp.ClientSession) -> None:
        await self._open.acquire()
        async with http.get(self._url) as stream:
            assert stream.status == 200, stream.status
            async for line in stream.content:
                if line.startswith(b"retry"):
                    self.ready += 1
                    self._open.release()
                    self._more.set()
                elif line.startswith(b"id: "):
                    self.seen.setdefault(int(line[4:]), []).append(time.perf_counter())
                    self._more.set()

    async def until_ready(self) -> None:
        await self._until(lambda: self.ready == READERS)

    async def until_all_have(self, edition: int) -> None:
        await self._until(lambda: len(self.seen.get(edition, ())) == READERS)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            self._more.clear()
            await self._more.wait()


def main() -> dict[str, object]:
    print(f"an answer to {READERS:,} readers of /live, in milliseconds")
    key = new_key()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        upgrade(url)
        with (
            open_database(url, Keys.parse(key), lambda: datetime.now(UTC)) as database,
            Server("web", url, key) as server,
        ):
            _submit(database, _panel(0))
            before = server.megabytes()
            slowest, each = asyncio.run(_measure(server.url, database))
            grown = server.megabytes() - before
    report: dict[str, object] = {
        "median_ms": round(statistics.median(each) * 1000),
        "p99_ms": round(high(each) * 1000),
        "slowest_reader_ms": round(statistics.median(slowest) * 1000),
        "slowest_of_all_ms": round(max(slowest) * 1000),
        "allowed_ms": ALLOWED_MS,
        "kilobytes_a_reader": round(grown * 1024 / READERS),
    }
    print(f"  {report}")

    return report


async def _measure(url: str, database: Database) -> tuple[list[float], list[float]]:
    """Of each answer the slowest reader, and all of them."""
    readers, slowest, each = Readers(url), [], []
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        gc.disable()  # of this process: its pauses are not what is measured
        reading = [asyncio.create_task(readers.read(http)) for _ in range(READERS)]
        async with asyncio.timeout(PATIENCE):
            await readers.until_ready()
        for edition in range(1, ANSWERS + 1):
            await asyncio.to_thread(_submit, database, _panel(edition))
            written = time.perf_counter()
            async with asyncio.timeout(PATIENCE):
                await readers.until_all_have(edition)
            taken = [moment - written for moment in readers.seen[edition]]
            slowest.append(max(taken))
            each += taken
        for one in reading:
            one.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        gc.enable()
    return slowest, each


def _panel(edition: int) -> Panel:
    now = datetime.now(UTC)
    end = now + timedelta(hours=1)
    texts = {"en": PanelText("A talk among women")}
    new = Panel(PANEL, SLUG, texts, now, end, end + OVERRUN, "Europe/London", ("en",))
    return replace(new, status=PanelStatus.ANNOUNCED, edition=edition)


def _submit(database: Database, panel: Panel) -> None:
    database.writer.submit(_publish, panel).result()


def _publish(transaction: Transaction, panels: Sequence[Panel]) -> list[None]:
    for one in panels:
        transaction.panels.save(one)
        if number := one.edition:
            theme = Theme(number, PANEL, {"en": f"Question {number}?"}, None, {"en": ANSWER})
            out = replace(theme, number=number, edition=number)
            transaction.panels.save_theme(out)
    return [None] * len(panels)


if __name__ == "__main__":
    main()
