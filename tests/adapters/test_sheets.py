"""Sheets: the tips of the flow `share`, one page each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from adapters.sheets import Sheets
from bot.engine.content import Catalogue, Label, Wording
from bot.engine.flow import ask, close, flow, say
from tests.engine import world

NOW = world.NOW
SHARE = flow(
    "share",
    ask("topics", {"listen": "tip_listen", "call": "tip_call"}),
    say("tip_listen", then="bye"),
    say("tip_call", then="bye", lines=("helper",)),
    close("bye"),
)
LABELS = {"listen": Label("Listen first"), "call": Label("Who to call")}


def words() -> Catalogue:
    """The small world, with tips in English that Arabic has not translated yet."""
    small = world.subject().catalogue
    told = {
        "share.topics": Wording("Which?", choices=LABELS),
        "share.tip_listen": Wording("Listen first.\nIn danger call {emergency}."),
        "share.tip_call": Wording("You can call:\n{lines}\nIt is free."),
    }
    english = replace(small.default, wordings={**small.default.wordings, **told})
    tips = {"share.tip_listen": replace(small.tips["tea.bye"], key="share.tip_listen")}
    return replace(small, languages={**small.languages, "en": english}, tips=tips)


def sheets(at: datetime = NOW) -> Sheets:
    return Sheets(words(), (*world.FLOWS, SHARE), lambda: at)


def test_every_tip_that_can_be_shared_is_a_topic() -> None:
    assert [tuple(topic) for topic in sheets().topics("en")] == [
        ("listen", "Listen first"),
        ("call", "Who to call"),
    ]


def test_a_sheet_says_what_the_chat_says() -> None:
    sheet = sheets().sheet("listen", "en")
    assert sheet is not None
    number = words().lines["emergency"].number
    assert sheet.title == "Listen first"
    assert sheet.before == ["Listen first.", f"In danger call {number}."]
    assert (list(sheet.lines), list(sheet.after)) == ([], [])


def test_its_numbers_stand_apart_with_the_day_they_were_checked() -> None:
    sheet = sheets().sheet("call", "en")
    assert sheet is not None
    [line] = sheet.lines
    assert (sheet.before, sheet.after) == (["You can call:"], ["It is free."])
    assert (line.number, line.name, line.checked) == (
        words().lines["helper"].number,
        "Helper",
        "January 2, 2026",
    )


def test_a_number_checked_too_long_ago_is_not_printed() -> None:
    sheet = sheets(NOW + timedelta(days=200)).sheet("call", "en")
    assert sheet is not None
    assert list(sheet.lines) == []


def test_what_is_not_translated_is_in_the_first_language() -> None:
    sheet = sheets().sheet("listen", "ar")
    assert sheet is not None
    assert (sheet.language, sheet.direction, sheet.title) == ("en", "ltr", "Listen first")


def test_a_tip_that_rests_has_no_sheet() -> None:
    later = sheets(datetime(2030, 1, 1, tzinfo=UTC))
    assert later.sheet("listen", "en") is None
    assert [topic.name for topic in later.topics("en")] == ["call"]


def test_what_is_no_topic_has_no_sheet() -> None:
    assert sheets().sheet("topics", "en") is None
    assert Sheets(words(), world.FLOWS, lambda: NOW).topics("en") == []
