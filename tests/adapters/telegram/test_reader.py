"""What Telegram delivers, and what we read in it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.reader import Update, read, read_update
from bot.errors import NotOurs, Refusal
from bot.messages import TEXT_READ_AT_MOST, Inbound, Kind, SharedPlace

FIXTURES = Path(__file__).parent / "fixtures"
ADDRESS = "5012345678"
QUERY = "4382bfdwdsb323b2d9"


def inbound(kind: Kind, text: str = "", choice: str = "", pressed: str = "") -> Inbound:
    return Inbound("telegram", ADDRESS, "10000", kind, text, choice, pressed, language="ur")


READ = {
    "text": inbound(Kind.TEXT, "salaam, I am worried"),
    "start": inbound(Kind.START),
    "start_with_payload": inbound(Kind.START, "leaflet-07_london"),
    "start_with_words": inbound(Kind.TEXT, "he has bought a ticket"),
    "command": inbound(Kind.TEXT, "urgent"),
    "command_for_our_bot": inbound(Kind.TEXT, "menu"),
    "command_with_words": inbound(Kind.TEXT, "person please"),
    "edit": inbound(Kind.EDIT, "I am worried about my son"),
    "edit_of_a_live_location": None,
    "press": inbound(Kind.CHOICE, choice="welcome.menu:signs", pressed="40"),
    "press_on_a_forgotten_message": inbound(Kind.CHOICE, choice="signs.group:online", pressed="3"),
    "press_of_a_game": None,
    "voice": inbound(Kind.VOICE),
    "photo_with_caption": inbound(Kind.PHOTO, "he drew this on his wall"),
    "sticker": inbound(Kind.STICKER),
    "location": replace(inbound(Kind.LOCATION), at=SharedPlace(51.507351, -0.127758)),
    "contact": inbound(Kind.CONTACT),
    "video_with_caption": inbound(Kind.MEDIA, "look at this"),
    "poll": inbound(Kind.MEDIA),
    "auto_delete_timer": None,
    "blocked": inbound(Kind.LEFT),
    "unblocked": None,
    "added_to_a_group": None,
    "left_a_group": None,
    "text_in_a_group": None,
    "channel_post": None,
    "reaction": None,
    "kind_of_the_future": None,
}
QUERIES = {"press", "press_on_a_forgotten_message", "press_of_a_game"}
LEAVES = {
    "added_to_a_group": -1001234567890,
    "text_in_a_group": -1001234567890,
    "channel_post": -1009,
}


@pytest.mark.parametrize("fixture", READ)
def test_every_captured_update_is_read(fixture: str) -> None:
    assert read((FIXTURES / f"{fixture}.json").read_bytes()) == Update(
        id=10000,
        inbound=READ[fixture],
        query=QUERY if fixture in QUERIES else "",
        group=LEAVES.get(fixture),
    )


def test_the_table_holds_every_fixture() -> None:
    assert set(READ) == {path.stem for path in FIXTURES.glob("*.json")}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 1e3}',
        b'{"update_id": ' + b"9" * 30 + b"}",
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 7',
        b'{"update_id": 7, "x": "\xff"}',
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:30]),
)
def test_what_is_no_update_is_refused(body: bytes) -> None:
    with pytest.raises(NotOurs) as refused:
        read(body)
    assert refused.value.refusal is Refusal.MALFORMED


@pytest.mark.parametrize(
    "message",
    [
        None,
        7,
        [],
        {},
        {"chat": 5, "text": "hi"},
        {"chat": {"id": "5", "type": "private"}, "text": "hi"},
        {"chat": {"id": 2**70, "type": "private"}, "text": "hi"},
        {"chat": {"id": 0, "type": "private"}, "text": "hi"},
        {"chat": {"id": 5, "type": ["private"]}, "text": "hi"},
        {"chat": {"id": 5, "type": "private"}, "text": {"method": "sendMessage"}},
    ],
)
def test_a_message_of_an_unknown_shape_is_taken_and_not_answered(message: object) -> None:
    assert read_update({"update_id": 7, "message": message}) == Update(id=7)


def read_text(text: str) -> Inbound:
    chat = {"id": 5, "type": "private"}
    body = json.dumps({"update_id": 7, "message": {"chat": chat, "text": text}}).encode()
    found = read(body).inbound
    assert found is not None
    return found


def test_a_text_of_a_million_characters_is_cut() -> None:
    assert read_text("a" * 1_000_000).text == "a" * TEXT_READ_AT_MOST


def test_what_cannot_be_stored_is_replaced() -> None:
    assert read_text("a\x00b\ud800c 😢").text == "a\ufffdb\ufffdc 😢"


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("/", "/"),
        ("/path/to/it", "/path/to/it"),
        ("//menu", "//menu"),
        ("see /menu", "see /menu"),
        ("/BACK", "BACK"),
        ("/помощь", "помощь"),
        ("/hide@guide_bot  now", "hide now"),
        ("/start@guide_bot my son wants to leave", "my son wants to leave"),
        ("/started", "started"),
        ("۱", "۱"),
    ],
)
def test_a_command_is_read_as_its_word_and_nothing_she_wrote_is_lost(
    text: str, read_as: str
) -> None:
    assert (read_text(text).kind, read_text(text).text) == (Kind.TEXT, read_as)


@pytest.mark.parametrize("code", ["x" * 500, "<b>", "", 7, None])
def test_a_language_hint_that_is_none_is_dropped(code: object) -> None:
    message = {"chat": {"id": 5, "type": "private"}, "text": "hi", "from": {"language_code": code}}
    found = read_update({"update_id": 7, "message": message}).inbound
    assert found is not None
    assert found.language == ""


NAMES = st.sampled_from(
    [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "new_chat_member",
        "channel_post",
        "chat",
        "from",
        "data",
        "id",
        "type",
        "text",
        "caption",
        "photo",
        "private",
        "group",
        "status",
        "kicked",
        "language_code",
        "message_id",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(NAMES, ANYTHING))
def test_no_well_formed_update_raises(fields: dict[str, object]) -> None:
    assert read_update({"update_id": 7} | fields).id == 7


@settings(deadline=None)
@given(st.binary())
def test_bytes_are_read_or_refused_and_nothing_else(body: bytes) -> None:
    with pytest.raises(NotOurs):
        read(body)
