"""Who may post to us: every case that Twilio's own library gets wrong, and every trick we know of.

Signatures are computed here by hand, as Twilio describes it, and not with the code under test.
"""

import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha1, sha256
from hmac import new as hmac
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest

from adapters.whatsapp.account import Account
from adapters.whatsapp.incoming import Incoming, Request
from bot.errors import BadSetting, NotOurs, Refusal

FIXTURES = Path(__file__).parent / "fixtures"
TOKEN = "not-a-real-token"
PUBLIC = "https://bot.example.org"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
BODY = (FIXTURES / "text.form").read_bytes()
FIELDS = dict(parse_qsl(BODY.decode(), keep_blank_values=True))
JSON_BODY = (FIXTURES / "text.json").read_bytes()


def sign(url: str, fields: dict[str, str] | None = None, token: str = TOKEN) -> str:
    text = url + "".join(name + value for name, value in sorted((fields or {}).items()))
    return b64encode(hmac(token.encode(), text.encode(), sha1).digest()).decode()


def incoming(public_url: str = PUBLIC, token: str = TOKEN) -> Incoming:
    return Incoming(Account("AC" + "a1" * 16, token, "+14155550100", public_url))


def request(signature: str | None, body: bytes = BODY, query: str = "") -> Request:
    return Request("/whatsapp", query, FORM, signature, body)


def refusal(call: Request, public_url: str = PUBLIC) -> Refusal:
    with pytest.raises(NotOurs) as refused:
        incoming(public_url).message(call)
    return refused.value.refusal


@pytest.mark.parametrize(
    ("public_url", "signed_url"),
    [
        (PUBLIC, f"{PUBLIC}/whatsapp"),
        (PUBLIC, "https://bot.example.org:443/whatsapp"),
        (f"{PUBLIC}/", f"{PUBLIC}/whatsapp"),
        (f"{PUBLIC}:443", f"{PUBLIC}/whatsapp"),
        (f"{PUBLIC}:443", f"{PUBLIC}:443/whatsapp"),
        (f"{PUBLIC}:8443", f"{PUBLIC}:8443/whatsapp"),
        (f"{PUBLIC}:8443", f"{PUBLIC}/whatsapp"),
        ("http://bot.example.org", "http://bot.example.org:80/whatsapp"),
        (f"{PUBLIC}/under/here", f"{PUBLIC}/under/here/whatsapp"),
        (f"{PUBLIC}#rc=3&rp=all", f"{PUBLIC}/whatsapp"),
        (f"{PUBLIC}/#rc=3&rp=all", f"{PUBLIC}/whatsapp"),
        ("https://me:word@bot.example.org:8443", "https://me:word@bot.example.org:8443/whatsapp"),
        ("https://me:word@bot.example.org:8443", "https://bot.example.org:8443/whatsapp"),
        ("https://me:word@bot.example.org:8443", "https://me:word@bot.example.org/whatsapp"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/whatsapp"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]/whatsapp"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]:443/whatsapp"),
    ],
)
def test_what_twilio_signed_is_let_in(public_url: str, signed_url: str) -> None:
    assert incoming(public_url).message(request(sign(signed_url, FIELDS)))


@pytest.mark.parametrize("query", ["a=1", "a=b%20c", "a=b+c", "b=2&a=1", "a", "a=%C3%A9"])
def test_the_query_counts_as_it_was_sent(query: str) -> None:
    signature = sign(f"{PUBLIC}/whatsapp?{query}", FIELDS)

    assert incoming().message(request(signature, query=query))
    assert refusal(request(signature)) is Refusal.FORGED


def test_a_space_written_otherwise_is_another_address() -> None:
    signature = sign(f"{PUBLIC}/whatsapp?a=b%20c", FIELDS)

    assert refusal(request(signature, query="a=b+c")) is Refusal.FORGED


@pytest.mark.parametrize("signature", [None, "", "   "])
def test_without_a_signature_nobody_gets_in(signature: str | None) -> None:
    assert refusal(request(signature)) is Refusal.UNSIGNED


@pytest.mark.parametrize(
    "signed_url",
    [
        "http://bot.example.org/whatsapp",
        "https://127.0.0.1:8000/whatsapp",  # what Host or X-Forwarded-Host may claim
        f"{PUBLIC}/whatsapp/",
        f"{PUBLIC}/whatsapp/status",
        f"{PUBLIC}/whatsapp?a=1",
        f"{PUBLIC}/whatsapp#rc=3",
        f"{PUBLIC}:8443/whatsapp",
        "https://evil.example.org/whatsapp",
    ],
)
def test_a_signature_for_another_address_is_refused(signed_url: str) -> None:
    assert refusal(request(sign(signed_url, FIELDS))) is Refusal.FORGED


