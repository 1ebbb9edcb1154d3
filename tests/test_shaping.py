"""One message, every channel: nothing is cut off, nothing is too long."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Choice, Limits, Part, Rendered, Style
from bot.shaping import ShapeWords, numbered, shape, split_paragraphs, units

WORDS = ShapeWords("Choose here", "Answer with a number.", "Noted:\n{list}\n\nAnything else?")
TELEGRAM = Limits(4096, 4096, buttons=100, button_label=60, rows=0, can_edit=True)
WHATSAPP = Limits(
    1600, 1024, 3, 20, rows=10, row_label=24, row_hint=72, list_button=20, shows_hints=True
)
TEXTING = Limits(160, 160, buttons=0, button_label=0, rows=0)
MOTHER = "\U0001f469"  # two UTF-16 units


def choices(*labels: str, ticked: tuple[int, ...] = (), hint: str = "") -> tuple[Choice, ...]:
    return tuple(
        Choice(f"a.b:{number}", label, hint, number in ticked)
        for number, label in enumerate(labels)
    )


def rendered(text: str, *labels: str, **fields: object) -> Rendered:
    options = {"choices": choices(*labels)} | fields
    return Rendered(text, "en", "ltr", **options)  # type: ignore[arg-type]


def labels_of(parts: list[Part]) -> list[str]:
    return [choice.label for part in parts for choice in part.choices]


def test_a_short_text_is_one_plain_part() -> None:
    [part] = shape(rendered("Hello."), WHATSAPP, WORDS)

    assert (part.text, part.style, part.choices) == ("Hello.", Style.PLAIN, ())


@pytest.mark.parametrize(
    ("labels", "limits", "style"),
    [
        (["Yes", "No", "Unsure"], WHATSAPP, Style.BUTTONS),
        (["1", "2", "3", "4"], WHATSAPP, Style.LIST),
        (["x" * 20], WHATSAPP, Style.BUTTONS),
        (["x" * 21], WHATSAPP, Style.LIST),
        (["x" * 24, "y"], WHATSAPP, Style.LIST),
        (["x" * 25, "y"], WHATSAPP, Style.NUMBERED),
        ([MOTHER * 10], WHATSAPP, Style.BUTTONS),
        ([MOTHER * 10 + "x"], WHATSAPP, Style.LIST),
        ([MOTHER * 13], WHATSAPP, Style.NUMBERED),
        ([str(number) for number in range(100)], TELEGRAM, Style.BUTTONS),
        ([str(number) for number in range(101)], TELEGRAM, Style.NUMBERED),
        (["x" * 61], TELEGRAM, Style.NUMBERED),
        (["Yes"], TEXTING, Style.NUMBERED),
    ],
)
def test_choices_take_the_first_form_that_fits(
    labels: list[str], limits: Limits, style: Style
) -> None:
    parts = shape(rendered("Which?", *labels), limits, WORDS)

    assert parts[-1].style is style
    assert labels_of(parts) == labels


def test_more_rows_than_a_list_holds_are_pages_that_go_on_counting() -> None:
    labels = [f"Choice {number}" for number in range(1, 24)]

    parts = shape(rendered("Which?", *labels), WHATSAPP, WORDS)

    assert [len(part.choices) for part in parts] == [10, 10, 3]
    assert [part.first_number for part in parts] == [1, 11, 21]
    assert [part.text for part in parts] == ["Which?", "Choose here", "Choose here"]
    assert {part.list_button for part in parts} == {"Choose here"}
    assert numbered(parts[1]).text.splitlines()[2] == "11. Choice 11"
    assert numbered(parts[2]).text.endswith("23. Choice 23\n\nAnswer with a number.")


def test_the_choices_are_on_the_last_part_of_a_long_text() -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "word " * 60 for number in range(8)).strip()

    parts = shape(rendered(text, "Yes", "No"), WHATSAPP, WORDS)

    assert [bool(part.choices) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert all(units(part.text) <= 1024 for part in parts)
    assert "\n\n".join(part.text for part in parts).split() == text.split()


def test_numbered_choices_stand_in_the_text_with_their_hints() -> None:
    message = rendered("Which?", choices=choices("One", "Two", hint="The one"))

    [part] = shape(message, TEXTING, WORDS)

    assert part.text == ("Which?\n\n1. One – The one\n2. Two – The one\n\nAnswer with a number.")
    assert part.style is Style.NUMBERED


def test_a_numbered_text_may_take_several_parts() -> None:
    labels = [f"The {number}th of many choices" for number in range(1, 12)]

    parts = shape(rendered("Which of these?", *labels), TEXTING, WORDS)

    assert len(parts) > 1
    assert all(units(part.text) <= 160 for part in parts)
    text = "\n".join(part.text for part in parts)
    assert [line for line in labels if line not in text] == []
    assert [part.style for part in parts[:-1]] == [Style.PLAIN] * (len(parts) - 1)


def test_ticks_are_read_back_where_a_message_cannot_change() -> None:
    message = rendered("Tick.", choices=choices("One", "Two", ticked=(1,)), multiple=True)

    [part] = shape(message, WHATSAPP, WORDS)

    assert part.text == "Noted:\n• Two\n\nAnything else?"
    assert labels_of([part]) == ["One", "Two"]
    assert part.multiple


def test_nothing_ticked_is_nothing_to_read_back() -> None:
    message = rendered("Tick.", choices=choices("One", "Two"), multiple=True)

    assert shape(message, WHATSAPP, WORDS)[0].text == "Tick."


def test_ticks_stay_where_they_are_where_a_message_can_change() -> None:
    message = rendered(
        "Tick.", choices=choices("One", "Two", ticked=(0,)), multiple=True, replaces="41"
    )

    [part] = shape(message, TELEGRAM, WORDS)

    assert (part.text, part.replaces) == ("Tick.", "41")
    assert [choice.ticked for choice in part.choices] == [True, False]


def test_hints_of_a_tick_list_stand_in_the_text_where_buttons_hold_only_labels() -> None:
    message = rendered("Tick.", choices=choices("One", hint="The whole sentence"), multiple=True)

    assert shape(message, TELEGRAM, WORDS)[0].text == "Tick.\n\n• One: The whole sentence"


def test_a_message_in_several_parts_replaces_nothing() -> None:
    parts = shape(rendered("word " * 2000, replaces="41"), TELEGRAM, WORDS)

    assert len(parts) > 1
    assert {part.replaces for part in parts} == {""}


def test_boxes_are_drawn_for_ticks_only() -> None:
    part = Part("Tick.", "en", "ltr", choices=choices("One", "Two", ticked=(0,)), multiple=True)

    assert numbered(part).text.splitlines()[2:4] == ["1. ☑ One", "2. ☐ Two"]
    assert "☐" not in numbered(Part("Which?", "en", "ltr", choices=choices("One"))).text


@pytest.mark.parametrize("last", ["none", "done"])
def test_what_ends_a_tick_list_has_no_box(last: str) -> None:
    ends = Choice(f"signs.online:{last}", "That is all")

    part = Part("Tick.", "en", "ltr", choices=(*choices("One"), ends), multiple=True)

    assert numbered(part).text.splitlines()[2:4] == ["1. ☐ One", "2. That is all"]


@pytest.mark.parametrize(
    ("text", "at_most", "pieces"),
    [
        ("one two", 20, ["one two"]),
        ("aaaa\n\nbbbb cc", 8, ["aaaa", "bbbb cc"]),
        ("aaaa\nbbbb cc", 8, ["aaaa", "bbbb cc"]),
        ("aaaa bbbb", 5, ["aaaa", "bbbb"]),
        ("aaaabbbb", 5, ["aaaab", "bbb"]),
        (MOTHER * 3, 4, [MOTHER * 2, MOTHER]),
        ("", 5, [""]),
    ],
)
def test_a_text_is_split_at_the_widest_gap(text: str, at_most: int, pieces: list[str]) -> None:
    assert split_paragraphs(text, at_most) == pieces


PIECES = ["a", "é", MOTHER, "\n", "\n\n", " ", "word", "ب", "\u200d"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=200).map("".join) | st.text(max_size=300)


@given(TEXT, st.integers(2, 80))
def test_splitting_loses_nothing_and_keeps_every_limit(text: str, at_most: int) -> None:
    pieces = split_paragraphs(text, at_most)

    assert pieces
    assert all(units(piece) <= at_most for piece in pieces if piece != text or piece.strip())
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@given(st.text(max_size=200))
def test_units_are_what_utf_16_needs(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(
    st.text(st.characters(codec="utf-8"), max_size=3000),
    st.lists(st.text("abc " + MOTHER, min_size=1, max_size=30), max_size=30),
    st.sampled_from([TELEGRAM, WHATSAPP]),
    st.booleans(),
)
def test_every_part_is_within_its_channel(
    text: str, labels: list[str], limits: Limits, multiple: bool
) -> None:
    parts = shape(rendered(text, *labels, multiple=multiple), limits, WORDS)

    assert labels_of(parts) == labels
    for part in parts:
        pressed = part.style in (Style.BUTTONS, Style.LIST)
        assert units(part.text) <= (limits.body if pressed else limits.text)
        if part.style is Style.BUTTONS:
            assert len(part.choices) <= limits.buttons
            assert all(units(choice.label) <= limits.button_label for choice in part.choices)
        if part.style is Style.LIST:
            assert len(part.choices) <= limits.rows
            assert all(units(choice.label) <= limits.row_label for choice in part.choices)


PLAYS = replace(WHATSAPP, plays=True)


@pytest.mark.parametrize("labels", [[], ["Yes", "No"], ["x" * 30]])
def test_a_recording_comes_last_on_its_own_and_quietly(labels: list[str]) -> None:
    message = rendered("Breathe.", *labels, recording="en/breathe.ogg")

    *texts, played = shape(message, PLAYS, WORDS)

    assert texts == shape(message, WHATSAPP, WORDS)
    assert (played.recording, played.text, played.choices) == ("en/breathe.ogg", "", ())
    assert played.silent


def test_a_list_that_changes_its_ticks_is_not_played_again() -> None:
    message = rendered("Which?", "One", recording="en/which.ogg", replaces="7", multiple=True)

    assert [part.recording for part in shape(message, replace(TELEGRAM, plays=True), WORDS)] == [""]
