"""Flows are well-formed: names, destinations, choices. Nothing else is proved before this holds."""

import re
from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType

from bot.cohorts.model import STEPS
from bot.engine.answers import Answers
from bot.engine.checks.subject import Check, Subject
from bot.engine.effects import Deed, Effect
from bot.engine.exits import EXITS
from bot.engine.state import (
    ALREADY_OPEN,
    BLOCKED,
    DONE,
    OPEN_CASE_LOOK_UP,
    TERMINAL,
    State,
    StateKind,
)

TOKEN_BYTES_AT_MOST = 64
"""What a Telegram button carries back (Bot API, `InlineKeyboardButton.callback_data`)."""
TAKEN_FLOW_NAMES = frozenset({"facilitator", "guide", "lines", "words", "web"})
"""Content files of these names are not flows."""
TAKEN_STATE_NAMES = frozenset({"phrases"})
"""A table of this name in a flow's content holds the phrases of its lists."""
NOT_OPEN = "none"
LOOK_UP_RESULTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        OPEN_CASE_LOOK_UP: frozenset({NOT_OPEN, ALREADY_OPEN, BLOCKED}),
        "talk": frozenset({"held", "waiting", "none"}),
        "panels": frozenset({"found", "past", "none"}),
        "panel_room": frozenset({"open", "full", "none"}),
        **dict.fromkeys(("panel_answers", "panel_mine"), frozenset({"found", "none"})),
        "agreed": frozenset({"some", "none"}),
        "events_at": frozenset({"found", "wider", "only_online", "none"}),
        **dict.fromkeys(
            ("event", "events_all", "events_mine", "events_more", "events_new", "events_online"),
            frozenset({"found", "none"}),
        ),
        "event_seat": frozenset({"seat", "waiting", "none"}),
        "event_reminders": frozenset({"yes", "none"}),
        **dict.fromkeys(("group", "group_goes_on"), frozenset({"in", "none"})),
        "group_step": frozenset({*STEPS, "soon", "none"}),
        "group_room": frozenset({"room", "full", "shut", "none"}),
        **dict.fromkeys(("desk", "desk_young"), frozenset({"open", "closed", "none"})),
    }
)
"""Look-ups that decide, and what each may answer."""
SEARCHES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "events_near": frozenset({"found", "wider", "only_online", "several", "none"}),
        "district": frozenset({"found", "several"}),
        "group_code": frozenset({"found", "mine", "full", "shut", "many", "none"}),
    }
)
"""Look-ups of what she types or of a place she shares, and what each may answer beside "": that it
cannot be read."""
DEEDS: frozenset[str] = frozenset(
    {
        *("event_join", "event_leave", "event_remind", "event_hush"),
        *("event_alert", "event_no_alerts", "host_where", "host_what"),
        *("panel.ask", "panel.follow", "panel.unfollow"),
        *("reminders.agree", "reminders.withdraw"),
        *("group.join", "group.leave", "group.remind"),
        *("group.opened", "group.went", "group.wrong_code"),
    }
)
"""What flows may have done (`bot.deeds`)."""
NUMBERS_LOOKED_UP = frozenset({"pledges", "minutes"})
"""Look-ups that answer with a number, for a wording to show."""
WORDS_LOOKED_UP = frozenset({"agreed_to", "group_place", "when", "when_young"})
"""Look-ups that answer with some words in her language, for a wording to show."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CHOICE_ID = re.compile(r"[A-Za-z0-9_-]+")


def names_are_unique(subject: Subject) -> Iterator[str]:
    names = [flow.name for flow in subject.declared]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: two flows have this name; rename one"
    for flow in subject.declared:
        for name in flow.duplicates:
            yield f"{flow.name}.{name}: declared twice; rename or remove one"


def names_are_plain(subject: Subject) -> Iterator[str]:
    """Names are content keys, parts of tokens and of drawings: they must survive all three."""
    for flow in subject.declared:
        if not _NAME.fullmatch(flow.name) or flow.name in TAKEN_FLOW_NAMES:
            yield f"{flow.name}: not a flow's name; use small letters, digits, _, no content file"
        for name in flow.states:
            if not _NAME.fullmatch(name) or name in TAKEN_STATE_NAMES:
                yield f"{flow.name}.{name}: not a state's name; use small letters, digits and _"


def exits_lead_to_states(subject: Subject) -> Iterator[str]:
    for key, (flow, state) in subject.states.items():
        for to in dict.fromkeys(exit_.to for exit_ in state.exits):
            if to not in flow.states:
                yield f"{key}: leads to {to}, which {flow.name} does not have; declare it"


def jumps_lead_to_flows(subject: Subject) -> Iterator[str]:
    for key, (_, state) in subject.states.items():
        if state.kind is StateKind.GO and not _is_declared(subject, state.goes_to):
            yield f"{key}: goes to {state.goes_to}, which does not exist; name a flow or flow.state"


def _is_declared(subject: Subject, target: str) -> bool:
    return target in subject.states or target in subject.flows


def exits_of_the_engine_lead_to_flows(subject: Subject) -> Iterator[str]:
    for exit_, name in EXITS.items():
        if name not in subject.flows:
            yield f"engine: the exit {exit_} leads to the flow {name}; declare that flow"


def only_ends_have_no_exits(subject: Subject) -> Iterator[str]:
    for key, (_, state) in subject.states.items():
        if state.kind in TERMINAL and state.exits:
            yield f"{key}: {state.kind} ends the flow and yet has exits; remove them"
        if state.kind not in TERMINAL and not state.exits:
            yield f"{key}: {state.kind} leads nowhere; give it an exit"


def questions_offer_something(subject: Subject) -> Iterator[str]:
    for key, (_, state) in subject.states.items():
        if state.kind is StateKind.ASK and not state.choices:
            yield f"{key}: asks and offers nothing; give it choices"
        if state.kind is StateKind.TICK and not set(state.choices) - {state.none, DONE}:
            yield f"{key}: a list to tick with nothing on it; give it choices"
        if state.kind is StateKind.ASK_FOR and state.parse is None:
            yield f"{key}: an open question that nothing reads; give it a parser"


def choices_fit_a_button(subject: Subject) -> Iterator[str]:
    for key, (_, state) in subject.states.items():
        for choice in dict.fromkeys(state.choices):
            if not _CHOICE_ID.fullmatch(choice):
                yield f"{key}: the choice id {choice!r} is not plain; use letters, digits, _ and -"
            if state.choices.count(choice) > 1:
                yield f"{key}: offers {choice} twice; remove one"
            if len(f"{key}:{choice}".encode()) > TOKEN_BYTES_AT_MOST:
                yield f"{key}: the token of {choice} is over 64 bytes; shorten a name"


def renamed_states_are_found(subject: Subject) -> Iterator[str]:
    for flow in subject.declared:
        for old, new in flow.renamed.items():
            if new not in flow.states:
                yield f"{flow.name}.{old}: renamed to {new}, which does not exist; name a state"
            if old in flow.states:
                yield f"{flow.name}.{old}: said to be renamed and yet declared; drop one of the two"


def look_ups_are_known(subject: Subject) -> Iterator[str]:
    for key, (_, state) in subject.states.items():
        if state.kind is StateKind.LOOK_UP:
            yield from _look_up_faults(key, state, LOOK_UP_RESULTS, set(state.triggers))
        if state.kind is StateKind.SEARCH:
            results = set(state.triggers) - set(state.choices)
            yield from _look_up_faults(key, state, SEARCHES, results)
        for shown in sorted(set(state.shows) - NUMBERS_LOOKED_UP - WORDS_LOOKED_UP):
            yield f"{key}: shows {shown!r}, which nobody looks up; use one of NUMBERS_LOOKED_UP"
        if state.kind is StateKind.HANDOFF and not state.queue:
            yield f"{key}: hands off to no queue; name one"


def deeds_are_known(subject: Subject) -> Iterator[str]:
    for key, (flow, state) in subject.states.items():
        effect = _effect(state, Answers({}, flow.name))
        if isinstance(effect, Deed) and effect.what not in DEEDS:
            yield f"{key}: has {effect.what!r} done, which nobody does; use one of DEEDS"


def _effect(state: State, answers: Answers) -> Effect | None:
    try:
        if state.tells:
            return state.tells(answers, "words")
        return state.effect(answers) if state.effect else None
    except Exception:  # the walk reports an effect that raises
        return None


def entries_are_questions(subject: Subject) -> Iterator[str]:
    """A flow that begins without her begins with something that she can answer."""
    for flow in subject.declared:
        for name in flow.entries:
            if name not in flow.states or not flow.states[name].waits:
                yield f"{flow.name}.{name}: an entry, and no question; name one that waits for her"


def links_are_taken_by_searches(subject: Subject) -> Iterator[str]:
    for flow in subject.declared:
        taker = flow.states.get(flow.takes)
        if flow.takes and (taker is None or taker.kind is not StateKind.SEARCH):
            yield f"{flow.name}.{flow.takes}: takes what a link gives, and is no search; name one"


def who_hears_has_a_case(subject: Subject) -> Iterator[str]:
    """What she writes to advisers belongs to a case: its flow opens one, or looks for one."""
    for key, (flow, state) in subject.states.items():
        if state.hears and not any(s.look_up == OPEN_CASE_LOOK_UP for s in flow.states.values()):
            yield f"{key}: hears her, and no case is opened in {flow.name}; open one or drop hears"


def _look_up_faults(
    key: str, state: State, results: Mapping[str, frozenset[str]], triggers: Set[str]
) -> Iterator[str]:
    known = results.get(state.look_up)
    if known is None:
        yield f"{key}: looks up {state.look_up!r}, which nobody answers; use one of LOOK_UP_RESULTS"
        return
    for result in sorted(known ^ triggers):
        what = "has no exit for" if result in known else "has an exit for the unknown"
        yield f"{key}: {what} result {result}; cover every result of {state.look_up}, no other"


CHECKS: tuple[Check, ...] = (
    names_are_unique,
    names_are_plain,
    exits_lead_to_states,
    jumps_lead_to_flows,
    exits_of_the_engine_lead_to_flows,
    only_ends_have_no_exits,
    questions_offer_something,
    choices_fit_a_button,
    renamed_states_are_found,
    look_ups_are_known,
    deeds_are_known,
    entries_are_questions,
    links_are_taken_by_searches,
    who_hears_has_a_case,
)
