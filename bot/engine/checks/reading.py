"""How old a reader must be for a message, where a measure exists for the language."""

import re
from collections.abc import Iterator
from functools import cache

import pyphen

from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.texts import Text

READING_AGE_AT_MOST = 11.0
"""In years (issue 3, item 4; facts 5.5 aim at 9)."""
WORDS_AT_LEAST = 20
"""A shorter message says nothing about its reader."""
MEASURED = "en"
"""The formula is made for English."""

_PLACEHOLDER = re.compile(r"\{\w*\}")
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.!?:\u2026]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouysxzhcgl]es)$")
_HYPHENS = pyphen.Pyphen(lang="en_GB", left=1, right=1)


def messages_are_easy_to_read(subject: Subject) -> Iterator[str]:
    for text in subject.texts:
        age = reading_age(text.text) if _is_message(text) else 0.0
        if age > READING_AGE_AT_MOST:
            yield (
                f"{text.where}: needs a reader of {age:.1f} years, "
                f"{READING_AGE_AT_MOST:g} at most; use shorter sentences and words"
            )


def _is_message(text: Text) -> bool:
    is_measured = text.language == MEASURED and text.part in {"text", "plural", "again"}
    return is_measured and len(_WORD.findall(text.text)) >= WORDS_AT_LEAST


def reading_age(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid et al. 1975) plus five: the age of a pupil of that grade."""
    plain = _PLACEHOLDER.sub("", text)
    words = _WORD.findall(plain)
    sentences = [s for s in _SENTENCE_END.split(plain) if _WORD.search(s)]
    if not words:
        return 0.0
    beats = sum(syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * beats / len(words) - 15.59 + 5


@cache
def syllables(word: str) -> int:
    """Groups of vowels, or hyphenation points where those find more ("create")."""
    heard = len(_VOWELS.findall(word)) - bool(_SILENT_END.search(word))
    return max(1, heard, len(_HYPHENS.positions(word)) + 1)


CHECKS: tuple[Check, ...] = (messages_are_easy_to_read,)
