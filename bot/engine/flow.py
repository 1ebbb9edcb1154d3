"""A flow is a table of states. These are the words to declare one:

    ask       a question with choices
    ask_for   an open question, read by a parser
    tick      several may be chosen, then she says that she is done
    say       words, then on to the next state
    route     no words: guards decide where to go
    look_up   no words: something is fetched and its result decides
    do        something happens (a language is set, the chat is erased), then on
    handoff   a case is opened for a person
    go        on to another flow
    close     the end of this flow

A state's name is its content key and the name its answer is stored under. The first state is the
start.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from bot.engine.answers import Answers
from bot.engine.effects import Effect
from bot.messages import Urgency

Guard: TypeAlias = Callable[[Answers], bool]
Parser: TypeAlias = Callable[[str], str | None]
Offer: TypeAlias = Callable[[Answers], tuple[str, ...]]
"""Those of a question's choices that are offered now."""
Consents: TypeAlias = Callable[[Answers], tuple[str, ...]]
"""What she agreed to, of all that she was asked."""


@dataclass(frozen=True, slots=True)
class When:
    """Take this way if `guard` holds. The guard's own name appears in the drawing."""

    guard: Guard
    to: str


Then: TypeAlias = str | tuple[When | str, ...]
"""One destination, or guarded ones with the otherwise last."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Fills `{list}` with phrases of the flow, one a line. `phrases` names every one that may
    come."""

    choose: Callable[[Answers], tuple[str, ...]]
    phrases: tuple[str, ...]


class StateKind(StrEnum):
    ASK = "ask"
    ASK_FOR = "ask_for"
    TICK = "tick"
    SAY = "say"
    ROUTE = "route"
    LOOK_UP = "look_up"
    DO = "do"
    HANDOFF = "handoff"
    GO = "go"
    CLOSE = "close"


WAITING = frozenset({StateKind.ASK, StateKind.ASK_FOR, StateKind.TICK})
"""Kinds that wait for her."""
SPEAKING = WAITING | {StateKind.SAY, StateKind.CLOSE}
"""Kinds that have words."""
TERMINAL = frozenset({StateKind.GO, StateKind.CLOSE})

