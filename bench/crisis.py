"""From the body of a webhook to the first byte that goes out, for words that mean danger.

Idle; with 10,000 messages of others waiting that the provider throttles; with the database locked.
The product runs in a process of its own, Telegram's place is taken on loopback.
"""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from adapters.database import new_key, upgrade
from bench.desk_server import Server

SECRET = "bench-secret"  # noqa: S105 - of this run alone
CRY = "please help he has a knife and he is attacking my daughter right now"
CRIES = 1_000
OTHERS = 10_000
AT_ONCE = 64
FIRST_OTHER = 1_000_000
APART = 0.005
"""Seconds between two cries."""
GOALS = {"idle": 500.0, "backlog": 2_000.0, "locked": 2_000.0}


@dataclass
class Telegram:
    """Takes everything, but for others than those in danger, who are throttled when it is told to;
    keeps when the first message to each chat came."""

    arrived: dict[int, float] = field(default_factory=dict)
    throttles: bool = False
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def call(self, request: web.Request) -> web.Response:
        now, method = time.perf_counter(), request.path.rpartition("/")[2]
        if method == "sendMessage":
            chat = int((await request.json())["chat_id"])
            if self.throttles and chat >= FIRST_OTHER:
                retry = {"ok": False, "error_code": 429, "description": "Too Many Requests"}
                return web.json_response(retry | {"parameters": {"retry_after": 60}}, status=429)
            self.arrived.setdefault(chat, now)
            async with self.came:
                self.came.notify_all()
            chat_of = {"id": chat, "type": "private"}
            return _ok({"message_id": 1, "date": 1, "chat": chat_of, "text": ""})
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "b", "username": "bench_bot"})
        return _ok(True)


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


class Bench:
    """Writers to one product."""

    def __init__(self, telegram: Telegram, url: str, http: aiohttp.ClientSession) -> None:
        self._telegram = telegram
        self._url = url
        self._http = http
        self._updates = 0

    async def write(self, chat: int, text: str) -> int:
        self._updates += 1
        update = {
            "update_id": self._updates,
            "message": {
                "message_id": self._updates,
                "date": 1_700_000_000,
                "chat": {"id": chat, "type": "private", "first_name": "B"},
                "from": {"id": chat, "is_bot": False, "first_name": "B", "language_code": "en"},
                "text": text,
            },
        }
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url = f"{self._url}/telegram"
        async with self._http.post(url, json=update, headers=headers) as response:
            return response.status

    async def others(self, count: int) -> None:
        """So many write, and are answered as fast as they can be."""
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(chat: int) -> None:
            async with slots:
                await self.write(chat, "menu")

        await asyncio.gather(*(one(FIRST_OTHER + n) for n in range(count)))

    async def cries(self, first: int, count: int) -> list[float]:
        """Milliseconds until each had its first message on the way."""
        began: dict[int, float] = {}
        writing = []
        for chat in range(first, first + count):
            began[chat] = time.perf_counter()
            writing.append(asyncio.create_task(self.write(chat, CRY)))
            await asyncio.sleep(APART)
        async with self._telegram.came:
            await self._telegram.came.wait_for(
                lambda: began.keys() <= self._telegram.arrived.keys()
            )
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
        return [(self._telegram.arrived[chat] - at) * 1000 for chat, at in began.items()]


async def _serve(telegram: Telegram) -> web.AppRunner:
    app = web.Application()
    app.router.add_post("/{path:.*}", telegram.call)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


async def measure(folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each cry, by what else goes on."""
    telegram = Telegram()
    runner = await _serve(telegram)
    port = runner.addresses[0][1]
    store = folder / "crisis.db"
    upgrade(f"sqlite:///{store}")
    environment = {
        "TELEGRAM_TOKEN": "1:bench",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "PUBLIC_URL": "http://127.0.0.1:1",
    }
    server = Server("run", f"sqlite:///{store}", new_key(), environment)
    await asyncio.to_thread(server.__enter__)
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            bench = Bench(telegram, server.url, http)
            found = {"idle": await bench.cries(1, CRIES)}
            telegram.throttles = True
            await bench.others(OTHERS)
            found["backlog"] = await bench.cries(100_001, CRIES)
            with _locked(store):
                found["locked"] = await bench.cries(200_001, CRIES)
    finally:
        await asyncio.to_thread(server.__exit__)
        await runner.cleanup()
    return found


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    other = sqlite3.connect(store, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> dict[str, dict[str, float]]:
    """Print the table; the figures in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder)))
    print("words that mean danger, webhook to first byte out, ms   median     p99   p99.9    goal")
    figures = {}
    for name, times in found.items():
        one = {
            "median": statistics.median(times),
            "p99": _percentile(times, 0.99),
            "p999": _percentile(times, 0.999),
        }
        figures[name] = one
        numbers = f"{one['median']:8.1f}{one['p99']:8.1f}{one['p999']:8.1f}{GOALS[name]:8.0f}"
        print(f"{name:54}{numbers}")
    return figures


if __name__ == "__main__":
    main()
