"""The phrases it learns from, and those it is tried on: content, one file an author's batch."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from bot.understanding.languages import SCRIPTS, Variant
from bot.understanding.needs import DANGERS, NEEDS, Need


class Use(StrEnum):
    """What a batch is for. A fifth of all batches is never learnt from."""

    TRAINING = "training"
    TESTING = "testing"


class Phrase(NamedTuple):
    """A text and what it truly asks for; `near` names the danger that it only looks like."""

    text: str
    need: Need
    variant: Variant
    use: Use
    batch: str
    near: Need | None = None

    @property
    def is_danger(self) -> bool:
        """Whether numbers come first."""
        return self.need in DANGERS


class BadPhrases(ValueError):
    """A file of phrases that cannot be used: which, where and what to do."""


def load(content: Path) -> list[Phrase]:
    """All phrases of all languages.

    Errors raised: BadPhrases.
    """
    return [
        phrase
        for language in SCRIPTS
        for path in sorted((content / language / "phrases").glob("*.toml"))
        for phrase in read_file(path, language)
    ]


def training_files(content: Path) -> list[Path]:
    """Files of batches that are learnt from."""
    return [
        path
        for language in SCRIPTS
        for path in (content / language / "phrases").glob("*.toml")
        if f'use = "{Use.TRAINING}"' in path.read_text("utf-8")
    ]


def read_file(path: Path, language: str) -> list[Phrase]:
    """Errors raised: BadPhrases."""
    try:
        table = tomli.loads(path.read_text("utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadPhrases(f"{path.name} of {language} is not TOML: {wrong}.") from None
    try:
        variant = Variant(language, table.pop("script"))
        use, batch = Use(table.pop("use")), str(table.pop("batch"))
    except (KeyError, ValueError) as wrong:
        raise BadPhrases(
            f"{path.name} of {language}: script, use or batch is missing: {wrong}."
        ) from None
    table.pop("status", "")
    near = table.pop("near", {})
    found = [Phrase(text, need, variant, use, batch) for need, text in _texts(table, path)]
    for danger, needs in near.items():
        found += [
            Phrase(text, need, variant, use, batch, Need(danger))
            for need, text in _texts(needs, path)
        ]
    return found


def _texts(table: dict[str, Any], path: Path) -> Iterable[tuple[Need, str]]:
    for name, texts in table.items():
        if name not in NEEDS:
            raise BadPhrases(f"{path.name}: “{name}” is no need. Needs are: {', '.join(NEEDS)}.")
        yield from ((Need(name), text) for text in texts)


def fingerprint(files: Iterable[Path]) -> str:
    """Of what is in the files, whatever their order."""
    one = sha256()
    for path in sorted(files):
        one.update(f"{path.parent.parent.name}/{path.parent.name}/{path.name}".encode())
        one.update(path.read_bytes())
    return one.hexdigest()
