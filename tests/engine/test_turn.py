"""The rules of a turn, one by one."""

import pytest

from bot.engine.effects import OpenCase, SetLanguage, Stop
from bot.engine.flow import ask, close, flow, route, tick
from bot.engine.machine import NoWayOut
from bot.engine.session import Session
from bot.engine.state import State, StateKind
from bot.engine.turn import TURNS_AT_MOST, Engine, closes
from bot.engine.walk import TRAIL_AT_MOST, TooManyHops
from bot.messages import Kind, Urgency
from tests.engine import world
from tests.engine.talk import ENGINE, Talk, at, message


def test_a_new_contact_is_welcomed_and_brought_to_the_menu() -> None:
    talk = Talk().start()
    assert talk.said == ["welcome.hello", "menu.main"]
    assert talk.at == "menu.main"


@pytest.mark.parametrize("text", ["good morning", "hello", "thanks", "", "🙂"])
def test_whatever_a_new_contact_writes_first_she_is_welcomed(text: str) -> None:
    assert Talk().type(text).said == ["welcome.hello", "menu.main"]


def test_a_new_contact_in_danger_is_not_welcomed_first() -> None:
    assert Talk().type("please he has a knife").said == ["urgent.numbers"]


def test_starting_again_leads_to_the_menu() -> None:
    assert at("tea.cups").start().said == ["menu.main"]


@pytest.mark.parametrize("typed", ["yes", "Yeah!", "1", "y", "نعم", "١"])
def test_a_label_another_word_or_its_number_is_the_choice(typed: str) -> None:
    talk = at("tea.drinks").type(typed)
    assert talk.at == "tea.cups"
    assert talk.answer("tea.drinks") == ("yes",)


def test_a_number_that_is_not_shown_is_no_choice() -> None:
    assert at("tea.drinks").type("4").said == ["guide.lost_once", "tea.drinks"]
    assert at("tea.drinks").type("0").said == ["guide.lost_once", "tea.drinks"]
    assert at("tea.drinks").type("1 2").said == ["guide.lost_once", "tea.drinks"]


def test_words_between_two_questions_are_said() -> None:
    assert at("tea.drinks").type("not sure").said == ["tea.explain", "tea.drinks"]


def test_an_open_question_keeps_what_its_parser_returns() -> None:
    talk = at("tea.cups").type(" 12 ")
    assert talk.answer("tea.cups") == ("12",)
    assert talk.said == ["tea.too_many", "tea.which"]


def test_a_guard_decides_and_otherwise_is_otherwise() -> None:
    assert at("tea.cups").type("3").said == ["tea.which"]


@pytest.mark.parametrize(
    ("word", "where"),
    [
        ("menu", "menu.main"),
        ("PERSON", "person.offer"),
        ("urgent", "urgent.numbers"),
        ("hide", "hide.how"),
        ("stop", "stop.sure"),
        ("language", "language.choose"),
        ("عاجل", "urgent.numbers"),
    ],
)
def test_every_exit_can_be_typed_at_any_question(word: str, where: str) -> None:
    for key in ("tea.drinks", "tea.cups", "tea.which", "menu.main", "person.offer"):
        assert at(key).type(word).at == where


def test_urgent_help_carries_its_class() -> None:
    assert at("tea.cups").type("urgent").says[0].urgency is Urgency.SAFETY
    assert at("tea.cups").type("menu").says[0].urgency is Urgency.PROMPT


def test_danger_comes_before_the_answer_to_an_open_question() -> None:
    assert at("tea.cups").type("3 of them, he has a knife").said == ["urgent.numbers"]


def test_entering_a_flow_again_forgets_its_answers() -> None:
    talk = at("tea.cups", drinks=("yes",)).type("menu", "tea")
    assert talk.answer("tea.drinks") == ()


def test_back_leads_to_the_question_before() -> None:
    talk = at("tea.drinks").type("yes", "3", "back")
    assert (talk.at, talk.said) == ("tea.cups", ["tea.cups"])
    assert talk.type("back").at == "tea.drinks"


def test_back_from_the_first_question_leads_to_the_menu() -> None:
    assert at("tea.drinks").type("back").at == "menu.main"


