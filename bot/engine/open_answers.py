"""What she writes at an open question, as an answer."""

from collections.abc import Callable
from typing import NamedTuple

from bot.engine.answers import Answers
from bot.engine.effects import Effect
from bot.engine.session import Answer
from bot.engine.state import ANSWERED, TOLD, State, StateKind


class Taken(NamedTuple):
    """Where it leads ("": it is no answer), what is kept of it, and what should happen."""

    trigger: str
    answer: Answer = ()
    effect: Effect | None = None


NOT_TAKEN = Taken("")


def taken_from(
    state: State, text: str, answers: Answers, result: Callable[[str, str], str]
) -> Taken:
    """`result` of a look-up. Errors raised: what it and the flow raise."""
    if state.kind is StateKind.SEARCH:
        return read_result(result(state.look_up, text))
    if state.kind is StateKind.TELL and state.tells is not None:
        return Taken(TOLD, effect=state.tells(answers, text)) if text.strip() else NOT_TAKEN
    value = state.parse(text) if state.parse else None
    return NOT_TAKEN if value is None else Taken(ANSWERED, (value,))


def read_result(result: str) -> Taken:
    """A trigger and, after it, what to remember of what was found."""
    trigger, *values = result.split() or [""]
    return Taken(trigger, tuple(values))
