"""Entries of a lexicon as somebody would type them."""

import tomllib
from pathlib import Path
from typing import Any


def words_of(path: Any, concept: str) -> list[str]:
    """Words and expressions of one concept, their asterisks dropped."""
    line = tomllib.loads(Path(path).read_text("utf-8"))[concept]
    words, *expressions = line.split("|")
    return [entry.replace("*", "").strip() for entry in (*words.split(), *expressions)]
