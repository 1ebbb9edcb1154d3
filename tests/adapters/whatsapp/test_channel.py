"""Sending through a strict Twilio: what she gets."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.whatsapp import MemoryTemplateCache, WhatsApp
from bot.messages import Choice, Part, SendFailed, Style
from tests.adapters.whatsapp.conftest import HER, PUBLIC, HandClock, account_at
from tests.standins.twilio import Twilio

pytestmark = pytest.mark.anyio

PLAIN = Part("I am here.\n\nTake your time.", "en", "ltr")
BUTTONS = Part(
    "Is anyone in danger now?\n\nYou can answer later.",
    "en",
    "ltr",
    style=Style.BUTTONS,
    choices=(Choice("danger.ask:yes", "Yes"), Choice("danger.ask:no", "No")),
    number_hint="Type a number.",
)
ROWS = tuple(Choice(f"menu.start:{n}", f"Choice {n}", "a hint" if n % 2 else "") for n in range(10))
LIST = replace(
    BUTTONS, text="آپ کیا چاہتی ہیں؟", style=Style.LIST, choices=ROWS, list_button="منتخب کریں"
)


async def test_a_plain_text_arrives(whatsapp: WhatsApp, twilio: Twilio) -> None:
    sid = await whatsapp.send(HER, PLAIN)

    (message,) = twilio.sent
    assert (message.sid, message.to, message.text) == (sid, f"whatsapp:{HER}", PLAIN.text)
    assert message.status_callback == f"{PUBLIC}/whatsapp/status"


async def test_numbered_choices_are_text(whatsapp: WhatsApp, twilio: Twilio) -> None:
    await whatsapp.send(HER, replace(BUTTONS, text="Which?\n\n1. Yes\n2. No", style=Style.NUMBERED))

    assert twilio.sent[0].text == "Which?\n\n1. Yes\n2. No"
    assert twilio.calls == [f"POST /2010-04-01/Accounts/{twilio.account_sid}/Messages.json"]


async def test_buttons_arrive_with_their_tokens(whatsapp: WhatsApp, twilio: Twilio) -> None:
    await whatsapp.send(HER, BUTTONS)

    (message,) = twilio.sent
    assert message.text == BUTTONS.text
    assert message.style == "buttons"
    assert message.choices == (("Yes", "danger.ask:yes", ""), ("No", "danger.ask:no", ""))


async def test_a_list_arrives_with_hints_only_where_there_are_some(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    await whatsapp.send(HER, LIST)

    (message,) = twilio.sent
    assert (message.text, message.style, message.list_button) == (LIST.text, "list", "منتخب کریں")
    assert message.choices == tuple((c.label, c.token, c.hint) for c in ROWS)


async def test_the_longest_list_fits(whatsapp: WhatsApp, twilio: Twilio) -> None:
    rows = tuple(Choice(f"t{n}", f"{n}".rjust(24, "x"), "h" * 72) for n in range(10))
    text = "\n".join("line" for _ in range(60))
    await whatsapp.send(HER, replace(LIST, text=text, choices=rows))

    assert twilio.sent[0].style == "list"


@pytest.mark.parametrize(
    "text", ["a\tb", "a      b", "a\u2028b", "\n\na\n", "a\r\nb", "  a", '{{1}} it\'s "so" \\ {}']
)
async def test_no_text_makes_a_template_invalid(
    whatsapp: WhatsApp, twilio: Twilio, text: str
) -> None:
    await whatsapp.send(HER, replace(BUTTONS, text=text))

    assert twilio.sent[0].style == "buttons"
    assert twilio.refusals == []


async def test_one_shape_is_made_once_whatever_the_words(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    await whatsapp.send(HER, BUTTONS)
    await whatsapp.send(HER, replace(BUTTONS, text="کیا؟\n\nجی", language="ur"))
    await whatsapp.send(HER, replace(BUTTONS, text="one line"))

    assert len(twilio.sent) == 3
    assert len(twilio.contents) == 2


async def test_templates_hold_no_words(whatsapp: WhatsApp, twilio: Twilio) -> None:
    await whatsapp.send(HER, LIST)

    assert "Choice" not in json.dumps(list(twilio.contents.values()), ensure_ascii=False)


async def test_a_restart_finds_the_templates_on_every_page(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    twilio.page_size = 1
    await whatsapp.send(HER, BUTTONS)
    await whatsapp.send(HER, LIST)
    restarted = WhatsApp(account_at(twilio))
    await restarted.open()
    await restarted.send(HER, BUTTONS)
    await restarted.send(HER, LIST)
    await restarted.close()

    assert restarted.is_ready
    assert len(twilio.contents) == 2


async def test_the_cache_serves_when_twilio_cannot_list(
    whatsapp: WhatsApp, twilio: Twilio, cache: MemoryTemplateCache
) -> None:
    await whatsapp.send(HER, BUTTONS)
    restarted = WhatsApp(account_at(twilio), cache)
    twilio.fault("down", "/v1/Content")
    await restarted.open()
    await restarted.send(HER, BUTTONS)
    await restarted.close()

    assert twilio.sent[-1].style == "buttons"
    assert twilio.calls.count("GET /v1/Content") == 2


async def test_a_template_that_is_gone_means_numbers_once(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    await whatsapp.send(HER, BUTTONS)
    twilio.contents.clear()
    await whatsapp.send(HER, BUTTONS)
    await whatsapp.send(HER, BUTTONS)

    assert [message.style for message in twilio.sent] == ["buttons", "text", "buttons"]
    assert twilio.sent[1].text.endswith("1. Yes\n2. No\n\nType a number.")


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        ("throttled", 1),
        ("down", 1),
        ("garbage", 1),
        ("garbled_success", 1),
        ("drop_before", 2),  # the list is asked for once more on a new connection
    ],
)
async def test_without_the_content_api_there_are_numbers(
    whatsapp: WhatsApp, twilio: Twilio, clock: HandClock, fault: str, times: int
) -> None:
    twilio.fault(fault, "/v1/Content", times=times)
    await whatsapp.send(HER, BUTTONS)
    asked = len(twilio.calls)
    await whatsapp.send(HER, BUTTONS)
    clock.now += 61
    await whatsapp.send(HER, BUTTONS)

    assert [message.style for message in twilio.sent] == ["text", "text", "buttons"]
    assert twilio.calls[asked].endswith("/Messages.json"), "asked again too soon"


async def test_one_refused_template_does_not_stop_the_others(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    too_long = replace(BUTTONS, style=Style.LIST, list_button="x", choices=ROWS + ROWS)
    await whatsapp.send(HER, too_long)
    await whatsapp.send(HER, BUTTONS)

    assert [message.style for message in twilio.sent] == ["text", "buttons"]


@pytest.mark.parametrize("code", [21656, 63005, 92007])
async def test_a_refused_template_message_goes_out_as_numbers(
    whatsapp: WhatsApp, twilio: Twilio, code: int
) -> None:
    twilio.fault("refuse", "/Messages.json", code=code)
    await whatsapp.send(HER, LIST)

    assert twilio.sent[0].style == "text"
    assert "10. Choice 9" in twilio.sent[0].text


async def test_numbers_leave_hints_out_where_there_is_no_room(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    rows = tuple(Choice(f"t{n}", "x" * 24, "h" * 72) for n in range(10))
    twilio.fault("refuse", "/Messages.json", code=63005)
    await whatsapp.send(HER, replace(LIST, text="t" * 1024, choices=rows))

    assert "hhh" not in twilio.sent[0].text


async def test_a_message_outside_the_window_is_taken_and_fails_later(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    twilio.shut_window(HER)
    await whatsapp.send(HER, PLAIN)

    assert twilio.sent[0].error_code == "63016"


async def test_what_came_while_we_were_down_is_found_oldest_first(
    whatsapp: WhatsApp, twilio: Twilio
) -> None:
    twilio.page_size = 2
    twilio.received += [twilio.text(HER, f"message {n}") for n in range(5)]
    twilio.received.append(twilio.text(HER, "", NumMedia="1"))
    found = await whatsapp.received_since(datetime(2026, 1, 1, tzinfo=UTC))

    assert [m.text for m in found] == [f"message {n}" for n in range(5)] + [""]
    assert [m.external_id for m in found] == [m["MessageSid"] for m in twilio.received]
    assert found[-1].kind == "media"


async def test_many_at_once_make_one_template(whatsapp: WhatsApp, twilio: Twilio) -> None:
    await asyncio.gather(*(whatsapp.send(HER, BUTTONS) for _ in range(8)))

    assert [message.style for message in twilio.sent] == ["buttons"] * 8
    assert len(twilio.contents) == 1


async def test_nothing_of_hers_is_logged(
    whatsapp: WhatsApp, twilio: Twilio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await whatsapp.send(HER, BUTTONS)
    twilio.fault("refuse", code=21211)
    with pytest.raises(SendFailed):
        await whatsapp.send(HER, PLAIN)

    assert not [word for word in (HER, "danger", twilio.auth_token) if word in caplog.text]
