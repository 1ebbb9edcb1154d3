"""The whole of it, on the model that is shipped: what it must never do, whatever is typed."""

import re
from itertools import pairwise

import pytest

from bot.understanding.languages import SCRIPTS
from bot.understanding.needs import Danger, Need, Understood
from bot.understanding.understanding import CONTENT, Understanding, load_understanding
from tests.understanding.lexicons import words_of


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return load_understanding()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!...",
        "😭😭😭",
        "\ud83d",
        "\x00\x01",
        "0",
        "א" * 50,
        "中文字",
        "a" * 1_000_000,
        "ab " * 100_000,
        "help سلام помогите ਮਦਦ সাহায্য",
        "(((" * 5_000,
        "i cut " * 5_000,
        "\u202eknife\u202c",
    ],
)
def test_any_text_is_answered(understanding: Understanding, text: str) -> None:
    found = understanding.understand(text)
    assert isinstance(found, Understood)
    assert 0 <= found.confidence <= 1


@pytest.mark.parametrize("text", ["", "   ", "?!...", "\x00\x01"])
def test_nothing_means_nothing(understanding: Understanding, text: str) -> None:
    found = understanding.understand(text, "ur")
    assert (found.need, found.danger, found.is_sure) == (Need.NONE, Danger.NO, False)
    assert found.language == "ur"


def test_the_same_text_is_always_understood_alike(understanding: Understanding) -> None:
    text = "my son talks of nothing but the movement now"
    assert understanding.understand(text) == understanding.understand(text)


def test_what_comes_after_the_limit_changes_nothing(understanding: Understanding) -> None:
    start = "the weather is lovely today " * 200
    assert understanding.understand(start[:4096]) == understanding.understand(
        start[:4096] + " he has a gun"
    )


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*/lexicon/*.toml")), ids=str)
def test_no_people_and_no_faith_is_danger_by_itself(
    understanding: Understanding, path: object
) -> None:
    """Nor two of them together: facts 2.2."""
    words = words_of(path, "community")
    alarming = [word for word in words if understanding.understand(word).is_danger]
    alarming += [
        f"{one} {other}"
        for one, other in pairwise(words)
        if understanding.understand(f"{one} {other}").is_danger
    ]
    assert alarming == []


@pytest.mark.parametrize(
    "sentence", ["my son became {}", "she married a {}", "our neighbours are {}", "is he {}?"]
)
def test_all_peoples_are_read_alike(understanding: Understanding, sentence: str) -> None:
    """Which one it is changes nothing: neither danger nor need."""
    english = CONTENT / "en/lexicon/latn.toml"
    languages = set(words_of(english, "tongue"))
    words = [w for w in words_of(english, "community") if w.isalpha() and w not in languages]
    found = {word: understanding.understand(sentence.format(word), "en") for word in words}
    assert {(one.need, one.danger) for one in found.values()} == {
        (found["muslim"].need, found["muslim"].danger)
    }


def test_the_language_she_chose_decides_where_a_word_could_be_several(
    understanding: Understanding,
) -> None:
    assert understanding.understand("ok", "pl").language == "pl"
    assert understanding.understand("ok", "en").language == "en"


def test_a_danger_in_passing_is_found_in_a_long_text(understanding: Understanding) -> None:
    calm = "We had a quiet week and went to the shops. The garden is coming on nicely. "
    text = calm * 8 + "Last night he said he wants to kill himself. " + calm * 8
    assert understanding.understand(text).danger is not Danger.NO


def test_every_language_of_the_content_is_known() -> None:
    folders = {path.parent.parent.name for path in CONTENT.glob("*/phrases/*.toml")}
    assert folders == set(SCRIPTS)


def test_a_text_leaves_no_trace(
    understanding: Understanding, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "xyzzyplugh wants to die"
    understanding.understand(secret)
    assert not re.search("xyzzy", caplog.text + repr(vars(understanding)))
