"""Every way out of a state is decided: what may happen has an exit, and every exit can be taken."""

from collections.abc import Iterator
from itertools import pairwise

from bot.engine.checks.subject import Check, Subject
from bot.engine.state import (
    ALREADY_OPEN,
    ANSWERED,
    BLOCKED,
    DONE,
    NEXT,
    OPENED,
    TERMINAL,
    TICKED,
    TOLD,
    Exit,
    Guard,
    State,
    StateKind,
)

_TRIGGERS: dict[StateKind, tuple[str, ...]] = {
    StateKind.ASK_FOR: (ANSWERED,),
    StateKind.TELL: (TOLD,),
    StateKind.TICK: (TICKED, DONE),
    StateKind.SAY: (NEXT,),
    StateKind.ROUTE: (NEXT,),
    StateKind.DO: (NEXT,),
    StateKind.HANDOFF: (OPENED, ALREADY_OPEN, BLOCKED),
}


def triggers_have_exits(subject: Subject) -> Iterator[str]:
    """What the engine fires at a state of this kind has an exit, and nothing else has one."""
    for key, (_, state) in subject.states.items():
        if state.kind in TERMINAL | {StateKind.LOOK_UP, StateKind.SEARCH}:
            continue
        fired = set(_TRIGGERS.get(state.kind, ()))
        fired |= set() if state.kind is StateKind.TICK else set(state.choices)
        for trigger in sorted(fired - set(state.triggers)):
            yield f"{key}: {trigger} leads nowhere; give it an exit"
        for trigger in sorted(set(state.triggers) - fired):
            yield f"{key}: has an exit for {trigger}, which never happens there; remove it"


def guards_have_an_otherwise(subject: Subject) -> Iterator[str]:
    for key, trigger, exits in _groups(subject):
        if exits[-1].guard is not None:
            yield f"{key}: {trigger} has only guarded exits; end with an otherwise"


def exits_can_be_taken(subject: Subject) -> Iterator[str]:
    for key, trigger, exits in _groups(subject):
        for earlier, later in pairwise(exits):
            if earlier.guard is None:
                yield f"{key}: {trigger} never takes its exit to {later.to}; move it up"


def guards_have_names(subject: Subject) -> Iterator[str]:
    """The name of a guard is what the drawing shows."""
    for key, trigger, exits in _groups(subject):
        for exit_ in exits:
            if exit_.guard is not None and not guard_name(exit_.guard).isidentifier():
                yield f"{key}: a guard of {trigger} has no name; make it a named function"


def guard_name(guard: Guard) -> str:
    """The function's name; empty when it has none (a partial)."""
    return getattr(guard, "__name__", "")


def _groups(subject: Subject) -> Iterator[tuple[str, str, tuple[Exit, ...]]]:
    for key, (_, state) in subject.states.items():
        for trigger in state.triggers:
            yield key, trigger, exits_of(state, trigger)


def exits_of(state: State, trigger: str) -> tuple[Exit, ...]:
    """The exits of one trigger, in order."""
    return tuple(exit_ for exit_ in state.exits if exit_.trigger == trigger)


CHECKS: tuple[Check, ...] = (
    triggers_have_exits,
    guards_have_an_otherwise,
    exits_can_be_taken,
    guards_have_names,
)
