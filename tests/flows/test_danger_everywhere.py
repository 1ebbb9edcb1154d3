"""Danger in her own words, in every state, of every kind, in every language: the number first."""

from dataclasses import replace

import pytest

from bot.engine.content import Catalogue
from bot.engine.session import Session
from bot.engine.turn import Engine
from bot.messages import Inbound, Kind, Say, Urgency
from bot.rendering import render
from bot.understanding.needs import Danger, Need, Understood
from bot.understanding.understanding import Understanding, load_understanding
from tests.flows.backroom import STARTS_AT
from tests.understanding.typical import CALM, CRIES

LOOKED_UP = {"open_case": "none", "open_case_hears": "", "waiting": "3", "desk": "open"}


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return load_understanding()


def said(engine: Engine, session: Session | None, inbound: Inbound, language: str) -> list[Say]:
    found: dict[str, str] = {}
    for _ in range(10):
        turn = engine.step(session, inbound, STARTS_AT, language=language, found=found)
        if not turn.wants:
            return [effect for effect in turn.effects if isinstance(effect, Say)]
        found[turn.wants] = LOOKED_UP.get(turn.wants, "0")
    raise AssertionError(turn.wants)


@pytest.mark.parametrize(("language", "need", "text"), CRIES)
def test_a_plain_cry_is_understood(
    understanding: Understanding, language: str, need: Need, text: str
) -> None:
    found = understanding.understand(text, language)
    assert (found.language, found.need, found.danger) == (language, need, Danger.YES)


@pytest.mark.parametrize(("language", "text"), CALM.items())
def test_a_calm_word_is_no_danger(understanding: Understanding, language: str, text: str) -> None:
    found = understanding.understand(text)
    assert (found.language, found.danger) == (language, Danger.NO)


@pytest.mark.parametrize(("language", "need", "text"), CRIES)
def test_in_every_state_the_number_comes_first(
    engine: Engine, catalogue: Catalogue, language: str, need: Need, text: str
) -> None:
    meant = Understood(language, "", need, 0.9, is_sure=True, danger=Danger.YES)
    places = [Session(flow.name, name) for flow in engine.flows.values() for name in flow.states]
    firsts: list[tuple[Say, str]] = []
    for kind in (Kind.TEXT, Kind.EDIT):
        inbound = replace(Inbound("test", "1", "", kind, text), meant=meant)
        for session in [None, *places]:
            first, *rest = said(engine, session, inbound, language)
            assert rest, session
            firsts.append((first, session.key if session else ""))
    wanted = engine.first_words(Inbound("test", "1", "", text=text, meant=meant))
    assert wanted is not None
    assert [where for first, where in firsts if first != wanted] == []
    words = render(catalogue, wanted, language, STARTS_AT.date())
    assert words.language == language
    assert "999" in words.text.splitlines()[0]
    assert wanted.urgency is Urgency.SAFETY


@pytest.mark.parametrize("language", CALM)
def test_in_doubt_she_is_asked_with_the_number_in_sight(
    engine: Engine, catalogue: Catalogue, language: str
) -> None:
    meant = Understood(
        language, "", Need.SIGNS, 0.4, is_sure=False, danger=Danger.UNSURE, likely=(Need.SIGNS,)
    )
    inbound = Inbound("test", "1", "", text="...", meant=meant)
    for session in (None, Session("menu", "choose"), Session("signs", "where")):
        [asked] = said(engine, session, inbound, language)
        words = render(catalogue, asked, language, STARTS_AT.date())
        assert asked.key == "in_danger.now"
        assert "999" in words.text.splitlines()[0]
        assert len(words.choices) == 3
