"""What goes out, as Telegram sees it, and what its refusals mean."""

import logging
import socket

import pytest

from adapters.telegram.channel import Telegram
from bot.messages import Choice, Failure, Part, SendFailed, Style
from tests.adapters.telegram.conftest import SECRET, Connect
from tests.standins.telegram import Fault, Refused, TelegramStandIn

pytestmark = pytest.mark.anyio

SIGNS = Choice("welcome.menu:signs", "Signs")
TALK = Choice("welcome.menu:talk", "How to talk", ticked=True)


def part(
    text: str = "hello",
    choices: tuple[Choice, ...] = (),
    *,
    multiple: bool = False,
    replaces: str = "",
    silent: bool = False,
) -> Part:
    style = Style.BUTTONS if choices else Style.PLAIN
    return Part(text, "en", "ltr", style, choices, multiple, replaces, silent=silent)


@pytest.fixture
async def channel(connect: Connect, telegram: TelegramStandIn) -> Telegram:
    telegram.meet(7)
    made = connect()
    await made.open({})
    return made


def labels(message: dict[str, object]) -> list[list[str]]:
    keyboard = message["reply_markup"]
    assert isinstance(keyboard, dict)
    return [[button["text"] for button in row] for row in keyboard["inline_keyboard"]]


async def test_a_message_is_sent_and_its_id_returned(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    sent = await channel.send("7", part("hello"))
    [message] = await telegram.messages(7)
    assert (str(message["message_id"]), message["text"]) == (sent, "hello")


async def test_what_goes_out_is_plain_without_previews_and_loud_unless_asked(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    await channel.send("7", part("a *b* _c_ <i>d</i> [e](https://example.org) `f`"))
    await channel.send("7", part("later", silent=True))
    loud, silent = await telegram.seen("sendMessage", 2)
    assert loud.parameters == {
        "chat_id": 7,
        "text": "a *b* _c_ <i>d</i> [e](https://example.org) `f`",
        "link_preview_options": {"is_disabled": True},
    }
    assert silent.parameters["disable_notification"] is True


async def test_choices_are_one_button_a_row(channel: Telegram, telegram: TelegramStandIn) -> None:
    await channel.send("7", part(choices=(SIGNS, TALK)))
    [message] = await telegram.messages(7)
    assert message["reply_markup"]["inline_keyboard"] == [
        [{"text": "Signs", "callback_data": "welcome.menu:signs"}],
        [{"text": "How to talk", "callback_data": "welcome.menu:talk"}],
    ]


async def test_choices_among_several_show_what_is_ticked(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    await channel.send("7", part(choices=(SIGNS, TALK), multiple=True))
    [message] = await telegram.messages(7)
    assert labels(message) == [["☐ Signs"], ["☑ How to talk"]]


async def test_numbered_choices_have_no_buttons(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    await channel.send("7", Part("1. Signs", "en", "ltr", Style.NUMBERED, (SIGNS,)))
    [message] = await telegram.messages(7)
    assert "reply_markup" not in message


async def test_a_message_is_edited_where_it_stands(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    first = await channel.send("7", part(choices=(SIGNS,), multiple=True))
    again = await channel.send("7", part("done", replaces=first))
    assert again == first
    assert [message["text"] for message in await telegram.messages(7)] == ["done"]


async def test_an_edit_that_changes_nothing_is_done(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    first = await channel.send("7", part("same"))
    assert await channel.send("7", part("same", replaces=first)) == first
    assert len(await telegram.messages(7)) == 1


@pytest.mark.parametrize("gone", ["999", "never-an-id", "2²"])
async def test_what_cannot_be_edited_any_more_is_sent_anew(
    channel: Telegram, telegram: TelegramStandIn, gone: str
) -> None:
    sent = await channel.send("7", part("new", replaces=gone))
    [message] = await telegram.messages(7)
    assert (str(message["message_id"]), message["text"]) == (sent, "new")


async def test_an_edit_of_somebody_gone_is_not_sent_anew(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    first = await channel.send("7", part())
    await telegram.block(7)
    with pytest.raises(SendFailed) as failed:
        await channel.send("7", part("new", replaces=first))
    assert failed.value.failure is Failure.CONTACT_GONE
    assert not any(reason.startswith("sendMessage") for reason in telegram.refused)


REFUSALS = [
    (Refused(403, "Forbidden: bot was blocked by the user"), Failure.CONTACT_GONE, "403"),
    (Refused(403, "Forbidden: user is deactivated"), Failure.CONTACT_GONE, "403"),
    (
        Refused(400, "Bad Request: chat not found"),
        Failure.CONTACT_GONE,
        "400 chat not found",
    ),
    (Refused(400, "Bad Request: PEER_ID_INVALID"), Failure.CONTACT_GONE, "400 peer_id_invalid"),
    (Refused(400, "Bad Request: can't parse entities: CANARY"), Failure.REFUSED, "400"),
    (
        Refused(400, "Bad Request: upgraded to a supergroup", migrate_to_chat_id=-5),
        Failure.REFUSED,
        "400",
    ),
    (Refused(409, "Conflict: CANARY"), Failure.REFUSED, "409"),
    (Refused(401, "Unauthorized"), Failure.CREDENTIALS, "401"),
    (Refused(404, "Not Found"), Failure.CREDENTIALS, "404"),
    (Refused(500, "Internal Server Error"), Failure.PROVIDER_DOWN, "500"),
    (Refused(503, "CANARY"), Failure.PROVIDER_DOWN, "503"),
    (Fault.ERROR, Failure.PROVIDER_DOWN, "500"),
    (Fault.BAD_GATEWAY, Failure.PROVIDER_DOWN, "502"),
    (Fault.GARBAGE, Failure.PROVIDER_DOWN, "unreadable answer"),
    (Fault.DROP, Failure.OUTCOME_UNKNOWN, "ServerDisconnectedError"),
    (Fault.DROP_AFTER, Failure.OUTCOME_UNKNOWN, "ServerDisconnectedError"),
]


@pytest.mark.parametrize(("trouble", "failure", "detail"), REFUSALS)
async def test_every_refusal_has_its_meaning(
    channel: Telegram,
    telegram: TelegramStandIn,
    trouble: Fault | Refused,
    failure: Failure,
    detail: str,
) -> None:
    telegram.fail("sendMessage", trouble)
    with pytest.raises(SendFailed) as failed:
        await channel.send("7", part())
    assert (failed.value.failure, failed.value.detail) == (failure, detail)


async def test_too_many_messages_wait_exactly_as_told(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    telegram.throttle("sendMessage", retry_after=37)
    with pytest.raises(SendFailed) as failed:
        await channel.send("7", part())
    assert (failed.value.failure, failed.value.retry_after) == (Failure.THROTTLED, 37.0)


async def test_no_answer_in_time_leaves_the_outcome_unknown(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    channel = connect(seconds=0.05)
    await channel.api.open()
    telegram.fail("sendMessage", Fault.HANG)
    with pytest.raises(SendFailed) as failed:
        await channel.send("7", part())
    assert failed.value.failure is Failure.OUTCOME_UNKNOWN


async def test_what_cannot_connect_was_not_sent(connect: Connect) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        channel = connect(api_url=f"http://127.0.0.1:{nobody.getsockname()[1]}")
        await channel.api.open()
        with pytest.raises(SendFailed) as failed:
            await channel.send("7", part())
    assert failed.value.failure is Failure.CONNECTION


async def test_a_closed_channel_sends_nothing(channel: Telegram) -> None:
    await channel.close()
    with pytest.raises(SendFailed) as failed:
        await channel.send("7", part())
    assert failed.value.failure is Failure.CONNECTION


@pytest.mark.parametrize("address", ["", "ada", "7;8", "--7", "9" * 40])
async def test_an_address_of_another_channel_is_refused(channel: Telegram, address: str) -> None:
    with pytest.raises(SendFailed) as failed:
        await channel.send(address, part())
    assert failed.value.failure is Failure.REFUSED


@pytest.mark.parametrize("trouble", [trouble for trouble, _, _ in REFUSALS])
async def test_neither_token_nor_text_reaches_a_log_or_an_error(
    channel: Telegram,
    telegram: TelegramStandIn,
    trouble: Fault | Refused,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.fail("sendMessage", trouble)
    with pytest.raises(SendFailed) as failed:
        await channel.send("7", part("CANARY"))
    await channel.send("7", part("CANARY"))
    shown = caplog.text + "".join(capsys.readouterr()) + repr(failed.value) + repr(channel)
    assert failed.value.__cause__ is None
    assert not [secret for secret in ("CANARY", telegram.token, SECRET) if secret in shown]


async def test_she_sees_that_somebody_types(channel: Telegram, telegram: TelegramStandIn) -> None:
    channel.courtesy.type("7")
    [typing] = await telegram.seen("sendChatAction", chat=7)
    assert typing.parameters == {"chat_id": 7, "action": "typing"}


async def test_that_somebody_types_breaks_nothing_where_she_cannot_be_reached(
    channel: Telegram, telegram: TelegramStandIn
) -> None:
    telegram.fail("sendChatAction", Refused(403, "Forbidden: bot was blocked by the user"))
    channel.courtesy.type("7")
    await channel.send("7", part("hello"))
    [message] = await telegram.messages(7)
    assert message["text"] == "hello"
