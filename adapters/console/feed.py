"""News of the desk for every open page of this process: one look at the store for all of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import anyio
import anyio.to_thread

from bot.desk.model import Case, DeskEvent, EventKind
from bot.desk.ports import DeskReader
from bot.errors import StoreUnavailable

LOOK_EVERY = 0.1
"""Seconds. News of this process's own commits ring a bell and are not waited for."""
AWAY_FOR = 1.0
READY_WITHIN = 5.0
BUFFERED = 256
"""News that wait for one slow page. It then starts anew from the last that it has seen."""
RESUMED = 500
"""Of what came while a page was away, so many are told one by one; it looks anew in any case."""
STREAMS_PER_ADVISER = 12


class TooManyStreams(Exception):
    """This adviser has `STREAMS_PER_ADVISER` streams open already."""


class News(NamedTuple):
    """`case`: as it is now; None when the event is about none, or it was erased."""

    event: DeskEvent
    case: Case | None


Read = Callable[[News], bytes | None]
"""What a page is told of news; None: nothing."""


class Ear:
    """One stream's ear. `is_cut`: it was too slow, or the server stops."""

    def __init__(self, adviser_id: int) -> None:
        self.adviser_id = adviser_id
        self.is_cut = False
        self._rung = asyncio.Event()
        self._read: Read | None = None
        self._news: list[News] = []
        self._pieces: deque[bytes] = deque()

    def put(self, news: Sequence[News]) -> None:
        """A stream for which there is nothing in it is not woken: of all that are open few have to
        do with one case."""
        if self._read is None:
            self._news += news
        else:
            self._pieces.extend(filter(None, map(self._read, news)))
        if len(self._news) + len(self._pieces) > BUFFERED:
            self.cut()
        elif self._pieces:
            self._rung.set()

    def follow(self, earlier: Sequence[News], read: Read) -> None:
        """From now on news are read as they come; first what was before the ear, and what came
        before this."""
        self._pieces.extend(filter(None, map(read, (*earlier, *self._news))))
        self._news, self._read = [], read

    def take(self) -> Iterator[bytes]:
        while self._pieces:
            yield self._pieces.popleft()

    def cut(self) -> None:
        self.is_cut = True
        self._news, self._pieces = [], deque()
        self._rung.set()

    @property
    def is_rung(self) -> bool:
        return self._rung.is_set()

    async def wait(self, seconds: float) -> None:
        """Return at the next news, or after `seconds`."""
        with anyio.move_on_after(seconds):
            await self._rung.wait()
        self._rung.clear()


class Feed:
    """`bell` may be called from any thread, everything else only on the event loop."""

    def __init__(self, reader: DeskReader, look_every: float = LOOK_EVERY) -> None:
        self._reader = reader
        self._look_every = look_every
        self._ears: set[Ear] = set()
        self._rung = asyncio.Event()
        self._ready = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watch: asyncio.Task[None] | None = None
        self._is_closed = False

    def bell(self) -> None:
        """Something was committed: look at once."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._rung.set)

    @contextmanager
    def listen(self, adviser_id: int) -> Iterator[Ear]:
        """Errors raised: TooManyStreams."""
        if sum(ear.adviser_id == adviser_id for ear in self._ears) >= STREAMS_PER_ADVISER:
            raise TooManyStreams
        ear = Ear(adviser_id)
        ear.is_cut = self._is_closed
        self._ears.add(ear)
        self._begin()
        try:
            yield ear
        finally:
            self._ears.discard(ear)
            self._end()

    async def ready(self) -> None:
        """From here on no news is lost. Errors raised: StoreUnavailable."""
        with anyio.move_on_after(READY_WITHIN):
            await self._ready.wait()
        if not self._ready.is_set():
            raise StoreUnavailable

    def missed(self, after: int) -> list[News]:
        """What came after an event. Blocks. Errors raised: StoreUnavailable."""
        return self._with_cases(self._reader.events_after(after)[-RESUMED:])

    def close(self) -> None:
        """End every stream, now and later: on the loop, when the server begins to stop."""
        self._is_closed = True
        for ear in self._ears:
            ear.cut()

    def _begin(self) -> None:
        if self._watch is None:
            self._loop = asyncio.get_running_loop()
            self._watch = self._loop.create_task(self._follow())

    def _end(self) -> None:
        if not self._ears and self._watch is not None:
            self._watch.cancel()
            self._watch = None
            self._ready.clear()

    async def _follow(self) -> None:
        cursor: int | None = None
        while True:
            try:
                cursor, news = await anyio.to_thread.run_sync(self._look, cursor)
            except StoreUnavailable:
                await anyio.sleep(AWAY_FOR)
                continue
            self._ready.set()
            self._tell(news)
            with anyio.move_on_after(self._look_every):
                await self._rung.wait()
            self._rung.clear()

    def _look(self, cursor: int | None) -> tuple[int, list[News]]:
        if cursor is None:
            return self._reader.last_event(), []
        events = self._reader.events_after(cursor)
        return max((event.id for event in events), default=cursor), self._with_cases(events)

    def _with_cases(self, events: Sequence[DeskEvent]) -> list[News]:
        events = [event for event in events if event.kind != EventKind.ADVISER_TYPING]
        ids = {event.case_id for event in events} - {0}
        rows = {id_: self._reader.case_row(id_) for id_ in ids}
        cases = {id_: row.case for id_, row in rows.items() if row}
        return [News(event, cases.get(event.case_id)) for event in events]

    def _tell(self, news: Sequence[News]) -> None:
        if news:
            for ear in self._ears:
                ear.put(news)
