"""Answers for every open page of this process: one look at the store for all readers."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import anyio
import anyio.to_thread

from bot.errors import StoreUnavailable
from bot.panels.model import Panel, Theme
from bot.panels.ports import PanelReader

LOOK_EVERY = 0.1
AWAY_FOR = 1.0
"""Seconds."""
READERS_AT_MOST = 5000
BUFFERED = 200
"""Answers that wait for one slow page. It then asks anew from the last that it has."""

Draw = Callable[[Panel, Theme, str], bytes]
"""A published answer for pages in one language, as they are told of it."""


class TooManyReaders(Exception):
    """This process has `READERS_AT_MOST` streams open already."""


class _Known(NamedTuple):
    panel: Panel
    published: tuple[Theme, ...]


class Reader:
    """One stream's ear. `is_cut`: it was too slow, or the server stops."""

    def __init__(self, language: str, edition: int) -> None:
        self.language = language
        self.edition = edition
        self.is_cut = False
        self._rung = asyncio.Event()
        self._pieces: deque[bytes] = deque()

    def put(self, piece: bytes, edition: int) -> None:
        self.edition = max(edition, self.edition)
        self._pieces.append(piece)
        if len(self._pieces) > BUFFERED:
            self.cut()
        self._rung.set()

    def take(self) -> Iterator[bytes]:
        while self._pieces:
            yield self._pieces.popleft()

    def cut(self) -> None:
        self.is_cut = True
        self._pieces.clear()
        self._rung.set()

    @property
    def is_rung(self) -> bool:
        return self._rung.is_set()

    async def wait(self, seconds: float) -> None:
        with anyio.move_on_after(seconds):
            await self._rung.wait()
        self._rung.clear()


class LiveFeed:
    """On the event loop only."""

    def __init__(self, reader: PanelReader, draw: Draw, look_every: float = LOOK_EVERY) -> None:
        self._reader = reader
        self._draw = draw
        self._look_every = look_every
        self._readers: defaultdict[int, set[Reader]] = defaultdict(set)
        self._known: dict[int, _Known] = {}
        self._drawn: dict[tuple[int, int, str], bytes] = {}
        self._watch: asyncio.Task[None] | None = None
        self._is_closed = False

    @contextmanager
    def listen(self, panel_id: int, language: str, edition: int) -> Iterator[Reader]:
        """For what was published or mended after `edition`. Errors raised: TooManyReaders."""
        if self.open_streams() >= READERS_AT_MOST:
            raise TooManyReaders
        reader = Reader(language, edition)
        reader.is_cut = self._is_closed
        self._readers[panel_id].add(reader)
        self._tell(panel_id, [reader])
        if self._watch is None:
            self._watch = asyncio.get_running_loop().create_task(self._follow())
        try:
            yield reader
        finally:
            self._leave(panel_id, reader)

    def close(self) -> None:
        """End every stream, now and later: when the server begins to stop."""
        self._is_closed = True
        for reader in [one for several in self._readers.values() for one in several]:
            reader.cut()

    def open_streams(self) -> int:
        return sum(map(len, self._readers.values()))

    def _leave(self, panel_id: int, reader: Reader) -> None:
        self._readers[panel_id].discard(reader)
        if not self._readers[panel_id]:
            del self._readers[panel_id]
            self._known.pop(panel_id, None)
        if not self._readers and self._watch is not None:
            self._watch.cancel()
            self._watch = None
            self._drawn.clear()

    async def _follow(self) -> None:
        while True:
            try:
                fresh = await anyio.to_thread.run_sync(self._look, tuple(self._readers))
            except StoreUnavailable:
                await anyio.sleep(AWAY_FOR)
                continue
            for panel_id, known in fresh.items():
                self._known[panel_id] = known
                self._tell(panel_id, list(self._readers.get(panel_id, ())))
            await anyio.sleep(self._look_every)

    def _look(self, panel_ids: tuple[int, ...]) -> dict[int, _Known]:
        """Those of which there is something new. In a thread."""
        editions, fresh = self._reader.editions(), {}
        for id_ in panel_ids:
            known = self._known.get(id_)
            if known is not None and known.panel.edition == editions.get(id_):
                continue
            panel = self._reader.panel(id_)
            if panel is not None:
                fresh[id_] = _Known(panel, tuple(self._reader.published(id_)))
        return fresh

    def _tell(self, panel_id: int, readers: list[Reader]) -> None:
        known = self._known.get(panel_id)
        if known is None:
            return
        for theme in sorted(known.published, key=lambda one: one.edition):
            for reader in readers:
                if theme.edition > reader.edition:
                    reader.put(self._piece(known.panel, theme, reader.language), theme.edition)

    def _piece(self, panel: Panel, theme: Theme, language: str) -> bytes:
        key = theme.id, theme.edition, language
        if key not in self._drawn:
            self._drawn[key] = self._draw(panel, theme, language)
        return self._drawn[key]
