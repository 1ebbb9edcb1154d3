"""What is counted in a text: pieces of words, words, pairs of words, concepts and pairs of these.

All of it in whole arrays: a text of 4,096 characters costs a few milliseconds at most.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.understanding.lexicon import COMMUNITY

Ids = NDArray[np.uint32]
BUCKETS = 1 << 18
"""Rows of the model: features share them by hash."""
MEANT_FROM = BUCKETS - (1 << 15)
"""Buckets from here on are of concepts."""
BONES = (3, 4, 5)
"""Lengths of the pieces of a skeleton."""
PIECES = (2, 3, 4, 5)
"""Lengths of the pieces of a word, in characters, its borders counted."""
NEAR = 6
"""Words between which two concepts are a pair."""
CLOSE = 2
_PAIRS_LOOKED_AT = 14
_SPACE = 0x20
_BONE = np.uint32(0x0F0F0F0F)
_MIX = np.uint32(0x9E3779B1)


class Sentence(NamedTuple):
    """Words of a sentence and what each stands for."""

    words: Sequence[str]
    concepts: Sequence[frozenset[str]]
    skeletons: Sequence[str] = ()
    """Of the words, where they are in borrowed letters."""


def features(sentences: Sequence[Sentence]) -> Ids:
    """Buckets, one for each time a feature occurs."""
    plain = [
        [w for w, c in zip(one.words, one.concepts, strict=True) if COMMUNITY not in c]
        for one in sentences
    ]
    bones = [
        [w for w, c in zip(one.skeletons, one.concepts, strict=True) if COMMUNITY not in c]
        for one in sentences
        if one.skeletons
    ]
    spelt = [_pieces([word for words in plain for word in words]), _words(plain)]
    if bones:
        spelt.append(_pieces([word for words in bones for word in words], BONES) ^ _BONE)
        spelt.append(_words(bones) ^ _BONE)
    return np.concatenate(
        [
            np.concatenate(spelt) % np.uint32(MEANT_FROM),
            _concepts(sentences) % np.uint32(BUCKETS - MEANT_FROM) + np.uint32(MEANT_FROM),
        ]
    )


def pieces(words: Sequence[str], lengths: Sequence[int] = PIECES) -> Ids:
    """Hashes of the pieces of words, not yet buckets."""
    return _pieces(words, lengths)


def _pieces(words: Sequence[str], lengths: Sequence[int] = PIECES) -> Ids:
    if not words:
        return np.zeros(0, np.uint32)
    text = f" {' '.join(words)} ".encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(text, np.uint32)
    is_space = letters == _SPACE
    found = []
    for length in lengths:
        count = len(letters) - length + 1
        if count <= 0:
            continue
        hashes = np.full(count, length, np.uint32)
        is_whole = np.ones(count, bool)
        for place in range(length):
            hashes = (hashes ^ letters[place : place + count]) * _MIX
            hashes ^= hashes >> np.uint32(15)
            if 0 < place < length - 1:
                is_whole &= ~is_space[place : place + count]
        if length == 2:  # noqa: PLR2004 - two spaces never meet, a piece of two is always whole
            is_whole &= ~(is_space[:count] & is_space[1 : count + 1])
        found.append(hashes[is_whole])
    return np.concatenate(found) if found else np.zeros(0, np.uint32)


def _words(sentences: Sequence[Sequence[str]]) -> Ids:
    hashes = []
    for words in sentences:
        before = 0
        for word in words:
            one = crc32(word.encode("utf-8", "surrogatepass"))
            hashes.append(one)
            hashes.append(crc32(before.to_bytes(4, "little"), one))
            before = one
        hashes.append(crc32(before.to_bytes(4, "little"), 1))
    return np.array(hashes, np.uint32)


def _concepts(sentences: Sequence[Sentence]) -> Ids:
    """Of all sentences at once; those of two sentences are never near each other."""
    places: list[int] = []
    names: list[int] = []
    start = 0
    for sentence in sentences:
        for place, concepts in enumerate(sentence.concepts, start):
            for concept in sorted(concepts):
                places.append(place)
                names.append(_hashed(concept))
        start += len(sentence.concepts) + NEAR
    at, one = np.array(places, np.int32), np.array(names, np.uint32)
    found = [one[one != _PEOPLE]]
    for step in range(1, min(_PAIRS_LOOKED_AT, len(at))):
        apart = at[step:] - at[:-step]
        pairs = (one[:-step] * _MIX) ^ one[step:]
        pairs = (pairs ^ (pairs >> np.uint32(13))) * _MIX
        found.append(pairs[(apart > 0) & (apart <= NEAR)])
        found.append(pairs[(apart > 0) & (apart <= CLOSE)] ^ np.uint32(0x55555555))
    return np.concatenate(found)


@cache
def _hashed(concept: str) -> int:
    return crc32(concept.encode(), 7)


_PEOPLE = np.uint32(_hashed(COMMUNITY))
