"""What she types in danger brings the number first; what somebody believes, wears or is, never."""

import pytest

from bot.engine.session import Session
from bot.engine.turn import Engine
from bot.messages import Inbound, Say
from tests.flows.backroom import STARTS_AT

IN_DANGER = (
    "He has a gun in his room",
    "she's got a knife and she is screaming",
    "MY SON IS GOING TO KILL SOMEONE!!!",
    "my nephew said he will kill them tomorrow",
    "I think he made a bomb",
    "she wants to die",
    "he says he'll kill himself tonight",
    "my daughter is at the airport, please",
    "He has left the country",
    "she has gone missing since this morning",
    "my husband is hitting me",
    "he is hurting me and won't let me leave",
    "there was a goodbye letter on the bed",
    "help",
    "Emergency!",
    "s.o.s",
    "999",
)
NO_DANGER = (
    "he prays five times a day now",
    "she started to wear a headscarf",
    "he grew a beard and goes to the mosque every night",
    "she was baptised and goes to church",
    "my son converted",
    "we are flying to Pakistan to see my mother",
    "he speaks only Arabic at home now",
    "she went to a march about the war",
    "he hates the government",
    "he wants to give money to people in Gaza",
    "my son is autistic and plays games all night",
    "he killed the engine and we walked home",
    "she laughed so hard at dinner",
    "we have no time to kill today, sorry",
)


def first_said(engine: Engine, words: str) -> str:
    at_a_question = Session("signs", "where")
    turn = engine.step(at_a_question, Inbound("test", "1", "", text=words), STARTS_AT)
    return next(effect.key for effect in turn.effects if isinstance(effect, Say))


@pytest.mark.parametrize("words", IN_DANGER)
def test_danger_is_answered_with_the_number_first(engine: Engine, words: str) -> None:
    assert first_said(engine, words) == "urgent.now"


@pytest.mark.parametrize("words", NO_DANGER)
def test_faith_politics_and_everyday_words_are_no_danger(engine: Engine, words: str) -> None:
    assert first_said(engine, words) != "urgent.now"
