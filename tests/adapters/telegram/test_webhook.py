"""The webhook: who is let in, what is answered, and the courtesies around a turn."""

import json
import socket
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from adapters.telegram.channel import Telegram
from adapters.telegram.webhook import BODY_AT_MOST, routes
from bot.errors import StoreUnavailable
from bot.messages import Kind, Part
from tests.adapters.telegram.conftest import SECRET, Connect, Inbox, reply_to, served
from tests.standins.telegram import Fault, Refused, TelegramStandIn

pytestmark = pytest.mark.anyio

HELLO = Part("hello", "en", "ltr")
HEADER = "x-telegram-bot-api-secret-token"
UPDATE = json.dumps(
    {"update_id": 7, "message": {"chat": {"id": 7, "type": "private"}, "text": "hi"}}
).encode()


class Caller:
    """Speaks to the webhook below HTTP, to see how much of a body is read."""

    def __init__(self, channel: Telegram, inbox: Inbox) -> None:
        self._app = Starlette(routes=routes(channel, inbox.receive))
        self.chunks_read = 0

    async def post(
        self, headers: Iterable[tuple[str, str]], *chunks: bytes, gone: bool = False
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        waiting = [*chunks]
        sent: list[Message] = []

        async def receive() -> Message:
            if gone or not waiting:
                return {"type": "http.disconnect"}
            self.chunks_read += 1
            body = waiting.pop(0)
            return {"type": "http.request", "body": body, "more_body": bool(waiting)}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(_scope(headers), receive, send)
        start, body = sent
        return start["status"], dict(start["headers"]), body["body"]


def _scope(headers: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": "/telegram",
        "query_string": b"",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }


@pytest.fixture
def channel(connect: Connect) -> Telegram:
    return connect()


@pytest.fixture
def caller(channel: Telegram, inbox: Inbox) -> Caller:
    return Caller(channel, inbox)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 401),
        ([(HEADER, "")], 401),
        ([("authorization", SECRET)], 401),
        ([(HEADER, "wrong")], 403),
        ([(HEADER, SECRET[:-1])], 403),
        ([(HEADER, SECRET + "x")], 403),
        ([(HEADER, SECRET.upper())], 403),
        ([(HEADER, "sécret")], 403),
        ([(HEADER, SECRET), (HEADER, SECRET)], 403),
        ([(HEADER, SECRET), (HEADER, "wrong")], 403),
        ([(HEADER, ""), (HEADER, SECRET)], 403),
    ],
)
async def test_without_the_secret_nothing_is_read(
    caller: Caller, inbox: Inbox, headers: list[tuple[str, str]], status: int
) -> None:
    headers.append(("content-length", str(10 * BODY_AT_MOST)))
    answer = await caller.post(headers, UPDATE)
    assert (answer[0], answer[2], caller.chunks_read) == (status, b"{}", 0)
    assert inbox.taken == []


async def test_with_the_secret_a_message_is_taken_in(caller: Caller, inbox: Inbox) -> None:
    status, headers, body = await caller.post([(HEADER, SECRET)], UPDATE[:9], UPDATE[9:])
    assert (status, headers[b"content-type"], body) == (200, b"application/json", b"{}")
    assert [inbound.text for inbound in inbox.taken] == ["hi"]


async def test_a_body_that_says_it_is_too_large_is_not_read(caller: Caller) -> None:
    headers = [(HEADER, SECRET), ("content-length", "9" * 5000)]
    status, _, _ = await caller.post(headers, UPDATE)
    assert (status, caller.chunks_read) == (413, 0)


