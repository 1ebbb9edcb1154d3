"""Captured payloads in, messages out."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.whatsapp.account import Account
from adapters.whatsapp.payload import read_form, read_json
from adapters.whatsapp.read import StatusUpdate, clean, read_message, read_status
from bot.errors import BadSetting, NotOurs, Refusal
from bot.messages import TEXT_READ_AT_MOST, Inbound, Kind
from bot.ports import Delivery

FIXTURES = Path(__file__).parent / "fixtures"
ACCOUNT = Account("AC" + "a1" * 16, "not-a-real-token", "+14155550100", "https://bot.example.org")
HER = "+447700900123"
ANSWERED = "SM" + "b2" * 16
OURS = "SM" + "c3" * 16


def fields_of(fixture: str) -> dict[str, str]:
    return read_form((FIXTURES / f"{fixture}.form").read_bytes())


def read(fixture: str, **changes: str) -> Inbound | None:
    return read_message(fields_of(fixture) | changes, ACCOUNT)


@pytest.mark.parametrize(
    ("fixture", "kind", "text", "choice"),
    [
        ("text", Kind.TEXT, "Hello, I am worried", ""),
        ("text_in_urdu", Kind.TEXT, "السلام علیکم", ""),
        ("text_of_two_lines", Kind.TEXT, "one\ntwo", ""),
        ("text_with_control_characters", Kind.TEXT, "ab[31mc", ""),
        ("stop", Kind.TEXT, "STOP", ""),
        ("quoting_reply", Kind.TEXT, "this one", ""),
        ("button", Kind.CHOICE, "Yes", "signs.start:yes"),
        ("list_row", Kind.CHOICE, "Talk to a person", "menu.start:human"),
        ("button_without_payload", Kind.TEXT, "Yes", ""),
        ("button_with_unfilled_placeholder", Kind.TEXT, "Yes", ""),
        ("voice", Kind.VOICE, "", ""),
        ("photo_with_caption", Kind.PHOTO, "what does this sign mean", ""),
        ("sticker", Kind.STICKER, "", ""),
        ("video", Kind.MEDIA, "", ""),
        ("document", Kind.MEDIA, "letter.pdf", ""),
        ("contact_card", Kind.CONTACT, "", ""),
        ("location", Kind.LOCATION, "", ""),
        ("unknown_type_with_text", Kind.TEXT, "hello", ""),
        ("new_field", Kind.TEXT, "hello", ""),
    ],
)
def test_a_payload_is_read(fixture: str, kind: Kind, text: str, choice: str) -> None:
    message = read(fixture)

    assert message is not None
    assert (message.kind, message.text, message.choice) == (kind, text, choice)
    assert message.urn == f"whatsapp:{HER}"
    assert message.external_id == fields_of(fixture)["MessageSid"]


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("/start group-CK7W9HMP", Kind.START, "group-CK7W9HMP"),
        ("/start signs ", Kind.START, "signs"),
        ("/start a b", Kind.TEXT, "/start a b"),
        ("start group", Kind.TEXT, "start group"),
    ],
)
def test_a_link_names_the_flow_to_begin_in(body: str, kind: Kind, text: str) -> None:
    message = read("text", Body=body)
    assert message is not None
    assert (message.kind, message.text) == (kind, text)


@pytest.mark.parametrize("fixture", ["button", "list_row", "quoting_reply"])
def test_the_message_she_answers_is_known(fixture: str) -> None:
    message = read(fixture)

    assert message is not None
    assert message.pressed == ANSWERED


@pytest.mark.parametrize("fixture", ["reaction", "unknown_type"])
def test_there_is_nothing_to_answer(fixture: str) -> None:
    assert read(fixture) is None


@pytest.mark.parametrize("fixture", sorted(p.stem for p in FIXTURES.glob("*.form")))
def test_her_profile_name_goes_no_further(fixture: str) -> None:
    fields = fields_of(fixture)
    reader = read_status if fixture.startswith("status") else read_message

    assert "Sample Name" not in repr(reader(fields, ACCOUNT))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"AccountSid": "AC" + "b" * 32}, Refusal.FORGED),
        ({"AccountSid": ""}, Refusal.FORGED),
        ({"To": "whatsapp:+14155550199"}, Refusal.FORGED),
        ({"To": "+14155550100"}, Refusal.FORGED),
        ({"To": ""}, Refusal.FORGED),
        ({"From": "+447700900123"}, Refusal.MALFORMED),
        ({"From": "whatsapp:+44770090012३"}, Refusal.MALFORMED),
        ({"From": "whatsapp:+447700900123\n"}, Refusal.MALFORMED),
        ({"From": "whatsapp:anybody"}, Refusal.MALFORMED),
        ({"From": ""}, Refusal.MALFORMED),
        ({"MessageSid": ""}, Refusal.MALFORMED),
        ({"MessageSid": "SM1"}, Refusal.MALFORMED),
        ({"MessageSid": "SM" + "0" * 32 + "From"}, Refusal.MALFORMED),
    ],
)
def test_what_is_not_for_us_is_refused(changes: dict[str, str], refusal: Refusal) -> None:
    with pytest.raises(NotOurs) as refused:
        read("text", **changes)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize(
    "body",
    [
        b"Body=%FF",  # not UTF-8
        b"Body=%ED%A0%80",  # half of a surrogate pair
        "Body=é".encode(),  # not encoded
        b"Body=hi&Body=ho",
        b"Body%0A=hi",
        b"Body%00=hi",
        b"&".join(b"f%d=1" % number for number in range(300)),
    ],
)
def test_a_broken_form_is_malformed(body: bytes) -> None:
    with pytest.raises(NotOurs) as refused:
        read_form(body)
    assert refused.value.refusal is Refusal.MALFORMED


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"Body": "a", "Body": "b"}', b"[" * 100_000, b'"\xff"', b"9" * 9000],
)
def test_broken_json_is_malformed(body: bytes) -> None:
    with pytest.raises(NotOurs) as refused:
        read_json(body)
    assert refused.value.refusal is Refusal.MALFORMED


def test_json_gives_its_plain_values() -> None:
    body = b'{"Body": "hi", "NumMedia": 0, "Nested": {"a": 1}, "Nothing": null, "Flag": true}'

    assert read_json(body) == {"Body": "hi", "NumMedia": "0"}


def test_half_characters_and_long_texts_are_cut_away() -> None:
    assert clean("a\ud800b\x00c") == "abc"
    assert len(clean("x" * 10_000)) == TEXT_READ_AT_MOST


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        ("accepted", Delivery.SENT),
        ("queued", Delivery.SENT),
        ("sending", Delivery.SENT),
        ("sent", Delivery.SENT),
        ("delivered", Delivery.DELIVERED),
        ("read", Delivery.READ),
        ("failed", Delivery.FAILED),
        ("undelivered", Delivery.FAILED),
        ("canceled", Delivery.FAILED),
    ],
)
def test_a_status_is_read(status: str, delivery: Delivery) -> None:
    fields = fields_of("status_delivered") | {"MessageStatus": status}

    assert read_status(fields, ACCOUNT) == StatusUpdate(OURS, delivery)


def test_a_shut_window_is_a_failure() -> None:
    expected = StatusUpdate(OURS, Delivery.FAILED)

    assert read_status(fields_of("status_window_shut"), ACCOUNT) == expected


def test_a_status_we_do_not_know_is_ignored() -> None:
    assert read_status(fields_of("status_delivered") | {"MessageStatus": "new"}, ACCOUNT) is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"AccountSid": "AC" + "b" * 32}, Refusal.FORGED),
        ({"From": "whatsapp:+14155550199"}, Refusal.FORGED),
        ({"MessageSid": "1"}, Refusal.MALFORMED),
    ],
)
def test_a_status_that_is_not_for_us_is_refused(changes: dict[str, str], refusal: Refusal) -> None:
    with pytest.raises(NotOurs) as refused:
        read_status(fields_of("status_delivered") | changes, ACCOUNT)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize(
    ("name", "value", "names"),
    [
        ("account_sid", "AC1", "TWILIO_ACCOUNT_SID"),
        ("auth_token", " ", "TWILIO_AUTH_TOKEN"),
        ("sender", "whatsapp:hello", "TWILIO_WHATSAPP_FROM"),
        ("public_url", "bot.example.org", "PUBLIC_URL"),
        ("public_url", "https://bot.example.org:http", "PUBLIC_URL"),
        ("public_url", "https://bot.example.org/?a=b", "PUBLIC_URL"),
        ("api_url", "ftp://api.twilio.com", "TWILIO_API_URL"),
        ("content_url", "", "TWILIO_CONTENT_URL"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, names: str) -> None:
    with pytest.raises(BadSetting) as bad:
        replace(ACCOUNT, **{name: value})  # type: ignore[arg-type]
    assert len(bad.value.faults) == 1
    assert bad.value.faults[0].startswith(names)


def test_the_token_is_not_shown() -> None:
    assert "not-a-real-token" not in repr(ACCOUNT)
