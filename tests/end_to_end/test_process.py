"""The command as operators run it: started, stopped and killed in the middle of traffic."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.end_to_end.conftest import environment, telegram_settings
from tests.standins.telegram import Fault, TelegramStandIn

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
RUN = ("adapters.cli", "run")
QUICK_LEASE = ("tests.end_to_end.quick_lease",)
READY = b"Hearthline is ready"
PATIENCE = 60.0
PEOPLE = 20
MESSAGES = 30
PACE = {"TELEGRAM_PER_SECOND": "200"}
"""Slower than people write, so that much waits when the process ends."""
WELCOME = 3  # messages that answer the first one; each "menu" has one


class Process:
    """The product in a process of its own. `port` is free when it starts. `said`: to whoever
    started it, after it was ready; known when it has ended."""

    said = ""

    def __init__(self, module: tuple[str, ...], folder: Path, settings: dict[str, str]) -> None:
        self._command = [sys.executable, "-m", *module]
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PORT": str(port),
            "PUBLIC_URL": self.url,
            **environment(folder),
            **settings,
        }

    async def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=subprocess.PIPE,
            )
        assert self._process.stderr
        async with asyncio.timeout(PATIENCE):
            said = b""
            while READY not in said:
                said = await self._process.stderr.readline()
                assert said, self.log()
        self._rest = asyncio.create_task(self._process.stderr.read())

    def send(self, signal_number: int) -> None:
        self._process.send_signal(signal_number)

    async def ended(self) -> int:
        async with asyncio.timeout(PATIENCE):
            code = await self._process.wait()
            self.said = (await self._rest).decode()
            assert "Traceback" not in self.said
            return code

    def log(self) -> str:
        return (self._folder / "log").read_text()


class Traffic:
    """People who write one message after the other, each until it is acknowledged."""

    def __init__(self, telegram: TelegramStandIn) -> None:
        self._telegram = telegram
        self.is_up = asyncio.Event()
        self.acknowledged = 0
        self._news = asyncio.Condition()

    async def person(self, chat: int) -> None:
        for number in range(MESSAGES):
            who = {"id": chat, "is_bot": False, "first_name": "x", "language_code": "en"}
            message = {
                "message_id": number,
                "date": 1,
                "chat": {"id": chat, "type": "private"},
                "from": who,
                "text": "menu" if number else "/start",
            }
            await self._bring({"update_id": chat * 1000 + number, "message": message})

    async def _bring(self, update: dict[str, object]) -> None:
        while not await self._is_taken(update):
            await self.is_up.wait()
        async with self._news:
            self.acknowledged += 1
            self._news.notify_all()

    async def _is_taken(self, update: dict[str, object]) -> bool:
        try:
            delivery = await self._telegram.deliver(update)
        except aiohttp.ClientError:
            return False
        return delivery is not None and delivery.status == 200

    async def has_acknowledged(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self.acknowledged >= times)


@asynccontextmanager
async def traffic(telegram: TelegramStandIn) -> AsyncIterator[Traffic]:
    """Everybody has had all they wrote acknowledged when it ends."""
    going = Traffic(telegram)
    going.is_up.set()
    for chat in range(1, PEOPLE + 1):
        telegram.meet(chat)
    async with asyncio.TaskGroup() as group:
        for chat in range(1, PEOPLE + 1):
            group.create_task(going.person(chat))
        yield going


async def answers(telegram: TelegramStandIn, at_least: int = 0) -> list[int]:
    return [len(await telegram.messages(chat, at_least)) for chat in range(1, PEOPLE + 1)]


async def is_ready(process: Process) -> bool:
    async with aiohttp.ClientSession() as http, http.get(f"{process.url}/readyz") as response:
        return response.status == 200


async def test_a_stop_in_the_middle_of_traffic_loses_and_doubles_nothing(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    process = Process(RUN, tmp_path, telegram_settings(telegram) | PACE)
    await process.start()
    assert await is_ready(process)
    async with traffic(telegram) as going:
        await going.has_acknowledged(PEOPLE * MESSAGES // 3)
        going.is_up.clear()
        process.send(signal.SIGTERM)
        began = time.monotonic()
        assert await process.ended() == 0
        assert time.monotonic() - began < 10  # the promise itself, with traffic under way
        await process.start()
        going.is_up.set()
    expected = WELCOME + MESSAGES - 1
    await answers(telegram, expected)
    process.send(signal.SIGTERM)
    assert await process.ended() == 0

    assert await answers(telegram) == [expected] * PEOPLE


async def test_after_a_kill_everything_acknowledged_is_answered(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    process = Process(QUICK_LEASE, tmp_path, telegram_settings(telegram) | PACE)
    await process.start()
    async with traffic(telegram) as going:
        await going.has_acknowledged(PEOPLE * MESSAGES // 3)
        going.is_up.clear()
        process.send(signal.SIGKILL)
        assert await process.ended() == -signal.SIGKILL
        await process.start()
        going.is_up.set()

    expected = WELCOME + MESSAGES - 1
    counts = await answers(telegram, expected)
    process.send(signal.SIGTERM)
    assert await process.ended() == 0

    # Whoever was being written to at that moment may read one message twice, nobody less.
    assert all(expected <= count <= expected + 2 for count in counts)


async def test_a_stop_does_not_wait_for_a_provider_that_hangs(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    process = Process(RUN, tmp_path, telegram_settings(telegram))
    await process.start()
    telegram.fail("sendMessage", Fault.HANG)
    delivery = await telegram.write(1, "/start")
    assert delivery

    process.send(signal.SIGTERM)
    began = time.monotonic()

    assert await process.ended() == 0
    assert time.monotonic() - began < 10


async def test_the_log_names_nobody(tmp_path: Path, telegram: TelegramStandIn) -> None:
    process = Process(RUN, tmp_path, telegram_settings(telegram) | {"LOG_LEVEL": "DEBUG"})
    await process.start()
    await telegram.write(7_700_900_123, "a secret she typed")
    await telegram.messages(7_700_900_123, 3)
    telegram.fail("sendMessage", Fault.HANG)
    await telegram.write(7_700_900_123, "another")
    process.send(signal.SIGTERM)
    await process.ended()

    said = process.log()
    assert '"opened"' in said
    for private in ("7700900123", "secret", "another", telegram.token, "s3cret"):
        assert private not in said


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "0"}, "PORT must be"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must be"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "database"),
        ({"DATABASE_URL": "sqlite:////proc/none/x.db"}, "database"),
        (
            {"TELEGRAM_TOKEN": "1:a", "PUBLIC_URL": "https://x.org"},
            "TELEGRAM_TOKEN needs TELEGRAM_WEBHOOK_SECRET",
        ),
        ({"LANGUAGES": "ur-Latn"}, "LANGUAGES names ur-Latn"),
    ],
    ids=str,
)
def test_what_cannot_start_says_why_in_a_sentence(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    done = hearthline(tmp_path, "run", **settings)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = hearthline(tmp_path, "run", PORT=str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


def hearthline(
    folder: Path, *arguments: str, said: str = "", **settings: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "adapters.cli", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            **environment(folder),
            **settings,
        },
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
