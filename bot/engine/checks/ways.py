"""What a declaration says should happen, worked out without the engine, to compare it with."""

import random
from collections.abc import Callable, Iterator, Mapping

from bot.engine.answers import Answers
from bot.engine.checks.guards import exits_of
from bot.engine.checks.structure import (
    LOOK_UP_RESULTS,
    NUMBERS_LOOKED_UP,
    SEARCHES,
    WORDS_LOOKED_UP,
)
from bot.engine.checks.subject import Subject
from bot.engine.session import Answer
from bot.engine.state import (
    ALREADY_OPEN,
    BLOCKED,
    DONE,
    NEXT,
    OPENED,
    TICKED,
    Flow,
    Guard,
    Parser,
    State,
    StateKind,
)
from bot.messages import UNTICK

RANDOM_SAMPLES = 300
"""Random sets of answers tried per flow that has guards. The seed is the flow's name."""
ALIKE_AT_MOST = 4
"""Guards that count are taken to count no further than this."""
TYPED_SAMPLES = ("yes", "no", "1", "12", "2026-01-31", "Anna", "en", "London", "Dushanbe", "M1 1AA")
"""What she might type at an open question, to find answers that its parser stores."""

_DECIDING = frozenset({StateKind.LOOK_UP, StateKind.HANDOFF})
FOUND_IDS = ("101", "102", "103")
"""Stand for what a search brought."""

Held = Mapping[str, Answer]
Found = Mapping[str, str]

SHOWN: Found = {
    **dict.fromkeys(NUMBERS_LOOKED_UP, "3"),
    **dict.fromkeys(WORDS_LOOKED_UP, "tomorrow"),
}
"""Results that no way depends on."""
NOTHING_OPEN: Found = {
    **SHOWN,
    **dict.fromkeys(LOOK_UP_RESULTS, "none"),
    **dict.fromkeys(SEARCHES, ""),
}


class Undecided(Exception):
    """The way goes on by a look-up whose result is not given."""

    def __init__(self, look_up: str) -> None:
        super().__init__(look_up)
        self.look_up = look_up


def branches(
    way: Callable[[Found], tuple[str, ...]], found: Found = SHOWN
) -> Iterator[tuple[Found, tuple[str, ...]]]:
    """The states of `way`, for each combination of results that it asks for, and no other."""
    try:
        yield found, way(found)
    except Undecided as undecided:
        for result in sorted(LOOK_UP_RESULTS[undecided.look_up]):
            yield from branches(way, {**found, undecided.look_up: result})


def guards_of(flow: Flow) -> list[Guard]:
    found = [e.guard for state in flow.states.values() for e in state.exits if e.guard is not None]
    return list(dict.fromkeys(found))


def answer_samples(flow: Flow) -> list[Held]:
    """Sets of answers she may have given in this flow: none, each alone, several that the guards
    treat alike, these with each other answer, and random ones."""
    possible = {
        f"{flow.name}.{state.name}": answers
        for state in flow.states.values()
        if (answers := _single_answers(state))
    }
    if not guards_of(flow) and all(state.listing is None for state in flow.states.values()):
        return [{}, {key: answers[0] for key, answers in possible.items()}]
    alone: list[Held] = [{key: answer} for key, answers in possible.items() for answer in answers]
    alike = _alike(flow, possible)
    mixed = [{**few, **one} for few in alike for one in alone]
    chance = random.Random(flow.name)  # noqa: S311 - a repeatable choice of samples, no secret
    some = [_random_answers(flow, possible, chance) for _ in range(RANDOM_SAMPLES)]
    return [{}, *alone, *alike, *mixed, *some]


def distinct_samples(flow: Flow) -> list[Held]:
    """One of the samples for each way in which all guards of the flow together may answer."""
    guards = guards_of(flow)
    distinct: dict[tuple[bool | None, ...], Held] = {}
    for held in answer_samples(flow):
        answers = Answers(held, flow.name)
        distinct.setdefault(tuple(holds(guard, answers) for guard in guards), held)
    return list(distinct.values())


def _alike(flow: Flow, possible: Mapping[str, list[Answer]]) -> list[Held]:
    """Two, three, ... of the ticks that every guard answers alike when they stand alone."""
    classes: dict[tuple[bool | None, ...], list[tuple[str, str]]] = {}
    guards = guards_of(flow)
    for key in possible:
        for choice in ticks_of(flow.states[key.partition(".")[2]]):
            answers = Answers({key: (choice,)}, flow.name)
            vector = tuple(holds(guard, answers) for guard in guards)
            classes.setdefault(vector, []).append((key, choice))
    return [
        _together(ticks[:count])
        for ticks in classes.values()
        for count in range(2, min(len(ticks), ALIKE_AT_MOST) + 1)
    ]


def _together(ticks: list[tuple[str, str]]) -> Held:
    held: dict[str, Answer] = {}
    for key, choice in ticks:
        held[key] = (*held.get(key, ()), choice)
    return held


def _single_answers(state: State) -> list[Answer]:
    if state.kind is StateKind.SEARCH:
        return [FOUND_IDS, FOUND_IDS[:1]]
    if state.kind is StateKind.ASK_FOR:
        return [(value,) for value in dict.fromkeys(value for _, value in answers_read(state))]
    return [(choice,) for choice in state.choices if choice != DONE]


