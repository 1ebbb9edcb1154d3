"""One immutable `transitions` machine per flow, and one for cases, fired on a throw-away cursor.
Its only importer.

Never a machine per conversation and never a registered model: building costs 80 us, a registered
model 5-20 kB. Our states and exits have no callbacks, so an exit is taken without the empty rounds
of callbacks that `transitions` runs around each change: 1 us instead of 7. Guards are passed as
functions, because a misspelt string survives construction and fails when a contact reaches it.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

from transitions import Event, Machine, Transition

from bot.engine.answers import Answers
from bot.engine.session import Answer
from bot.engine.state import Exit, Flow, Guard

logging.getLogger("transitions").setLevel(logging.WARNING)  # it logs every callback at INFO


State = TypeVar("State", bound=str)


class Cursor:
    """Where one turn stands. Made for a turn, thrown away after it."""

    __slots__ = ("answers", "flow", "state")

    def __init__(self, flow: str, state: str, answers: dict[str, Answer]) -> None:
        self.flow = flow
        self.state = state
        self.answers = answers


class NoWayOut(Exception):
    """No exit could be taken: a flow that `hearthline check` would have refused."""


_Holds: TypeAlias = Callable[[Cursor], bool]


class _Exit(Transition):
    """A transition without callbacks."""

    def takes(self, cursor: Cursor) -> bool:
        """Move the cursor if every guard holds."""
        for condition in self.conditions:
            if not cast(_Holds, condition.func)(cursor):
                return False
        cursor.state = cast(str, self.dest)
        return True


class _Trigger(Event):
    """An event that tries its transitions in the order they were declared: first match wins."""

    def fire(self, cursor: Cursor) -> bool:
        for exit_ in self.transitions.get(cursor.state, ()):
            if cast(_Exit, exit_).takes(cursor):
                return True
        return False


class FlowMachine(Machine):
    """A flow's table of exits."""

    transition_cls = _Exit
    event_cls = _Trigger


def _condition(guard: Guard) -> _Holds:
    def holds(cursor: Cursor) -> bool:
        return guard(Answers(cursor.answers, cursor.flow))

    holds.__name__ = guard.__name__
    return holds


def _transition(source: str, exit_: Exit) -> dict[str, Any]:
    conditions = [_condition(exit_.guard)] if exit_.guard else []
    return {
        "trigger": exit_.trigger,
        "source": source,
        "dest": exit_.to,
        "conditions": conditions,
    }


def build_machine(flow: Flow) -> FlowMachine:
    """The machine of a flow: its states, its exits, nothing added."""
    return FlowMachine(
        model=None,
        states=list(flow.states),
        initial=flow.start,
        transitions=[
            _transition(state.name, exit_)
            for state in flow.states.values()
            for exit_ in state.exits
        ],
        auto_transitions=False,
        queued=False,
    )


def build_ways(ways: Mapping[str, Mapping[State, State]], initial: State) -> FlowMachine:
    """A machine without guards: for each trigger, where it leads from each state."""
    steps = [(way, source, to) for way, leads in ways.items() for source, to in leads.items()]
    return FlowMachine(
        model=None,
        states=sorted({str(state) for _, *both in steps for state in both}),
        initial=str(initial),
        transitions=[
            {"trigger": way, "source": str(source), "dest": str(to)} for way, source, to in steps
        ],
        auto_transitions=False,
        queued=False,
    )


def fire(machine: FlowMachine, trigger: str, cursor: Cursor) -> None:
    """Take the first exit of `trigger` whose guard holds. Errors raised: NoWayOut."""
    event = machine.events.get(trigger)
    if event is None or not cast(_Trigger, event).fire(cursor):
        raise NoWayOut(f"{cursor.flow}.{cursor.state} has no way out by {trigger}")
