"""Which language a text is in, in which letters, by its script first and its pieces then."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.understanding.features import Ids, pieces
from bot.understanding.linear import Linear, softmax

LANGUAGE_BUCKETS = 1 << 15
_LENGTHS = (1, 2, 3, 4)
_HINT = 1.5
"""What the language she has chosen counts for, in logits: more than a word or two can say."""
_HINTED_WORDS = 6
"""The hint fades with each word and counts no more after so many."""
_BLOCKS = (
    (0x0600, 0x06FF, "Arab"),
    (0x0750, 0x077F, "Arab"),
    (0xFB50, 0xFEFF, "Arab"),
    (0x0980, 0x09FF, "Beng"),
    (0x0A00, 0x0A7F, "Guru"),
    (0x0400, 0x052F, "Cyrl"),
)


class Variant(NamedTuple):
    """A language in one script."""

    language: str
    script: str

    @property
    def key(self) -> str:
        """`ur` where the script is the language's own, `ur-Latn` where it is not."""
        return (
            self.language
            if self.script == SCRIPTS[self.language]
            else f"{self.language}-{self.script}"
        )


SCRIPTS = {
    "en": "Latn",
    "ur": "Arab",
    "ar": "Arab",
    "bn": "Beng",
    "so": "Latn",
    "pa": "Guru",
    "tg": "Cyrl",
    "ru": "Cyrl",
    "pl": "Latn",
}
"""The script of each language, as it is printed."""
VARIANTS = tuple(Variant(language, script) for language, script in SCRIPTS.items()) + tuple(
    Variant(language, "Latn") for language in ("ur", "ar", "bn", "tg", "ru")
)


def script_of(words: Sequence[str]) -> str:
    """Of most letters; empty when there is none."""
    counts = Counter(_script(letter) for word in words for letter in word if letter.isalpha())
    return counts.most_common(1)[0][0] if counts else ""


def language_features(words: Sequence[str]) -> Ids:
    """Buckets of the language model."""
    return pieces(words, _LENGTHS) & np.uint32(LANGUAGE_BUCKETS - 1)


def guess(model: Linear, words: Sequence[str], hint: str = "") -> Variant:
    """The likeliest language. Words without letters, or in letters of none of ours, are in the
    language hinted at."""
    script = script_of(words)
    fits = [variant.script == script for variant in VARIANTS]
    if not any(fits):
        known = hint if hint in SCRIPTS else "en"
        return Variant(known, SCRIPTS[known])
    logits = model.logits(language_features(words))
    left = max(0.0, 1 - len(words) / _HINTED_WORDS)
    for place, variant in enumerate(VARIANTS):
        if variant.language == hint:
            logits[place] += _HINT * left
    return VARIANTS[int(np.argmax(np.where(fits, softmax(logits), -1)))]


def _script(letter: str) -> str:
    code = ord(letter)
    if code < 0x0250 or 0x1E00 <= code < 0x1F00:  # noqa: PLR2004 - the blocks of Latin letters
        return "Latn"
    return next((script for first, last, script in _BLOCKS if first <= code <= last), "Zzzz")
