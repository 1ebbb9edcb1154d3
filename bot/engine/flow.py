"""A flow is a table of states. These are the words to declare one:

    ask       a question with choices
    ask_for   an open question, read by a parser
    search    an open question, answered by a look-up
    tell      an open question; what she writes goes where an effect takes it
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
from types import MappingProxyType

from bot.engine.answers import Answers
from bot.engine.effects import Effect
from bot.engine.state import (
    ALREADY_OPEN,
    ANSWERED,
    BLOCKED,
    DONE,
    NEXT,
    OPEN_CASE_LOOK_UP,
    OPENED,
    TICKED,
    TOLD,
    About,
    Consents,
    Exit,
    Flow,
    Gives,
    Listing,
    Offer,
    Parser,
    State,
    StateKind,
    Tell,
    Then,
    When,
)
from bot.messages import Urgency


def flow(
    name: str,
    *states: State,
    renamed: Mapping[str, str] | None = None,
    urgency: Urgency = Urgency.PROMPT,
    keeps: bool = False,
    entries: tuple[str, ...] = (),
    takes: str = "",
    fleeting: tuple[str, ...] = (),
    says: Mapping[str, frozenset[str]] | None = None,
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
        takes,
        fleeting,
        MappingProxyType(dict(says or {})),
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
    gives: Gives | None = None,
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
        gives=gives,
        hears=hears,
    )


def ask_for(name: str, parse: Parser, *, then: Then) -> State:
    """`parse` returns what to store, or None for words it cannot read. What it returns is kept:
    never her words."""
    return State(name, StateKind.ASK_FOR, _exits(ANSWERED, then), parse=parse)


def search(
    name: str,
    what: str,
    results: Mapping[str, Then],
    *,
    choices: Mapping[str, Then] | None = None,
    forgets: tuple[str, ...] = (),
) -> State:
    """Her words, or a place she shares, go to the look-up `what`. Its result leads on, and what
    came with it (ids, never her words) is the answer. A look-up that cannot read them answers "".
    """
    ways = {**results, **(choices or {})}
    exits = tuple(e for trigger, then in ways.items() for e in _exits(trigger, then))
    given = tuple(choices or ())
    return State(name, StateKind.SEARCH, exits, given, look_up=what, forgets=forgets)


def tell(
    name: str,
    tells: Tell,
    *,
    then: Then,
    choices: Mapping[str, Then] | None = None,
    gives: Gives | None = None,
) -> State:
    ways: Mapping[str, Then] = {TOLD: then, **(choices or {})}
    exits = tuple(e for trigger, then in ways.items() for e in _exits(trigger, then))
    return State(name, StateKind.TELL, exits, tuple(choices or ()), tells=tells, gives=gives)


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
    gives: Gives | None = None,
) -> State:
    exits = _exits(NEXT, then)
    return State(name, StateKind.SAY, exits, lines=lines, listing=listing, shows=shows, gives=gives)


def route(name: str, then: tuple[When | str, ...]) -> State:
    return State(name, StateKind.ROUTE, _exits(NEXT, then))


def look_up(
    name: str,
    what: str,
    results: Mapping[str, Then],
    *,
    about: About | None = None,
    forgets: tuple[str, ...] = (),
) -> State:
    exits = tuple(e for result, then in results.items() for e in _exits(result, then))
    return State(name, StateKind.LOOK_UP, exits, look_up=what, about=about, forgets=forgets)


def do(
    name: str,
    effect: Callable[[Answers], Effect],
    *,
    then: Then,
    forgets: tuple[str, ...] = (),
) -> State:
    return State(name, StateKind.DO, _exits(NEXT, then), effect=effect, forgets=forgets)


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
