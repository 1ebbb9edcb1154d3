"""Messages with words: made and handed in by the operator, and sent once WhatsApp has approved
them."""

from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from adapters.template_commands import template
from adapters.whatsapp import WhatsApp
from adapters.whatsapp.approvals import Approvals
from bot.engine.content import Catalogue
from bot.messages import RETRIED, Failure, Part, SendFailed
from bot.reminders.templates import ASK_TO_WRITE, TemplateStatus, template_name
from tests.adapters.whatsapp.conftest import HER, HandClock, account_at
from tests.standins.twilio import Twilio

pytestmark = pytest.mark.anyio

EN = template_name("en")
WORDS = "Hello. There is something new for you here. Send any word to see it."
ASKING = Part(WORDS, "en", "ltr", template=EN)


async def make(twilio: Twilio) -> None:
    async with Approvals(account_at(twilio)) as approvals:
        await approvals.ask(await approvals.make(EN, "en", WORDS))


async def test_it_is_made_handed_in_and_approved(twilio: Twilio) -> None:
    async with Approvals(account_at(twilio)) as approvals:
        made = await approvals.make(EN, "en", WORDS)
        assert await approvals.made() == [made]
        assert await approvals.status(made) is TemplateStatus.NOT_SUBMITTED
        assert await approvals.ask(made) is TemplateStatus.PENDING
        assert await approvals.status(made) is TemplateStatus.PENDING
        twilio.decide(EN, "approved")
        assert await approvals.status(made) is TemplateStatus.APPROVED


@pytest.mark.parametrize("word", ["rejected", "paused", "disabled", "something new"])
async def test_of_all_else_none_goes_out(twilio: Twilio, word: str) -> None:
    async with Approvals(account_at(twilio)) as approvals:
        made = await approvals.make(EN, "en", WORDS)
        await approvals.ask(made)
        twilio.decide(EN, word)
        assert await approvals.status(made) is TemplateStatus.REJECTED


async def test_approved_it_arrives_outside_the_window(whatsapp: WhatsApp, twilio: Twilio) -> None:
    await make(twilio)
    twilio.decide(EN, "approved")
    twilio.shut_window(HER)
    await whatsapp.send(HER, ASKING)
    (message,) = twilio.sent
    assert (message.text, message.error_code) == (WORDS, "")


async def test_one_made_anew_meanwhile_goes_out_with_the_next_try(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    await make(twilio)
    await whatsapp.send(HER, ASKING)
    twilio.contents.clear()
    await make(twilio)
    with pytest.raises(SendFailed) as failed:
        await whatsapp.send(HER, ASKING)
    assert failed.value.failure in RETRIED

    await whatsapp.send(HER, ASKING)
    assert [message.text for message in twilio.sent] == [WORDS, WORDS]


async def test_one_that_is_gone_is_not_tried_for_ever(whatsapp: WhatsApp, twilio: Twilio) -> None:
    await make(twilio)
    await whatsapp.send(HER, ASKING)
    twilio.contents.clear()
    for wanted in (Failure.PROVIDER_DOWN, Failure.WINDOW_SHUT):
        with pytest.raises(SendFailed) as failed:
            await whatsapp.send(HER, ASKING)
        assert failed.value.failure is wanted


async def test_without_one_nothing_goes_out_as_a_plain_text(
    whatsapp: WhatsApp, twilio: Twilio, clock: HandClock
) -> None:
    with pytest.raises(SendFailed) as failed:
        await whatsapp.send(HER, ASKING)
    assert failed.value.failure is Failure.WINDOW_SHUT
    assert twilio.sent == []

    await make(twilio)
    clock.now += 61
    await whatsapp.send(HER, ASKING)
    assert len(twilio.sent) == 1


async def test_twilio_is_not_asked_each_time_for_what_is_not_there(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    for _ in range(5):
        with pytest.raises(SendFailed):
            await whatsapp.send(HER, replace(ASKING, template="hearthline_word_xx"))
    assert len(twilio.calls) == 1


def run(*arguments: str) -> Result:
    return CliRunner().invoke(template, arguments)


def test_without_whatsapp_the_commands_say_so(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/x.db")
    monkeypatch.setenv("SECRET_KEY", "11" * 32)
    for command in ("create", "status"):
        result = run(command)
        assert result.exit_code == 1
        assert "WhatsApp is not set up" in result.output
    assert "WhatsApp approves none in it" in run("create", "so").output
    assert catalogue.default.wordings[ASK_TO_WRITE.key].text == WORDS
