"""What the words still owe before they may go live."""

from dataclasses import replace
from datetime import date, timedelta

from bot.engine.content import CHECK_LASTS_DAYS, Catalogue, Tip
from bot.governance import words_to_settle
from tests.engine import world

TODAY = world.TODAY


def settled() -> Catalogue:
    """The small world, every line called today, every tip read, every language passed."""
    words = world.subject().catalogue
    return replace(
        words,
        lines={
            name: replace(line, status="confirmed", last_checked=TODAY)
            for name, line in words.lines.items()
        },
        tips={
            key: replace(tip, reviewed_by="a test", reviewed_on=TODAY)
            for key, tip in words.tips.items()
        },
        languages={
            code: replace(language, is_reviewed=True) for code, language in words.languages.items()
        },
    )


def with_line(name: str, **changes: object) -> list[str]:
    words = settled()
    line = replace(words.lines[name], **changes)  # type: ignore[arg-type]
    return words_to_settle(replace(words, lines={**words.lines, name: line}), TODAY)


def test_nothing_stands_in_the_way_of_settled_words() -> None:
    assert words_to_settle(settled(), TODAY) == []


def test_a_number_that_nobody_has_called_is_named() -> None:
    [line] = with_line("helper", status="service page")
    assert line.startswith("lines.toml helper: not confirmed by a call (service page); ")


def test_a_number_called_too_long_ago_is_named() -> None:
    long_ago = TODAY - timedelta(days=CHECK_LASTS_DAYS + 1)
    [line] = with_line("helper", last_checked=long_ago)
    assert f"helper: last checked on {long_ago}" in line
    assert with_line("helper", last_checked=long_ago + timedelta(days=1)) == []


def test_an_emergency_number_is_never_called_for_a_test_and_yet_checked_again() -> None:
    assert with_line("emergency", status="service page") == []
    [line] = with_line("emergency", last_checked=date(2020, 1, 1))
    assert "emergency: last checked" in line


def test_the_tips_of_a_flow_are_one_line() -> None:
    words = settled()
    tips: dict[str, Tip] = {
        key: replace(tip, reviewed_by="", reviewed_on=None) if key.startswith("tea.") else tip
        for key, tip in words.tips.items()
    }
    tips["tea.bye"] = replace(words.tips["tea.bye"], review_by=TODAY - timedelta(days=1))
    [line] = words_to_settle(replace(words, tips=tips), TODAY)
    assert line.startswith("sources.toml tea: of 6 tips 5 have no named reviewer and 1 are overdue")


def test_a_draft_and_a_stale_language_are_named() -> None:
    words = settled()
    draft = replace(words.languages["ar"], is_reviewed=False, stale=("tea.bye",))
    lines = words_to_settle(replace(words, languages={**words.languages, "ar": draft}), TODAY)
    assert [line.partition(";")[0] for line in lines] == [
        "ar: a draft, no named reader has passed it",
        "ar: 1 texts are behind en and shown in it",
    ]