def test_back_and_forth_does_not_run_in_circles() -> None:
    talk = at("tea.drinks").type("yes", "3", "back", "4", "back", "back")
    assert talk.at == "tea.drinks"


def test_back_reaches_only_so_far() -> None:
    talk = at("tea.drinks").type(*("menu", "tea") * 20)
    assert talk.session is not None
    assert len(talk.session.trail) == TRAIL_AT_MOST


def test_lost_once_is_asked_again() -> None:
    talk = at("tea.drinks").type("qwerty")
    assert talk.said == ["guide.lost_once", "tea.drinks"]
    assert not talk.says[1].again


def test_lost_twice_hears_other_words() -> None:
    talk = at("tea.drinks").type("qwerty", "asdf")
    assert talk.said == ["guide.lost_twice", "tea.drinks"]
    assert talk.says[1].again


def test_lost_three_times_gets_a_person() -> None:
    talk = at("tea.drinks").type("qwerty", "asdf", "zxcv")
    assert talk.said == ["guide.lost_thrice", "person.offer"]


def test_being_understood_starts_the_count_anew() -> None:
    talk = at("tea.drinks").type("qwerty", "asdf", "not sure", "qwerty")
    assert talk.said == ["guide.lost_once", "tea.drinks"]


@pytest.mark.parametrize(
    "kind", [Kind.VOICE, Kind.PHOTO, Kind.STICKER, Kind.LOCATION, Kind.CONTACT, Kind.MEDIA]
)
def test_media_are_answered_kindly_and_count_as_lost(kind: Kind) -> None:
    talk = at("tea.drinks").share(kind)
    assert talk.said == [f"guide.{kind}", "tea.drinks"]
    assert talk.share(kind).share(kind).said == ["guide.lost_thrice", "person.offer"]


def test_a_photo_with_words_is_read_by_its_words() -> None:
    assert at("tea.drinks").send(message(Kind.PHOTO, text="menu")).at == "menu.main"


@pytest.mark.parametrize(("word", "key"), [("hello", "greeting"), ("thanks", "thanks")])
def test_a_remark_gets_a_kind_word_and_the_question_again(word: str, key: str) -> None:
    talk = at("tea.drinks").type("qwerty", "asdf").type(word)
    assert talk.said == [f"guide.{key}", "tea.drinks"]


def test_a_look_up_ends_the_turn_until_it_is_answered() -> None:
    talk = at("tea.which", which=("green",))
    talk.found = {}
    before = talk.session
    talk.type("done")
    assert talk.turn is not None
    assert (talk.turn.wants, talk.effects, talk.session) == ("open_case", (), before)
    talk.found = {"open_case": "already_open"}
    assert talk.type("done").said == ["tea.result", "tea.bye"]


def test_a_number_looked_up_stands_in_what_is_said() -> None:
    talk = at("tea.which", which=("green",)).type("done")
    assert talk.says[1].params == {"pledges": 7}


def test_two_look_ups_are_asked_for_one_after_the_other() -> None:
    talk = at("tea.which", which=("green",))
    talk.found = {"open_case": "none"}
    talk.type("done")
    assert talk.turn is not None
    assert talk.turn.wants == "pledges"


def test_a_handoff_opens_a_case_with_what_she_agreed_to() -> None:
    talk = at("person.offer").type("yes")
    assert talk.effects[0] == OpenCase("general", ("may_write",))
    assert talk.at == "person.opened"


def test_a_handoff_opens_no_second_case() -> None:
    talk = at("person.offer")
    talk.found = {"open_case": "already_open"}
    talk.type("yes")
    assert talk.at == "person.waiting"
    assert len(talk.effects) == len(talk.says) == 1


def test_effects_come_in_the_order_of_the_flow() -> None:
    assert at("stop.sure").type("stop").effects[0] == Stop()
    assert at("language.choose").type("العربية").effects[0] == SetLanguage("ar")


def test_a_session_that_closed_begins_again_at_the_menu() -> None:
    talk = at("tea.drinks").type("no")
    assert closes(ENGINE.flows, talk.session)
    assert talk.type("anything").said == ["menu.main"]
    assert not closes(ENGINE.flows, talk.session)
    assert not closes(ENGINE.flows, None)
    assert not closes(ENGINE.flows, Session("gone", "gone"))


