"""How well phrases are understood that it never learnt from: never worse than this.

The figures themselves are in docs/understanding-figures.md; these are floors a little below them,
so that a change that makes it worse is seen.
"""

from collections import defaultdict
from collections.abc import Callable

import pytest

from bot.understanding.needs import Understood
from bot.understanding.phrases import Phrase, Use, load
from bot.understanding.understanding import CONTENT, load_understanding

Tried = tuple[Phrase, Understood]
DANGER_FOUND = 0.85
DANGER_FOUND_IN_A_LANGUAGE = 0.70
FALSE_ALARMS = 0.06
NEEDS_RIGHT = 0.75
LANGUAGES_RIGHT = 0.95


@pytest.fixture(scope="module")
def tried() -> list[Tried]:
    understand = load_understanding().understand
    phrases = [one for one in load(CONTENT) if one.use is Use.TESTING]
    return [(one, understand(one.text)) for one in phrases]


def share(tried: list[Tried], holds: Callable[[Phrase, Understood], bool]) -> float:
    return sum(holds(phrase, found) for phrase, found in tried) / len(tried)


def found_danger(_phrase: Phrase, found: Understood) -> bool:
    return found.is_danger


def test_danger_is_found(tried: list[Tried]) -> None:
    danger = [one for one in tried if one[0].is_danger]
    assert share(danger, found_danger) >= DANGER_FOUND
    by_language: dict[str, list[Tried]] = defaultdict(list)
    for one in danger:
        by_language[one[0].variant.key].append(one)
    shares = {key: share(group, found_danger) for key, group in by_language.items()}
    assert {key for key, found in shares.items() if found < DANGER_FOUND_IN_A_LANGUAGE} == set()


def test_ordinary_texts_are_seldom_taken_for_danger(tried: list[Tried]) -> None:
    plain = [one for one in tried if not one[0].is_danger and not one[0].near]
    assert share(plain, found_danger) <= FALSE_ALARMS


def test_needs_and_languages_are_mostly_right(tried: list[Tried]) -> None:
    assert share(tried, lambda phrase, found: found.need is phrase.need) >= NEEDS_RIGHT
    languages = share(tried, lambda phrase, found: found.language == phrase.variant.language)
    assert languages >= LANGUAGES_RIGHT


def test_a_need_that_is_acted_on_is_mostly_right(tried: list[Tried]) -> None:
    acted = [one for one in tried if one[1].is_sure]
    assert len(acted) > len(tried) / 3
    assert share(acted, lambda phrase, found: found.need is phrase.need) >= NEEDS_RIGHT
