"""Fetching updates: nothing is skipped, nothing is confirmed before it is stored."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.telegram.polling import poll
from bot.errors import StoreUnavailable
from tests.adapters.telegram.conftest import Connect, Inbox
from tests.standins.telegram import Fault, Refused, TelegramStandIn

pytestmark = pytest.mark.anyio


async def no_pause(_: float) -> None:
    """Gives others their turn and goes on."""


@asynccontextmanager
async def polling(connect: Connect, inbox: Inbox) -> AsyncIterator[None]:
    channel = connect(pause=no_pause)
    await channel.open({})
    task = asyncio.create_task(poll(channel, inbox.receive))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_waited_and_what_comes_is_taken_in_order(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    await telegram.write(7, "one")
    await telegram.write(7, "two")
    async with polling(connect, inbox):
        await inbox.holds(2)
        await telegram.write(7, "three")
        taken = await inbox.holds(3)
    assert [inbound.text for inbound in taken] == ["one", "two", "three"]


async def test_a_webhook_left_behind_is_removed_and_what_waits_is_kept(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    await telegram.write(7, "before")
    telegram.webhook = {"url": "http://127.0.0.1:1/telegram"}
    async with polling(connect, inbox):
        await inbox.holds(1)
    [removal] = await telegram.seen("deleteWebhook")
    assert removal.parameters == {"drop_pending_updates": False}


async def test_without_a_store_the_same_updates_come_again(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    inbox.troubles.extend([StoreUnavailable(), StoreUnavailable()])
    await telegram.write(7, "one")
    await telegram.write(7, "two")
    await telegram.write(8, "three")
    async with polling(connect, inbox):
        taken = await inbox.holds(3)
        await telegram.write(7, "four")
        await inbox.holds(4)
    assert [inbound.text for inbound in taken if inbound.address == "7"] == ["one", "two", "four"]


async def test_an_update_is_confirmed_only_after_it_was_taken_in(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    await telegram.deliver({"update_id": 50, **message("one")})
    async with polling(connect, inbox):
        await inbox.holds(1)
        await telegram.deliver({"update_id": 51, **message("two")})
        await inbox.holds(2)
    offsets = [call.parameters["offset"] for call in await telegram.seen("getUpdates", 2)]
    assert offsets == [0, 51]


@pytest.mark.parametrize(
    "trouble",
    [Fault.ERROR, Fault.GARBAGE, Fault.DROP, Fault.DROP_AFTER, Refused(409, "Conflict: other")],
)
async def test_a_failed_fetch_is_tried_again(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox, trouble: Fault | Refused
) -> None:
    telegram.fail("getUpdates", trouble, trouble)
    telegram.fail("deleteWebhook", Fault.ERROR)
    await telegram.write(7, "hello")
    async with polling(connect, inbox):
        assert [inbound.text for inbound in await inbox.holds(1)] == ["hello"]


async def test_what_cannot_be_read_is_passed_over(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    await telegram.deliver({"update_id": 60, "teleportation": {}})
    await telegram.deliver({"update_id": 61, "message": {"chat": 5}})
    await telegram.write(7, "hello")
    async with polling(connect, inbox):
        assert [inbound.text for inbound in await inbox.holds(1)] == ["hello"]


async def test_a_broken_turn_does_not_stop_the_fetching(
    connect: Connect, telegram: TelegramStandIn, inbox: Inbox
) -> None:
    inbox.troubles.append(RuntimeError("a fault of ours"))
    await telegram.write(7, "broken")
    await telegram.write(7, "next")
    async with polling(connect, inbox):
        assert [inbound.text for inbound in await inbox.holds(1)] == ["next"]


def message(text: str) -> dict[str, object]:
    return {"message": {"chat": {"id": 7, "type": "private"}, "text": text}}
