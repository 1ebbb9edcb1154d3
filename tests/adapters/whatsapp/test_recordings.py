"""A recording goes out as media that Twilio fetches from us, after its text."""

from collections.abc import AsyncIterator

import pytest

from adapters.whatsapp import WhatsApp
from bot.messages import Failure, Part, SendFailed
from tests.adapters.whatsapp.conftest import HER, PUBLIC, account_at
from tests.standins.twilio import Twilio

pytestmark = pytest.mark.anyio

PLAYED = Part("", "en", "ltr", silent=True, recording="en/tea.ogg")
ADDRESS = f"{PUBLIC}/recordings/en/tea.ogg?v=1"


@pytest.fixture
async def playing(twilio: Twilio) -> AsyncIterator[WhatsApp]:
    channel = WhatsApp(
        account_at(twilio), recording_url=lambda name: f"{PUBLIC}/recordings/{name}?v=1"
    )
    yield channel
    await channel.close()


async def test_a_recording_is_fetched_from_our_address(playing: WhatsApp, twilio: Twilio) -> None:
    sid = await playing.send(HER, PLAYED)

    (message,) = twilio.sent
    assert (message.sid, message.text, message.media) == (sid, "", ADDRESS)


async def test_a_recording_that_is_refused_is_no_failure(playing: WhatsApp, twilio: Twilio) -> None:
    twilio.fault("refuse", code=21620)

    assert await playing.send(HER, PLAYED) == ""


async def test_without_an_address_nothing_is_sent(whatsapp: WhatsApp, twilio: Twilio) -> None:
    assert await whatsapp.send(HER, PLAYED) == ""
    assert twilio.sent == []


async def test_any_other_trouble_is_told(playing: WhatsApp, twilio: Twilio) -> None:
    twilio.fault("throttled", retry_after=3)

    with pytest.raises(SendFailed) as failed:
        await playing.send(HER, PLAYED)
    assert failed.value.failure is Failure.THROTTLED