NEXT = "next"
ANSWERED = "answered"
TICKED = "ticked"
DONE = "done"
OPENED = "opened"
ALREADY_OPEN = "already_open"
BLOCKED = "blocked"
OPEN_CASE_LOOK_UP = "open_case"


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a state."""

    trigger: str
    to: str
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class State:
    name: str
    kind: StateKind
    exits: tuple[Exit, ...] = ()
    choices: tuple[str, ...] = ()
    none: str = ""  # a tick list's "none of these": chosen alone, it means done
    lines: tuple[str, ...] = ()
    listing: Listing | None = None
    shows: tuple[str, ...] = ()  # look-ups whose result stands in the wording under the same name
    offer: Offer | None = None  # not all choices, but these
    hears: bool = False  # what she writes here, if it is no answer, goes into her open case
    parse: Parser | None = None
    look_up: str = ""
    effect: Callable[[Answers], Effect] | None = None
    queue: str = ""
    consents: Consents | None = None
    goes_to: str = ""  # another flow, or one of its states: "flow" or "flow.state"

    @property
    def waits(self) -> bool:
        return self.kind in WAITING

    @property
    def speaks(self) -> bool:
        return self.kind in SPEAKING

    def offered(self, answers: Answers) -> tuple[str, ...]:
        """The choices that she sees."""
        return self.choices if self.offer is None else self.offer(answers)

    @property
    def triggers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(exit_.trigger for exit_ in self.exits))


@dataclass(frozen=True, slots=True)
class Flow:
    """A declared set of states. `renamed` maps names of states that are gone to those that took
    their place. `entries` are where it begins without her: what advisers, or time, ask of her."""

    name: str
    states: Mapping[str, State]
    start: str
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    urgency: Urgency = Urgency.PROMPT
    keeps: bool = False  # its answers outlive a new start: how far she has come in a course
    entries: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()  # names declared twice: kept for the check that refuses them

    def find(self, name: str) -> State | None:
        """The state of this name, or of the name that took its place; None when there is none."""
        return self.states.get(self.renamed.get(name, name))


def flow(
    name: str,
    *states: State,
    renamed: Mapping[str, str] | None = None,
    urgency: Urgency = Urgency.PROMPT,
    keeps: bool = False,
    entries: tuple[str, ...] = (),
) -> Flow:
    names = [state.name for state in states]
    doubled = tuple(dict.fromkeys(n for n in names if names.count(n) > 1))
    return Flow(
        name,
        MappingProxyType({state.name: state for state in states}),
        states[0].name,
        MappingProxyType(dict(renamed or {})),
        urgency,
        keeps,
        entries,
        doubled,
    )


def _exits(trigger: str, then: Then) -> tuple[Exit, ...]:
    ways = (then,) if isinstance(then, str) else then
    return tuple(
        Exit(trigger, way.to, way.guard) if isinstance(way, When) else Exit(trigger, way)
        for way in ways
    )


def ask(
    name: str,
    choices: Mapping[str, Then],
    *,
    lines: tuple[str, ...] = (),
    shows: tuple[str, ...] = (),
    hears: bool = False,
    offer: Offer | None = None,
) -> State:
    """`hears`: while her case is open, words that are no answer are what she tells an adviser.
    `offer` picks those of the choices that she sees."""
    exits = tuple(e for choice, then in choices.items() for e in _exits(choice, then))
    return State(
        name,
        StateKind.ASK,
        exits,
        tuple(choices),
        lines=lines,
        shows=shows,
        offer=offer,
        hears=hears,
    )


def ask_for(name: str, parse: Parser, *, then: Then) -> State:
    """`parse` returns what to store, or None for words it cannot read. What it returns is kept:
    never her words."""
    return State(name, StateKind.ASK_FOR, _exits(ANSWERED, then), parse=parse)


def tick(
    name: str,
    choices: tuple[str, ...],
    *,
    then: Then,
    at_once: tuple[When, ...] = (),
    none: str = "none",
) -> State:
    """`at_once` leads away at the very tick that makes a guard hold, without waiting for "done"."""
    stays = _exits(TICKED, (*at_once, name))
    return State(
        name, StateKind.TICK, (*stays, *_exits(DONE, then)), (*choices, none, DONE), none=none
    )


def say(
    name: str,
    *,
    then: Then,
    lines: tuple[str, ...] = (),
    listing: Listing | None = None,
    shows: tuple[str, ...] = (),
) -> State:
    exits = _exits(NEXT, then)
    return State(name, StateKind.SAY, exits, lines=lines, listing=listing, shows=shows)


def route(name: str, then: tuple[When | str, ...]) -> State:
    return State(name, StateKind.ROUTE, _exits(NEXT, then))


def look_up(name: str, what: str, results: Mapping[str, Then]) -> State:
    exits = tuple(e for result, then in results.items() for e in _exits(result, then))
    return State(name, StateKind.LOOK_UP, exits, look_up=what)


def do(name: str, effect: Callable[[Answers], Effect], *, then: Then) -> State:
    return State(name, StateKind.DO, _exits(NEXT, then), effect=effect)


def handoff(
    name: str,
    *,
    queue: str,
    opened: Then,
    already_open: Then,
    blocked: Then,
    consents: Consents | None = None,
) -> State:
    """Opens a case, unless one is open or advisers do not read her any more. `consents` tells what
    she agreed to on the way here."""
    ways = {OPENED: opened, ALREADY_OPEN: already_open, BLOCKED: blocked}
    exits = tuple(e for trigger, then in ways.items() for e in _exits(trigger, then))
    return State(
        name,
        StateKind.HANDOFF,
        exits,
        look_up=OPEN_CASE_LOOK_UP,
        queue=queue,
        consents=consents,
    )


def go(name: str, to: str) -> State:
    """`to` is a flow's name, or `flow.state` to enter it elsewhere than at its start."""
    return State(name, StateKind.GO, goes_to=to)


def close(name: str, *, lines: tuple[str, ...] = ()) -> State:
    return State(name, StateKind.CLOSE, lines=lines)
