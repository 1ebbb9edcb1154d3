"""Words and expressions of one language, each with the concepts it stands for.

A lexicon is content (`bot/content/<language>/lexicon/<script>.toml`): for each concept one line of
words, then expressions after a bar each. `stem*` stands for every word that begins so, `*core*`
also for words with up to four letters before it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


class _Node:
    """One letter of a stem."""

    __slots__ = ("concepts", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.concepts: frozenset[str] = frozenset()


class _Expression(NamedTuple):
    """Words that mean something together, each with whether every ending will do; `at` is the
    place of the one it is found by."""

    words: tuple[tuple[str, bool], ...]
    at: int
    concept: str


class Lexicon:
    """Built once, shared by all, never changed."""

    def __init__(self, *tables: Mapping[str, Any]) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._stems = _Node()
        self._cores = _Node()
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
            self._words[word] = self._words.get(word, frozenset()) | {concept}
            return
        node = self._cores if entry.startswith("*") else self._stems
        for letter in word:
            node = node.next.setdefault(letter, _Node())
        node.concepts |= {concept}

    def _add_expression(self, words: tuple[str, ...], concept: str) -> None:
        if len(words) == 1:
            self._add_word(words[0], concept)
        elif words:
            self._listed.append((words, concept))

    def concepts(self, words: Sequence[str]) -> list[frozenset[str]]:
        """For each word what it stands for, by itself or with those around it."""
        known: dict[str, frozenset[str]] = {}
        found = []
        for word in words:
            if word not in known:
                known[word] = self._of(word)
            found.append(known[word])
        for place, word in enumerate(words):
            for expression in self._expressions.get(word[:_BEGINS], ()):
                first = place - expression.at
                if _stands(expression, words, first):
                    found[first] |= {expression.concept}
        return found

    def _of(self, word: str) -> frozenset[str]:
        found = self._words.get(word, frozenset()) | _walk(self._stems, word, 0)
        if self._cores.next:
            for start in range(min(BEFORE_CORE_AT_MOST + 1, len(word))):
                found |= _walk(self._cores, word, start)
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
        parts = tuple((word.strip("*"), word.endswith("*")) for word in words)
        found.setdefault(one[at], []).append(_Expression(parts, at, concept))
    return found


def _walk(node: _Node, word: str, start: int) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for place in range(start, len(word)):
        after = node.next.get(word[place])
        if after is None:
            break
        node = after
        found |= node.concepts
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
