"""Person: what asking for one means, her consent one question at a time, then a case.

Rests on facts 5.1 to 5.3 (consent, what is kept, when others must be told) and, for those outside
the United Kingdom, on 1.6: no lines that do not work for them, and a word about shared phones.
"""

from bot.engine.flow import (
    ALREADY_OPEN,
    OPEN_CASE_LOOK_UP,
    Answers,
    When,
    ask,
    flow,
    go,
    handoff,
    look_up,
    say,
)

QUEUE = "general"
NO_CASE = "none"
"""Result of the look-up when no case is open."""
KEEP_REQUEST, WRITE_FIRST, WAIT_FOR_ME = "keep_request", "write_first", "wait_for_me"
"""What she may agree to; recorded with the case."""

_WAYS_ON = {"call": "to_call", "menu": "to_menu"}
_WAYS_ON_ABROAD = {"talk": "to_talk", "menu": "to_menu"}
_LINES = ("act_early", "nspcc", "samaritans")


def she_is_abroad(answers: Answers) -> bool:
    return "ask" in answers["about_abroad"]


_WAITING = (When(she_is_abroad, "asked_abroad"), "waiting")

person = flow(
    "person",
    ask("about", {"ask": "look", "young": "to_young", **_WAYS_ON}, lines=_LINES),
    ask("about_abroad", {"ask": "look", **_WAYS_ON_ABROAD}),
    look_up("look", OPEN_CASE_LOOK_UP, {NO_CASE: "case", ALREADY_OPEN: _WAITING}),
    say("case", then="limits"),
    say("limits", then="keep"),
    ask(
        "keep",
        {"yes": "may_write", "no": (When(she_is_abroad, "without_abroad"), "without")},
    ),
    ask("may_write", {"first": "open_write_first", "wait": "open_wait"}),
    handoff(
        "open_write_first",
        queue=QUEUE,
        consents=(KEEP_REQUEST, WRITE_FIRST),
        opened=(When(she_is_abroad, "asked_abroad"), "asked"),
        already_open=_WAITING,
    ),
    handoff(
        "open_wait",
        queue=QUEUE,
        consents=(KEEP_REQUEST, WAIT_FOR_ME),
        opened=(When(she_is_abroad, "asked_abroad"), "asked_wait"),
        already_open=_WAITING,
    ),
    ask("asked", _WAYS_ON, lines=_LINES),
    ask("asked_wait", _WAYS_ON, lines=_LINES),
    ask("asked_abroad", _WAYS_ON_ABROAD),
    ask("waiting", _WAYS_ON, lines=_LINES),
    ask("without", _WAYS_ON, lines=_LINES),
    ask("without_abroad", _WAYS_ON_ABROAD),
    go("to_call", "call"),
    go("to_young", "young"),
    go("to_talk", "talk"),
    go("to_menu", "menu"),
)
