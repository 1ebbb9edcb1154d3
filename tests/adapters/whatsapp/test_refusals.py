"""What a refused, broken or unanswered call means, and that it says nothing about her."""

import pytest
from aiohttp import web

from adapters.whatsapp import Account, WhatsApp
from adapters.whatsapp.failures import failure
from adapters.whatsapp.transport import Host, Transport
from bot.errors import BadSetting
from bot.messages import Failure, Part, SendFailed
from tests.adapters.whatsapp.conftest import HER, PUBLIC, account_at
from tests.standins.twilio import Twilio

pytestmark = pytest.mark.anyio

PLAIN = Part("I am here.", "en", "ltr")


async def failed_to_send(whatsapp: WhatsApp, to: str = HER) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await whatsapp.send(to, PLAIN)
    return failed.value


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (429, 20429, Failure.THROTTLED),
        (429, 63018, Failure.THROTTLED),
        (400, 63018, Failure.THROTTLED),
        (400, 63016, Failure.WINDOW_SHUT),
        (400, 21211, Failure.CONTACT_GONE),
        (400, 21610, Failure.CONTACT_GONE),
        (400, 21614, Failure.CONTACT_GONE),
        (400, 63003, Failure.CONTACT_GONE),
        (400, 63024, Failure.CONTACT_GONE),
        (401, 20003, Failure.CREDENTIALS),
        (403, 20003, Failure.CREDENTIALS),
        (400, 63007, Failure.CREDENTIALS),
        (503, 20503, Failure.PROVIDER_DOWN),
        (500, 20500, Failure.PROVIDER_DOWN),
        (400, 21617, Failure.REFUSED),
        (404, 20404, Failure.REFUSED),
    ],
)
async def test_refusals(
    whatsapp: WhatsApp, twilio: Twilio, status: int, code: int, expected: Failure
) -> None:
    twilio.fault("refuse", code=code, status=status)
    failed = await failed_to_send(whatsapp)

    assert (failed.failure, failed.detail) == (expected, str(code))
    assert HER not in str(failed)
    assert twilio.sent == []


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, "", Failure.CREDENTIALS),
        (403, "<html>", Failure.CREDENTIALS),
        (429, "", Failure.THROTTLED),
        (302, "", Failure.PROVIDER_DOWN),
        (404, "<html>", Failure.PROVIDER_DOWN),
        (502, "[" * 100_000, Failure.PROVIDER_DOWN),
        (599, '{"code": "x"}', Failure.PROVIDER_DOWN),
        (400, '{"code": 1}', Failure.REFUSED),
    ],
)
async def test_answers_that_are_not_twilios(status: int, body: str, expected: Failure) -> None:
    assert failure(status, body).failure is expected


@pytest.mark.parametrize(("told", "seconds"), [(None, 1.0), (0, 1.0), (7, 7.0)])
async def test_a_pause_is_kept_as_told(
    whatsapp: WhatsApp, twilio: Twilio, told: int | None, seconds: float
) -> None:
    twilio.fault("throttled", retry_after=told)
    failed = await failed_to_send(whatsapp)

    assert (failed.failure, failed.retry_after) == (Failure.THROTTLED, seconds)


async def test_a_date_to_retry_after_is_read_as_the_usual_pause() -> None:
    assert failure(429, "", "Wed, 21 Oct 2026 07:28:00 GMT").retry_after == 1.0


@pytest.mark.parametrize(
    ("fault", "expected", "arrived"),
    [
        ("drop_before", Failure.OUTCOME_UNKNOWN, 0),
        ("drop_after", Failure.OUTCOME_UNKNOWN, 1),
        ("garbled_success", Failure.OUTCOME_UNKNOWN, 1),
        ("garbage", Failure.PROVIDER_DOWN, 0),
        ("down", Failure.PROVIDER_DOWN, 0),
    ],
)
async def test_broken_connections(
    whatsapp: WhatsApp, twilio: Twilio, fault: str, expected: Failure, arrived: int
) -> None:
    twilio.fault(fault)
    failed = await failed_to_send(whatsapp)

    assert failed.failure is expected
    assert len(twilio.sent) == arrived


async def test_nobody_there_means_nothing_was_sent() -> None:
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = "http://127.0.0.1:{1}".format(*runner.addresses[0])
    await runner.cleanup()
    sid = "AC" + "a1" * 16
    whatsapp = WhatsApp(Account(sid, "t", "+14155550100", PUBLIC, api_url=url, content_url=url))
    await whatsapp.open()
    failed = await failed_to_send(whatsapp)
    await whatsapp.close()

    assert failed.failure is Failure.CONNECTION
    assert not whatsapp.is_ready


async def test_an_answer_that_never_comes_leaves_the_outcome_unknown(twilio: Twilio) -> None:
    twilio.fault("hang")
    transport = Transport({"api.twilio.com": Host(twilio.url, answer_seconds=0.05)})
    with pytest.raises(SendFailed) as failed:
        await transport.request("POST", "https://api.twilio.com/v1/Content", data={})
    await transport.close()

    assert failed.value.failure is Failure.OUTCOME_UNKNOWN


async def test_credentials_never_follow_a_redirect(whatsapp: WhatsApp, twilio: Twilio) -> None:
    twilio.fault("refuse", status=307, code=0)
    failed = await failed_to_send(whatsapp)

    assert failed.failure is Failure.PROVIDER_DOWN
    assert len(twilio.calls) == 1


async def test_wrong_credentials_are_a_wrong_setting(twilio: Twilio) -> None:
    whatsapp = WhatsApp(account_at(twilio, auth_token="another"))
    with pytest.raises(BadSetting) as bad:
        await whatsapp.open()
    await whatsapp.close()

    assert bad.value.faults == ["Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN."]


async def test_an_address_that_is_no_number_is_gone(whatsapp: WhatsApp) -> None:
    assert (await failed_to_send(whatsapp, to="+0")).failure is Failure.CONTACT_GONE