def test_a_renamed_state_is_where_she_is() -> None:
    assert at("tea.mugs").type("3").at == "tea.which"


@pytest.mark.parametrize("key", ["tea.gone", "gone.gone"])
def test_a_state_that_is_gone_leads_to_the_menu_with_a_word(key: str) -> None:
    assert at(key).type("3").said == ["guide.moved", "menu.main"]


def test_danger_and_buttons_count_even_where_her_state_is_gone() -> None:
    assert at("gone.gone").type("he has a knife").said == ["urgent.numbers"]
    assert at("gone.gone").type("person").said == ["person.offer"]
    assert at("gone.gone").press("tea.drinks:yes").said == ["tea.cups"]


def test_a_long_session_begins_again_with_a_word() -> None:
    weary = Talk(Session("tea", "cups", turns=TURNS_AT_MOST)).type("3")
    assert weary.said == ["guide.long_session", "menu.main"]
    assert weary.session is not None
    assert weary.session.turns == 0


def test_danger_is_answered_however_long_the_session() -> None:
    weary = Talk(Session("tea", "cups", turns=TURNS_AT_MOST))
    assert weary.type("he has a knife").said == ["urgent.numbers"]


def test_an_edit_that_says_nothing_new_is_silent() -> None:
    talk = at("tea.drinks").edit("I meant something else")
    assert talk.effects == ()
    assert talk.at == "tea.drinks"


def test_an_edit_into_words_of_danger_is_answered() -> None:
    assert at("tea.drinks").edit("he has a knife").said == ["urgent.numbers"]


def test_whoever_leaves_is_sent_nothing() -> None:
    talk = at("tea.drinks").share(Kind.LEFT)
    assert talk.effects == (Stop(),)
    assert talk.at == "tea.drinks"


def test_words_of_another_language_are_understood() -> None:
    talk = at("tea.drinks")
    talk.language = "ar"
    assert talk.type("not sure").said == ["tea.explain", "tea.drinks"]
    talk.language = "xx"
    assert talk.type("yes").at == "tea.cups"


def test_a_question_that_became_words_is_answered_with_the_menu() -> None:
    assert at("tea.explain").type("yes").said == ["menu.main"]


@pytest.mark.parametrize("key", ["tea.drinks", "tea.cups", "tea.which", "tea.bye"])
@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "\x00", "\ud800", "\u202eabc\u202c", "e" + "\u0301" * 999, "🙂", " ", "{0}"],
    ids=["1 MB", "NUL", "lone surrogate", "override", "zalgo", "emoji", "space", "format"],
)
def test_hostile_texts_are_answered_and_not_kept(key: str, text: str) -> None:
    talk = at(key).type(text)
    assert talk.said
    assert talk.session is not None
    assert talk.session.answers == {}


def test_a_flow_that_runs_in_circles_is_stopped() -> None:
    ring = flow(
        "tea", ask("drinks", {"yes": "a"}), route("a", ("b",)), route("b", ("a",)), close("bye")
    )
    engine = Engine((*world.FLOWS[:-1], ring), ENGINE.catalogue)
    with pytest.raises(TooManyHops):
        engine.step(Session("tea", "drinks"), message(Kind.TEXT, text="yes"), world.NOW)


def test_a_choice_without_an_exit_is_an_error_of_the_flow() -> None:
    dead_end = flow("tea", State("drinks", StateKind.ASK, (), ("yes",)), close("bye"))
    engine = Engine((*world.FLOWS[:-1], dead_end), ENGINE.catalogue)
    with pytest.raises(NoWayOut):
        engine.step(Session("tea", "drinks"), message(Kind.TEXT, text="yes"), world.NOW)


def test_a_flow_that_keeps_its_answers_keeps_them_when_entered_again() -> None:
    kept = flow("tea", tick("which", ("green", "black"), then="bye"), close("bye"), keeps=True)
    engine = Engine((*world.FLOWS[:-1], kept), ENGINE.catalogue)
    session = Session("menu", "main", {"tea.which": ("green",)})
    turn = engine.step(session, message(Kind.TEXT, text="tea"), world.NOW)
    assert turn.session is not None
    assert turn.session.answers["tea.which"] == ("green",)
