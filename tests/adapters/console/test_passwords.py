"""Which passwords are good enough, and how they are kept."""

import pytest

from adapters.console.passwords import (
    AT_MOST,
    Passwords,
    fault_of,
    hash_password,
    one_time_password,
)

URDU = "\u062f\u0631\u06cc\u0627 \u06a9\u06d2 \u06a9\u0646\u0627\u0631\u06d2"


@pytest.mark.parametrize(
    "password", ["a river runs by", "correct mule pin", URDU, "x7#x7#x7#Qv9", "zzzzzyyyyyyy"]
)
def test_any_kind_of_signs_will_do(password: str) -> None:
    assert fault_of(password, "amina") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "too_short"),
        ("eleven sign", "too_short"),
        ("e\u0301" * 11, "too_short"),  # an accent of its own is no sign more
        ("a" * (AT_MOST + 1), "too_long"),
        ("password1234", "common"),
        ("PASSWORD!2026!", "common"),
        ("qwertyuiop[]", "common"),
        ("123456789012", "common"),
        ("zzzzzzzzzzzzz", "common"),
        ("spring24spring24", "common"),
        ("hearthline2026", "like_login"),
        ("Amina.amina.amina", "like_login"),
        ("amina@hearthline", "like_login"),
    ],
)
def test_a_weak_one_is_refused(password: str, why: str) -> None:
    assert fault_of(password, "amina") == f"passwords.{why}"


def test_one_time_passwords_are_good_enough_and_never_the_same() -> None:
    made = {one_time_password() for _ in range(100)}
    assert len(made) == 100
    assert {fault_of(one, "amina") for one in made} == {None}


@pytest.mark.anyio
class TestHash:
    async def test_is_argon2id_of_the_recommended_cost(self) -> None:
        assert hash_password("a river runs by").startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    async def test_is_right_for_its_password_alone(self) -> None:
        stored, hashing = hash_password("a river runs by"), Passwords()
        assert await hashing.is_right("a river runs by", stored)
        assert not await hashing.is_right("a river runs By", stored)
        assert not await hashing.is_right("a river runs by", None)
        assert not await hashing.is_right("a river runs by", "no hash at all")

    async def test_takes_an_accent_however_it_is_written(self) -> None:
        stored = hash_password("caf\u00e9 by the river")
        assert await Passwords().is_right("cafe\u0301 by the river", stored)
