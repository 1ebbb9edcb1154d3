import base64
import secrets

import pytest

from adapters.database.sealing import KeyMissing, Keys, Tampered, new_key
from bot.errors import BadSetting

OLD, NEW = "11" * 32, "22" * 32


def test_what_is_sealed_opens_in_its_place_only() -> None:
    keys = Keys.parse(NEW)
    sealed = keys.seal("447700900123", "row:1")
    assert b"447700900123" not in sealed
    assert keys.open(sealed, "row:1") == "447700900123"
    with pytest.raises(Tampered):
        keys.open(sealed, "row:2")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    keys = Keys.parse(NEW)
    assert keys.seal("a", "row:1") != keys.seal("a", "row:1")


@pytest.mark.parametrize("position", [4, 15, 16, 20])
def test_a_changed_byte_is_noticed(position: int) -> None:
    keys = Keys.parse(NEW)
    sealed = bytearray(keys.seal("447700900123", "row:1"))
    sealed[position] ^= 1
    with pytest.raises(Tampered):
        keys.open(bytes(sealed), "row:1")


def test_after_a_rotation_old_texts_open_and_hashes_stay() -> None:
    before, after = Keys.parse(OLD), Keys.parse(f"{NEW}\n{OLD}\n")
    assert after.open(before.seal("a", "row:1"), "row:1") == "a"
    assert after.hash("telegram:1") == before.hash("telegram:1")
    with pytest.raises(KeyMissing):
        before.open(after.seal("a", "row:1"), "row:1")


def test_hashes_differ_by_key_and_text() -> None:
    keys = Keys.parse(OLD)
    assert keys.hash("telegram:1") != keys.hash("telegram:2")
    assert keys.hash("telegram:1") != Keys.parse(NEW).hash("telegram:1")
    assert [len(keys.hash("a")), len(keys.hash("a", 16))] == [32, 16]


def test_half_a_character_can_be_hashed() -> None:
    assert Keys.parse(OLD).hash("\ud800") != Keys.parse(OLD).hash("\ud801")


def test_keys_are_read_from_hex_and_every_base64() -> None:
    raw = secrets.token_bytes(32)
    written = [
        raw.hex(),
        raw.hex().upper(),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
    ]
    assert len({Keys.parse(one).hash("a") for one in written}) == 1
    assert len(Keys.parse(f"{new_key()},{new_key()} {new_key()}").ciphers) == 3


@pytest.mark.parametrize("text", ["", "  \n", "short", "11" * 31, f"{OLD},nonsense", "é" * 32])
def test_a_key_that_is_none_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Keys.parse(text)
    assert len(refused.value.faults) == 1
    assert OLD not in str(refused.value)


def test_keys_do_not_show_themselves() -> None:
    assert repr(Keys.parse(OLD)) == "Keys()"
