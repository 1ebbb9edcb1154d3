"""Make a stand: small things alone, things together, speaking up in public, and standing by people
against every hatred (facts 4.2, its shape and not its tone; 1.2 and 1.3 for the numbers)."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.engine.answers import Answers
from bot.engine.effects import Deed, Effect
from bot.engine.flow import ask, flow, go, say, tell
from bot.engine.state import State, Then, When
from bot.flows.helpful import ask_helpful

TIPS = MappingProxyType(
    {
        "alone": ("question", "app", "numbers", "friend", "sleep"),
        "friends": ("news", "local", "rumour"),
        "together": ("circle", "invite", "evening", "welcome"),
        "roles": ("school_role", "local_role", "voice"),
        "hatred": ("see_it", "stand_by", "every_kind", "report"),
    }
)
"""What can be done, by its group. Each has a screen of its own."""
_LINES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"report": ("police_101", "victim_support", "cst", "galop")}
)
_ALL_WAYS = {"topics": "topics"}


def _host_where(_answers: Answers, text: str) -> Effect:
    return Deed("host_where", text=text)


def _host_what(_answers: Answers, text: str) -> Effect:
    return Deed("host_what", text=text)


def was_asked_if_helpful(answers: Answers) -> bool:
    return bool(answers["helpful"])


_ASKED_ONCE: Then = (When(was_asked_if_helpful, "more"), "helpful")
_TRIED: Mapping[str, Then] = MappingProxyType({"report": "more"})
"""Nobody who has something to report is asked what she thinks of our tip."""


def _tip_read(answers: Answers) -> str:
    group = "".join(answers["topics"])
    return f"stand.{''.join(answers[group]) or group or 'unknown'}"


def _group(group: str, tips: tuple[str, ...]) -> tuple[State, ...]:
    topics = {"topics": "topics"}
    return (
        ask(group, {**{tip: tip for tip in tips}, **topics}),
        *(_tip(tip, {"other": group, **topics}) for tip in tips),
    )


def _tip(tip: str, elsewhere: Mapping[str, Then]) -> State:
    tried = _TRIED.get(tip, _ASKED_ONCE)
    return ask(tip, {"try": tried, **elsewhere}, lines=_LINES.get(tip, ()))


stand = flow(
    "stand",
    say("every_mother", then="topics"),
    ask(
        "topics",
        {
            **{group: group for group in TIPS},
            "host": "host",
            "interest": "to_events",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    *(state for group, tips in TIPS.items() for state in _group(group, tips)),
    say("host", then="host_safely"),
    ask("host_safely", {"request": "host_where", "topics": "topics"}),
    tell("host_where", _host_where, then="host_what", choices=_ALL_WAYS),
    tell("host_what", _host_what, then="host_noted", choices={"nothing": "host_noted"}),
    ask("host_noted", {"together": "together", "person": "to_person", **_ALL_WAYS}),
    *ask_helpful("helpful", _tip_read, then="more"),
    ask(
        "more",
        {
            "topics": "topics",
            "pledge": "to_pledge",
            "share": "to_share",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    go("to_events", "events"),
    go("to_pledge", "pledge"),
    go("to_share", "share"),
    go("to_person", "person"),
    go("to_menu", "menu"),
    renamed={"host_request": "host_where", "interest": "topics"},
)
