"""Every text of a language with the place where it stands, and how texts are searched."""

import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from bot.engine.content import Language, Wording
from bot.engine.matching import normalise

GUIDE = "guide"
"""The file of what the guide itself says, outside all flows."""


@dataclass(frozen=True)
class Text:
    """A text someone reads. `part`: text, plural, again, label, hint, phrase, name, note, page,
    title."""

    language: str
    key: str
    part: str
    text: str
    choice: str = ""

    @property
    def where(self) -> str:
        inner = f" {self.choice}" if self.choice else ""
        return f"{self.language} {self.key}{inner} ({self.part})"

    @cached_property
    def words(self) -> str:
        """Normalised, with a space at either end, for finding whole words in it."""
        return f" {normalise(self.text)} "

    def names(self, word: str) -> bool:
        """Whether `word` stands in it; `word*` finds every word that begins so."""
        return _wanted(word) in self.words


@cache
def _wanted(word: str) -> str:
    return f" {normalise(word)}" if word.endswith("*") else f" {normalise(word)} "


def texts_of(language: Language) -> Iterator[Text]:
    """Every text of one language."""
    code = language.code
    for key, wording in language.wordings.items():
        yield from _wording_texts(code, key, wording)
    for key, phrase in language.phrases.items():
        yield Text(code, key, "phrase", phrase)
    for line, words in language.lines.items():
        yield Text(code, f"lines.{line}", "name", words.name)
        yield from _present(Text(code, f"lines.{line}", "note", words.note))
    for command, label in language.command_labels.items():
        yield Text(code, f"words.{command}", "label", label)
    for reply, canned in language.canned.items():
        yield Text(code, f"canned.{reply}", "title", canned.title)
        yield Text(code, f"canned.{reply}", "text", canned.text)
    yield from _page_texts(code, "web", language.pages)


def _wording_texts(code: str, key: str, wording: Wording) -> Iterator[Text]:
    yield Text(code, key, "text", wording.text)
    for category, text in wording.plurals.items():
        yield Text(code, key, "plural", text, category)
    yield from _present(Text(code, key, "again", wording.again))
    for choice, label in wording.choices.items():
        yield Text(code, key, "label", label.label, choice)
        yield from _present(Text(code, key, "hint", label.hint, choice))


def _present(text: Text) -> Iterable[Text]:
    return (text,) if text.text else ()


def _page_texts(code: str, key: str, table: Mapping[str, Any]) -> Iterator[Text]:
    for name, value in table.items():
        if isinstance(value, str):
            yield from _present(Text(code, f"{key}.{name}", "page", value))
        elif isinstance(value, Mapping):
            yield from _page_texts(code, f"{key}.{name}", value)


def placeholders(text: str) -> frozenset[str] | None:
    """The names in braces; None when the braces are not in order."""
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    except ValueError:
        return None
    return frozenset(fields)


def with_plain_digits(text: str) -> str:
    """Digits of every script as 0-9, everything else as it is."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
