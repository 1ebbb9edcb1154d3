"""Every check finds what it is there to find, and only that; the sound world passes all of them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.engine import checks
from bot.engine.checks import prose, reading
from bot.engine.checks.graph import messages_to_help
from tests.engine import world
from tests.engine.broken import Broken, without
from tests.engine.broken_flows import ROUND, SHAPE
from tests.engine.broken_history import HISTORY, SAFETY
from tests.engine.broken_numbers import NUMBERS, TIPS
from tests.engine.broken_walks import WALKS
from tests.engine.broken_words import CHANNELS, LONG, PROSE, WORDS

CASES: tuple[Broken, ...] = (
    *(*SHAPE, *ROUND, *WORDS, *NUMBERS, *TIPS, *SAFETY),
    *(*PROSE, *WALKS, *CHANNELS, *HISTORY),
)
QUOTED_FOR_NOTHING = {"tea.explain": "quotes what not to say"}


def broken_content(folder: Path, case: Broken) -> Path:
    """The words of the small world with the edits of this case."""
    if not case.edits:
        return world.CONTENT
    content = folder / "content"
    shutil.copytree(world.CONTENT, content)
    for name, old, new in case.edits:
        text = (content / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r} to break"
        (content / name).write_text(text.replace(old, new), encoding="utf-8")
    return content


def test_the_sound_world_holds() -> None:
    subject = world.subject()
    report = checks.check_all(world.FLOWS, subject.catalogue, world.LIMITS, world.TODAY)
    assert report.faults == []
    assert (
        report.summary == f"35 states, 8 flows, 2 languages, {len(checks.CHECKS)} checks: all hold"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_flow_trips_its_check_and_no_other(case: Broken, tmp_path: Path) -> None:
    subject = world.subject(case.flows, broken_content(tmp_path, case))
    found = checks.faults_by_check(subject)
    assert {check.__name__ for check in found} == {
        check.__name__ for check in (case.check, *case.also)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_says_where_what_and_what_to_do(case: Broken, tmp_path: Path) -> None:
    subject = world.subject(case.flows, broken_content(tmp_path, case))
    for fault in (f for faults in checks.faults_by_check(subject).values() for f in faults):
        place, _, rest = fault.partition(": ")
        assert place
        assert "; " in rest
        assert "\n" not in fault


def test_every_check_has_a_broken_flow() -> None:
    tested_alone = prose.quotes_are_needed  # it looks at an allowance, not at flows or words
    covered = {case.check for case in CASES} | {tested_alone}
    assert [check.__name__ for check in checks.CHECKS if check not in covered] == []


def test_an_allowance_that_nothing_uses_is_a_fault() -> None:
    subject = replace(world.subject(), quoted=QUOTED_FOR_NOTHING)
    assert [check.__name__ for check in checks.faults_by_check(subject)] == ["quotes_are_needed"]


def test_an_allowance_to_hold_no_number_must_be_needed() -> None:
    subject = replace(world.subject(), numberless=frozenset({"urgent.numbers"}))
    assert [check.__name__ for check in checks.faults_by_check(subject)] == [
        "safety_texts_hold_a_number"
    ]


def test_an_allowed_text_may_quote_an_accusing_word(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.check is prose.nobody_is_labelled)
    subject = world.subject(case.flows, broken_content(tmp_path, case))
    allowed = replace(subject, quoted=QUOTED_FOR_NOTHING)
    assert prose.nobody_is_labelled not in checks.faults_by_check(allowed)


def test_faults_are_counted_in_the_summary() -> None:
    subject = world.subject()
    flows = without("hide")
    report = checks.check_all(flows, subject.catalogue, world.LIMITS, world.TODAY)
    assert report.summary.endswith(f"checks: {len(report.faults)} faults")
    assert report.faults[0].startswith("engine: the exit hide")


def test_help_is_counted_in_messages_she_sends() -> None:
    near = messages_to_help(world.subject())
    assert near["urgent.numbers"] == 0
    assert near["tea.bye"] == 1  # anything brings the menu, whose text holds the number
    assert near["tea.cups"] == 1
    assert near["tea.drinks"] == 2


@pytest.mark.parametrize(
    ("word", "count"),
    [("cup", 1), ("someone", 2), ("create", 3), ("worried", 2), ("table", 2), ("the", 1)],
)
def test_syllables_are_heard(word: str, count: int) -> None:
    assert abs(reading.syllables(word) - count) <= (1 if word in {"someone", "create"} else 0)


def test_plain_words_need_a_young_reader() -> None:
    assert reading.reading_age("Sit with them. Drink some tea. Ask how they feel. Then listen.") < 7
    assert reading.reading_age(LONG) > 20
    assert reading.reading_age("") == 0


def test_only_english_is_measured_for_its_readers(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.check is reading.messages_are_easy_to_read)
    subject = world.subject(case.flows, broken_content(tmp_path, case))
    somali = replace(subject.catalogue.default, code="so")
    elsewhere = replace(subject, catalogue=replace(subject.catalogue, languages={"so": somali}))
    assert list(reading.messages_are_easy_to_read(elsewhere)) == []
