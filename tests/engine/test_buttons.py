"""Buttons, old and new, and lists to tick."""

from dataclasses import replace

import pytest

from bot.engine.session import Session
from bot.engine.turn import Engine
from bot.messages import Kind
from tests.engine import world
from tests.engine.talk import ENGINE, at, message


def test_an_old_button_does_what_it_says() -> None:
    talk = at("person.offer").press("tea.drinks:yes")
    assert (talk.at, talk.said) == ("tea.cups", ["tea.cups"])
    assert talk.type("back").at == "person.offer"


def test_an_old_button_of_a_renamed_question_works() -> None:
    renamed = replace(world.TEA, renamed={"beverages": "drinks"})
    engine = Engine((*world.FLOWS[:-1], renamed), ENGINE.catalogue)
    pressed = message(Kind.CHOICE, choice="tea.beverages:yes")
    turn = engine.step(Session("menu", "main"), pressed, world.NOW)
    assert turn.session is not None
    assert turn.session.key == "tea.cups"


@pytest.mark.parametrize("token", ["", ":", "gone.gone:yes", "tea.drinks:gone", "tea.bye:yes"])
def test_a_button_that_is_over_is_said_to_be_over(token: str) -> None:
    assert at("tea.drinks").press(token).said == ["guide.over", "tea.drinks"]
    assert at("tea.bye").press(token).said == ["guide.over", "menu.main"]


def test_a_double_tap_is_one_press() -> None:
    first = message(Kind.CHOICE, choice="tea.which:green", pressed="41")
    once = ENGINE.step(Session("tea", "which"), first, world.NOW)
    twice = ENGINE.step(once.session, first, world.NOW)
    assert twice.effects == ()
    assert twice.session is not None
    assert twice.session.answers["tea.which"] == ("green",)


def test_a_tick_pressed_twice_stays() -> None:
    talk = at("tea.which").press("tea.which:green", "41").press("tea.which:green", "41")
    assert talk.answer("tea.which") == ("green",)


def test_a_ticked_button_takes_its_tick_back_however_often() -> None:
    talk = at("tea.which", which=("green", "black")).press("tea.which:-green", "41")
    assert talk.answer("tea.which") == ("black",)
    assert talk.press("tea.which:-green", "41").answer("tea.which") == ("black",)


def test_only_what_can_be_ticked_can_be_taken_back() -> None:
    assert at("tea.which").press("tea.which:-unheard", "41").said[0] == "guide.over"


def test_what_a_button_carries_is_remembered_only_in_part() -> None:
    talk = at("tea.drinks").press("x" * 100_000, "y" * 100_000)
    assert talk.session is not None
    assert len(talk.session.pressed) < 600


def test_ticks_are_pressed_on_and_off() -> None:
    talk = at("tea.which").press("tea.which:black", "41").press("tea.which:green", "41")
    assert talk.answer("tea.which") == ("green", "black")
    assert talk.says[0].ticked == ("green", "black")
    assert talk.says[0].multiple
    assert talk.says[0].replaces == "41"
    assert talk.press("tea.which:-black", "41").answer("tea.which") == ("green",)


def test_ticks_are_typed_by_number_and_only_set() -> None:
    talk = at("tea.which").type("1 2").type("1")
    assert talk.answer("tea.which") == ("green", "black")
    assert talk.type("done").said == ["tea.result", "tea.voices", "tea.more"]


def test_done_without_a_tick_means_none() -> None:
    talk = at("tea.which").type("done")
    assert talk.answer("tea.which") == ("none",)
    assert talk.at == "tea.bye"


def test_none_of_these_takes_all_ticks_back() -> None:
    assert at("tea.which", which=("green",)).type("none of these").at == "tea.bye"


def test_a_tick_can_lead_away_at_once() -> None:
    assert at("tea.which").press("tea.which:boiling").said == ["urgent.numbers"]


@pytest.mark.parametrize("typed", ["3 5", "5 3", "1 3 4", "4 3", "3 3"])
def test_what_a_tick_leads_to_at_once_is_never_skipped(typed: str) -> None:
    talk = at("tea.which").type(typed)
    assert talk.said == ["urgent.numbers"]


def test_ticks_typed_together_with_done_count() -> None:
    talk = at("tea.which").type("1 2 5")
    assert talk.answer("tea.which") == ("green", "black")
    assert talk.at == "tea.more"


def test_a_list_names_what_she_ticked() -> None:
    talk = at("tea.which", which=("black",)).type("done")
    assert talk.says[0].params == {"list": ("tea.black",)}
