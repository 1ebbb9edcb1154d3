"""What goes on beside the requests: jobs that outlive their own errors, and the news that wakes
them."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

AGAIN_AFTER = 1.0
"""Seconds."""

log = structlog.get_logger(__name__)


class Background:
    """Jobs until `close`."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._tasks.append(asyncio.create_task(_for_ever(name, work)))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class News:
    """Something was committed that others wait for: what an adviser wrote, a case that moved.

    `ring` may be called from any thread; `hearers` are called on the loop.
    """

    def __init__(self) -> None:
        self.hearers: list[Callable[[], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()

    def open(self) -> None:
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell)

    async def wait(self, seconds: float) -> None:
        """Return at the next news, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()

    def _tell(self) -> None:
        self._rung.set()
        for hear in self.hearers:
            hear()


async def _for_ever(name: str, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except Exception as error:
            log.error("background_job_failed", part=name, error=type(error).__name__)
            await asyncio.sleep(AGAIN_AFTER)
