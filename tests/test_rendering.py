"""A message in words: her language, the one table of numbers, nothing stale."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.engine.content import CHECK_LASTS_DAYS, Catalogue, HelpLine, Tip, Wording
from bot.messages import Say, Urgency
from bot.rendering import render
from tests.parts import in_two_languages

CHECKED = date(2026, 11, 2)


@pytest.fixture
def words(catalogue: Catalogue) -> Catalogue:
    """The real words with one state of our own; every number checked on the same day."""
    own = {
        "a.all": Wording("Call {emergency}.\n\n{lines}"),
        "a.list": Wording("Noted:\n{list}"),
        "a.many": Wording("{pledges} have.", plurals={"one": "{pledges} has."}),
        "a.braces": Wording("No placeholder here."),
        "a.again": Wording("First.", again="In other words."),
        "a.never": Wording("Only this."),
    }
    languages = {
        code: replace(
            language,
            wordings={**language.wordings, **own},
            phrases={**language.phrases, "a.one": "The first", "a.two": "The second"},
        )
        for code, language in in_two_languages(catalogue).languages.items()
    }
    lines = {name: replace(line, last_checked=CHECKED) for name, line in catalogue.lines.items()}
    return Catalogue(languages, lines)


def text(words: Catalogue, say: Say, language: str = "en", on: date = CHECKED) -> str:
    return render(words, say, language, on).text


def test_every_number_stands_alone_with_its_name_below(words: Catalogue) -> None:
    said = text(words, Say("a.all", lines=("emergency", "samaritans")))

    number = words.lines["emergency"].number
    name = words.default.lines["emergency"].name
    assert said.startswith(f"Call {number}.\n\n{number}\n{name}")
    assert f"\n\n{words.lines['samaritans'].number}\n" in said


def test_a_number_keeps_its_order_in_text_from_right_to_left(words: Catalogue) -> None:
    said = render(words, Say("a.all", lines=("samaritans",)), "ur", CHECKED)

    assert said.direction == "rtl"
    assert f"\u2066{words.lines['samaritans'].number}\u2069" in said.text
    assert said.text.count("\u2066") == said.text.count("\u2069") == 2
    assert "\u2066" not in text(words, Say("a.all", lines=("samaritans",)))


def test_a_number_checked_too_long_ago_is_left_out_and_that_is_said(words: Catalogue) -> None:
    say = Say("a.all", lines=("emergency", "samaritans"))
    last = CHECKED + timedelta(days=CHECK_LASTS_DAYS)
    samaritans, emergency = words.lines["samaritans"].number, words.lines["emergency"].number

    assert samaritans in text(words, say, on=last)
    stale = text(words, say, on=last + timedelta(days=1))

    assert samaritans not in stale
    assert emergency in stale
    assert words.default.wordings["guide.no_lines"].text.splitlines()[0] in stale


@pytest.mark.parametrize("status", ["old", "unverified", "something else"])
def test_a_number_nobody_stands_by_is_never_shown(words: Catalogue, status: str) -> None:
    doubtful: HelpLine = replace(words.lines["samaritans"], status=status)
    lines = {**words.lines, "samaritans": doubtful}

    said = text(Catalogue(words.languages, lines), Say("a.all", lines=("samaritans",)))

    assert doubtful.number not in said


def test_emergency_numbers_are_always_shown(words: Catalogue) -> None:
    said = text(words, Say("a.all", lines=("emergency",)), on=date(2099, 1, 1))

    assert said.count(words.lines["emergency"].number) == 2
    assert words.default.wordings["guide.no_lines"].text.splitlines()[0] not in said


def test_a_list_is_a_line_each_in_her_words(words: Catalogue) -> None:
    said = text(words, Say("a.list", params={"list": ("a.one", "a.two")}))

    assert said == "Noted:\n• The first\n• The second"


@pytest.mark.parametrize(("number", "said"), [(1, "1 has."), (0, "0 have."), (7, "7 have.")])
def test_a_number_chooses_its_plural(words: Catalogue, number: int, said: str) -> None:
    assert text(words, Say("a.many", params={"pledges": number})) == said


def test_what_stands_in_a_value_is_not_read_as_a_placeholder(words: Catalogue) -> None:
    assert text(words, Say("a.many", params={"pledges": "{emergency}"})) == "{emergency} have."


def test_again_is_said_in_other_words_where_there_are_some(words: Catalogue) -> None:
    assert text(words, Say("a.again", again=True)) == "In other words."
    assert text(words, Say("a.again")) == "First."
    assert text(words, Say("a.never", again=True)) == "Only this."


def test_a_choice_carries_the_way_back_to_its_state(words: Catalogue) -> None:
    said = render(words, Say("welcome.safe", ("yes", "no"), ticked=("no",)), "en", CHECKED)

    assert [(choice.token, choice.ticked) for choice in said.choices] == [
        ("welcome.safe:yes", False),
        ("welcome.safe:-no", True),
    ]


def test_words_that_a_language_lacks_are_said_in_the_first_one(words: Catalogue) -> None:
    second = words.languages["ur"]
    lacking = {key: one for key, one in second.wordings.items() if key != "a.never"}
    languages = {**words.languages, "ur": replace(second, wordings=lacking)}

    said = render(Catalogue(languages, words.lines), Say("a.never"), "ur", CHECKED)

    assert (said.text, said.language, said.direction) == ("Only this.", "en", "ltr")


def test_a_language_that_is_not_enabled_is_the_first_one(words: Catalogue) -> None:
    assert render(words, Say("a.never"), "xx", CHECKED).language == "en"


def test_words_that_nobody_has_are_a_fault(words: Catalogue) -> None:
    with pytest.raises(KeyError):
        render(words, Say("a.nowhere"), "en", CHECKED)


SITE = "https://guide.example.org"


def with_text(words: Catalogue, wording: Wording) -> Catalogue:
    language = words.default
    told = replace(language, wordings={**language.wordings, "a.own": wording})
    return replace(words, languages={**words.languages, language.code: told})


def test_a_text_names_our_address_where_we_have_one(words: Catalogue) -> None:
    own = with_text(words, Wording("Copy it.\nTo print:\n{site}/sheets/listen"))

    assert render(own, Say("a.own"), "en", CHECKED, SITE).text.endswith(f"\n{SITE}/sheets/listen")
    assert text(own, Say("a.own")) == "Copy it."


def test_a_line_without_our_address_says_nothing_and_is_left_out(words: Catalogue) -> None:
    own = with_text(words, Wording("First.\nPrint it: {site}/sheets\nLast, {emergency}."))

    assert text(own, Say("a.own")) == f"First.\nLast, {words.lines['emergency'].number}."


def test_a_recording_is_of_the_text_itself(words: Catalogue) -> None:
    own = with_text(words, Wording("Breathe.", again="Or so.", recording="breathe.ogg"))

    assert render(own, Say("a.own"), "en", CHECKED).recording == "en/breathe.ogg"
    assert render(own, Say("a.own", again=True), "en", CHECKED).recording == ""
    assert render(own, Say("a.never"), "en", CHECKED).recording == ""


def test_what_rests_is_not_played(words: Catalogue) -> None:
    own = with_text(words, Wording("Breathe.", recording="breathe.ogg"))
    overdue = Tip("a.own", ("ours",), review_by=CHECKED - timedelta(days=1))

    said = render(replace(own, tips={"a.own": overdue}), Say("a.own"), "en", CHECKED)

    assert (said.recording, said.text) == ("", own.default.wordings["guide.resting"].text)


@pytest.mark.parametrize(
    "written",
    ["Call {emergency} {lines} {0} %s", " spaces stay ", "<b>*_[]()~`>#+-=|{}.!", "a\n\nb", "{{"],
)
def test_an_advisers_words_go_out_as_they_were_written(words: Catalogue, written: str) -> None:
    said = Say("desk.reply", params={"name": "Omar", "text": written}, urgency=Urgency.ADVISER)

    assert render(words, said, "ur", CHECKED).text == written


@pytest.mark.parametrize(
    ("written", "direction"),
    [
        ("Hello", "ltr"),
        ("«سلام» hello", "rtl"),
        ("12: שלום", "rtl"),
        ("123", "ltr"),
        ("...", "ltr"),
    ],
)
def test_an_advisers_words_run_as_their_first_letter_does(
    words: Catalogue, written: str, direction: str
) -> None:
    said = Say("desk.reply", params={"name": "Omar", "text": written}, urgency=Urgency.ADVISER)

    assert render(words, said, "ur", CHECKED).direction == direction
