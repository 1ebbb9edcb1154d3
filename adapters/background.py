"""What goes on beside the requests: jobs that outlive their own errors, and the news that wakes
them."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

AGAIN_AFTER = 1.0
JOBS_END_WITHIN = 0.5
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
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=JOBS_END_WITHIN)


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


async def ended_within(seconds: float, work: Coroutine[Any, Any, None]) -> bool:
    """Whether it came to its end; else it is told to stop, and not waited for."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    task.cancel()
    for one in done:
        one.result()
    return bool(done)


async def _for_ever(name: str, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except Exception as error:
            log.error("background_job_failed", part=name, error=type(error).__name__)
            await asyncio.sleep(AGAIN_AFTER)
