"""Spellings of one word in borrowed letters have one skeleton; other words have others."""

import pytest

from bot.understanding.skeleton import skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        ("mujhe", "mujhay", "mujhey", "mjhe"),
        ("khudkushi", "khudkushee", "khudkshi"),
        ("sikkin", "sekkeen", "skeen"),
        ("7abibi", "habibi"),
        ("qatl", "katl", "katal"),
    ],
)
def test_spellings_of_a_word_are_alike(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(one) for one in spellings}) == 1


def test_other_words_and_numbers_stay_apart() -> None:
    words = ("maut", "dost", "chhuri", "beta", "999", "101")
    assert len({skeleton(one) for one in words}) == len(words)
    assert skeleton("999") == "999"
    assert skeleton("a") == "a"
