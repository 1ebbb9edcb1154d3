"""The console's own words: `words/<language>.toml`, and `<language>_<part>.toml` beside it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import tomli

from adapters.languages import accepted

FOLDER = Path(__file__).parent / "words"
ENGLISH = "en"

Words = Mapping[str, str]
"""By `table.key`."""


@cache
def load_words(folder: Path = FOLDER) -> Mapping[str, Words]:
    """By language; each has every key."""
    read: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted(folder.glob("*.toml")):
        read[file.stem.partition("_")[0]] |= _read(file)
    english = read[ENGLISH]
    return MappingProxyType({code: MappingProxyType(english | own) for code, own in read.items()})


def choose_language(header: str, known: Collection[str]) -> str:
    """The best of those that an Accept-Language header asks for; English when there is none."""
    for tag in accepted(header):
        for candidate in (tag, tag.split("-")[0].lower()):
            if candidate in known:
                return candidate
    return ENGLISH


def _read(file: Path) -> dict[str, str]:
    tables = tomli.loads(file.read_text(encoding="utf-8"))
    return {
        f"{table}.{key}": text for table, texts in tables.items() for key, text in texts.items()
    }
