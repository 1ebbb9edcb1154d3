"""From one text: the language, the need, whether there is danger. Pure, and kept nowhere."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tomli

from bot.understanding import rules
from bot.understanding.cyrillic import to_cyrillic
from bot.understanding.features import Sentence, features
from bot.understanding.languages import SCRIPTS, Variant, guess
from bot.understanding.lexicon import COMMUNITY, OF_PEOPLES, Known, Lexicon
from bot.understanding.linear import Floats, softmax
from bot.understanding.model import MODEL, Model, load
from bot.understanding.needs import DANGERS, NEEDS, Danger, Need, Understood
from bot.understanding.reading import read
from bot.understanding.skeleton import skeleton

_LIKELY = 3
_PART_WORDS = 30
"""A long text is also read in parts of about so many words: what frightens may be said in
passing."""
_TELL_LANGUAGE = 4
"""Words from which on the language of a text is known rather than guessed."""
_TELL_PEOPLES = 8
"""Words among which there is one that is no name of a people, in nearly every text."""
_LANGUAGE_WORDS = 200
"""Enough to know a language by."""
_PARTS_AT_LEAST = 3
_PARTS_AT_MOST = 8
_DANGERS = len(DANGERS)
_FALLBACK = "en"
_SAME_EVERYWHERE = 5
"""Letters from which on the name of a people is taken for one in every language."""


class Understanding:
    """Shared by all threads, never changed. `read` costs a millisecond or two."""

    def __init__(self, model: Model, reader: "Reader") -> None:
        self._model = model
        self._reader = reader

    def understand(self, text: str, hint: str = "") -> Understood:
        """Errors raised: none, for any text. `hint` is the language she has chosen."""
        words = read(text)
        telling = self._reader.without_peoples(words.words[:_LANGUAGE_WORDS])
        variant = guess(self._model.languages, telling, hint)
        sentences = self._reader.sentences(words.sentences, variant)
        if not sentences or self._reader.names_peoples_only(words.words):
            return Understood(variant.language, variant.script, Need.NONE, 0.0, False, Danger.NO)
        chances = self.chances(sentences)
        risk = float(chances[:_DANGERS].sum())
        rule = rules.danger(sentences)
        danger = self._danger(risk, variant, is_rule=rule is not None)
        order = [NEEDS[place] for place in np.argsort(-chances)]
        need = next(one for one in order if one not in DANGERS or danger is not Danger.NO)
        if danger is Danger.YES and need not in DANGERS:
            need = rule.kind if rule else next(one for one in order if one in DANGERS)
        confidence = risk if need in DANGERS else float(chances[NEEDS.index(need)])
        return Understood(
            variant.language,
            variant.script,
            need,
            round(confidence, 3),
            confidence >= self._model.limits.need,
            danger,
            tuple(order[:_LIKELY]),
            len(words.words) >= _TELL_LANGUAGE,
        )

    def chances(self, sentences: Sequence[Sentence]) -> Floats:
        """Of each need. Of the danger in a long text, the most that any part of it says."""
        warmth = self._model.limits.warmth
        whole = softmax(self._model.needs.logits(features(sentences)) / warmth)
        parts = _parts(sentences)
        if len(parts) < _PARTS_AT_LEAST:
            return whole
        risky = [softmax(self._model.needs.logits(features(part)) / warmth) for part in parts]
        worst = max(risky, key=lambda chances: float(chances[:_DANGERS].sum()))
        return worst if worst[:_DANGERS].sum() > whole[:_DANGERS].sum() else whole

    def _danger(self, risk: float, variant: Variant, *, is_rule: bool) -> Danger:
        limits = self._model.limits
        if is_rule or risk >= limits.danger[variant.key]:
            return Danger.YES
        return Danger.UNSURE if risk >= limits.unsure[variant.key] else Danger.NO


class _Known(NamedTuple):
    """What words of one text stand for: most of them come again."""

    own: Known
    english: Known
    peoples: Known


class Reader:
    """Words of any language as sentences with concepts."""

    def __init__(
        self,
        lexicons: Mapping[str, Lexicon],
        peoples: Lexicon | None = None,
        named: Lexicon | None = None,
    ) -> None:
        """`peoples` masks in every language what any lexicon calls a people or a faith; `named`
        knows the short names too, which may mean something else in another language."""
        self._lexicons = lexicons
        self._peoples = peoples or Lexicon()
        self._named = named or Lexicon()
        self._nothing = Lexicon()

    def sentences(self, sentences: Sequence[Sequence[str]], variant: Variant) -> list[Sentence]:
        """Words in the language's own letters where that can be had, each with its concepts."""
        known = _Known({}, {}, {})
        return [self._sentence(words, variant, known) for words in sentences]

    def names_peoples_only(self, words: Sequence[str]) -> bool:
        """Whether there is nothing but names of peoples, faiths and dress, in any language."""
        some = words[:_TELL_PEOPLES]  # few texts are worth a second look
        return self._all_named(some) and self._all_named(words)

    def _all_named(self, words: Sequence[str]) -> bool:
        """A name of two words is found at its first."""
        found = self._named.concepts(words)
        return all(
            of or (place and found[place - 1] and not self._named.concepts([words[place - 1]])[0])
            for place, of in enumerate(found)
        )

    def without_peoples(self, words: Sequence[str]) -> Sequence[str]:
        """To tell the language by: a people named among a few words says nothing of it."""
        if len(words) > _TELL_PEOPLES:
            return words
        named = self._named.concepts(words)
        return [word for word, of in zip(words, named, strict=True) if not of] or words

    def _sentence(self, original: Sequence[str], variant: Variant, known: _Known) -> Sentence:
        words, key = original, variant.key
        if variant.script == "Latn" and SCRIPTS[variant.language] == "Cyrl":
            words = [to_cyrillic(word, variant.language) for word in original]
            key = variant.language
        found = self._lexicons.get(key, self._nothing).concepts(words, known.own)
        if key != _FALLBACK:
            # English words are mixed in everywhere; her own language's meaning goes first.
            fallback = self._lexicons.get(_FALLBACK, self._nothing)
            english = fallback.concepts(original, known.english)
            found = [own or other for own, other in zip(found, english, strict=True)]
        peoples = self._peoples.concepts(original, known.peoples)
        concepts = [
            own & OF_PEOPLES | {COMMUNITY} if people else own
            for own, people in zip(found, peoples, strict=True)
        ]
        is_borrowed = variant.script == "Latn" and SCRIPTS[variant.language] != "Latn"
        return Sentence(words, concepts, [skeleton(one) for one in words] if is_borrowed else ())


