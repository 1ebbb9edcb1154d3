"""The Bot API in plain values: python-telegram-bot's `Bot` on our transport."""

import asyncio
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import structlog
from telegram import Bot
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning
from typing_extensions import override

from adapters.telegram.transport import CallFailed, Transport

CALL_SECONDS = 10.0
FAREWELL_SECONDS = 2.0

Parameters = Mapping[str, object]
NONE: Parameters = MappingProxyType({})

log = structlog.get_logger(__name__)


class _PlainBot(Bot):
    @classmethod
    @override
    def _warn(
        cls,
        message: str | PTBUserWarning,
        category: type[Warning] = PTBUserWarning,
        stacklevel: int = 0,
    ) -> None:
        """Silent: the typed methods it recommends build objects, 100 us a call."""


class Api:
    """Calls by name; parameters and answers are plain values. Lives in one event loop."""

    def __init__(self, token: str, url: str, seconds: float = CALL_SECONDS) -> None:
        _silence_library()
        self._seconds = seconds
        self._transport: BaseRequest = Transport(seconds)
        self._bot = _PlainBot(
            token,
            base_url=f"{url.rstrip('/')}/bot",
            request=self._transport,
            get_updates_request=self._transport,
        )
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        await self._transport.initialize()

    async def close(self) -> None:
        """Let what is on its way arrive, for `FAREWELL_SECONDS`, then hang up."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=FAREWELL_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._transport.shutdown()

    async def call(
        self, method: str, parameters: Parameters = NONE, *, extra_seconds: float = 0.0
    ) -> Any:
        """Call `method`; its `result`. `extra_seconds` is how long Telegram may wait by design.

        Errors raised: `CallFailed`.
        """
        return await self._bot.do_api_request(
            method, api_kwargs=dict(parameters), read_timeout=self._seconds + extra_seconds
        )

    def soon(self, method: str, parameters: Parameters) -> None:
        """Call `method` in the background, once; nobody waits for it and nothing hangs on it."""
        task = asyncio.create_task(self._attempt(method, parameters))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attempt(self, method: str, parameters: Parameters) -> None:
        try:
            await self.call(method, parameters)
        except CallFailed as failed:
            log.info("telegram_courtesy_failed", method=method, failure=failed.failure)


def _silence_library() -> None:
    """Its debug lines hold texts and the token, its error lines whole answers."""
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
