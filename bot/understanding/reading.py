"""A text as it is compared: one spelling for what people type in many.

Every step is linear in what is read, and at most `READ_AT_MOST` characters are.
"""

import re
import unicodedata
from itertools import islice
from typing import NamedTuple

READ_AT_MOST = 4_096
"""Characters. What comes after is not read; danger stands early or it stands nowhere."""
TOKENS_OF_SENTENCE_AT_MOST = 40
"""A longer run without a stop is read as several sentences."""
OVERLAP = 8
"""Words that such a sentence shares with the one before: nothing is cut apart."""
TOKENS_AT_MOST = 1_000
"""Words and stops. Prose of 4,096 characters has fewer."""
SENTENCES_AT_MOST = 120
"""Stops after that many mean nothing: nobody writes so."""

_INVISIBLE = [0x00AD, 0x061C, 0x0640, 0x180E, 0xFEFF, *range(0x200B, 0x2010)]
_INVISIBLE += [*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)]
_MARKS = [*range(0x0300, 0x0370), *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670]
_MARKS += [*range(0x06D6, 0x06EE), 0x0981, 0x09BC, 0x0A01, 0x0A02, 0x0A3C, 0x0A70, 0x0A71]
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u00b4`\u201b\u02bb"
_LETTERS = {
    "\u0629": "\u0647",  # Arabic: teh marbuta as heh
    "\u0649": "\u06cc",  # alef maksura and the Arabic yeh as the yeh of Urdu
    "\u064a": "\u06cc",
    "\u06d2": "\u06cc",
    "\u0643": "\u06a9",
    "\u06c1": "\u0647",
    "\u06be": "\u0647",
    "\u06c3": "\u0647",
    "\u06ba": "\u0646",
    "\u04b7": "\u0447",  # Tajik letters as they are typed on a Russian keyboard
    "\u0493": "\u0433",
    "\u04b3": "\u0445",
    "\u049b": "\u043a",
    "\u0142": "l",
    "\u00f8": "o",
    "\u0131": "i",
}
_TABLE: dict[int, str | None] = dict.fromkeys([*_INVISIBLE, *_MARKS, *map(ord, _APOSTROPHES)])
_TABLE |= {ord(letter): plain for letter, plain in _LETTERS.items()}
_TABLE |= {
    first + value: str(value)
    for first in (0x0660, 0x06F0, 0x09E6, 0x0A66)  # Arabic, Urdu, Bengali and Gurmukhi digits
    for value in range(10)
}
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
LETTERS = r"\w\u0900-\u0963\u0966-\u0dff"
"""What words are made of, inside brackets of a pattern: Indic vowel signs are none to `\\w`."""
PICTURES = r"\U0001f300-\U0001faff\u2620\u2694\u2764"
"""Each a word of its own: a knife drawn is a knife."""
_TOKEN = re.compile(rf"[{LETTERS}]+|[{PICTURES}]|(?P<stop>[.!?\u061f\u06d4\u0964;\n]+)")


class Reading(NamedTuple):
    """Sentences of words, in one spelling."""

    sentences: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All words in their order."""
        return tuple(word for sentence in self.sentences for word in sentence)


def fold(text: str, at_most: int | None = None) -> str:
    """One spelling: no case, no accents, no vowel marks, no letters drawn out. One sign may stand
    for many letters, so `at_most` counts them when they are taken apart."""
    plain = unicodedata.normalize("NFKD", text)[:at_most].casefold().translate(_TABLE)
    return _LONG_DRAWN.sub(r"\1", plain)


def read(text: str) -> Reading:
    """Errors raised: none, for any text."""
    sentences: list[list[str]] = [[]]
    tokens = _TOKEN.finditer(fold(text[:READ_AT_MOST], READ_AT_MOST))
    for found in islice(tokens, TOKENS_AT_MOST):
        if found["stop"]:
            if len(sentences) < SENTENCES_AT_MOST:
                sentences.append([])
        else:
            if len(sentences[-1]) >= TOKENS_OF_SENTENCE_AT_MOST:
                sentences.append(sentences[-1][-OVERLAP:])
            sentences[-1].append(found[0])
    return Reading(tuple(tuple(sentence) for sentence in sentences if sentence))
