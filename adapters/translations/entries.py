"""A language's words as a flat list for translators, and back into the tables of its files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.translations.notes import (
    HINT_NOTE,
    LIST_NOTE,
    TITLE_NOTE,
    WORDS_NOTE,
    label_note,
    plural_note,
    text_note,
)
from bot.engine.content import CANNED, PLURALS

Tables = Mapping[str, Any]
"""One file, as read from TOML."""
Files = Mapping[str, Tables]
"""The files of a language by their names without `.toml`: flows, guide, words, lines, canned
replies, web."""
Path = tuple[str, ...]
"""File, table, fields: where a text stands."""
Plurals = Mapping[str, Sequence[int]]
"""Plural forms a language needs beside "other" (CLDR), each with some numbers of that form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the base language, and what this language says there ("" when nothing yet).

    `fingerprint` is the key that notes which base text the translation was made from; words that
    people type have none, for they follow no base. `needed`: without it the table is half a thing.
    """

    path: Path
    base: str
    theirs: str
    note: str = ""
    fingerprint: str = ""
    needed: bool = True
    is_list: bool = False
    is_plural: bool = False

    @property
    def key(self) -> str:
        """File and table, as content keys are written."""
        return f"{self.path[0]}.{self.path[1]}"

    @property
    def part(self) -> str:
        head, *rest = self.path[2:]
        return f"{head}.{' '.join(rest)}" if rest else head

    @property
    def context(self) -> str:
        """What tells this text from all others, also where two are spelt alike (msgctxt)."""
        return f"{self.key} {self.part}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where entries are made: the table of the base beside the one of this language."""

    path: Path
    base: Mapping[str, Any]
    theirs: Mapping[str, Any]
    fingerprint: str = ""

    def entry(self, name: str, note: str = "", *, needed: bool = True, like: str = "") -> Entry:
        """`like`: the base text to show where the base has none of this name."""
        return Entry(
            (*self.path, name),
            _clean(self.base.get(name)) or like,
            _clean(self.theirs.get(name)),
            note,
            self.fingerprint,
            needed and name in self.base,
        )

    def words(self, name: str, note: str, *, like: str = "") -> Entry:
        base, theirs = self.base.get(name, ()), self.theirs.get(name, ())
        path, shown = (*self.path, name), "\n".join(base) or like
        return Entry(path, shown, "\n".join(theirs), note, needed=False, is_list=True)

    def has(self, name: str) -> bool:
        return name in self.base or name in self.theirs


def entries(base: Files, theirs: Files, plurals: Plurals) -> Iterator[Entry]:
    """Every text there is to translate, in the order of the base's files."""
    for file, tables in base.items():
        for table, fields in tables.items():
            place = _Place((file, table), fields, theirs.get(file, {}).get(table, {}))
            yield from _table(file, table, place, plurals)


def _table(file: str, table: str, place: _Place, plurals: Plurals) -> Iterator[Entry]:
    if file == "words":
        yield from _typed(table, place)
    elif file == "lines":
        yield from _line(table, place)
    elif file == CANNED:
        yield from _canned(table, place)
    elif file == "web":
        yield from _each(place, f"page:{table}.")
    elif table == "phrases":
        yield from _each(place, f"phrase:{file}.")
    else:
        yield from _wording(f"{file}.{table}", place, plurals)


def _typed(table: str, place: _Place) -> Iterator[Entry]:
    """Words people type, and words no text may use: each language has its own."""
    for name, value in place.base.items():
        if isinstance(value, str):
            yield place.entry(name)
        else:
            yield place.words(name, WORDS_NOTE if table == "commands" else LIST_NOTE)


def _line(table: str, place: _Place) -> Iterator[Entry]:
    place = _Place(place.path, place.base, place.theirs, f"line:{table}")
    yield place.entry("name")
    if place.has("note"):
        yield place.entry("note", needed=False, like=place.base["name"])


def _canned(reply: str, place: _Place) -> Iterator[Entry]:
    place = _Place(place.path, place.base, place.theirs, f"canned:{reply}")
    yield place.entry("title", TITLE_NOTE)
    yield place.entry("text", text_note(_clean(place.base["text"])))


def _each(place: _Place, prefix: str) -> Iterator[Entry]:
    for name in place.base:
        yield _Place(place.path, place.base, place.theirs, f"{prefix}{name}").entry(name)


def _wording(key: str, place: _Place, plurals: Plurals) -> Iterator[Entry]:
    place = _Place(place.path, place.base, place.theirs, key)
    text = _clean(place.base["text"])
    yield place.entry("text", text_note(text))
    if set(place.base) & PLURALS:
        for category, samples in plurals.items():
            yield _plural(place, category, samples, text)
    if place.has("again"):
        yield place.entry("again", like=text)
    offered = place.base.get("choices", {})
    for choice, label in offered.items():
        yield from _choice(place, choice, label, len(offered))


def _plural(place: _Place, category: str, samples: Sequence[int], text: str) -> Entry:
    theirs = _clean(place.theirs.get(category))
    base = _clean(place.base.get(category)) or text
    path, note = (*place.path, category), plural_note(category, samples)
    return Entry(path, base, theirs, note, place.fingerprint, needed=False, is_plural=True)


def _choice(place: _Place, choice: str, label: Mapping[str, Any], offered: int) -> Iterator[Entry]:
    theirs = place.theirs.get("choices", {}).get(choice, {})
    here = _Place((*place.path, "choices", choice), label, theirs, place.fingerprint)
    yield here.entry("label", label_note(offered))
    if here.has("hint"):
        yield here.entry("hint", HINT_NOTE, needed=False, like=label["label"])
    yield here.words("also", WORDS_NOTE, like=label["label"])


def _clean(text: Any) -> str:
    return text.strip() if isinstance(text, str) else ""


def tables_of(filled: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """The files that hold these texts. What is empty is left out."""
    files: dict[str, dict[str, Any]] = {}
    for entry in filled:
        if entry.theirs:
            *tables, name = entry.path
            inner: dict[str, Any] = files
            for table in tables:
                inner = inner.setdefault(table, {})
            inner[name] = entry.theirs.split("\n") if entry.is_list else entry.theirs
    return files
