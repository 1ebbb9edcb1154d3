"""The product as operators and providers see it: health, figures, faults, a refused start."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from adapters import background
from adapters.app import Product
from adapters.settings import load_settings
from bot.errors import BadSetting
from bot.messages import Inbound
from bot.outbox import Outbox
from tests.contracts.conftest import Gate
from tests.contracts.turns import message, receive
from tests.end_to_end.conftest import (
    PATIENCE,
    SECRET,
    Running,
    environment,
    running,
    telegram,
    telegram_settings,
)
from tests.end_to_end.web import Web
from tests.standins.telegram import Fault, TelegramStandIn

__all__ = ["telegram"]

pytestmark = pytest.mark.anyio
HER_ADDRESS = 7_700_900_123


@pytest.fixture
async def run(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(environment(tmp_path)) as product:
        yield product


async def test_it_is_alive_and_ready(run: Running) -> None:
    async with run.http.get(f"{run.url}/healthz") as response:
        assert response.status == 200
    async with run.http.get(f"{run.url}/readyz") as response:
        assert (response.status, await response.json()) == (
            200,
            {"ready": True, "parts": {"database": "ok"}},
        )


async def test_a_channel_that_cannot_be_reached_is_not_ready(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    telegram.fail("getMe", *[Fault.ERROR] * 50)
    settings = environment(tmp_path, **telegram_settings(telegram))
    async with running(settings) as run, run.http.get(f"{run.url}/readyz") as response:
        assert response.status == 503
        assert (await response.json())["parts"] == {"database": "ok", "telegram": "failing"}


async def test_the_figures_count_and_name_nobody(tmp_path: Path, telegram: TelegramStandIn) -> None:
    settings = environment(tmp_path, **telegram_settings(telegram))
    async with running(settings) as run:
        telegram.meet(HER_ADDRESS)
        await telegram.write(HER_ADDRESS, "a secret she typed")
        await telegram.messages(HER_ADDRESS, 3)
        async with run.http.get(f"{run.url}/metrics") as response:
            figures = await response.text()

    assert 'hearthline_inbound_total{channel="telegram",kind="text"} 1.0' in figures
    assert 'hearthline_outbound_total{channel="telegram",failure="none",status="sent"}' in figures
    assert "hearthline_commit_batch_size_count" in figures
    assert "hearthline_commit_batch_size_count 0.0" not in figures
    for private in (str(HER_ADDRESS), "secret", "welcome.", telegram.token, SECRET):
        assert private not in figures


async def test_while_nothing_can_be_stored_everybody_is_told(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    settings = environment(tmp_path, **telegram_settings(telegram))
    async with running(settings) as run:
        web = Web(run)
        await web.start()
        with sqlite3.connect(run.world.file, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            delivery, answer = await asyncio.gather(
                telegram.write(7, "/start"),
                web.call("POST", "/api/chat/messages", {"id": "1", "text": "menu"}),
            )
            other.execute("ROLLBACK")

        assert delivery
        headers = {name.lower(): value for name, value in delivery.headers.items()}
        assert (delivery.status, headers["retry-after"]) == (503, "5")
        assert answer[0] == 503
        assert "not sent" in answer[1]["error"]
        assert await web.send(id="1", text="menu")
        await telegram.write(7, "/start")
        await telegram.messages(7, 3)


async def test_what_cannot_even_be_stored_is_answered_all_the_same(run: Running) -> None:
    """An address that no row can hold: the provider must not repeat it for a day."""
    receipt = await run.product.receive(Inbound("telegram", "\ud800", "1", text="hello"))

    assert [reply.say.key for reply in receipt.replies] == ["guide.broken"]
    assert receipt.error


async def test_a_turn_is_finished_though_who_brought_it_gave_up(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    settings = environment(tmp_path, **telegram_settings(telegram))
    async with running(settings) as run:
        telegram.meet(7)
        bringing = asyncio.create_task(run.product.receive(Inbound("telegram", "7", "1")))
        await asyncio.wait([bringing], timeout=0)
        bringing.cancel()

        assert await telegram.messages(7, 3)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must hold"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must be"),
        ({"LANGUAGES": "ur-Latn"}, "LANGUAGES names ur-Latn, which has no content yet."),
        ({"TELEGRAM_TOKEN": "1:a"}, "TELEGRAM_TOKEN needs TELEGRAM_WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        Product(load_settings(environment(tmp_path) | settings))

    assert sentence in str(refused.value)


async def test_a_token_that_telegram_refuses_ends_the_start_in_one_sentence(
    tmp_path: Path,
) -> None:
    async with TelegramStandIn() as other:
        settings = environment(tmp_path, **telegram_settings(other) | {"TELEGRAM_TOKEN": "9:wrong"})
        with pytest.raises(BadSetting, match="TELEGRAM_TOKEN was refused"):
            async with running(settings):
                pass


async def test_a_stream_ends_when_the_server_stops(tmp_path: Path) -> None:
    async with running(environment(tmp_path)) as run:
        web = Web(run)
        await web.start()
        url = f"{run.url}/api/chat/stream"
        opened = await run.http.get(url, headers=web.headers, timeout=aiohttp.ClientTimeout(60))
        await opened.content.readline()
        run.product.wake.close()
        async with asyncio.timeout(PATIENCE):
            await opened.read()


async def test_a_stop_does_not_wait_for_what_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits to be written is written all the same."""
    async with running(environment(tmp_path)) as run:
        ends = asyncio.Event()

        async def hang(_outbox: Outbox, _seconds: float) -> None:
            try:
                await ends.wait()
            except asyncio.CancelledError:
                await ends.wait()  # whatever it is told

        with monkeypatch.context() as patched:
            patched.setattr(Outbox, "close", hang)
            database, gate = run.product.database, Gate()
            await asyncio.to_thread(gate.hold, database)
            written = database.writer.submit(receive, message("a"))
            gate.open()
            async with asyncio.timeout(PATIENCE):
                await run.product.close(0.1)
        assert written.done()
        assert written.exception() is None
        ends.set()


async def test_a_job_that_does_not_stop_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "JOBS_END_WITHIN", 0)
    goes, ends = asyncio.Event(), asyncio.Event()

    async def job() -> None:
        goes.set()
        try:
            await ends.wait()
        except asyncio.CancelledError:
            await ends.wait()
            raise

    jobs = background.Background()
    jobs.keep("stubborn", job)
    async with asyncio.timeout(PATIENCE):
        await goes.wait()
        await jobs.close()
    ends.set()
