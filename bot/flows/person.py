"""Person: who reads, what is kept, when others must be told; her consent one question at a time;
then a case, and at once where she stands. What she wants to say first is up to her.

Rests on facts 5.1 to 5.3 (consent, what is kept, when others must be told) and, for those outside
the United Kingdom, on 1.6: no lines that do not work for them, and a word about shared phones.
"""

from bot.engine.answers import Answers
from bot.engine.effects import NOT_LATER, WAIT_FOR_ME
from bot.engine.flow import ask, flow, go, handoff, look_up, route, say
from bot.engine.state import ALREADY_OPEN, BLOCKED, OPEN_CASE_LOOK_UP, State, Then, When

GENERAL, YOUNG = "general", "young"
"""Queues, as the operator's plan names them."""
NO_CASE = "none"
"""Result of the look-up when no case is open."""
KEEP_TALK, WRITE_FIRST, WRITE_LATER = "keep_talk", "write_first", "write_later"
"""What she may agree to; recorded with the case."""

_WAYS_ON = {"call": "to_call", "menu": "to_menu"}
_WAYS_ON_ABROAD = {"talk": "to_talk", "menu": "to_menu"}
_LINES = ("act_early", "nspcc", "samaritans")
_YOUNG_LINES = ("childline",)


def she_is_abroad(answers: Answers) -> bool:
    return "ask" in answers["about_abroad"]


def she_is_young(answers: Answers) -> bool:
    return "ask" in answers["about_young"]


def she_writes_first(answers: Answers) -> bool:
    return "wait" in answers["may_write"]


def what_she_agreed_to(answers: Answers) -> tuple[str, ...]:
    first = WAIT_FOR_ME if she_writes_first(answers) else WRITE_FIRST
    later = WRITE_LATER if "yes" in answers["may_write_later"] else NOT_LATER
    return (KEEP_TALK, first, later)


_TELL: Then = (
    When(she_is_abroad, "tell_abroad"),
    When(she_is_young, "tell_young"),
    When(she_writes_first, "tell_wait"),
    "tell",
)
_WAITING: Then = (
    When(she_is_abroad, "tell_abroad"),
    When(she_is_young, "tell_young"),
    "waiting",
)
_NOBODY: Then = (When(she_is_abroad, "without_abroad"), "nobody")


def _open(name: str, queue: str, then: str) -> State:
    return handoff(
        name,
        queue=queue,
        consents=what_she_agreed_to,
        opened=then,
        already_open=_WAITING,
        blocked=_NOBODY,
    )


person = flow(
    "person",
    look_up(
        "look", OPEN_CASE_LOOK_UP, {NO_CASE: "about", ALREADY_OPEN: _WAITING, BLOCKED: _NOBODY}
    ),
    ask("about", {"ask": "ready", "young": "about_young", **_WAYS_ON}, lines=_LINES),
    ask("about_abroad", {"ask": "ready", **_WAYS_ON_ABROAD}),
    ask(
        "about_young", {"ask": "ready", "young": "to_young", "menu": "to_menu"}, lines=_YOUNG_LINES
    ),
    look_up(
        "ready",
        OPEN_CASE_LOOK_UP,
        {
            NO_CASE: (When(she_is_young, "desk_young"), "desk"),
            ALREADY_OPEN: _WAITING,
            BLOCKED: _NOBODY,
        },
    ),
    look_up("desk", "desk", {"open": "here", "closed": "back", "none": "alone"}),
    look_up("desk_young", "desk_young", {"open": "here", "closed": "back_young", "none": "alone"}),
    say("here", then="case", shows=("minutes",)),
    say("back", then="case", shows=("when",)),
    say("back_young", then="case", shows=("when_young",)),
    say("alone", then="case"),
    say("case", then="limits"),
    say("limits", then="keep"),
    ask(
        "keep",
        {
            "yes": "may_write",
            "no": (
                When(she_is_abroad, "without_abroad"),
                When(she_is_young, "to_young"),
                "without",
            ),
        },
    ),
    ask("may_write", {"first": "may_write_later", "wait": "may_write_later"}),
    ask("may_write_later", {"yes": "agreed", "no": "agreed"}),
    route("agreed", (When(she_is_young, "open_young"), "open")),
    _open("open", GENERAL, "stands"),
    _open("open_young", YOUNG, "stands_young"),
    look_up(
        "stands", "desk", {"open": "asked_here", "closed": "asked_back", "none": "asked_alone"}
    ),
    look_up(
        "stands_young",
        "desk_young",
        {"open": "asked_here", "closed": "asked_back_young", "none": "asked_alone"},
    ),
    say("asked_here", then=_TELL, shows=("minutes",)),
    say("asked_back", then=_TELL, shows=("when",)),
    say("asked_back_young", then=_TELL, shows=("when_young",)),
    say("asked_alone", then=_TELL),
    ask("tell", _WAYS_ON, lines=_LINES, hears=True),
    ask("tell_wait", _WAYS_ON, lines=_LINES, hears=True),
    ask("tell_abroad", _WAYS_ON_ABROAD, hears=True),
    ask("tell_young", {"young": "to_young", "menu": "to_menu"}, lines=_YOUNG_LINES, hears=True),
    ask("waiting", _WAYS_ON, lines=_LINES, hears=True),
    ask("nobody", _WAYS_ON, lines=_LINES),
    ask("without", _WAYS_ON, lines=_LINES),
    ask("without_abroad", _WAYS_ON_ABROAD),
    go("to_call", "call"),
    go("to_young", "young"),
    go("to_talk", "talk"),
    go("to_menu", "menu"),
    renamed={"asked": "tell", "asked_wait": "tell_wait", "asked_abroad": "tell_abroad"},
)
