"""A server on this machine that does what it is told, and a resolver that changes its mind."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.calendars.fetch import Limits

HOST = "feed.test"
Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Hostile:
    """`heard`: each request, whole. `looked_up`: each name that was asked for."""

    port: int = 0
    answers: list[list[str]] = field(default_factory=lambda: [["127.0.0.1"]])
    heard: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def url(self, path: str = "/feed.ics", scheme: str = "http") -> str:
        return f"{scheme}://{HOST}:{self.port}{path}"

    def limits(self, *, bytes_: int = 1_000_000, seconds: float = 30.0) -> Limits:
        return Limits(bytes_, seconds, ports=frozenset((self.port,)), local=frozenset((HOST,)))

    async def resolve(self, host: str) -> list[str]:
        self.looked_up.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@asynccontextmanager
async def serving(answer: Answer, context: ssl.SSLContext | None = None) -> AsyncIterator[Hostile]:
    hostile = Hostile()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            hostile.heard.append(request)
            await answer(request.split(" ")[1], writer)
        except (OSError, EOFError):
            pass  # the client has had enough
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    hostile.port = server.sockets[0].getsockname()[1]
    async with server:
        yield hostile


def says(body: bytes = b"", *heads: str, status: str = "200 OK") -> Answer:
    async def answer(_: str, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *heads]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        await writer.drain()

    return answer


def pours(piece: bytes, *heads: str) -> Answer:
    """The same, again and again, for ever."""

    async def answer(_: str, writer: asyncio.StreamWriter) -> None:
        lines = ["HTTP/1.1 200 OK", "Connection: close", *heads]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    return answer


def leads(*steps: str) -> Answer:
    """From path `/0` on to the first, from `/1` to the second, and so on."""

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        step = steps[int(path.removeprefix("/"))]
        await says(b"", f"Location: {step}", status="302 Found")(path, writer)

    return answer
