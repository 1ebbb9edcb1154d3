"""A channel that talks to the stand-in."""

from collections.abc import AsyncIterator

import pytest

from adapters.whatsapp import Account, MemoryTemplateCache, WhatsApp
from tests.standins.twilio import Twilio

HER = "+447700900123"
PUBLIC = "https://bot.example.org"


class HandClock:
    """Monotonic seconds that move when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def cache() -> MemoryTemplateCache:
    return MemoryTemplateCache()


@pytest.fixture
async def twilio() -> AsyncIterator[Twilio]:
    async with Twilio() as standin:
        standin.open_window(HER)
        yield standin


@pytest.fixture
async def whatsapp(
    twilio: Twilio, cache: MemoryTemplateCache, clock: HandClock
) -> AsyncIterator[WhatsApp]:
    channel = WhatsApp(account_at(twilio), cache, seconds=clock)
    yield channel
    await channel.close()


def account_at(twilio: Twilio, auth_token: str = "") -> Account:
    return Account(
        twilio.account_sid,
        auth_token or twilio.auth_token,
        twilio.sender,
        PUBLIC,
        api_url=twilio.url,
        content_url=twilio.url,
    )
