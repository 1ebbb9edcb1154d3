"""What practice and passing on promise, whatever she chooses."""

import pytest

from bot.engine.content import Catalogue
from bot.engine.session import Session
from bot.engine.turn import Engine
from bot.flows.practice import practice
from bot.flows.share import TOPICS
from bot.messages import Inbound, Kind, Say
from tests.flows.backroom import STARTS_AT

OURS = ("hearthline", "this chat", "this guide", "i am", "ask me", "write menu", "write person")
"""What a message to pass on never says: who made it, or how this chat is used."""


def said_after(engine: Engine, token: str) -> list[Say]:
    flow, _, state = token.partition(":")[0].partition(".")
    pressed = Inbound("test", "1", "", Kind.CHOICE, choice=token)
    turn = engine.step(Session(flow, state), pressed, STARTS_AT)
    return [effect for effect in turn.effects if isinstance(effect, Say)]


@pytest.mark.parametrize("reply", practice.states["violence"].choices)
def test_praise_of_violence_leads_to_whom_to_call_today(engine: Engine, reply: str) -> None:
    today = {say.key: say.lines for say in said_after(engine, f"practice.violence:{reply}")}
    assert {"act_early", "police_101", "nspcc"} <= set(today["practice.violence_today"])


def test_danger_is_named_before_the_numbers_for_today(catalogue: Catalogue) -> None:
    text = catalogue.default.wordings["practice.violence_today"].text
    assert 0 < text.index("{emergency}") < text.index("{lines}")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_message_to_pass_on_stands_alone(engine: Engine, topic: str) -> None:
    tip, sheet = said_after(engine, f"share.topics:{topic}")
    assert (tip.key, tip.choices, sheet.key) == (f"share.tip_{topic}", (), f"share.sheet_{topic}")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_message_to_pass_on_says_nothing_of_where_it_is_from(
    catalogue: Catalogue, topic: str
) -> None:
    text = catalogue.default.wordings[f"share.tip_{topic}"].text.casefold()
    assert not [words for words in (*OURS, "{site}") if words in text]


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_names_its_own_sheet(catalogue: Catalogue, topic: str) -> None:
    text = catalogue.default.wordings[f"share.sheet_{topic}"].text
    assert text.endswith(f"{{site}}/sheets/{topic}")
