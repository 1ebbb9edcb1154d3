"""Serving until told to stop, then stopping without losing or doubling anything, within ten
seconds."""

import asyncio
import contextlib
import gc
import signal
import socket
from collections.abc import Callable, Generator

import uvicorn
from typing_extensions import override

from adapters.app import Product
from adapters.settings import Settings

REQUESTS_END_WITHIN = 3
"""Seconds for requests under way. Without a bound an open stream holds the server for ever."""
BACKLOG = 2048
"""Connections that the system keeps for us while we are busy; uvicorn's own number."""


class _Server(uvicorn.Server):
    """A server that leaves signals to us and tells open streams that it stops."""

    def __init__(self, config: uvicorn.Config, before_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._before_stop = before_stop
        self.when_ready: Callable[[], None] = lambda: None

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield  # uvicorn would raise the signal again and end the process before our own close

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.when_ready()

    def stop(self) -> None:
        self._before_stop()
        self.should_exit = True


async def serve(
    product: Product,
    *,
    web: bool,
    worker: bool,
    when_ready: Callable[[], None] = lambda: None,
) -> None:
    """Run the product's parts until SIGTERM or SIGINT.

    Errors raised: BadSetting; OSError when the port cannot be had.
    """
    gc.collect()
    gc.freeze()  # flows, words, models: looking through all of them again held everybody up
    try:
        if web:
            await _serve_web(product, worker=worker, when_ready=when_ready)
        else:
            stopped = asyncio.Event()
            _on_signals(stopped.set)
            await product.open(web=False, worker=worker)
            when_ready()
            await stopped.wait()
    finally:
        await product.close()


async def _serve_web(product: Product, *, worker: bool, when_ready: Callable[[], None]) -> None:
    # The port first: nobody is told where to deliver before we listen there.
    with _listener(product.settings) as listener:
        await product.open(web=True, worker=worker)
        server = _server(product)
        server.when_ready = when_ready
        _on_signals(server.stop)
        await server.serve(sockets=[listener])


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)


def _server(product: Product) -> _Server:
    config = uvicorn.Config(
        product.asgi(),
        loop="none",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=REQUESTS_END_WITHIN,
    )
    return _Server(config, product.end_streams)


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop)