def _random_answers(
    flow: Flow, possible: Mapping[str, list[Answer]], chance: random.Random
) -> Held:
    """Each question answered or not; of all that can be ticked, a few, half or everything."""
    answered = chance.choice((0.5, 1.0))
    ticks = [(key, c) for key in possible for c in ticks_of(flow.states[key.partition(".")[2]])]
    some = chance.choice((1, 2, 3, 3, 4, len(ticks) // 2, len(ticks)))
    asked = {
        key: chance.choice(answers)
        for key, answers in possible.items()
        if not ticks_of(flow.states[key.partition(".")[2]]) and chance.random() < answered
    }
    return {**asked, **_together(sorted(chance.sample(ticks, min(some, len(ticks)))))}


def ticks_of(state: State) -> list[str]:
    """The choices of a tick list that can be ticked; none of any other state."""
    if state.kind is not StateKind.TICK:
        return []
    return [choice for choice in state.choices if choice not in {state.none, DONE}]


def press(state: State, key: str, held: Held, choice: str) -> tuple[Held, str]:
    """The answers after `choice` was pressed, and the trigger that this fires."""
    if state.kind is not StateKind.TICK:
        return {**held, key: (choice,)}, choice
    ticked = [c for c in held.get(key, ()) if c != state.none]
    if choice == DONE:
        return {**held, key: tuple(ticked) or (state.none,)}, DONE
    if choice == state.none:
        return {**held, key: (state.none,)}, DONE
    if choice.startswith(UNTICK):
        now = [c for c in ticked if c != choice.removeprefix(UNTICK)]
    else:
        now = [c for c in state.choices if c in ticked or c == choice]
    return {**held, key: tuple(now)}, TICKED


def follow(subject: Subject, key: str, trigger: str, held: Held, found: Found) -> tuple[str, ...]:
    """The states passed after `trigger` at `key`; the last one waits for her or closes."""
    flow, state = subject.states[key]
    return settle(subject, f"{flow.name}.{_taken(flow, state, trigger, held)}", held, found)


def is_straight(subject: Subject, key: str, trigger: str) -> bool:
    """Whether this way is the same for all answers and look-ups: nothing on it decides."""
    flow, state = subject.states[key]
    exits = exits_of(state, trigger)
    if len(exits) > 1:
        return False
    there = f"{flow.name}.{exits[0].to}"
    following = subject.states[there][1]
    while following.kind is StateKind.GO:
        there = subject.entry(following.goes_to)
        following = subject.states[there][1]
    if following.kind in _DECIDING:
        return False
    stays = following.waits or following.kind is StateKind.CLOSE
    return stays or is_straight(subject, there, NEXT)


def settle(subject: Subject, key: str, held: Held, found: Found) -> tuple[str, ...]:
    """The states passed from `key` on, itself counted."""
    flow, state = subject.states[key]
    if state.waits or state.kind is StateKind.CLOSE:
        return (key,)
    if state.kind is StateKind.GO:
        kept = held if "." in state.goes_to else _without(subject, held, state.goes_to)
        return (key, *settle(subject, subject.entry(state.goes_to), kept, found))
    to = _taken(flow, state, _fired(state, found), held)
    return (key, *settle(subject, f"{flow.name}.{to}", held, found))


def _taken(flow: Flow, state: State, trigger: str, held: Held) -> str:
    answers = Answers(held, flow.name)
    exits = exits_of(state, trigger)
    return next(e.to for e in exits if e.guard is None or holds(e.guard, answers))


def _fired(state: State, found: Found) -> str:
    if state.kind not in _DECIDING:
        return NEXT
    if state.look_up not in found:
        raise Undecided(state.look_up)
    result = found[state.look_up]
    is_opened = state.kind is StateKind.HANDOFF and result not in {ALREADY_OPEN, BLOCKED}
    return OPENED if is_opened else result


def _without(subject: Subject, held: Held, flow: str) -> Held:
    if subject.flows[flow].keeps:
        return held
    return {key: answer for key, answer in held.items() if not key.startswith(f"{flow}.")}


def said_on(subject: Subject, passed: tuple[str, ...]) -> list[str]:
    """The keys that are spoken on this way, in order."""
    return [key for key in passed if subject.states[key][1].speaks]


def answers_read(state: State) -> list[tuple[str, str]]:
    """Samples that the parser of an open question takes, each with what it stores."""
    if state.parse is None:
        return []
    read = [(text, _parsed(state.parse, text)) for text in TYPED_SAMPLES]
    return [(text, value) for text, value in read if value is not None]


def _parsed(parse: Parser, text: str) -> str | None:
    try:
        return parse(text)
    except Exception:  # the walk reports a parser that raises; here it reads nothing
        return None


def holds(guard: Guard, answers: Answers) -> bool | None:
    """What the guard says; None when it raises, which `guards_can_go_both_ways` reports."""
    try:
        return bool(guard(answers))
    except Exception:  # whatever a flow raises is a fault to report, not to die of
        return None
