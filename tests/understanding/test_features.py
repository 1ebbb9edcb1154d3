"""What is counted, counted in whole arrays as it would be by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.features import BUCKETS, MEANT_FROM, Sentence, features, pieces

WORDS = st.lists(
    st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1), max_size=6
)


def by_hand(words: list[str], length: int) -> list[str]:
    padded = [f" {word} " for word in words]
    return [one[at : at + length] for one in padded for at in range(len(one) - length + 1)]


@given(WORDS, st.sampled_from([2, 3, 4, 5]))
def test_pieces_are_those_of_each_word_with_its_borders(words: list[str], length: int) -> None:
    expected = by_hand(words, length)
    found = pieces(words, [length])
    assert len(found) == len(expected)
    assert len(set(found.tolist())) == len(set(expected))


def test_the_same_piece_has_the_same_number_wherever_it_stands() -> None:
    assert set(pieces(["knife"], [3]).tolist()) < set(pieces(["the", "knife"], [3]).tolist())


def test_a_masked_people_leaves_no_trace_of_which() -> None:
    def one(word: str) -> list[int]:
        concepts = [frozenset[str](), frozenset({"community"})]
        return sorted(features([Sentence(["they", word], concepts)]).tolist())

    assert one("romans") == one("vandals")


def test_concepts_have_buckets_of_their_own() -> None:
    bare = features([Sentence(["gun"], [frozenset()])])
    known = features([Sentence(["gun"], [frozenset({"gun"})])])
    assert bare.max() < MEANT_FROM
    extra = np.setdiff1d(known, bare)
    assert len(extra) == 1
    assert MEANT_FROM <= extra[0] < BUCKETS


def test_nothing_has_no_features() -> None:
    assert len(features([])) == 0
