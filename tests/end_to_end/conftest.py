"""The running product on loopback: a real server, a real store, and strict stand-ins as the other
side."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import uvicorn

from adapters.app import Product
from adapters.database import upgrade
from adapters.settings import load_settings
from bot.ports import Transaction
from tests.contracts.conftest import FixedClock, World
from tests.standins.telegram import TelegramStandIn
from tests.standins.twilio import Twilio

KEY = "11" * 32
SECRET = "s3cret_-"
HER = "+447700900123"
PATIENCE = 20.0


@dataclass
class Running:
    """The product, where it listens, its clock and its store as another program sees it."""

    product: Product
    url: str
    clock: FixedClock
    world: World
    http: aiohttp.ClientSession = field(repr=False)


async def until(run: Running, condition: Callable[[], object]) -> None:
    """Wait for what shows in the store only: asked again whenever the writer has been round."""

    def nothing(_transaction: Transaction, items: Sequence[None]) -> Sequence[None]:
        return items

    async with asyncio.timeout(PATIENCE):
        while not condition():
            await run.product.database.writer.submit_async(nothing, None)


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"SECRET_KEY": KEY, "DATABASE_URL": f"sqlite:///{folder / 'store.db'}", **more}


def telegram_settings(telegram: TelegramStandIn) -> dict[str, str]:
    return {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


def twilio_settings(twilio: Twilio) -> dict[str, str]:
    return {
        "TWILIO_ACCOUNT_SID": twilio.account_sid,
        "TWILIO_AUTH_TOKEN": twilio.auth_token,
        "TWILIO_WHATSAPP_FROM": twilio.sender,
        "TWILIO_API_URL": twilio.url,
        "TWILIO_CONTENT_URL": twilio.url,
    }


@asynccontextmanager
async def running(settings: dict[str, str]) -> AsyncIterator[Running]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    clock = FixedClock()
    await asyncio.to_thread(upgrade, settings["DATABASE_URL"])
    product = Product(load_settings({"PUBLIC_URL": url} | settings), clock)
    config = uvicorn.Config(product.asgi(), log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    try:
        await product.open(web=True, worker=True)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        async with aiohttp.ClientSession() as http:
            yield Running(product, url, clock, World(settings["DATABASE_URL"], clock), http)
        product.end_streams()
        server.should_exit = True
        await serving
    finally:
        await product.close()
        listener.close()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as standin:
        yield standin
        assert standin.refused == []


@pytest.fixture
async def twilio() -> AsyncIterator[Twilio]:
    async with Twilio() as standin:
        yield standin
        assert standin.refusals == []
