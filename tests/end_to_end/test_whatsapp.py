"""A mother on WhatsApp, through Twilio."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import (
    HER,
    Running,
    environment,
    running,
    twilio_settings,
    until,
)
from tests.standins.twilio import Answer, Twilio
from tests.standins.twilio_payloads import Sent

pytestmark = pytest.mark.anyio
EMPTY = "<Response />"


class Chat:
    """Her chat: what she does and what she then sees."""

    def __init__(self, twilio: Twilio, run: Running) -> None:
        self.twilio = twilio
        self.run = run
        self.seen = 0

    async def see(self, count: int) -> list[Sent]:
        """The next `count` messages."""
        await until(self.run, lambda: len(self.twilio.sent) >= self.seen + count)
        shown = self.twilio.sent[self.seen : self.seen + count]
        self.seen += count
        return shown

    async def deliver(self, fields: dict[str, str]) -> Answer:
        return await self.twilio.deliver(f"{self.run.url}/whatsapp", fields)

    async def write(self, words: str, see: int, **more: str) -> list[Sent]:
        answer = await self.deliver(self.twilio.text(HER, words, **more))
        assert (answer.status, answer.body.endswith(EMPTY)) == (200, True)
        return await self.see(see)

    async def press(self, message: Sent, choice: str, see: int) -> list[Sent]:
        label = next(label for label, token, _ in message.choices if token == choice)
        await self.deliver(self.twilio.press(message, label))
        return await self.see(see)


@pytest.fixture
async def run(tmp_path: Path, twilio: Twilio) -> AsyncIterator[Running]:
    async with running(environment(tmp_path, **twilio_settings(twilio))) as product:
        yield product


@pytest.fixture
def chat(twilio: Twilio, run: Running) -> Chat:
    return Chat(twilio, run)


def choices(message: Sent) -> list[str]:
    return [token for _, token, _ in message.choices]


def label_of(message: Sent, choice: str) -> str:
    return next(label for label, token, _ in message.choices if token == choice)


async def test_buttons_lists_labels_numbers_and_words_all_answer(chat: Chat) -> None:
    *_, safe = await chat.write("hello", see=3)
    assert safe.style == "buttons"
    assert choices(safe) == ["welcome.safe:yes", "welcome.safe:no", "welcome.safe:unsure"]

    [menu] = await chat.press(safe, "welcome.safe:no", see=1)  # ButtonPayload
    assert menu.style == "list"
    _, safety = await chat.press(menu, "menu.choose:signs", see=2)  # ListId
    [where] = await chat.write("2", see=1)  # a number
    label = label_of(where, "signs.where:behaviour")
    [ticks] = await chat.write(label.upper(), see=1)  # a label
    [noted] = await chat.write("3", see=1)
    [more] = await chat.write("finished", see=1)  # another word for it

    assert choices(safety)[1] == "signs.safety:no"
    assert noted.text.startswith("Noted:\n• " + label_of(ticks, "signs.behaviour:BEH-3"))
    assert "signs.more:result" in choices(more)


async def test_several_ticks_fit_into_one_message(chat: Chat) -> None:
    *_, safe = await chat.write("hello", see=3)
    [menu] = await chat.press(safe, "welcome.safe:no", see=1)
    _, safety = await chat.press(menu, "menu.choose:signs", see=2)
    [where] = await chat.press(safety, "signs.safety:no", see=1)
    await chat.press(where, "signs.where:behaviour", see=1)

    [noted] = await chat.write("1 3", see=1)

    assert noted.text.count("•") == 2


async def test_danger_is_answered_first(chat: Chat) -> None:
    now, _ = await chat.write("URGENT", see=2)

    assert "999" in now.text


async def test_media_is_answered_kindly(chat: Chat) -> None:
    *_, safe = await chat.write("hello", see=3)

    kind, again = await chat.write("", see=2, NumMedia="1", MediaContentType0="audio/ogg")

    assert kind.text.startswith("Thank you. I cannot listen")
    assert choices(again) == choices(safe)


async def test_a_delivery_that_comes_twice_is_answered_once(chat: Chat) -> None:
    fields = chat.twilio.text(HER, "hello")
    await chat.deliver(fields)
    await chat.deliver(fields)
    await chat.see(3)

    await chat.write("menu", see=1)

    assert len(chat.twilio.sent) == 4


async def test_stop_is_ours_to_answer(chat: Chat) -> None:
    await chat.write("hello", see=3)
    [sure] = await chat.write("STOP", see=1)

    [stopped] = await chat.press(sure, "stop.sure:yes", see=1)

    assert stopped.text.startswith("Done.")
    assert await chat.write("hello", see=1)


async def test_a_status_moves_a_message_forward_only(chat: Chat, run: Running) -> None:
    hello, *_ = await chat.write("hello", see=3)
    first = "SELECT status FROM outbox WHERE seq = 1"
    await until(run, lambda: run.world.rows(first)[0].status == "sent")

    seen = []
    for status in ("delivered", "sent", "read", "delivered", "failed", "nonsense"):
        answer = await chat.twilio.report(hello, status)
        assert answer.status == 204
        seen.append(run.world.rows(first)[0].status)

    assert seen == ["delivered", "delivered", "read", "read", "read", "read"]


@pytest.mark.parametrize("path", ["/whatsapp", "/whatsapp/status"])
async def test_what_is_not_twilios_is_refused(chat: Chat, run: Running, path: str) -> None:
    fields = chat.twilio.text(HER, "hello")
    url = run.url + path
    for headers, status in (({}, 401), ({"X-Twilio-Signature": "forged"}, 403)):
        async with run.http.post(url, data=fields, headers=headers) as response:
            assert response.status == status
    assert run.world.rows("SELECT * FROM inbound") == []


async def test_what_twilio_cannot_take_now_goes_out_later_in_order(
    chat: Chat, run: Running
) -> None:
    chat.twilio.fault("throttled", "Messages", retry_after=3)
    await chat.deliver(chat.twilio.text(HER, "hello"))
    waiting = "SELECT * FROM outbox WHERE status = 'queued' AND attempts = 1"
    await until(run, lambda: run.world.rows(waiting))
    run.clock.go_on(seconds=3)

    hello, _, safe = await chat.see(3)

    assert hello.text.startswith("Hello.")
    assert choices(safe)[0] == "welcome.safe:yes"


async def test_while_nothing_can_be_stored_she_gets_numbers_at_once(
    chat: Chat, run: Running
) -> None:
    with sqlite3.connect(run.world.file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await chat.deliver(chat.twilio.text(HER, "hello"))
        other.execute("ROLLBACK")

    assert answer.status == 200
    assert "999" in answer.body
    assert "could not take your message" in answer.body
    assert await chat.write("hello", see=3)


async def test_templates_outlive_a_restart(tmp_path: Path, twilio: Twilio, chat: Chat) -> None:
    await chat.write("hello", see=3)
    await chat.write("menu", see=1)
    made = len(twilio.contents)
    async with running(environment(tmp_path, **twilio_settings(twilio))) as again:
        restarted = Chat(twilio, again)
        restarted.seen = chat.seen
        [menu] = await restarted.write("menu", see=1)

    assert menu.style == "list"
    assert len(twilio.contents) == made
