"""Words and expressions become concepts, the same in every language."""

import tomllib
from pathlib import Path

import pytest

from bot.understanding.lexicon import COMMUNITY, Lexicon, faults
from bot.understanding.understanding import CONTENT

LEXICONS = sorted(CONTENT.glob("*/lexicon/*.toml"))
ENGLISH = tomllib.loads((CONTENT / "en/lexicon/latn.toml").read_text("utf-8"))
SMALL = Lexicon(
    {
        "gun": "gun pistol*",
        "kill": "kill *sterb* |take* his life",
        "idiom": "|could kill",
        "script": "Latn",
    }
)


def concepts(text: str, lexicon: Lexicon = SMALL) -> list[set[str]]:
    return [set(one) for one in lexicon.concepts(text.split())]


def test_a_word_a_stem_and_a_core() -> None:
    assert concepts("gun guns pistols gesterben versterbend unaussterblich") == [
        {"gun"},
        set(),
        {"gun"},
        {"kill"},
        {"kill"},
        set(),
    ]


def test_an_expression_counts_at_its_first_word() -> None:
    assert concepts("he takes his life") == [set(), {"kill"}, set(), set()]
    assert concepts("i could kill him") == [set(), {"idiom"}, {"kill"}, set()]
    assert concepts("his life takes") == [set(), set(), set()]


def test_what_a_lexicon_lacks_or_may_not_hold_is_named() -> None:
    table = {"gun": "gun mosque", "sword": "sword", "community": "mosque*", "script": "Latn"}
    found = faults("x", {**table, "community": "mosque"}, ["gun", "kill", "community"])
    assert found == [
        "x: no line for “kill”.",
        "x: “sword” is no concept of the English list.",
        "x: “mosque” of gun is masked as a people.",
    ]


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_lexicon_holds_the_same_concepts(path: Path) -> None:
    table = tomllib.loads(path.read_text("utf-8"))
    assert faults(path.stem, table, set(ENGLISH) - {"script", "status"}) == []
    assert table["script"].lower() == path.stem
    assert table[COMMUNITY]
