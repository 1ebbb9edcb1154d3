"""The stream is read as the server makes it, piece by piece."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from adapters.webchat.chat import WebChat
from adapters.webchat.stream import GUIDE, HEARTBEAT, OPENING, OVER, PERSON, TYPING, news
from adapters.webchat.wake import STREAMS_PER_ADDRESS
from bot.messages import Inbound, Kind
from bot.ports import Talk
from tests.adapters.webchat.fake import NOON, FakeGuide, web_chat

pytestmark = pytest.mark.anyio

ADDRESS = "ada"


@pytest.fixture
async def chat(guide: FakeGuide) -> WebChat:
    await guide.receive(Inbound("webchat", ADDRESS, "1", Kind.START))
    return web_chat(guide)


def read(piece: bytes) -> tuple[str, dict[str, object]]:
    name, data = piece.decode().strip().split("\n")
    return name, json.loads(data.removeprefix("data: "))


async def rest(stream: AsyncGenerator[bytes, None]) -> list[bytes]:
    return [piece async for piece in stream]


async def test_messages_that_come_later_are_told(chat: WebChat, guide: FakeGuide) -> None:
    async with aclosing(news(chat, ADDRESS, 1)) as stream:
        assert await anext(stream) == OPENING
        guide.adviser_writes(ADDRESS)
        name, message = read(await anext(stream))

    assert name == "id: 2"
    assert (message["from"], message["name"]) == ("adviser", "Farah")
    assert guide.wake.open_streams() == 0


async def test_it_goes_on_after_the_last_message_seen(chat: WebChat, guide: FakeGuide) -> None:
    guide.adviser_writes(ADDRESS)
    guide.adviser_writes(ADDRESS)
    async with aclosing(news(chat, ADDRESS, 2)) as stream:
        await anext(stream)
        assert read(await anext(stream))[0] == "id: 3"


async def test_news_of_another_process_is_found_without_being_told(
    chat: WebChat, guide: FakeGuide
) -> None:
    async with aclosing(news(replace(chat, look_every=0), ADDRESS, 0)) as stream:
        assert await anext(stream) == OPENING
        await anext(stream)
        await guide.receive(Inbound("webchat", ADDRESS, "2", text="hello"))
        assert read(await anext(stream))[0] == "id: 2"


async def test_a_quiet_stream_stays_open(chat: WebChat) -> None:
    quiet = replace(chat, look_every=0, heartbeat=0)
    async with aclosing(news(quiet, ADDRESS, 1)) as stream:
        assert [await anext(stream) for _ in range(3)] == [OPENING, HEARTBEAT, HEARTBEAT]


async def test_it_ends_when_the_conversation_is_erased(chat: WebChat, guide: FakeGuide) -> None:
    stream = news(chat, ADDRESS, 1)
    await anext(stream)
    await guide.erase(ADDRESS)

    assert await rest(stream) == [OVER]


async def test_it_ends_when_the_server_stops(chat: WebChat, guide: FakeGuide) -> None:
    stream = news(chat, ADDRESS, 0)
    await anext(stream)
    await anext(stream)
    guide.wake.close()

    assert await rest(stream) == []
    assert len(await rest(news(chat, ADDRESS, 0))) == 1


async def test_it_ends_after_its_time(chat: WebChat) -> None:
    assert await rest(news(replace(chat, stream_for=0), ADDRESS, 0)) == [OPENING]


async def test_it_ends_when_the_store_goes_away(chat: WebChat, guide: FakeGuide) -> None:
    stream = news(chat, ADDRESS, 1)
    await anext(stream)
    guide.down = True

    assert await rest(stream) == []


async def test_one_contact_has_few_streams(chat: WebChat) -> None:
    several = [news(chat, ADDRESS, 0) for _ in range(STREAMS_PER_ADDRESS)]
    for stream in several:
        await anext(stream)
        await anext(stream)

    assert await rest(news(chat, ADDRESS, 0)) == [OPENING]
    for stream in several:
        await stream.aclose()


def test_a_wrong_last_id_is_refused(client: TestClient) -> None:
    token = client.post("/api/chat").json()["token"]
    headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": "-1"}

    assert client.get("/api/chat/stream", headers=headers).status_code == 400


def test_the_answer_is_a_stream_of_events(client: TestClient, guide: FakeGuide) -> None:
    token = client.post("/api/chat").json()["token"]
    guide.wake.close()
    response = client.get("/api/chat/stream", headers={"Authorization": f"Bearer {token}"})

    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"


async def test_it_says_who_has_the_conversation_and_that_somebody_types(
    chat: WebChat, guide: FakeGuide
) -> None:
    async with aclosing(news(chat, ADDRESS, 1)) as stream:
        assert await anext(stream) == OPENING
        for talk, told in (
            (Talk(has_person=True), PERSON),
            (Talk(has_person=True, typed_at=NOON), TYPING),
            (Talk(has_person=True, typed_at=NOON + timedelta(seconds=4)), TYPING),
            (Talk(), GUIDE),
        ):
            guide.talks[ADDRESS] = talk
            guide.wake.publish(ADDRESS)
            assert await anext(stream) == told


async def test_one_sign_is_told_once(chat: WebChat, guide: FakeGuide) -> None:
    guide.talks[ADDRESS] = Talk(has_person=True, typed_at=NOON)
    quiet = replace(chat, look_every=0, heartbeat=0)
    async with aclosing(news(quiet, ADDRESS, 1)) as stream:
        pieces = [await anext(stream) for _ in range(5)]

    assert pieces.count(TYPING) == 1
    assert pieces.count(PERSON) == 1


def test_a_sign_holds_no_data() -> None:
    """Pages that do not know it take it for nothing."""
    assert not any(b"data" in sign for sign in (PERSON, GUIDE, TYPING))
