"""A stand-in for Telegram, an inbox in the product's place, and our webhook on a real server."""

import asyncio
import socket
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import pytest
import uvicorn
from starlette.applications import Starlette

from adapters.telegram.channel import Telegram
from adapters.telegram.webhook import routes
from bot.messages import Inbound, Say
from bot.ports import Outgoing, Receipt
from tests.standins.telegram import TelegramStandIn

SECRET = "s3cret_-"
PATIENCE = 20.0


class Inbox:
    """Takes every id once, as the product does. `troubles` are raised first, one a call."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.troubles: deque[Exception] = deque()
        self.replies: tuple[Outgoing, ...] = ()
        self._seen: set[str] = set()
        self._news = asyncio.Condition()

    async def receive(self, inbound: Inbound) -> Receipt:
        if self.troubles:
            raise self.troubles.popleft()
        is_fresh = inbound.external_id not in self._seen
        self._seen.add(inbound.external_id)
        if is_fresh:
            async with self._news:
                self.taken.append(inbound)
                self._news.notify_all()
        return Receipt(is_fresh, 1, "en", self.replies)

    async def holds(self, number: int) -> list[Inbound]:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(self.taken) >= number)
            return self.taken


def reply_to(address: str) -> Outgoing:
    due = datetime(2026, 11, 20, tzinfo=UTC)
    return Outgoing(1, 1, "telegram", address, 0, "en", Say("welcome.menu"), due)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as standin:
        yield standin


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


Connect = Callable[..., Telegram]


@pytest.fixture
async def connect(telegram: TelegramStandIn) -> AsyncIterator[Connect]:
    """Makes channels to the stand-in; they are closed at the end."""
    async with AsyncExitStack() as stack:

        def make(**options: object) -> Telegram:
            settings = {"api_url": telegram.url, "polling": True} | options
            channel = Telegram(telegram.token, SECRET, **settings)  # type: ignore[arg-type]
            stack.push_async_callback(channel.close)
            return channel

        yield make


@asynccontextmanager
async def served(channel: Telegram, inbox: Inbox, listener: socket.socket) -> AsyncIterator[None]:
    """The webhook on a real server on `listener`."""
    app = Starlette(routes=routes(channel, inbox.receive))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    yield
    server.should_exit = True
    await running


@pytest.fixture
def listener() -> socket.socket:
    """Listens before any server runs, so nobody has to wait for one."""
    return socket.create_server(("127.0.0.1", 0))
