"""Danger in her own words, in the running product: answered at once and once, whatever is down."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages import Inbound
from tests.end_to_end.conftest import (
    HER,
    Running,
    environment,
    running,
    telegram_settings,
    twilio_settings,
    until,
)
from tests.end_to_end.web import Web
from tests.standins.telegram import Fault, TelegramStandIn
from tests.standins.twilio import Twilio
from tests.understanding.typical import CRIES

pytestmark = pytest.mark.anyio
ADA = 7
CRY = next(text for language, _, text in CRIES if language == "en")
POLISH = next(text for language, _, text in CRIES if language == "pl")


@pytest.fixture
async def run(tmp_path: Path, telegram: TelegramStandIn) -> AsyncIterator[Running]:
    settings = environment(tmp_path, **telegram_settings(telegram))
    async with running(settings) as product:
        yield product


def texts(messages: list[dict[str, object]]) -> list[str]:
    return [str(message["text"]) for message in messages]


async def test_the_number_once_and_then_one_calm_question(
    telegram: TelegramStandIn, run: Running
) -> None:
    await telegram.write(ADA, CRY)

    now, what = await telegram.messages(ADA, 2)
    assert "999" in now["text"].splitlines()[0]
    assert what["reply_markup"]
    await telegram.write(ADA, "menu")
    assert len(await telegram.messages(ADA, 3)) == 3

    def statuses() -> set[str]:
        return {str(row.status) for row in run.world.rows("SELECT status FROM outbox")}

    await until(run, lambda: statuses() == {"sent"})


async def test_an_edit_that_now_says_danger_is_answered(
    telegram: TelegramStandIn, run: Running
) -> None:
    await telegram.write(ADA, "/start")
    before = len(await telegram.messages(ADA, 3))
    await telegram.edit(ADA, CRY)

    assert "999" in texts(await telegram.messages(ADA, before + 2))[before].splitlines()[0]


async def test_a_repeat_of_the_provider_is_not_answered_twice(
    telegram: TelegramStandIn, run: Running
) -> None:
    inbound = Inbound("telegram", str(ADA), "77", text=CRY)
    telegram.meet(ADA)
    await run.product.receive(inbound)
    await telegram.messages(ADA, 2)
    await run.product.receive(inbound)
    await run.product.receive(Inbound("telegram", str(ADA), "78", text="menu"))

    said = texts(await telegram.messages(ADA, 3))
    assert [("999" in text.splitlines()[0]) for text in said] == [True, True, False]


async def test_with_the_database_locked_she_has_the_number(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    """Telegram is asked to come again, and the number goes out at once, once, in her language."""
    settings = environment(tmp_path, LANGUAGES="en,pl", **telegram_settings(telegram))
    async with running(settings) as run:
        web = Web(run)
        await web.start()
        with sqlite3.connect(run.world.file, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            delivery, (status, answer) = await asyncio.gather(
                telegram.write(ADA, POLISH),
                web.call("POST", "/api/chat/messages", {"id": "1", "text": CRY}),
            )
            [now] = await telegram.messages(ADA, 1)
            other.execute("ROLLBACK")

        assert delivery
        assert delivery.status == 503
        assert "999" in now["text"].splitlines()[0]
        assert "Wielkiej" in now["text"]
        assert status == 200
        assert "999" in answer["messages"][0]["text"].splitlines()[0]
        assert answer["messages"][0]["id"] == "0"


async def test_what_could_not_be_sent_at_once_goes_out_with_the_turn(
    telegram: TelegramStandIn, run: Running
) -> None:
    await telegram.write(ADA, "/start")
    before = len(await telegram.messages(ADA, 3))
    telegram.fail("sendMessage", Fault.ERROR)
    await telegram.write(ADA, CRY)

    now, what = texts(await telegram.messages(ADA, before + 2))[before:]
    assert "999" in now.splitlines()[0]
    assert what != now


async def test_on_whatsapp_too(tmp_path: Path, twilio: Twilio) -> None:
    async with running(environment(tmp_path, **twilio_settings(twilio))) as run:
        await twilio.deliver(f"{run.url}/whatsapp", twilio.text(HER, CRY))
        await until(run, lambda: len(twilio.sent) >= 2)

        assert ["999" in sent.text.splitlines()[0] for sent in twilio.sent][:1] == [True]
        assert len({sent.text for sent in twilio.sent}) == len(twilio.sent)


async def test_a_flood_of_others_does_not_hold_it_up(
    telegram: TelegramStandIn, run: Running
) -> None:
    """The number is on its way before the turns of those who came first are over."""
    for chat in (ADA, *range(1000, 1300)):
        telegram.meet(chat)
    flood = [
        asyncio.create_task(
            run.product.receive(Inbound("telegram", str(1000 + n), f"f{n}", text="menu"))
        )
        for n in range(300)
    ]
    cry = asyncio.create_task(run.product.receive(Inbound("telegram", str(ADA), "c", text=CRY)))
    await telegram.messages(ADA, 1)
    await asyncio.gather(*flood, cry)

    sends = await telegram.seen("sendMessage", 0)
    first = next(n for n, call in enumerate(sends) if call.parameters["chat_id"] == ADA)
    assert first == 0
