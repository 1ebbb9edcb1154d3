"""Desk: what advisers, or the waiting for one, ask of her. She never comes here by herself."""

from bot.engine.answers import Answers
from bot.engine.effects import Effect, EndTalk, KeepWaiting, Patience
from bot.engine.flow import ask, close, do, flow, go, look_up, say
from bot.engine.state import ALREADY_OPEN, BLOCKED, OPEN_CASE_LOOK_UP, State

_LINES = ("emergency", "act_early", "nspcc", "samaritans")
_WAYS_ON = {"call": "to_call", "menu": "to_menu"}


def _wait(_answers: Answers) -> Effect:
    return KeepWaiting(Patience.WAIT)


def _later(_answers: Answers) -> Effect:
    return KeepWaiting(Patience.LATER)


def _end(_answers: Answers) -> Effect:
    return EndTalk()


def _while_waiting(name: str, then: str) -> State:
    """An old button must not promise what is over."""
    return look_up(name, "talk", {"waiting": then, "held": "stayed", "none": "over"})


desk = flow(
    "desk",
    go("look", "person"),
    ask("holding", {"stay": "stay", "end": "end_talk"}),
    _while_waiting("stay", "waits"),
    close("stayed"),
    do("end_talk", _end, then="ended"),
    say("ended", then="to_menu"),
    ask(
        "still_waiting",
        {"wait": "wait", "later": "later", "stop_waiting": "stop_waiting"},
        lines=_LINES,
        hears=True,
    ),
    _while_waiting("wait", "keep_waiting"),
    _while_waiting("later", "keep_for_later"),
    look_up(
        "stop_waiting",
        OPEN_CASE_LOOK_UP,
        {ALREADY_OPEN: "end_waiting", "none": "over", BLOCKED: "over"},
    ),
    do("keep_waiting", _wait, then="waits"),
    do("keep_for_later", _later, then="waits_for_later"),
    do("end_waiting", _end, then="stopped_waiting"),
    ask("waits", _WAYS_ON, hears=True),
    ask("waits_for_later", _WAYS_ON, hears=True),
    say("stopped_waiting", then="to_menu"),
    say("over", then="look"),
    go("to_call", "call"),
    go("to_menu", "menu"),
    entries=("holding", "still_waiting"),
)
