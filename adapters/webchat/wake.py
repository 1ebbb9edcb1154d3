"""Telling open streams that there is news of an address, without asking the database for each."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import anyio

STREAMS_PER_ADDRESS = 4
"""A contact may have a few tabs open; more is a fault or an attack."""


class TooManyStreams(Exception):
    """This address has `STREAMS_PER_ADDRESS` streams open already."""


class Listener:
    """One stream's ear."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self.closed = False

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next `publish` of this address, or after `seconds`."""
        with anyio.move_on_after(seconds):
            await self._rung.wait()
        self._rung.clear()


class Wake:
    """`publish` may be called from any thread, everything else only on the event loop."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @contextmanager
    def listen(self, address: str) -> Iterator[Listener]:
        """Errors raised: `TooManyStreams`."""
        listener = self._admit(address)
        try:
            yield listener
        finally:
            self._listeners[address].discard(listener)
            if not self._listeners[address]:
                del self._listeners[address]

    def publish(self, address: str) -> None:
        """There is news of `address`: a message was written, or the conversation was erased."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ring, address)

    def close(self) -> None:
        """End every stream, now and later: to be called on the loop when the server begins to stop.

        The lifespan's shutdown is too late: a server waits for open responses before it.
        """
        self._closed = True
        for listener in [one for several in self._listeners.values() for one in several]:
            listener.closed = True
            listener.ring()

    def open_streams(self) -> int:
        return sum(map(len, self._listeners.values()))

    def _admit(self, address: str) -> Listener:
        if len(self._listeners.get(address, ())) >= STREAMS_PER_ADDRESS:
            raise TooManyStreams
        self._loop = asyncio.get_running_loop()
        listener = Listener()
        listener.closed = self._closed
        self._listeners[address].add(listener)
        return listener

    def _ring(self, address: str) -> None:
        for listener in self._listeners.get(address, ()):
            listener.ring()
