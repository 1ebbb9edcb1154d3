"""How the small world is broken, one fault at a time."""

from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.engine.answers import Answers
from bot.engine.checks.subject import Check
from bot.engine.effects import Effect
from bot.engine.state import Flow, State
from tests.engine import world

EN_TEA, AR_TEA, EN_WORDS = "en/tea.toml", "ar/tea.toml", "en/words.toml"

Edit = tuple[str, str, str]
"""A file of words, what stands in it, what shall stand there instead."""


@dataclass(frozen=True)
class Broken:
    """One fault put into the small world: `states` replace or join those of the tea flow."""

    check: Check
    flows: tuple[Flow, ...] = world.FLOWS
    edits: tuple[Edit, ...] = ()
    also: tuple[Check, ...] = ()
    says: str = ""

    @property
    def name(self) -> str:
        return f"{self.check.__name__}-{self.says}"


def with_states(*states: State, of: Flow = world.TEA, **changes: object) -> tuple[Flow, ...]:
    """All flows, with these states in place of, or beside, the declared ones of one flow."""
    changed = {**of.states, **{state.name: state for state in states}}
    broken = replace(of, states=MappingProxyType(changed), **changes)  # type: ignore[arg-type]
    return tuple(broken if f.name == of.name else f for f in world.FLOWS)


def without(name: str) -> tuple[Flow, ...]:
    return tuple(f for f in world.FLOWS if f.name != name)


def instead(of: Flow) -> tuple[Flow, ...]:
    return tuple(of if f.name == of.name else f for f in world.FLOWS)


def never(_answers: Answers) -> bool:
    return False


def takes_anything(text: str) -> str:
    return text[:1] or "x"


def fails(_answers: Answers) -> bool:
    raise ZeroDivisionError


def lists_coffee(_answers: Answers) -> tuple[str, ...]:
    return ("green", "black", "coffee")


def dies_of_green_tea(answers: Answers) -> bool:
    if "green" in answers["which"]:
        raise ZeroDivisionError
    return not answers["which"]


def fails_to_act(_answers: Answers) -> Effect:
    raise ZeroDivisionError


def reads_only_numbers(text: str) -> str | None:
    return str(int(text))


def one_or_twelve(text: str) -> str | None:
    return "12" if "12" in text else "1"
