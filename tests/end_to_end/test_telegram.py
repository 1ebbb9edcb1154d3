"""A mother on Telegram, from /start to the result and away again."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import (
    SECRET,
    Running,
    environment,
    running,
    telegram_settings,
    until,
)
from tests.standins.telegram import Fault, TelegramStandIn

pytestmark = pytest.mark.anyio
ADA = 7


class Chat:
    """Her chat: what she does and what she then sees."""

    def __init__(self, telegram: TelegramStandIn, run: Running) -> None:
        self.telegram = telegram
        self.run = run
        self.seen = 0

    async def see(self, count: int) -> list[dict[str, Any]]:
        """The next `count` messages."""
        messages = await self.telegram.messages(ADA, self.seen + count)
        shown = messages[self.seen : self.seen + count]
        self.seen += count
        return shown

    async def write(self, text: str, see: int) -> list[dict[str, Any]]:
        delivery = await self.telegram.write(ADA, text)
        assert delivery
        assert delivery.status == 200
        return await self.see(see)

    async def press(self, message: dict[str, Any], choice: str, see: int) -> list[dict[str, Any]]:
        self.run.clock.go_on(seconds=3)
        assert choice in choices(message)
        delivery = await self.telegram.press(ADA, message["message_id"], choice)
        assert delivery
        assert delivery.status == 200
        return await self.see(see)

    async def edited(self, message: dict[str, Any], choice: str) -> dict[str, Any]:
        """Press what changes the message itself; how it reads then."""
        before = len(await self.telegram.seen("editMessageText", 0))
        await self.press(message, choice, see=0)
        await self.telegram.seen("editMessageText", before + 1)
        messages = await self.telegram.messages(ADA)
        return next(one for one in messages if one["message_id"] == message["message_id"])


def choices(message: dict[str, Any]) -> dict[str, str]:
    """Token to label of every button."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"]: button["text"] for row in rows for button in row}


@pytest.fixture
async def run(tmp_path: Path, telegram: TelegramStandIn) -> AsyncIterator[Running]:
    settings = environment(tmp_path, **telegram_settings(telegram))
    async with running(settings) as product:
        yield product


@pytest.fixture
def chat(telegram: TelegramStandIn, run: Running) -> Chat:
    return Chat(telegram, run)


async def test_from_start_to_the_result(chat: Chat) -> None:
    *_, safe = await chat.write("/start", see=3)
    assert list(choices(safe)) == ["welcome.safe:yes", "welcome.safe:no", "welcome.safe:unsure"]
    [menu] = await chat.press(safe, "welcome.safe:no", see=1)
    _, safety = await chat.press(menu, "menu.choose:signs", see=2)
    [where] = await chat.press(safety, "signs.safety:no", see=1)
    [ticks] = await chat.press(where, "signs.where:behaviour", see=1)

    ticks = await chat.edited(ticks, "signs.behaviour:BEH-3")
    ticks = await chat.edited(ticks, "signs.behaviour:BEH-4")
    ticks = await chat.edited(ticks, "signs.behaviour:-BEH-3")

    ticked = [token for token, label in choices(ticks).items() if label.startswith("☑")]
    assert ticked == ["signs.behaviour:-BEH-4"]
    [more] = await chat.press(ticks, "signs.behaviour:done", see=1)
    *_, advice = await chat.press(more, "signs.more:result", see=2)
    assert "signs.advice:act_early" in choices(advice)


async def test_every_press_is_acknowledged_to_telegram(
    chat: Chat, telegram: TelegramStandIn
) -> None:
    *_, safe = await chat.write("/start", see=3)
    await chat.press(safe, "welcome.safe:no", see=1)

    await telegram.seen("answerCallbackQuery", 1)


async def test_danger_is_answered_first(chat: Chat) -> None:
    *_, safe = await chat.write("/start", see=3)

    now, what = await chat.press(safe, "welcome.safe:yes", see=2)

    assert "999" in now["text"]
    assert choices(what)


async def test_a_button_of_an_old_message_still_does_what_it_says(chat: Chat) -> None:
    *_, safe = await chat.write("/start", see=3)
    [menu] = await chat.press(safe, "welcome.safe:no", see=1)
    await chat.press(menu, "menu.choose:talk", see=2)

    [again] = await chat.press(safe, "welcome.safe:no", see=1)

    assert choices(again) == choices(menu)


