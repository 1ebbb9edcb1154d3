"""Learning from the phrases: the same phrases and lexicons give the same model.

Needs scikit-learn, which the running product does not.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from bot.understanding.cyrillic import to_latin
from bot.understanding.features import BUCKETS, MEANT_FROM, Ids, features
from bot.understanding.languages import (
    LANGUAGE_BUCKETS,
    SCRIPTS,
    VARIANTS,
    Variant,
    language_features,
)
from bot.understanding.linear import Linear, pack, softmax
from bot.understanding.model import Limits, Model
from bot.understanding.needs import DANGERS, NEEDS
from bot.understanding.phrases import BadPhrases, Phrase, Use, fingerprint, load, training_files
from bot.understanding.reading import read
from bot.understanding.understanding import CONTENT, load_reader

_SEEN_AT_LEAST = 2
"""A feature of one phrase alone teaches nothing about others."""
_FIRMNESS = 10.0
_ROUNDS = 500
_SETTLED = 1e-4
"""How flat the slope has to be. At 1e-3 it ended early, sooner or later by a few phrases more or
less, and found 3 % less danger."""
_SHARES = {"danger": 0.33, "near": 0.22, "plain": 0.45}
KEPT_ASIDE = 5
_FALSE_ALARMS = (0.012, 0.05)
"""The shares of ordinary phrases kept aside that are taken for danger, and asked about."""
_RIGHT = 0.9
"""How often a need that is acted on is right."""
_COUNTS = tuple(
    f"{name}.py"
    for name in (
        "cyrillic",
        "features",
        "languages",
        "lexicon",
        "linear",
        "needs",
        "phrases",
        "reading",
        "skeleton",
        "training",
        "understanding",
    )
)
MEANING = 2.0
"""What a concept counts for, beside the letters it is written with."""


class Learnt(NamedTuple):
    """A model, and what it was learnt from."""

    model: Model
    phrases: int


def build(
    content: Path = CONTENT, tell: Callable[[str], None] = print, further: Sequence[Path] = ()
) -> Learnt:
    """Learn from all batches for training, those in `further` folders as well. Limits and warmth
    come from a part of them that is kept aside the first time. Takes some minutes.

    Errors raised: BadPhrases.
    """
    folders = (content, *further)
    phrases = [one for folder in folders for one in load(folder) if one.use is Use.TRAINING]
    reader = load_reader(content)
    tell(f"{len(phrases)} phrases")
    rows = [features(reader.sentences(read(one.text).sentences, one.variant)) for one in phrases]
    tell("languages")
    languages = learn_languages(phrases)
    tell("limits, on a fifth kept aside")
    aside = np.array([place % KEPT_ASIDE == 0 for place in range(len(phrases))])
    limits = _limits(phrases, rows, aside)
    tell(f"all of it; {limits}")
    needs = _learn_needs(phrases, rows)
    return Learnt(Model(needs, languages, limits, learnt_from(content, further)), len(phrases))


def learnt_from(content: Path = CONTENT, further: Sequence[Path] = ()) -> str:
    """The fingerprints of all that a model is made of: of the lexicons and the code that counts,
    which whoever understands by it has to share, and of the phrases for training."""
    shared = [*content.glob("*/lexicon/*.toml"), *(Path(__file__).parent / n for n in _COUNTS)]
    phrases = [file for folder in (content, *further) for file in training_files(folder)]
    return f"{fingerprint(shared)} {fingerprint(phrases)}"


def _learn_needs(phrases: Sequence[Phrase], rows: Sequence[Ids]) -> Linear:
    labels = [NEEDS.index(one.need) for one in phrases]
    return learn(rows, labels, len(NEEDS), BUCKETS, _weights(phrases))


def _weights(phrases: Sequence[Phrase]) -> list[float]:
    """As if every language had the same share of danger, of what looks like it, and of the rest:
    else a text would alarm more in a language for which more alarming phrases were written."""
    groups = [(one.variant, _kind(one)) for one in phrases]
    counts, totals = Counter(groups), Counter(variant for variant, _ in groups)
    shares = {group: count / totals[group[0]] for group, count in counts.items()}
    return [min(3.0, max(1 / 3, _SHARES[group[1]] / shares[group])) for group in groups]


def _kind(phrase: Phrase) -> str:
    return "danger" if phrase.is_danger else "near" if phrase.near else "plain"


def _limits(phrases: Sequence[Phrase], rows: Sequence[Ids], aside: NDArray[np.bool_]) -> Limits:
    kept, tried = np.flatnonzero(~aside).tolist(), np.flatnonzero(aside).tolist()
    first = _learn_needs([phrases[n] for n in kept], [rows[n] for n in kept])
    logits = np.array([first.logits(rows[n]) for n in tried])
    truth = np.array([NEEDS.index(phrases[n].need) for n in tried])
    warmth = min(np.arange(0.4, 1.6, 0.05), key=lambda one: _surprise(logits / one, truth))
    chances = np.array([softmax(row / np.float32(warmth)) for row in logits])
    risk = chances[:, : len(DANGERS)].sum(axis=1)
    danger, unsure = (_alike([phrases[n] for n in tried], risk, share) for share in _FALSE_ALARMS)
    best, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    need = next(
        float(limit)
        for limit in np.arange(0.3, 0.95, 0.01)
        if right[best >= limit].mean() >= _RIGHT
    )
    return Limits(danger, unsure, round(need, 3), round(float(warmth), 3))


def _alike(phrases: Sequence[Phrase], risk: NDArray[Any], alarms: float) -> dict[str, float]:
    """Limits at which the same share of danger is found in every language and script, as much of it
    as a share of `alarms` among all ordinary phrases allows. With one limit for all, those for
    which there are fewer phrases, or that are spelt as one likes, would be understood less."""
    keys = np.array([one.variant.key for one in phrases])
    is_danger = np.array([one.is_danger for one in phrases])
    is_plain = np.array([not one.is_danger and not one.near for one in phrases])
    limits: dict[str, float] = {}
    for found in np.arange(1.0, 0.0, -0.002):
        limits = {
            str(key): round(float(np.quantile(risk[is_danger & (keys == key)], 1 - found)), 3)
            for key in np.unique(keys)
        }
        beyond = risk >= np.array([limits[key] for key in keys])
        if beyond[is_plain].mean() <= alarms:
            break
    return limits


def _surprise(logits: NDArray[Any], truth: NDArray[np.int64]) -> float:
    """Mean negative logarithm of the chance given to what is true."""
    highest = logits.max(axis=1, keepdims=True)
    total = np.log(np.exp(logits - highest).sum(axis=1)) + highest[:, 0]
    return float((total - logits[np.arange(len(truth)), truth]).mean())


def learn(
    rows: Sequence[Ids],
    labels: Sequence[int],
    classes: int,
    buckets: int,
    weights: Sequence[float] | None = None,
) -> Linear:
    """Logistic regression over the buckets that occur in two texts or more."""
    counted = matrix(rows, buckets)
    occurs = np.bincount(counted.indices, minlength=buckets)
    rarity = np.where(occurs >= _SEEN_AT_LEAST, np.log((1 + len(rows)) / (1 + occurs)) + 1, 0.0)
    rarity[MEANT_FROM:] *= MEANING
    kept = np.flatnonzero(rarity)
    weighted = normalize((counted @ diags(rarity))[:, kept])
    model = LogisticRegression(C=_FIRMNESS, max_iter=_ROUNDS, tol=_SETTLED)
    found = model.fit(weighted, np.array(labels), weights)
    if len(found.classes_) != classes:
        raise BadPhrases("Some need or language has no phrase to learn from.")
    return pack(found.coef_, found.intercept_, rarity, kept, buckets)


def matrix(rows: Sequence[Ids], buckets: int) -> Any:
    """Texts by features, each as often as it occurs, damped."""
    columns, values, ends = [], [], [0]
    for ids in rows:
        found, counts = np.unique(ids, return_counts=True)
        columns.append(found)
        values.append(1 + np.log(counts))
        ends.append(ends[-1] + len(found))
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), (len(rows), buckets))


def learn_languages(phrases: Sequence[Phrase], seed: int = 7) -> Linear:
    """From whole phrases and from a few words of each: people write short."""
    chance = random.Random(seed)  # noqa: S311 - the same snippets each time
    rows, labels = [], []
    for variant, words in _language_texts(phrases):
        label = VARIANTS.index(variant)
        start = chance.randrange(len(words))
        for part in (words, words[start : start + chance.randint(1, 4)]):
            rows.append(language_features(part))
            labels.append(label)
    return learn(rows, labels, len(VARIANTS), LANGUAGE_BUCKETS)


def _language_texts(phrases: Sequence[Phrase]) -> list[tuple[Variant, tuple[str, ...]]]:
    """Russian and Tajik in Latin letters are also made from the Cyrillic ones."""
    found = [(one.variant, read(one.text).words) for one in phrases]
    for variant, words in list(found):
        if SCRIPTS[variant.language] == "Cyrl" and variant.script == "Cyrl":
            found.append((Variant(variant.language, "Latn"), tuple(map(to_latin, words))))
    return [(variant, words) for variant, words in found if words]
