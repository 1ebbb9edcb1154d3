"""One spelling for what people type in many, whatever they type."""

import pytest

from bot.understanding.reading import READ_AT_MOST, TOKENS_OF_SENTENCE_AT_MOST, fold, read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("HEEEELP meee", "help me"),
        ("I can't", "i cant"),
        ("I can’t", "i cant"),
        ("Łódź", "lodz"),
        ("ёлка", "елка"),
        ("ҷиҳод", "чиход"),
        ("مُحَمَّد", "محمد"),
        ("کتاب", "كتاب"),
        ("٩٩٩", "999"),
        ("soft\u00adhy\u200bphen", "softhyphen"),
        ("ﬁre", "fire"),
        ("999999", "999999"),
    ],
)
def test_what_is_typed_alike_reads_alike(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


def test_sentences_end_at_a_stop_of_any_script_or_when_they_grow_long() -> None:
    assert read("One two. Three؟ Four۔ Five। six\nseven").sentences == (
        ("one", "two"),
        ("three",),
        ("four",),
        ("five",),
        ("six",),
        ("seven",),
    )
    assert max(map(len, read("word " * 400).sentences)) == TOKENS_OF_SENTENCE_AT_MOST


def test_vowel_signs_are_parts_of_words() -> None:
    assert read("হাতে ছুরি ਹੱਥ ਵਿੱਚ ਛੁਰੀ").words == ("হাতে", "ছুরি", "ਹਥ", "ਵਿਚ", "ਛੁਰੀ")


def test_a_picture_of_a_knife_is_a_word() -> None:
    assert read("he has 🔪").words == ("he", "has", "🔪")


@pytest.mark.parametrize("text", ["", " ", "...", "\ud83d", "\x00\uffff", "😭", "a" * 1_000_000])
def test_any_text_can_be_read(text: str) -> None:
    assert sum(map(len, read(text).words)) <= READ_AT_MOST
