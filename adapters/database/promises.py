"""What a waiting caller holds: a thread's future, or an event loop's, kept together after a
commit."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any


class ThreadPromise:
    __slots__ = ("future",)

    def __init__(self) -> None:
        self.future: Future[Any] = Future()

    def is_wanted(self) -> bool:
        """Whether somebody still waits; asked once, before the work."""
        return self.future.set_running_or_notify_cancel()

    def keep(self, result: Any, error: BaseException | None) -> None:
        if error is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(error)


class AsyncPromise:
    __slots__ = ("future", "loop")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()

    def is_wanted(self) -> bool:
        return not self.future.cancelled()

    def keep(self, result: Any, error: BaseException | None) -> None:
        if self.future.done():
            return  # cancelled while it was being written
        if error is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(error)


Promise = ThreadPromise | AsyncPromise
Kept = tuple[Promise, Any, BaseException | None]


def keep_all(kept: Iterable[Kept]) -> None:
    """Give every caller its result or error; each event loop is woken once."""
    for_loops: defaultdict[asyncio.AbstractEventLoop, list[Kept]] = defaultdict(list)
    for promise, result, error in kept:
        if isinstance(promise, AsyncPromise):
            for_loops[promise.loop].append((promise, result, error))
        else:
            promise.keep(result, error)
    for loop, some in for_loops.items():
        try:
            loop.call_soon_threadsafe(_keep_here, some)
        except RuntimeError:
            continue  # the loop is closed: nobody waits any more


def _keep_here(kept: list[Kept]) -> None:
    for promise, result, error in kept:
        promise.keep(result, error)
