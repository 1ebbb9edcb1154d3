"""The dialogue that we and our peers are measured on: menu, topic, three tips, menu."""

from bot.engine.content import Catalogue, Label, Language, Wording
from bot.engine.flow import ask, flow, say
from bot.engine.matching import WordIndex
from bot.engine.state import Flow
from bot.engine.turn import Engine

TURNS_ROUND = ("start:talk", "topic:calm")
"""Choices of one round, by state; the second one leads through the tips back to the menu."""


def dialogue() -> Flow:
    return flow(
        "menu",
        ask("start", {"talk": "topic", "signs": "topic"}),
        ask("topic", {"calm": "tip_one", "soon": "tip_one"}),
        say("tip_one", then="tip_two"),
        say("tip_two", then="tip_three"),
        say("tip_three", then="start"),
    )


def engine() -> Engine:
    return Engine([dialogue()], catalogue())


def catalogue() -> Catalogue:
    words = {
        f"menu.{state}": Wording(f"The words of {state}.", "Again.", labels)
        for state, labels in _LABELS.items()
    }
    english = Language("en", "English", "ltr", words, {}, {}, {}, {}, (), {}, WordIndex({}, {}, ()))
    return Catalogue({"en": english}, {})


_LABELS: dict[str, dict[str, Label]] = {
    "start": {"talk": Label("Talk"), "signs": Label("Signs")},
    "topic": {"calm": Label("Calm"), "soon": Label("Soon")},
    "tip_one": {},
    "tip_two": {},
    "tip_three": {},
}


def choice(turn: int) -> str:
    """The token pressed at this turn of a conversation."""
    return f"menu.{TURNS_ROUND[turn % len(TURNS_ROUND)]}"
