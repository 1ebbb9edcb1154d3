"""A session survives being stored and read back, and stays small."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.session import Session, dump_session, load_session

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
KEYS = st.builds(lambda flow, state: f"{flow}.{state}", NAMES, NAMES)
SESSIONS = st.builds(
    Session,
    flow=NAMES,
    state=NAMES,
    answers=st.dictionaries(KEYS, st.lists(NAMES, max_size=3).map(tuple), max_size=4),
    trail=st.lists(KEYS, max_size=8).map(tuple),
    lost=st.integers(0, 2),
    turns=st.integers(0, 500),
    pressed=st.one_of(st.just(""), KEYS),
    pressed_at=st.just(0),
)


@given(SESSIONS)
def test_a_session_comes_back_as_it_went(session: Session) -> None:
    assert load_session(dump_session(session)) == session


def test_the_last_press_comes_back_with_its_time() -> None:
    session = Session("tea", "drinks", pressed="tea.drinks:yes@41", pressed_at=1_767_000_000)
    assert load_session(dump_session(session)) == session


def test_an_idle_session_is_stored_in_a_few_bytes() -> None:
    assert dump_session(Session("menu", "main")) == '{"at":"menu.main"}'


@pytest.mark.parametrize("stored", ["", "{", "[]", "{}", '"menu.main"', "null"])
def test_what_is_not_ours_is_refused(stored: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        load_session(stored)


def test_unknown_fields_of_a_later_version_are_ignored() -> None:
    stored = json.dumps({"at": "menu.main", "mood": "calm"})
    assert load_session(stored) == Session("menu", "main")
