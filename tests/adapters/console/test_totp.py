"""Codes of an app, and recovery codes."""

from datetime import UTC, datetime
from hashlib import blake2b

import pytest

from adapters.console import totp

# RFC 6238, appendix B, for SHA-1: its eight digits without the first two.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


def hashed(text: str) -> bytes:
    return blake2b(text.encode()).digest()


@pytest.mark.parametrize(("second", "code"), VECTORS)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    now = datetime.fromtimestamp(second, UTC)
    assert totp.step_of(SECRET, code, now) == second // 30
    assert totp.step_of(SECRET, f" {code[:3]} {code[3:]} ", now) == second // 30


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "\u0662\u0668\u0667\u0660\u0668\u0662", "000000"]
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert totp.step_of(SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


def test_the_picture_is_a_drawing_without_styles_or_scripts() -> None:
    picture = totp.setup_picture(totp.setup_uri(totp.new_secret(), "amina"))
    assert picture.startswith("<svg")
    assert "style" not in picture
    assert "script" not in picture


def test_recovery_codes_are_read_however_they_are_typed() -> None:
    code = totp.new_recovery_codes()[0]
    kept = totp.recovery_hash(code, hashed)
    assert kept
    for typed in (code, code.upper(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert totp.recovery_hash(typed, hashed) == kept


@pytest.mark.parametrize("typed", ["", "123456", "abcd-efgh", "a" * 13, "\u00e4" * 12])
def test_what_has_not_their_shape_is_none(typed: str) -> None:
    assert totp.recovery_hash(typed, hashed) == ""
