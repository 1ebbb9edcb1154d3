"""The start: what Telegram is told, and what stops it."""

import asyncio

import pytest

from adapters.telegram.channel import Telegram
from bot.errors import BadSetting
from tests.adapters.telegram.conftest import SECRET, Connect
from tests.standins.telegram import Fault, Refused, TelegramStandIn

pytestmark = pytest.mark.anyio

PUBLIC = "https://guide.example.org"
COMMANDS = {
    "": [("menu", "What I can do"), ("urgent", "Urgent help")],
    "ur": [("menu", "مینو")],
    "ur-Latn": [("menu", "menu")],
}


class Pauses:
    """Waits for nothing and remembers for how long."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def test_telegram_learns_the_webhook_and_keeps_what_waits(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    channel = connect(polling=False, public_url=PUBLIC + "/")
    await channel.open(COMMANDS)
    assert telegram.webhook == {
        "url": PUBLIC + "/telegram",
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "drop_pending_updates": False,
        "max_connections": 64,
    }
    assert (channel.is_ready, channel.username) == (True, "stand_in_bot")


async def test_the_menu_is_set_for_every_language_that_telegram_knows(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    await connect().open(COMMANDS)
    assert telegram.commands == {
        "": [
            {"command": "menu", "description": "What I can do"},
            {"command": "urgent", "description": "Urgent help"},
        ],
        "ur": [{"command": "menu", "description": "مینو"}],
    }
    assert telegram.refused == []


async def test_polling_sets_no_webhook(connect: Connect, telegram: TelegramStandIn) -> None:
    await connect(polling=True).open({})
    assert telegram.webhook == {}


async def test_a_menu_that_is_refused_stops_nothing(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    channel = connect()
    await channel.open({"": [("Not A Command", "x")]})
    assert channel.is_ready


async def test_a_refused_token_is_one_clear_sentence(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    telegram.fail("getMe", Refused(401, "Unauthorized"))
    with pytest.raises(BadSetting) as bad:
        await connect().open({})
    assert bad.value.faults == [
        "TELEGRAM_TOKEN was refused by Telegram: copy it anew from @BotFather."
    ]


async def test_a_refused_address_is_one_clear_sentence(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    telegram.fail("setWebhook", Refused(400, "Bad Request: bad webhook: no https"))
    with pytest.raises(BadSetting) as bad:
        await connect(polling=False, public_url=PUBLIC).open({})
    assert bad.value.faults == [
        "PUBLIC_URL was refused by Telegram: it must be an https address it can reach."
    ]


@pytest.mark.parametrize(
    ("token", "secret", "public_url", "named"),
    [
        ("", "s", PUBLIC, ["TELEGRAM_TOKEN"]),
        ("123456", "s", PUBLIC, ["TELEGRAM_TOKEN"]),
        ("1:a/../b", "s", PUBLIC, ["TELEGRAM_TOKEN"]),
        ("1:a\n", "s", PUBLIC, ["TELEGRAM_TOKEN"]),
        ("1:a", "", PUBLIC, ["TELEGRAM_WEBHOOK_SECRET"]),
        ("1:a", "with space", PUBLIC, ["TELEGRAM_WEBHOOK_SECRET"]),
        ("1:a", "x" * 257, PUBLIC, ["TELEGRAM_WEBHOOK_SECRET"]),
        ("1:a", "é", PUBLIC, ["TELEGRAM_WEBHOOK_SECRET"]),
        ("1:a", "s", "", ["PUBLIC_URL"]),
        ("1:a", "s", "guide.example.org", ["PUBLIC_URL"]),
        ("", "", "", ["TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "PUBLIC_URL"]),
    ],
)
async def test_wrong_settings_are_refused_by_name_and_never_quoted(
    token: str, secret: str, public_url: str, named: list[str]
) -> None:
    with pytest.raises(BadSetting) as bad:
        Telegram(token, secret, public_url=public_url)
    assert [fault.split()[0] for fault in bad.value.faults] == named
    assert "with space" not in str(bad.value)


async def test_a_network_failure_at_the_start_is_tried_again_in_the_background(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    pauses = Pauses()
    telegram.fail("getMe", Fault.ERROR, Fault.DROP, Fault.BAD_GATEWAY)
    telegram.throttle("getMe", retry_after=37)
    channel = connect(polling=False, public_url=PUBLIC, pause=pauses)
    await channel.open({"": [("menu", "Menu")]})
    assert not channel.is_ready
    await telegram.seen("setMyCommands")
    assert pauses.seconds == [1.0, 2.0, 4.0, 37.0]
    assert telegram.webhook["url"] == PUBLIC + "/telegram"


async def test_closing_while_telegram_is_down_ends_the_trying(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    telegram.fail("getMe", Fault.ERROR)
    never = asyncio.Event()

    async def wait(_: float) -> None:
        await never.wait()

    channel = connect(pause=wait)
    await channel.open({})
    await channel.close()
    assert not channel.is_ready
