"""Danger by rule (`rules.toml`): combinations of concepts within one sentence, the same in every
language.

The first of two independent ways; the classifier is the other, and either suffices. Peoples and
faiths are no concepts of any rule.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from bot.understanding.features import Sentence
from bot.understanding.needs import Need

NOT = "not"
WITHIN = 7
"""Words within which the parts of a rule stand, and what takes its meaning away."""

Concepts = frozenset[str]
Places = Mapping[str, int]


class Rule(NamedTuple):
    """Each of `near` is met by one of its concepts, all within `within` words of one sentence."""

    name: str
    kind: Need
    near: tuple[Concepts, ...]
    unless: Concepts
    within: int = WITHIN


class Found(NamedTuple):
    """A rule that holds."""

    kind: Need
    name: str


def parse(table: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of a table, its groups replaced by what they stand for."""
    groups: dict[str, Concepts] = {}
    for name, line in table["groups"].items():
        groups[name] = _concepts(line, groups)
    return tuple(
        Rule(
            one["name"],
            Need(one["kind"]),
            tuple(_concepts(part, groups) for part in one["near"]),
            _concepts(one.get("unless", ""), groups),
            one.get("within", WITHIN),
        )
        for one in table["rule"]
    )


def _concepts(line: str, groups: Mapping[str, Concepts]) -> Concepts:
    empty: Concepts = frozenset()
    return empty.union(*(groups.get(word, frozenset({word})) for word in line.split()))


RULES = parse(tomli.loads(Path(__file__).with_name("rules.toml").read_text("utf-8")))


def danger(sentences: Sequence[Sentence], rules: Sequence[Rule] = RULES) -> Found | None:
    """The first rule that holds in any of the sentences."""
    for sentence in sentences:
        places = _places(sentence)
        for rule in rules:
            if _holds(rule, places):
                return Found(rule.kind, rule.name)
    return None


def _places(sentence: Sentence) -> Places:
    """For each concept its places in the sentence, a bit each."""
    found: dict[str, int] = {}
    for place, concepts in enumerate(sentence.concepts):
        for concept in concepts:
            found[concept] = found.get(concept, 0) | 1 << place
    return found


def _holds(rule: Rule, places: Places) -> bool:
    met = -1
    for number, part in enumerate(rule.near):
        at = _any_of(part, places)
        met &= _around(at, rule.within) if number else at
        if not met:
            return False
    return bool(met & ~_around(_against(rule.unless, places), max(rule.within, WITHIN)))


def _against(unless: Concepts, places: Places) -> int:
    """Where the meaning is taken away. What is itself denied (“not safe”, “no joke”) takes nothing
    away, and its “not” is used up."""
    denials = places.get(NOT, 0) if NOT in unless else 0
    others = _any_of(unless - {NOT}, places)
    said_no = places.get(NOT, 0)
    denied = others & (said_no << 1 | said_no << 2)
    used = said_no & (denied >> 1 | denied >> 2 | denied >> 3)
    return (others & ~denied) | (denials & ~used)


def _any_of(concepts: Concepts, places: Places) -> int:
    found = 0
    for concept in concepts:
        found |= places.get(concept, 0)
    return found


def _around(places: int, within: int) -> int:
    """These places and all within so many words."""
    found = places
    for step in range(1, within + 1):
        found |= places << step | places >> step
    return found
