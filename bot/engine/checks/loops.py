"""The bot never talks to itself: between two of her messages it passes few states, none twice."""

from collections.abc import Iterator

from bot.engine.checks.subject import Check, Subject
from bot.engine.state import State, StateKind
from bot.engine.walk import HOPS_AT_MOST


def the_bot_never_talks_to_itself(subject: Subject) -> Iterator[str]:
    """No way round leads through states that do not wait, be it through several flows."""
    longest: dict[str, int | None] = {}
    for key in subject.states:
        if _hops(subject, key, longest) is None and _is_on_a_ring(subject, key):
            yield f"{key}: comes back to itself without waiting for her; put a question in between"


def turns_are_short(subject: Subject) -> Iterator[str]:
    """The engine passes so many states in a turn and then gives up."""
    longest: dict[str, int | None] = {}
    for key in subject.states:
        hops = _hops(subject, key, longest)
        if hops is not None and hops > HOPS_AT_MOST:
            yield (
                f"{key}: up to {hops} states follow without waiting for her, "
                f"{HOPS_AT_MOST} at most; put a question in between"
            )


def passed_to(subject: Subject, key: str) -> tuple[str, ...]:
    """The states that may follow this one by any exit, the start of another flow among them."""
    flow, state = subject.states[key]
    if state.kind is StateKind.GO:
        return (subject.entry(state.goes_to),)
    return tuple(dict.fromkeys(f"{flow.name}.{exit_.to}" for exit_ in state.exits))


def _stays(state: State) -> bool:
    return state.waits or state.kind is StateKind.CLOSE


def _hops(subject: Subject, key: str, longest: dict[str, int | None]) -> int | None:
    """States passed from here to where the turn ends, both counted; None for a way without end."""
    if key not in longest:
        longest[key] = None  # met again while it is being counted: a ring
        _, state = subject.states[key]
        rest = (
            [] if _stays(state) else [_hops(subject, k, longest) for k in passed_to(subject, key)]
        )
        known = [hops for hops in rest if hops is not None]
        longest[key] = 1 + max(known, default=0) if len(known) == len(rest) else None
    return longest[key]


def _is_on_a_ring(subject: Subject, key: str) -> bool:
    ahead, seen = [key], set[str]()
    while ahead:
        here = ahead.pop()
        if not _stays(subject.states[here][1]):
            fresh = set(passed_to(subject, here)) - seen
            seen |= fresh
            ahead += fresh
    return key in seen


CHECKS: tuple[Check, ...] = (the_bot_never_talks_to_itself, turns_are_short)
