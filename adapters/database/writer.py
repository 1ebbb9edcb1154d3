"""The one thread that writes: whatever waits when it is free shares one commit."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from adapters.database.promises import AsyncPromise, Promise, ThreadPromise, keep_all
from adapters.database.store import StoreTransaction
from adapters.database.transactor import UNAVAILABLE, Transactor
from bot.errors import StoreUnavailable
from bot.ports import Batch, Item, Result

AT_MOST_TOGETHER = 512
AT_MOST_WAITING = 20_000
SECONDS_BETWEEN_CLEANINGS = 1.0

TOO_MANY = "too many turns are waiting for the database; nothing was stored"
CLOSED = "the writer is closed; nothing was stored"


@dataclass(frozen=True, slots=True)
class Entry:
    batch: Batch[Any, Any]
    item: Any
    promise: Promise


class GroupCommitWriter:
    """`bot.ports.Writer`.

    Everything waiting, up to `AT_MOST_TOGETHER` items, is written in one transaction, in the order
    in which it came; neighbours with the same batch function make one call of it. When that fails
    for a reason of its own, each item is tried in a transaction of its own. While the database is
    away, everything waiting fails at once and the next item tries again. A batch function may
    therefore be called more than once for an item, but only one call is committed.
    """

    def __init__(self, transactor: Transactor, *, at_most_waiting: int = AT_MOST_WAITING) -> None:
        self._transactor = transactor
        self._at_most_waiting = at_most_waiting
        self.observe: Callable[[int], None] = lambda _items: None
        """Told after each commit how many items shared it; in the writer's thread."""
        self.on_news: Callable[[], None] = lambda: None
        """Called after each commit that holds news for live pages; in the writer's thread."""
        self._waiting: deque[Entry] = deque()
        self._changed = threading.Condition()
        self._gathering: dict[asyncio.AbstractEventLoop, list[Entry]] = {}
        self._is_closed = False
        self._thread = threading.Thread(target=self._serve, name="database-writer", daemon=True)
        self._thread.start()

    def submit(self, batch: Batch[Item, Result], item: Item) -> "Future[Result]":
        promise = ThreadPromise()
        self._add([Entry(batch, item, promise)])
        return promise.future

    def submit_async(self, batch: Batch[Item, Result], item: Item) -> "asyncio.Future[Result]":
        """As `submit`, for a running event loop, whose turns share more and wake less.

        What the loop's tasks submit before it comes round again is handed over together, and one
        call into the loop serves a whole commit.
        """
        loop = asyncio.get_running_loop()
        promise = AsyncPromise(loop)
        gathering = self._gathering.setdefault(loop, [])
        if not gathering:
            loop.call_soon(self._hand_over, loop)
        gathering.append(Entry(batch, item, promise))
        return promise.future

    def close(self, timeout: float) -> None:
        """Write what waits, for `timeout` seconds at most; the rest fails with
        `StoreUnavailable`."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(timeout)
        self._fail_waiting(StoreUnavailable(CLOSED))

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        self._add(self._gathering.pop(loop))

    def _add(self, entries: Sequence[Entry]) -> None:
        with self._changed:
            room = 0 if self._is_closed else self._at_most_waiting - len(self._waiting)
            self._waiting.extend(entries[:room])
            self._changed.notify()
        if len(entries) > room:
            refusal = CLOSED if self._is_closed else TOO_MANY
            self._fail(entries[room:], StoreUnavailable(refusal))

    def _serve(self) -> None:
        while (entries := self._take()) is not None:
            wanted = [entry for entry in entries if entry.promise.is_wanted()]
            if wanted:
                self._write(wanted)
            self._transactor.clean()
        self._transactor.close()

    def _take(self) -> list[Entry] | None:
        """What waits, soon or now; an empty list after a quiet while, None when all is done."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._waiting or self._is_closed, timeout=SECONDS_BETWEEN_CLEANINGS
            )
            if self._is_closed and not self._waiting:
                return None
            size = min(len(self._waiting), AT_MOST_TOGETHER)
            return [self._waiting.popleft() for _ in range(size)]

    def _write(self, entries: Sequence[Entry]) -> None:
        try:
            results = self._transactor.run(lambda transaction: _run(transaction, entries))
        except StoreUnavailable as error:
            self._fail(entries, error)
            self._fail_waiting(error)
        except BaseException as error:  # nothing may end this thread
            if len(entries) == 1:
                self._fail(entries, error)
            else:
                self._write_alone(entries)
        else:
            self.observe(len(entries))
            if self._transactor.has_news:
                with suppress(RuntimeError):  # the event loop that it wakes has ended
                    self.on_news()
            kept = zip(entries, results, strict=True)
            keep_all([(entry.promise, result, None) for entry, result in kept])

    def _write_alone(self, entries: Sequence[Entry]) -> None:
        for position, entry in enumerate(entries):
            self._write([entry])
            if self._transactor.is_away:
                self._fail(entries[position + 1 :], StoreUnavailable(UNAVAILABLE))
                return

    def _fail(self, entries: Sequence[Entry], error: BaseException) -> None:
        keep_all([(entry.promise, None, error) for entry in entries])

    def _fail_waiting(self, error: StoreUnavailable) -> None:
        with self._changed:
            waiting = list(self._waiting)
            self._waiting.clear()
        self._fail([entry for entry in waiting if entry.promise.is_wanted()], error)


def _run(transaction: StoreTransaction, entries: Sequence[Entry]) -> list[Any]:
    results: list[Any] = []
    for batch, group in groupby(entries, key=attrgetter("batch")):
        items = [entry.item for entry in group]
        answers = batch(transaction, items)
        if len(answers) != len(items):
            raise TypeError("a batch function must return one result for each item")
        results.extend(answers)
    return results
