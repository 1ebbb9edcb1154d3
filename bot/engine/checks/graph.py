"""Over the graph of all flows: everything is reached, everything ends, help is near by."""

import math
from collections.abc import Iterable, Iterator

from bot.engine.checks.guards import exits_of
from bot.engine.checks.loops import passed_to
from bot.engine.checks.subject import Check, Subject
from bot.engine.exits import EXITS, MENU, PERSON
from bot.engine.state import State, StateKind

MESSAGES_TO_HELP_AT_MOST = 3
"""From any state, a person or an emergency number is this near (design, "Flows")."""


def every_state_is_reached(subject: Subject) -> Iterator[str]:
    """From the flows that an exit of the engine opens and from entries, by what flows declare."""
    exits = [subject.entry(flow) for flow in EXITS.values()]
    entries = [f"{flow.name}.{entry}" for flow in subject.declared for entry in flow.entries]
    seen = _reached(subject, (*exits, *entries))
    for key in subject.states:
        if key not in seen:
            yield f"{key}: nothing leads here; give it a way in or remove it"


def _reached(subject: Subject, starts: Iterable[str]) -> set[str]:
    ahead = list(starts)
    seen = set(ahead)
    while ahead:
        for key in passed_to(subject, ahead.pop()):
            if key not in seen:
                seen.add(key)
                ahead.append(key)
    return seen


def every_state_leads_out(subject: Subject) -> Iterator[str]:
    """By what is on the screen alone, an end or the menu can be reached."""
    out = {key for key, (_, state) in subject.states.items() if state.kind is StateKind.CLOSE}
    out.add(subject.entry(EXITS[MENU]))
    leading = _leading_to(subject, out)
    for key in subject.states:
        if key not in leading:
            yield f"{key}: no choice leads on to an end or the menu; offer one"


def _leading_to(subject: Subject, ends: set[str]) -> set[str]:
    sources: dict[str, list[str]] = {}
    for key in subject.states:
        for to in passed_to(subject, key):
            sources.setdefault(to, []).append(key)
    ahead, seen = list(ends), set(ends)
    while ahead:
        for source in sources.get(ahead.pop(), ()):
            if source not in seen:
                seen.add(source)
                ahead.append(source)
    return seen


def help_is_near_on_the_screen(subject: Subject) -> Iterator[str]:
    """A person or an emergency number, counting only what is offered, however guards decide."""
    near = messages_to_help(subject)
    for key, messages in near.items():
        if messages > MESSAGES_TO_HELP_AT_MOST:
            far = "cannot be reached" if math.isinf(messages) else f"is {messages:g} messages away"
            yield f"{key}: on the screen a person or an emergency number {far}; offer one sooner"


def messages_to_help(subject: Subject) -> dict[str, float]:
    """For every state, how many messages she sends, at worst, to see help (a fixed point)."""
    near = {
        key: 0.0 if gives_help(subject, key, state) else math.inf
        for key, (_, state) in subject.states.items()
    }
    changed = True
    while changed:
        changed = False
        for key, (_, state) in subject.states.items():
            if (messages := _distance(subject, key, state, near)) < near[key]:
                near[key] = messages
                changed = True
    return near


def gives_help(subject: Subject, key: str, state: State) -> bool:
    """Whether being here is help: a person is being asked for, or an emergency number is shown."""
    wording = subject.catalogue.default.wordings.get(key)
    shows_number = wording is not None and "{emergency}" in wording.text
    return (
        state.kind is StateKind.HANDOFF
        or key == subject.entry(EXITS[PERSON])
        or any(is_emergency(subject, line) for line in state.lines)
        or (state.speaks and shows_number)
    )


def is_emergency(subject: Subject, line: str) -> bool:
    """Whether this help line is always shown."""
    return line in subject.catalogue.lines and subject.catalogue.lines[line].always


def _distance(subject: Subject, key: str, state: State, near: dict[str, float]) -> float:
    if state.kind is StateKind.CLOSE:  # whatever she writes then opens the menu
        return 1 + near[subject.entry(EXITS[MENU])]
    if state.kind is StateKind.GO:
        return near[subject.entry(state.goes_to)]
    flow = key.partition(".")[0]
    ways = [
        max(near[f"{flow}.{exit_.to}"] for exit_ in exits_of(state, trigger))
        for trigger in state.triggers
    ]
    return 1 + min(ways) if state.waits else max(ways)


CHECKS: tuple[Check, ...] = (
    every_state_is_reached,
    every_state_leads_out,
    help_is_near_on_the_screen,
)
