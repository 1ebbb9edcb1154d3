"""Danger by rule: what must stand near, and what takes its meaning away."""

import pytest

from bot.understanding import rules
from bot.understanding.languages import Variant
from bot.understanding.needs import Need
from bot.understanding.phrases import load
from bot.understanding.reading import read
from bot.understanding.rules import RULES, Rule
from bot.understanding.understanding import CONTENT, Reader, load_reader

ENGLISH = Variant("en", "Latn")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def kind(reader: Reader, text: str) -> Need | None:
    found = rules.danger(reader.sentences(read(text).sentences, ENGLISH))
    return found.kind if found else None


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("he has a knife", Need.EMERGENCY),
        ("she wants to die", Need.SELF_HARM),
        ("my husband punched me", Need.ABUSE),
        ("my son is going to syria to join the fighters", Need.TRAVEL),
        ("he says he will kill them all at school", Need.VIOLENCE_PLAN),
        ("this is not a game he has a gun", Need.EMERGENCY),
        ("he is not safe he has a gun", Need.EMERGENCY),
        ("no joke my husband punched me", Need.ABUSE),
        (f"{'and then we went on ' * 8}he has a knife {'and on ' * 12}", Need.EMERGENCY),
    ],
)
def test_each_danger_is_seen(reader: Reader, text: str, need: Need) -> None:
    assert kind(reader, text) is need


@pytest.mark.parametrize(
    "text",
    [
        "nobody has a knife",
        "in the film he has a knife",
        "he has a knife in the kitchen for the onions",
        "my phone is dying",
        "he got killed in fortnite again",
        "his essay is about the bomb of 1945",
        "muslim christian jewish sikh hindu",
        "i could kill him for not doing the dishes",
        "it is only a game, he has a gun in it",
    ],
)
def test_what_takes_its_meaning_away_does_so(reader: Reader, text: str) -> None:
    assert kind(reader, text) is None


def test_every_rule_holds_for_a_phrase_of_its_danger(reader: Reader) -> None:
    """A rule that no phrase trips is dead."""
    phrases = [one for one in load(CONTENT) if one.is_danger]
    texts = [reader.sentences(read(one.text).sentences, one.variant) for one in phrases]

    def trips(rule: Rule) -> bool:
        return any(rules.danger(text, [rule]) for text in texts)

    assert [rule.name for rule in RULES if not trips(rule)] == []


def test_no_rule_is_about_a_people_or_a_faith() -> None:
    """A people may be the one that is threatened; it is never what threatens."""
    assert not [rule.name for rule in RULES if any(part <= {"community"} for part in rule.near)]
