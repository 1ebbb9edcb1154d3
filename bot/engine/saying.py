"""A state as something to say."""

from collections.abc import Iterable, Mapping

from bot.engine.answers import Answers
from bot.engine.state import Flow, State, StateKind
from bot.messages import NO_PARAMS, Param, Say


class Wants(Exception):
    """The turn cannot go on without this look-up."""

    def __init__(self, look_up: str, about: str = "") -> None:
        super().__init__(look_up)
        self.look_up = look_up
        self.about = about


def result_of(found: Mapping[str, str], look_up: str, about: str = "") -> str:
    """The result of a look-up; within a turn each is made once. Errors raised: Wants when it has
    not been made yet."""
    result = found.get(look_up)
    if result is None:
        raise Wants(look_up, about)
    return result


def standing_says(flows: Iterable[Flow]) -> dict[str, Say]:
    """What states always say in the same words, by key: made once, not at every turn."""
    nobody = Answers({}, "")
    return {
        f"{flow.name}.{state.name}": say_of(flow, state, nobody, {})
        for flow in flows
        for state in flow.states.values()
        if state.speaks
        and state.kind is not StateKind.TICK
        and not (state.listing or state.shows or state.offer or state.gives)
    }


def say_of(
    flow: Flow,
    state: State,
    answers: Answers,
    found: Mapping[str, str],
    *,
    again: bool = False,
    replaces: str = "",
) -> Say:
    """What this state says, to somebody with these answers. Errors raised: Wants."""
    is_list = state.kind is StateKind.TICK
    return Say(
        f"{flow.name}.{state.name}",
        state.offered(answers),
        state.lines,
        _params(flow, state, answers, found),
        answers[state.name] if is_list else (),
        is_list,
        again,
        replaces,
        flow.urgency,
    )


def _params(
    flow: Flow, state: State, answers: Answers, found: Mapping[str, str]
) -> Mapping[str, Param]:
    if state.listing is None and state.gives is None and not state.shows:
        return NO_PARAMS
    params: dict[str, Param] = {name: _shown(result_of(found, name)) for name in state.shows}
    if state.listing is not None:
        params["list"] = tuple(f"{flow.name}.{phrase}" for phrase in state.listing.choose(answers))
    if state.gives is not None:
        params |= state.gives.fill(answers)
    return params


def _shown(result: str) -> Param:
    """Numbers bend the words around them, so they stay numbers."""
    return int(result) if result.isdecimal() else result