def _parts(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    parts: list[list[Sentence]] = [[]]
    for sentence in sentences:
        if sum(len(one.words) for one in parts[-1]) >= _PART_WORDS and len(parts) < _PARTS_AT_MOST:
            parts.append([])
        parts[-1].append(sentence)
    return parts


CONTENT = Path(__file__).parents[1] / "content"


@cache
def load_reader(content: Path = CONTENT) -> Reader:
    """All lexicons that there are."""
    tables = {}
    for language, own in SCRIPTS.items():
        for path in sorted((content / language / "lexicon").glob("*.toml")):
            table = tomli.loads(path.read_text("utf-8"))
            tables[Variant(language, table.get("script", own)).key] = table
    peoples = Lexicon(*({COMMUNITY: _long(table.get(COMMUNITY, ""))} for table in tables.values()))
    named = Lexicon(*({COMMUNITY: table.get(COMMUNITY, "")} for table in tables.values()))
    return Reader({key: Lexicon(table) for key, table in tables.items()}, peoples, named)


def _long(line: str) -> str:
    """Without the words that are too short to mean the same in every language."""
    words = line.split("|", maxsplit=1)[0].split()
    return " ".join(word for word in words if len(word.strip("*")) >= _SAME_EVERYWHERE)


@cache
def load_understanding(content: Path = CONTENT, model: Path = MODEL) -> Understanding:
    """Once for a process: it is never changed. Errors raised: BadModel."""
    return Understanding(load(model), load_reader(content))
