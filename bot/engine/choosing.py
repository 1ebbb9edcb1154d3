"""What she chose: numbers she typed, ticks in a list, and all of it so far."""

from collections.abc import Mapping

from bot.engine.place import state_at
from bot.engine.session import Answer, Session
from bot.engine.state import DONE, Flow, State, StateKind

DIGITS_AT_MOST = 2


def by_number(state: State | None, offered: tuple[str, ...], words: str) -> tuple[str, ...]:
    """The offered choices meant by "2", or by "1 3 5" in a tick list; () when the words are not
    such numbers."""
    if state is None or not offered:
        return ()
    numbers = words.split()
    if not numbers or not all(n.isascii() and n.isdecimal() for n in numbers):
        return ()
    if any(len(n) > DIGITS_AT_MOST for n in numbers):
        return ()
    if len(numbers) > 1 and state.kind is not StateKind.TICK:
        return ()
    positions = [int(number) for number in numbers]
    if not all(0 < position <= len(offered) for position in positions):
        return ()
    return tuple(offered[position - 1] for position in positions)


def tick(
    state: State, before: Answer, choices: tuple[str, ...], *, back: bool
) -> tuple[Answer, bool]:
    """The ticks after these choices, in the order of the list, and whether she is done.

    `back`: the ticks are taken back. "None of these" alone takes all ticks back and is done; "done"
    without a tick means none. Ticks count before either, so that "1 done" never loses the tick.
    """
    marked = {choice for choice in choices if choice not in {state.none, DONE}}
    kept = set(before) - {state.none}
    ticked = kept - marked if back else kept | marked
    is_done = any(choice in {state.none, DONE} for choice in choices)
    if is_done and not marked and (state.none in choices or not ticked):
        return (state.none,), True
    return tuple(choice for choice in state.choices if choice in ticked), is_done


def chosen_so_far(flows: Mapping[str, Flow], session: Session | None) -> tuple[str, ...]:
    """Every choice that her session remembers, as tokens `flow.state:choice`, oldest first."""
    answers = session.answers if session else {}
    return tuple(
        f"{key}:{choice}"
        for key, answer in answers.items()
        for choice in answer
        if choice in _choices_at(flows, key)
    )


def _choices_at(flows: Mapping[str, Flow], key: str) -> tuple[str, ...]:
    state = state_at(flows, key)
    return state.choices if state else ()
