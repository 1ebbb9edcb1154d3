"""Postcodes in what somebody typed, read as their district: the rest of one is never kept."""

import re
from collections.abc import Container, Sequence

_INWARD = re.compile(r"[0-9oil][abd-hjlnp-uw-z0]{2}")
"""Three letters and digits at the end, with o for 0 and l or i for 1."""
_OUTWARD = re.compile(r"[a-z0]{1,2}[0-9oil][0-9a-z]?")
_TYPED = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?")
_WHOLE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
_TO_DIGIT = str.maketrans("oil", "011")
_TO_LETTER = str.maketrans("0", "o")
_DIGITS = frozenset("0123456789")
MARK_LETTERS = 2
_READ_AT_MOST = 80
"""Words of a text."""


def district(words: Sequence[str], known: Container[str]) -> str | None:
    """The district, or for one that is not known its area, of the first postcode in the text."""
    words = words[:_READ_AT_MOST]
    for count in (3, 2, 1):
        for start in range(len(words) - count + 1):
            some = words[start : start + count]
            if _may_be_one(some) and (found := _of_full("".join(some), known)):
                return found
    alone = ["".join(words)] if len(words) == 2 else []  # noqa: PLR2004 - "LU 1"
    for word in (*words, *alone):
        if _TYPED.fullmatch(word) and (found := _of_outward(word, known)):
            return found
    return None


def is_postcode(text: str) -> bool:
    """A whole one, as the Post Office writes it but for the space."""
    return _WHOLE.fullmatch(text) is not None


def sector(words: Sequence[str]) -> str | None:
    """The sector ("LU1 3") of a text that is a postcode and nothing else."""
    text = "".join(words)
    outward, inward = text[:-3], text[-3:]
    if not (_INWARD.fullmatch(inward) and _OUTWARD.fullmatch(outward)):
        return None
    return f"{outward.upper()} {inward[0].translate(_TO_DIGIT)}"


def _may_be_one(words: Sequence[str]) -> bool:
    """With a digit where one must be, or else no words: "call 9 him" reads like CA11 with letters
    for digits."""
    text = "".join(words)
    has_words = any(word.isalpha() and len(word) > MARK_LETTERS for word in words[:-1])
    return text[-3:-2] in _DIGITS or (not has_words and not _DIGITS.isdisjoint(text))


def _of_full(text: str, known: Container[str]) -> str | None:
    outward, inward = text[:-3], text[-3:]
    return _of_outward(outward, known) if _INWARD.fullmatch(inward) else None


def _of_outward(text: str, known: Container[str]) -> str | None:
    if not _OUTWARD.fullmatch(text):
        return None
    for letters in (2, 1):
        area = text[:letters].translate(_TO_LETTER).upper()
        number = text[letters:].translate(_TO_DIGIT).upper()
        if area in known and number[:1].isdigit():
            if area + number in known:
                return area + number
            if number.isdigit() and number.isascii():
                return area
    return None
