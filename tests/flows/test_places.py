"""Whoever says where she is sees what works there: no number of another place, and in Tajikistan
nothing that pushes her to report (facts 1.6)."""

import pytest

from bot.engine.content import Catalogue
from bot.engine.turn import Engine

TAJIK = (
    "call.tajikistan",
    "call.tajik_next",
    "call.tajik_trusted",
    "call.tajik_report",
    "call.tajik_phone",
    "young.tajikistan",
)
ABROAD = ("person.about_abroad", "person.tell_abroad", "person.without_abroad")
BRITISH = ("Prevent", "Channel", "ACT Early", "NSPCC", "{emergency}")
AT_HOME = {
    "call.low_england": "england",
    "call.low_wales": "wales",
    "call.low_scotland": "scotland",
    "call.low_northern_ireland": "northern ireland",
    "call.home_england": "england",
    "call.home_wales": "wales",
    "call.home_scotland": "scotland",
    "call.home_northern_ireland": "northern ireland",
    "abuse.england": "england",
    "abuse.wales": "wales",
    "abuse.scotland": "scotland",
    "abuse.northern_ireland": "northern ireland",
    "self_harm.nhs_england": "england",
    "self_harm.nhs_wales": "wales",
    "self_harm.nhs_scotland": "scotland",
    "self_harm.crisis_northern_ireland": "northern ireland",
}


def lines_of(engine: Engine, key: str) -> tuple[str, ...]:
    flow, _, state = key.partition(".")
    return engine.flows[flow].states[state].lines


def texts_of(catalogue: Catalogue, key: str) -> str:
    wording = catalogue.default.wordings[key]
    labels = " ".join(f"{label.label} {label.hint}" for label in wording.choices.values())
    return f"{wording.text} {wording.again} {labels}"


@pytest.mark.parametrize("key", TAJIK)
def test_tajik_help_shows_tajik_numbers_only(
    engine: Engine, catalogue: Catalogue, key: str
) -> None:
    assert {catalogue.lines[line].nation for line in lines_of(engine, key)} <= {"tajikistan"}


@pytest.mark.parametrize("key", [*TAJIK, *ABROAD])
def test_help_outside_the_uk_names_no_british_service(catalogue: Catalogue, key: str) -> None:
    assert [word for word in BRITISH if word in texts_of(catalogue, key)] == []


@pytest.mark.parametrize("key", ABROAD)
def test_asking_for_a_person_from_abroad_shows_no_lines(engine: Engine, key: str) -> None:
    assert lines_of(engine, key) == ()


@pytest.mark.parametrize(("key", "nation"), AT_HOME.items())
def test_each_nation_sees_its_own_lines(
    engine: Engine, catalogue: Catalogue, key: str, nation: str
) -> None:
    nations = {catalogue.lines[line].nation for line in lines_of(engine, key)}
    assert nation in nations or nations == {"uk"}
    assert nations <= {"uk", nation}


@pytest.mark.parametrize("state", ["now", "hurt", "weapon", "leaving", "reach", "quiet"])
def test_urgent_answers_begin_with_the_number(catalogue: Catalogue, state: str) -> None:
    assert catalogue.default.wordings[f"urgent.{state}"].text.startswith("{emergency}")


@pytest.mark.parametrize("key", ["self_harm.first", "abuse.first", "drawn_in.danger"])
def test_danger_to_a_life_begins_with_the_number(catalogue: Catalogue, key: str) -> None:
    assert catalogue.default.wordings[key].text.startswith("{emergency}\n")


def test_a_young_writer_sees_childline_first(engine: Engine) -> None:
    young = engine.flows["young"]
    assert young.states[young.start].lines[0] == "childline"