@pytest.mark.parametrize(
    "signature",
    [
        "x",
        "é",
        "\udc80",
        "A" * 100_000,
        sign(f"{PUBLIC}/whatsapp", FIELDS, token="another"),
        sign(f"{PUBLIC}/whatsapp", FIELDS, token=""),
        sign(f"{PUBLIC}/whatsapp", {}),
        sign(f"{PUBLIC}/whatsapp", FIELDS).lower(),
    ],
)
def test_a_wrong_signature_is_refused(signature: str) -> None:
    assert refusal(request(signature)) is Refusal.FORGED


@pytest.mark.parametrize(
    "change",
    [
        {"Body": "another text"},
        {"From": "whatsapp:+447700900999"},
        {"MessageSid": "SM" + "9" * 32},
        {"Added": "1"},
        {"Body": FIELDS["From"], "From": FIELDS["Body"]},
    ],
)
def test_a_changed_field_is_refused(change: dict[str, str]) -> None:
    signature = sign(f"{PUBLIC}/whatsapp", FIELDS)
    body = urlencode(FIELDS | change).encode()

    assert refusal(request(signature, body)) is Refusal.FORGED


def test_fields_pushed_into_one_another_have_the_same_signature_and_are_refused() -> None:
    signature = sign(f"{PUBLIC}/whatsapp", FIELDS)
    merged = {name: value for name, value in FIELDS.items() if name != "From"}
    # Body, ChannelMetadata and From follow each other in the signed text.
    merged["ChannelMetadata"] += "From" + FIELDS["From"]

    assert sign(f"{PUBLIC}/whatsapp", merged) == signature
    assert refusal(request(signature, urlencode(merged).encode())) is Refusal.MALFORMED


def test_a_field_given_twice_is_refused_though_libraries_read_it_as_one() -> None:
    signature = sign(f"{PUBLIC}/whatsapp", FIELDS)

    assert refusal(request(signature, BODY + b"&" + BODY)) is Refusal.MALFORMED


def test_a_form_with_a_wrong_hash_in_its_address_is_refused() -> None:
    query = "bodySHA256=" + "0" * 64
    signature = sign(f"{PUBLIC}/whatsapp?{query}", FIELDS)

    assert refusal(request(signature, query=query)) is Refusal.FORGED


def test_another_kind_of_body_is_malformed() -> None:
    call = replace(request(sign(f"{PUBLIC}/whatsapp", FIELDS)), content_type="text/plain")

    assert refusal(call) is Refusal.MALFORMED


def json_request(query: str, signature: str | None = None, body: bytes = JSON_BODY) -> Request:
    signature = sign(f"{PUBLIC}/whatsapp?{query}") if signature is None else signature
    return Request("/whatsapp", query, "application/json", signature, body)


def hashed(body: bytes) -> str:
    return "bodySHA256=" + sha256(body).hexdigest()


def test_json_with_its_hash_in_the_signed_address_is_let_in() -> None:
    message = incoming().message(json_request(hashed(JSON_BODY)))

    assert message is not None
    assert message.text == "Hello, I am worried"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "bodySHA256=",
        "bodySHA256=" + "0" * 64,
        "bodySHA256=é",
        f"{hashed(JSON_BODY)}&{hashed(JSON_BODY)}",
        f"{hashed(JSON_BODY)}&{hashed(b'{}')}",
    ],
)
def test_json_without_its_one_right_hash_is_refused(query: str) -> None:
    signature = sign(f"{PUBLIC}/whatsapp?{query}" if query else f"{PUBLIC}/whatsapp")

    assert refusal(json_request(query, signature)) is Refusal.FORGED


def test_json_with_a_hash_that_was_not_signed_is_refused() -> None:
    signature = sign(f"{PUBLIC}/whatsapp")

    assert refusal(json_request(hashed(JSON_BODY), signature)) is Refusal.FORGED


def test_another_body_under_a_signed_hash_is_refused() -> None:
    other = json.dumps(json.loads(JSON_BODY) | {"Body": "other"}).encode()

    assert refusal(json_request(hashed(JSON_BODY), body=other)) is Refusal.FORGED


def test_signed_nonsense_is_malformed() -> None:
    assert refusal(json_request(hashed(b"nonsense"), body=b"nonsense")) is Refusal.MALFORMED


@pytest.mark.parametrize("token", ["", "  "])
def test_an_empty_token_is_refused_at_the_start(token: str) -> None:
    with pytest.raises(BadSetting):
        incoming(token=token)


def test_ten_thousand_changed_requests_are_all_refused() -> None:
    reader, signature = incoming(), sign(f"{PUBLIC}/whatsapp", FIELDS)
    let_in = 0
    for number in range(10_000):
        at = number % len(BODY)
        body = BODY[:at] + bytes([(BODY[at] + 1 + number // len(BODY)) % 128]) + BODY[at + 1 :]
        try:
            let_in += reader.message(request(signature, body)) is not None
        except NotOurs:
            continue
    assert let_in == 0
