"""States and flows as values. `bot.engine.flow` has the words to declare them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from bot.engine.answers import Answers
from bot.engine.effects import Effect
from bot.messages import Param, Urgency

Guard: TypeAlias = Callable[[Answers], bool]
Parser: TypeAlias = Callable[[str], str | None]
About: TypeAlias = Callable[[Answers], str]
"""What a look-up is about, from what she chose."""
Tell: TypeAlias = Callable[[Answers, str], Effect]
"""What becomes of the words she wrote; nothing of them is stored in the session."""
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


@dataclass(frozen=True, slots=True)
class Gives:
    """Fills placeholders of the wording from what she chose. `names` are those it fills."""

    names: tuple[str, ...]
    fill: Callable[[Answers], Mapping[str, Param]]


class StateKind(StrEnum):
    ASK = "ask"
    ASK_FOR = "ask_for"
    SEARCH = "search"
    TELL = "tell"
    TICK = "tick"
    SAY = "say"
    ROUTE = "route"
    LOOK_UP = "look_up"
    DO = "do"
    HANDOFF = "handoff"
    GO = "go"
    CLOSE = "close"


OPEN = frozenset({StateKind.ASK_FOR, StateKind.SEARCH, StateKind.TELL})
"""Kinds that she answers in her own words."""
WAITING = OPEN | {StateKind.ASK, StateKind.TICK}
"""Kinds that wait for her."""
SPEAKING = WAITING | {StateKind.SAY, StateKind.CLOSE}
"""Kinds that have words."""
TERMINAL = frozenset({StateKind.GO, StateKind.CLOSE})

NEXT = "next"
ANSWERED = "answered"
TOLD = "told"
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
    gives: Gives | None = None
    shows: tuple[str, ...] = ()  # look-ups whose result stands in the wording under the same name
    offer: Offer | None = None  # not all choices, but these
    hears: bool = False  # what she writes here, if it is no answer, goes into her open case
    parse: Parser | None = None
    look_up: str = ""
    about: About | None = None
    effect: Callable[[Answers], Effect] | None = None
    tells: Tell | None = None
    queue: str = ""
    consents: Consents | None = None
    forgets: tuple[str, ...] = ()  # answers that go when this state has what it needs of them
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
    their place. `entries` are where it begins without her: what advisers, or time, ask of her.
    `takes`: the search that is given what stands after the flow's name in a link. `says`: keys that
    are said without a state, or as parts of a message, with the placeholders that each needs."""

    name: str
    states: Mapping[str, State]
    start: str
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    urgency: Urgency = Urgency.PROMPT
    keeps: bool = False  # its answers outlive a new start: how far she has come in a course
    entries: tuple[str, ...] = ()
    takes: str = ""
    fleeting: tuple[str, ...] = ()  # states whose answers go when she leaves the flow
    says: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    duplicates: tuple[str, ...] = ()  # names declared twice: kept for the check that refuses them

    def find(self, name: str) -> State | None:
        """The state of this name, or of the name that took its place; None when there is none."""
        return self.states.get(self.renamed.get(name, name))
