"""Messages that come later, as server-sent events.

https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

import json
from collections.abc import AsyncGenerator, Iterator

import anyio
from starlette.concurrency import run_in_threadpool

from adapters.webchat.chat import CHANNEL, Json, WebChat, message_json
from adapters.webchat.wake import Listener, TooManyStreams
from bot.errors import StoreUnavailable
from bot.ports import Outgoing, Talk

OPENING = b"retry: 2000\n\n"
HEARTBEAT = b": still here\n\n"
PERSON = b"event: person\n\n"
GUIDE = b"event: guide\n\n"
"""Who has the conversation from now on. Without data: who does not know it takes it for nothing."""
TYPING = b"event: typing\n\n"
"""Somebody writes to her just now."""
OVER = b"event: over\ndata: {}\n\n"
"""The conversation was erased: nothing will come any more."""


async def news(chat: WebChat, address: str, after: int) -> AsyncGenerator[bytes, None]:
    """Messages later than `after`, as they come, until the conversation or the server ends.

    Ends as well when the store cannot be reached: the page asks again with what it saw last.
    """
    yield OPENING
    try:
        with chat.wake.listen(address) as listener:
            async for piece in _follow(chat, address, after, listener):
                yield piece
    except (StoreUnavailable, TooManyStreams):
        return


async def _follow(
    chat: WebChat, address: str, after: int, listener: Listener
) -> AsyncGenerator[bytes, None]:
    began = quiet_since = anyio.current_time()
    before = Talk()
    while not listener.closed and anyio.current_time() - began < chat.stream_for:
        later, talk = await run_in_threadpool(_look, chat, address, after)
        if talk is None:
            yield OVER
            return
        for outgoing in later:
            yield event(message_json(chat, outgoing))
            after = outgoing.seq
        for sign in signs(before, talk):
            yield sign
        before = talk
        if later:
            quiet_since = anyio.current_time()
        elif anyio.current_time() - quiet_since >= chat.heartbeat:
            yield HEARTBEAT
            quiet_since = anyio.current_time()
        await listener.wait(chat.look_every)


def _look(chat: WebChat, address: str, after: int) -> tuple[list[Outgoing], Talk | None]:
    later = chat.reader.messages_after(CHANNEL, address, after)
    return later, chat.reader.talk(CHANNEL, address)


def signs(before: Talk, now: Talk) -> Iterator[bytes]:
    if before.has_person != now.has_person:
        yield PERSON if now.has_person else GUIDE
    if now.typed_at not in (None, before.typed_at):
        yield TYPING


def event(message: Json) -> bytes:
    """JSON has no raw line ends, so one `data` line holds any text."""
    return f"id: {message['id']}\ndata: {json.dumps(message)}\n\n".encode()
