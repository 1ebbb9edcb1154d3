"""What she writes where an adviser is to read it, and what her words mean in any state."""

import pytest

from bot.engine.choosing import chosen_so_far
from bot.engine.effects import AddToCase
from bot.engine.heard import Heard
from bot.messages import Inbound, Kind
from tests.engine.talk import CASE_OPEN, ENGINE, Talk, at


def waiting() -> Talk:
    talk = at("person.waiting")
    talk.found = CASE_OPEN
    return talk


def added(talk: Talk) -> list[str]:
    return [effect.text for effect in talk.effects if isinstance(effect, AddToCase)]


def typed(text: str, kind: Kind = Kind.TEXT) -> Inbound:
    return Inbound("sample", "she", "1", kind, text=text)


def test_her_words_go_into_her_case_and_she_is_told_so() -> None:
    talk = waiting().type("He is never at home.")
    assert (added(talk), talk.said) == (["He is never at home."], ["guide.noted"])

    talk.type("And he is angry.")
    assert (added(talk), talk.said) == (["And he is angry."], ["guide.noted_more"])


def test_she_is_told_whenever_she_comes_back() -> None:
    talk = waiting().type("One.").type("menu", "person", "yes", "Two.")

    assert talk.said == ["guide.noted"]


def test_what_is_offered_and_commands_are_no_words_for_an_adviser() -> None:
    assert added(waiting().type("Menu")) == []
    assert added(waiting().type("person")) == []
    assert added(waiting().type("thanks")) == []


def test_danger_is_answered_and_told() -> None:
    talk = waiting().type("he has a knife")

    assert talk.said == ["urgent.numbers"]
    assert added(talk) == ["he has a knife"]


def test_a_changed_text_is_told_without_a_word() -> None:
    talk = waiting().edit("He is never home.")

    assert (added(talk), talk.said) == (["He is never home."], [])


def test_nothing_but_words_is_told() -> None:
    assert added(waiting().share(Kind.PHOTO)) == []
    assert waiting().type("   ").said == ["guide.lost_once", "person.waiting"]


def test_where_no_case_is_open_nothing_is_said_to_be_noted() -> None:
    talk = at("person.waiting").type("He is never at home.")

    assert (added(talk), talk.said) == ([], ["guide.over", "person.offer"])


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Menu", Heard("menu")),
        ("STOP.", Heard("stop")),
        ("urgent", Heard("urgent", is_danger=True)),
        ("I think he has a knife", Heard(is_danger=True)),
        ("stop it now please", Heard()),
        ("", Heard()),
    ],
)
def test_what_words_mean_in_any_state(text: str, heard: Heard) -> None:
    assert ENGINE.heard(typed(text), "en") == heard


def test_a_changed_text_means_what_it_says_now() -> None:
    assert ENGINE.heard(typed("he has a knife", Kind.EDIT), "en").is_danger


def test_the_name_of_a_link_is_no_word_of_hers() -> None:
    assert ENGINE.heard(typed("menu", Kind.START), "en") == Heard()


def test_whether_her_words_are_a_choice_here() -> None:
    session = at("tea.drinks").session

    assert ENGINE.offers(session, typed("1"), "en")
    assert ENGINE.offers(session, typed("yes"), "en")
    assert not ENGINE.offers(session, typed("perhaps"), "en")
    assert not ENGINE.offers(None, typed("1"), "en")


def test_what_she_chose_is_told_and_nothing_that_she_typed() -> None:
    talk = at("tea.drinks").press("tea.drinks:yes").type("12")
    assert talk.answer("tea.cups") == ("12",)

    assert chosen_so_far(ENGINE.flows, talk.session) == ("tea.drinks:yes",)
    assert chosen_so_far(ENGINE.flows, None) == ()