async def test_a_double_tap_is_one_press(chat: Chat, telegram: TelegramStandIn) -> None:
    *_, safe = await chat.write("/start", see=3)
    for _ in range(2):
        await telegram.press(ADA, safe["message_id"], "welcome.safe:no")
    await chat.see(1)

    [anew] = await chat.write("menu", see=1)

    assert anew["message_id"] == (await telegram.messages(ADA, 5))[-1]["message_id"]
    assert len(await telegram.messages(ADA)) == 5


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
        {"sticker": {"file_id": "a"}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"contact": {"phone_number": "+447700900123", "first_name": "X"}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_is_not_words_is_answered_kindly(
    chat: Chat, telegram: TelegramStandIn, content: dict[str, object]
) -> None:
    *_, safe = await chat.write("/start", see=3)
    await telegram.send(ADA, **content)

    kind, again = await chat.see(2)

    assert kind["text"].startswith("Thank you.")
    assert choices(again) == choices(safe)


async def test_an_edit_that_says_something_new_is_read(
    chat: Chat, telegram: TelegramStandIn
) -> None:
    await chat.write("/start", see=3)
    await telegram.edit(ADA, "urgent")

    now, _ = await chat.see(2)

    assert "999" in now["text"]


async def test_an_edit_of_something_answered_is_silent(
    chat: Chat, telegram: TelegramStandIn
) -> None:
    await chat.write("/start", see=3)
    await telegram.edit(ADA, "helo wrld")

    await chat.write("menu", see=1)

    assert len(await telegram.messages(ADA)) == 4


async def test_who_blocks_us_is_not_written_to(
    chat: Chat, telegram: TelegramStandIn, run: Running
) -> None:
    await chat.write("/start", see=3)
    await telegram.block(ADA)

    [contact] = run.world.rows("SELECT stopped FROM conversations")
    assert contact.stopped

    await telegram.unblock(ADA)
    assert await chat.write("/start", see=1)


async def test_a_group_is_left(telegram: TelegramStandIn, run: Running) -> None:
    group = {"id": -100, "type": "supergroup", "title": "x"}
    person = {"id": ADA, "is_bot": False, "first_name": "x"}
    message = {"message_id": 1, "date": 1, "chat": group, "from": person, "text": "hello"}

    await telegram.deliver({"message": message})

    [call] = await telegram.seen("leaveChat", 1)
    assert call.chat == -100
    assert run.world.rows("SELECT * FROM conversations") == []


async def test_a_delivery_that_comes_twice_is_answered_once(
    chat: Chat, telegram: TelegramStandIn
) -> None:
    person = {"id": ADA, "is_bot": False, "first_name": "x", "language_code": "en"}
    place = {"id": ADA, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": place, "from": person, "text": "hi"}
    telegram.meet(ADA)
    for _ in range(2):
        await telegram.deliver({"update_id": 77, "message": message})
    await chat.see(3)

    await chat.write("menu", see=1)

    assert len(await telegram.messages(ADA)) == 4


async def test_what_telegram_cannot_take_now_goes_out_later_in_order(
    chat: Chat, telegram: TelegramStandIn, run: Running
) -> None:
    telegram.fail("sendMessage", Fault.BAD_GATEWAY)
    await chat.telegram.write(ADA, "/start")
    waiting = "SELECT * FROM outbox WHERE status = 'queued' AND attempts = 1"
    await until(run, lambda: run.world.rows(waiting))
    run.clock.go_on(seconds=5)

    hello, kept, safe = await chat.see(3)

    assert hello["text"].startswith("Hello.")
    assert kept["message_id"] < safe["message_id"]


@pytest.mark.parametrize(
    ("secret", "status"), [(None, 401), ("wrong", 403), (SECRET, 400)], ids=str
)
async def test_what_is_not_telegrams_is_refused(
    run: Running, secret: str | None, status: int
) -> None:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with run.http.post(f"{run.url}/telegram", data=b"{", headers=headers) as response:
        assert response.status == status
    assert run.world.rows("SELECT * FROM inbound") == []


async def test_the_menu_of_commands_is_set(telegram: TelegramStandIn, run: Running) -> None:
    assert {command["command"] for command in telegram.commands[""]} >= {"menu", "urgent"}
    assert json.dumps(telegram.commands)


async def test_without_a_public_address_updates_are_fetched(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    settings = environment(tmp_path, **telegram_settings(telegram), TELEGRAM_POLLING="1")
    async with running(settings):
        await telegram.write(ADA, "/start")
        *_, safe = await telegram.messages(ADA, 3)
        await telegram.press(ADA, safe["message_id"], "welcome.safe:no")
        await telegram.messages(ADA, 4)
