"""A recording goes out as a voice note, after its text."""

import pytest

from bot.messages import Failure, Part, SendFailed
from tests.adapters.telegram.conftest import Connect
from tests.sounds import silence
from tests.standins.telegram import Refused, TelegramStandIn

pytestmark = pytest.mark.anyio

PLAYED = Part("", "en", "ltr", silent=True, recording="en/tea.ogg")


def recording(name: str) -> bytes:
    if name != "en/tea.ogg":
        raise FileNotFoundError(name)
    return silence()


async def test_a_recording_is_uploaded_whole(connect: Connect, telegram: TelegramStandIn) -> None:
    telegram.meet(7)
    channel = connect(recording=recording)
    await channel.open({})

    sent = await channel.send("7", PLAYED)

    [call] = await telegram.seen("sendVoice")
    assert call.parameters == {"chat_id": 7, "voice": silence(), "disable_notification": True}
    [message] = await telegram.messages(7)
    assert str(message["message_id"]) == sent


async def test_whoever_takes_no_voice_notes_has_the_text(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    telegram.meet(7)
    channel = connect(recording=recording)
    await channel.open({})
    telegram.fail("sendVoice", Refused(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN"))

    assert await channel.send("7", PLAYED) == ""


async def test_a_sound_that_cannot_be_had_is_no_failure(
    connect: Connect, telegram: TelegramStandIn
) -> None:
    telegram.meet(7)
    gone = Part("", "en", "ltr", recording="en/gone.ogg")
    for channel in (connect(recording=recording), connect()):
        await channel.open({})
        assert await channel.send("7", gone) == ""
    assert not [call for call in telegram.calls if call.method == "sendVoice"]


async def test_any_other_trouble_is_told(connect: Connect, telegram: TelegramStandIn) -> None:
    telegram.meet(7)
    channel = connect(recording=recording)
    await channel.open({})
    telegram.throttle("sendVoice", 3)

    with pytest.raises(SendFailed) as failed:
        await channel.send("7", PLAYED)
    assert (failed.value.failure, failed.value.retry_after) == (Failure.THROTTLED, 3)
