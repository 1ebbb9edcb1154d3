"""Words and expressions of one language, each with the concepts it stands for.

A lexicon is content (`bot/content/<language>/lexicon/<script>.toml`): for each concept one line of
words, then expressions after a bar each. `stem*` stands for every word that begins so, `*core*`
also for words with up to four letters before it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from bot.understanding.reading import LETTERS, PICTURES, fold

COMMUNITY = "community"
"""Peoples, faiths, dress: masked before anything is counted, so that none can ever weigh."""
_NO_LETTER = re.compile(rf"[^{LETTERS}{PICTURES}\s*|]+")
BEFORE_CORE_AT_MOST = 4
_BEGINS = 4
"""Letters of one of its words by which an expression is found."""
TONGUE = "tongue"
"""Names of languages: to ask for one is not to speak of a people, so both may be meant."""
_ABOUT = frozenset({"script", "status"})
OF_PEOPLES = frozenset({COMMUNITY, TONGUE})


_FIRST = 2
"""Letters by which it is known how long the stems are that begin so: no stem is shorter."""
_NONE: frozenset[str] = frozenset()
Known = dict[str, frozenset[str]]
_Part = tuple[str, bool]
"""A word of an expression, and whether every ending will do."""


class _Expression(NamedTuple):
    """Words that mean something together; `at` is the place of the one it is found by."""

    words: tuple[_Part, ...]
    at: int
    concept: str


class _Stems:
    """Beginnings of words. Of a word only those lengths are looked up that some stem has."""

    def __init__(self) -> None:
        self._concepts: dict[str, frozenset[str]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._concepts)

    def add(self, stem: str, concept: str) -> None:
        self._concepts[stem] = _shared(self._concepts.get(stem, _NONE) | {concept})
        lengths = {*self._lengths.get(stem[:_FIRST], ()), len(stem)}
        self._lengths[stem[:_FIRST]] = tuple(sorted(lengths))

    def of(self, word: str) -> frozenset[str]:
        lengths = self._lengths.get(word[:_FIRST])
        if lengths is None:
            return _NONE
        found = _NONE
        for length in lengths:
            if found_here := self._concepts.get(word[:length]):
                found = found | found_here if found else found_here
        return found


@cache
def _shared(concepts: frozenset[str]) -> frozenset[str]:
    """One object for all equal ones: there are few, and many words."""
    return concepts


@cache
def _part(word: str) -> _Part:
    return word.strip("*"), word.endswith("*")


class Lexicon:
    """Built once, shared by all, never changed."""

    def __init__(self, *tables: Mapping[str, Any]) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._stems = _Stems()
        self._cores = _Stems()
        self._listed: list[tuple[tuple[str, ...], str]] = []
        for table in tables:
            for concept, line in table.items():
                if concept not in _ABOUT:
                    self._add(concept, line)
        self._expressions = _by_rarest_word(self._listed)

    def _add(self, concept: str, line: str) -> None:
        words, *expressions = _NO_LETTER.sub("", fold(line)).split("|")
        for entry in words.split():
            self._add_word(entry, concept)
        for expression in expressions:
            self._add_expression(tuple(expression.split()), concept)

    def _add_word(self, entry: str, concept: str) -> None:
        word = entry.strip("*")
        if not word:
            return
        if not entry.endswith("*"):
            self._words[word] = _shared(self._words.get(word, _NONE) | {concept})
        elif entry.startswith("*"):
            self._cores.add(word, concept)
        else:
            self._stems.add(word, concept)

    def _add_expression(self, words: tuple[str, ...], concept: str) -> None:
        if len(words) == 1:
            self._add_word(words[0], concept)
        elif words:
            self._listed.append((words, concept))

    def concepts(self, words: Sequence[str], known: Known | None = None) -> list[frozenset[str]]:
        """For each word what it stands for, by itself or with those around it. `known`: what words
        of the same text stand for by themselves, as far as they were met."""
        known = {} if known is None else known
        found = []
        for word in words:
            of_word = known.get(word)
            if of_word is None:
                of_word = known[word] = self._of(word)
            found.append(of_word)
        for place, word in enumerate(words):
            for expression in self._expressions.get(word[:_BEGINS], ()):
                first = place - expression.at
                if _stands(expression, words, first):
                    found[first] |= {expression.concept}
        return found

    def _of(self, word: str) -> frozenset[str]:
        found = self._words.get(word, _NONE) | self._stems.of(word)
        if self._cores:
            for start in range(min(BEFORE_CORE_AT_MOST + 1, len(word))):
                found |= self._cores.of(word[start:])
        return found & OF_PEOPLES if COMMUNITY in found else found


def _by_rarest_word(
    listed: Sequence[tuple[tuple[str, ...], str]],
) -> dict[str, list[_Expression]]:
    """Found by the beginning that fewest share: a word of many expressions would cost the most."""
    begins = [[word.strip("*")[:_BEGINS] for word in words] for words, _ in listed]
    counts = Counter(begin for one in begins for begin in one)
    found: dict[str, list[_Expression]] = {}
    for (words, concept), one in zip(listed, begins, strict=True):
        whole = [at for at, begin in enumerate(one) if len(begin) == _BEGINS or words[at] == begin]
        at = min(whole or range(len(one)), key=lambda place: counts[one[place]])
        parts = tuple(map(_part, words))
        found.setdefault(one[at], []).append(_Expression(parts, at, concept))
    return found


def _stands(expression: _Expression, words: Sequence[str], first: int) -> bool:
    if first < 0 or first + len(expression.words) > len(words):
        return False
    for place, (wanted, is_stem) in enumerate(expression.words, first):
        word = words[place]
        if word != wanted and not (is_stem and word.startswith(wanted)):
            return False
    return True


def faults(name: str, table: Mapping[str, Any], concepts: Iterable[str]) -> list[str]:
    """What is wrong with a lexicon, a sentence each."""
    found = [f"{name}: no line for “{one}”." for one in sorted(set(concepts) - set(table))]
    unknown = sorted(set(table) - set(concepts) - _ABOUT)
    found += [f"{name}: “{one}” is no concept of the English list." for one in unknown]
    masked = set(str(table.get(COMMUNITY, "")).split("|")[0].split())
    for concept, line in table.items():
        if concept not in _ABOUT | OF_PEOPLES:
            words = set(str(line).split("|")[0].split()) & masked
            found += [f"{name}: “{one}” of {concept} is masked as a people." for one in words]
    return found
