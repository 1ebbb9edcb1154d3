"""What she typed, brought to one form, and looked up among the words that mean something here."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from bot.messages import TEXT_READ_AT_MOST

_MARKS = dict.fromkeys([*range(0x0300, 0x0370), *range(0x064B, 0x0660), 0x0670, 0x0640])
"""Accents (Latin, Cyrillic), Arabic vowel points, tatweel: people leave them out. Indic vowel
signs stay."""
_NOT_A_WORD = re.compile(r"[^\w\u0900-\u0963\u0966-\u0DFF\u200C\u200D]+|_+")
"""`\\w` leaves out the vowel signs and joiners of Indic scripts, which are parts of words; their
full stops (U+0964, U+0965) are not."""
_DROPPED = str.maketrans("", "", "'\u2019\u02bc")
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None}


def normalise(text: str) -> str:
    """Lower case, plain digits, no accents, no punctuation, single spaces. At most 4,096
    characters are read.

    >>> normalise("  I'm NOT sure… ")
    'im not sure'
    """
    text = text[:TEXT_READ_AT_MOST]
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_MARKS).translate(_DROPPED)
    words = _NOT_A_WORD.sub(" ", folded)
    return " ".join((words if words.isascii() else _plain_digits(words)).split())


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


class WordIndex:
    """Which choice a typed word means, for each question; which command, in any state."""

    def __init__(
        self,
        choices: Mapping[str, Mapping[str, str]],
        commands: Mapping[str, str],
        danger: Iterable[str],
    ) -> None:
        self._choices = choices
        self._commands = commands
        self._danger: dict[str, list[str]] = {}
        for phrase in danger:
            first, _, _ = phrase.partition(" ")
            self._danger.setdefault(first, []).append(f" {phrase} ")

    def choice(self, key: str, word: str) -> str | None:
        """The choice id that `word` (normalised) means at `key`."""
        return self._choices.get(key, {}).get(word)

    def command(self, word: str) -> str | None:
        """The exit ("menu", "person", ...) that `word` (normalised) asks for."""
        return self._commands.get(word)

    def is_danger(self, words: str) -> bool:
        """Whether a phrase that means danger now stands in the text (normalised)."""
        padded = f" {words} "
        return any(
            phrase in padded for word in set(words.split()) for phrase in self._danger.get(word, ())
        )
