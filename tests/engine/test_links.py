"""A link or a preview begins in the flow that it names."""

import pytest

from tests.engine.talk import Talk, at


def test_whoever_is_new_hears_what_this_is_and_then_the_flow() -> None:
    talk = Talk().start("tea")
    assert talk.said == ["welcome.hello", "tea.drinks"]
    assert talk.at == "tea.drinks"


def test_back_from_there_leads_to_the_menu() -> None:
    assert Talk().start("tea").type("back").said == ["menu.main"]


def test_nothing_comes_before_what_is_urgent() -> None:
    assert Talk().start("urgent").said == ["urgent.numbers"]


def test_whoever_knows_us_is_there_at_once() -> None:
    assert at("menu.main").start("tea").said == ["tea.drinks"]


def test_a_link_to_the_greeting_greets_once() -> None:
    assert Talk().start("welcome").said == ["welcome.hello", "menu.main"]


@pytest.mark.parametrize("name", ["", "coffee", "tea.bye", "TEA", "leaflet-07_london", "../tea"])
def test_what_names_no_flow_is_the_usual_start(name: str) -> None:
    assert Talk().start(name).said == ["welcome.hello", "menu.main"]
    assert at("tea.cups").start(name).said == ["menu.main"]


def test_what_a_link_says_is_not_kept() -> None:
    assert Talk().start("tea").session == Talk().start("tea").session
    assert "leaflet" not in repr(Talk().start("leaflet-07_london").session)