async def test_a_body_that_grows_too_large_is_not_read_to_its_end(
    caller: Caller, inbox: Inbox
) -> None:
    chunk = b" " * (BODY_AT_MOST // 2)
    status, headers, body = await caller.post([(HEADER, SECRET)], *[chunk] * 10)
    assert (status, headers[b"connection"], body) == (413, b"close", b"{}")
    assert caller.chunks_read == 3
    assert inbox.taken == []


async def test_the_largest_body_is_taken(caller: Caller, inbox: Inbox) -> None:
    status, _, _ = await caller.post([(HEADER, SECRET)], UPDATE.ljust(BODY_AT_MOST))
    assert (status, len(inbox.taken)) == (200, 1)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_answered_400(caller: Caller, body: bytes) -> None:
    status, _, answer = await caller.post([(HEADER, SECRET)], body)
    assert (status, answer) == (400, b"{}")


async def test_a_caller_who_hangs_up_halfway_stores_nothing(caller: Caller, inbox: Inbox) -> None:
    await caller.post([(HEADER, SECRET)], UPDATE, gone=True)
    assert inbox.taken == []


@pytest.mark.parametrize(
    "update",
    [{}, {"method": "sendMessage", "chat_id": 7, "text": "x"}, {"teleportation": {}}],
)
async def test_what_is_unknown_is_answered_as_everything_else(
    caller: Caller, inbox: Inbox, update: dict[str, object]
) -> None:
    body = json.dumps({"update_id": 8} | update).encode()
    status, _, answer = await caller.post([(HEADER, SECRET)], body)
    assert (status, answer, inbox.taken) == (200, b"{}", [])


async def test_without_a_store_telegram_is_asked_to_come_again(
    caller: Caller, inbox: Inbox
) -> None:
    inbox.troubles.append(StoreUnavailable())
    status, headers, body = await caller.post([(HEADER, SECRET)], UPDATE)
    assert (status, headers[b"retry-after"], body) == (503, b"5", b"{}")
    status, _, _ = await caller.post([(HEADER, SECRET)], UPDATE)
    assert (status, len(inbox.taken)) == (200, 1)


async def test_the_same_update_again_is_answered_alike_and_has_no_second_effect(
    caller: Caller, inbox: Inbox
) -> None:
    answers = [await caller.post([(HEADER, SECRET)], UPDATE) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert len(inbox.taken) == 1


async def opened(connect: Connect, listener: socket.socket, **options: object) -> Telegram:
    host, port = listener.getsockname()
    channel = connect(polling=False, public_url=f"http://{host}:{port}", **options)
    await channel.open({})
    return channel


async def test_telegram_delivers_over_the_wire(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox, listener: socket.socket
) -> None:
    async with served(await opened(connect, listener), inbox, listener):
        delivery = await telegram.write(7, "hello")
        assert delivery is not None
        assert (delivery.status, delivery.body) == (200, b"{}")
        assert [inbound.text for inbound in inbox.taken] == ["hello"]


async def test_a_pressed_button_stops_spinning_and_a_block_is_noticed(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox, listener: socket.socket
) -> None:
    channel = await opened(connect, listener)
    async with served(channel, inbox, listener):
        telegram.meet(7)
        sent = await channel.send("7", HELLO)
        await telegram.press(7, int(sent), "welcome.menu:signs")
        await telegram.seen("answerCallbackQuery")
        await telegram.block(7)
        pressed, left = inbox.taken
    assert (pressed.kind, pressed.choice, pressed.pressed) == (
        Kind.CHOICE,
        "welcome.menu:signs",
        sent,
    )
    assert left.kind is Kind.LEFT
    assert telegram.refused == []


async def test_a_group_is_left_once_and_never_answered(
    caller: Caller, channel: Telegram, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    await channel.api.open()
    message = {"chat": {"id": -5, "type": "group", "title": "Family"}, "text": "hello bot"}
    for number in range(3):
        body = json.dumps({"update_id": number, "message": message}).encode()
        await caller.post([(HEADER, SECRET)], body)
    await channel.close()
    assert [(call.method, call.chat) for call in telegram.calls] == [("leaveChat", -5)]
    assert inbox.taken == []


async def test_she_sees_that_we_are_typing_when_a_reply_takes_long(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    telegram.meet(7)
    inbox.replies = (reply_to("7"),)
    channel = connect(typing_after=0.0)
    await channel.api.open()
    await Caller(channel, inbox).post([(HEADER, SECRET)], UPDATE)
    [typing] = await telegram.seen("sendChatAction", chat=7)
    assert typing.parameters["action"] == "typing"


@pytest.mark.parametrize("ending", ["a reply", "no reply", "no store"])
async def test_nobody_types_when_a_reply_is_out_or_none_will_come(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox, ending: str
) -> None:
    telegram.meet(7)
    inbox.replies = (reply_to("7"),) if ending == "a reply" else ()
    if ending == "no store":
        inbox.troubles.append(StoreUnavailable())
    channel = connect(typing_after=3600.0)
    await channel.api.open()
    await Caller(channel, inbox).post([(HEADER, SECRET)], UPDATE)
    if ending == "a reply":
        await channel.send("7", HELLO)
    assert not channel.courtesy.is_expected("7")


@pytest.mark.parametrize("trouble", [Fault.ERROR, Fault.DROP, Refused(400, "query is too old")])
async def test_a_courtesy_that_fails_harms_no_turn(
    caller: Caller,
    channel: Telegram,
    telegram: TelegramStandIn,
    inbox: Inbox,
    trouble: Fault | Refused,
) -> None:
    await channel.api.open()
    telegram.fail("answerCallbackQuery", trouble)
    message = {"chat": {"id": 7, "type": "private"}, "message_id": 3}
    query = {"id": "12", "data": "welcome.menu:signs", "message": message}
    body = json.dumps({"update_id": 9, "callback_query": query}).encode()
    status, _, _ = await caller.post([(HEADER, SECRET)], body)
    await channel.close()
    assert (status, len(inbox.taken)) == (200, 1)
