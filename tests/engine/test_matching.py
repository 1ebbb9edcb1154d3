"""What she typed is brought to one form before it is looked up."""

import pytest

from bot.engine.matching import WordIndex, normalise
from bot.messages import TEXT_READ_AT_MOST


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  I'm NOT sure… ", "im not sure"),
        ("I’m not sure", "im not sure"),
        ("ÉCOLE", "ecole"),
        ("ŁÓDŹ", "łodz"),
        ("Ёлка", "елка"),
        ("STRASSE straße", "strasse strasse"),
        ("نَعَم", "نعم"),
        ("نعـــم", "نعم"),
        ("١٢ ۳", "12 3"),
        ("２ ②", "2 2"),
        ("ਹਾਂ", "ਹਾਂ"),
        ("হ্যাঁ", "হ্যাঁ"),
        ("yes🙂!", "yes"),
        ("🙂👍🏽", ""),
        ("\x00no\x00", "no"),
        ("\ud800yes", "yes"),
        ("\u202eno\u202c", "no"),
        ("n\u0301\u0302\u0303o" + "\u0301" * 300, "no"),
        ("one\ntwo\tthree", "one two three"),
        ("", ""),
    ],
)
def test_a_text_is_brought_to_one_form(typed: str, read: str) -> None:
    assert normalise(typed) == normalise(read) == normalise(normalise(typed))
    if read.isascii():
        assert normalise(typed) == read


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert normalise("a" * 1_000_000) == "a" * TEXT_READ_AT_MOST


def index() -> WordIndex:
    return WordIndex(
        {"tea.drinks": {"yes": "agreed"}},
        {"menu": "menu", "real person": "person"},
        ["has a knife"],
    )


def test_a_word_means_a_choice_only_where_it_is_offered() -> None:
    assert index().choice("tea.drinks", "yes") == "agreed"
    assert index().choice("tea.more", "yes") is None
    assert index().choice("tea.drinks", "yes please") is None


def test_a_command_is_the_whole_text() -> None:
    assert index().command("real person") == "person"
    assert index().command("a real person") is None


@pytest.mark.parametrize("text", ["has a knife", "he has a knife now", "oh has a knife"])
def test_danger_is_found_anywhere_in_a_text(text: str) -> None:
    assert index().is_danger(text)


@pytest.mark.parametrize("text", ["", "knife", "has a knifeless kitchen", "he has", "as a knife"])
def test_danger_is_found_in_whole_words_only(text: str) -> None:
    assert not index().is_danger(text)


def test_an_indic_full_stop_is_no_part_of_the_word() -> None:
    assert normalise("সাহায্য।") == normalise("সাহায্য")
    assert normalise("ਮਦਦ॥") == normalise("ਮਦਦ")
