"""What the checks look at, and the words they share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeAlias

from bot.engine.checks.allowed import NUMBERLESS, QUOTED
from bot.engine.checks.texts import Text, texts_of
from bot.engine.content import Catalogue, Language
from bot.engine.state import Flow, State
from bot.engine.turn import Engine
from bot.messages import Limits


@dataclass(frozen=True)
class Subject:
    """Flows as declared, their words, what each channel (by name) carries, the day of the check,
    the texts that may quote an accusing word, and those of flows for danger that hold no number."""

    declared: tuple[Flow, ...]
    catalogue: Catalogue
    limits: Mapping[str, Limits]
    today: date
    quoted: Mapping[str, str] = field(default_factory=lambda: QUOTED)
    numberless: frozenset[str] = NUMBERLESS

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        return {flow.name: flow for flow in self.declared}

    @cached_property
    def engine(self) -> Engine:
        """The engine of the product over these flows. Only well-formed flows have one."""
        return Engine(self.declared, self.catalogue)

    @cached_property
    def states(self) -> Mapping[str, tuple[Flow, State]]:
        """Every state by its key, `flow.state`."""
        return {
            f"{flow.name}.{state.name}": (flow, state)
            for flow in self.declared
            for state in flow.states.values()
        }

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text of every language."""
        return tuple(text for language in self.languages for text in texts_of(language))

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(self.catalogue.languages.values())

    def waiting(self) -> Iterator[tuple[str, State]]:
        """Every state that waits for her, by key."""
        return ((key, state) for key, (_, state) in self.states.items() if state.waits)

    def entry(self, target: str) -> str:
        """The key of the state that `flow` or `flow.state` leads to."""
        return target if "." in target else f"{target}.{self.flows[target].start}"


Check: TypeAlias = Callable[[Subject], Iterator[str]]
"""Yields one sentence per fault: where, what, and what to do."""
