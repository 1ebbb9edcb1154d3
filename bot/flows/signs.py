"""Signs: changes she has noticed in one person, and the next step that fits.

Danger is answered at the very tick that means it. Otherwise she ticks what fits, group by group,
and sees what it could also be and whom to talk to: by the rule in `signs_rule.py`, without a score.
"""

from bot.engine.flow import ask, flow, go, route, say, tick
from bot.engine.state import Listing, State, Then, When
from bot.flows.signs_rule import (
    COULD_BE,
    causes,
    includes,
    it_could_be_something_else,
    it_is_an_emergency,
    it_is_worth_advice,
    it_needs_help_today,
    she_is_not_sure_they_grow,
    still_asks,
    there_are_several,
)
from bot.flows.signs_taxonomy import GROUPS, ids

_EMERGENCY = When(it_is_an_emergency, "emergency")
_QUESTIONS = (
    When(still_asks("threat_now"), "threat_now"),
    When(still_asks("materials"), "materials"),
    When(still_asks("self_harm_now"), "self_harm_now"),
)
_FIRST = (_EMERGENCY, *_QUESTIONS)
"""What comes before everything else, at a tick, at the end of a list and before a result."""

_TALK_OF_DYING = includes("URG-5", "they_talk_of_dying")
_TALK = (When(_TALK_OF_DYING, "after"), "ordinary")
"""What may be ordinary; never said after talk of dying."""
_NEXT_STEPS = (
    When(it_needs_help_today, "after"),
    When(it_is_worth_advice, "advice"),
    When(there_are_several, "growing"),
    When(she_is_not_sure_they_grow, "doubt"),
    *_TALK,
)
_MORE_HELP = (
    When(includes("ONL-5", "someone_online_threatens_them"), "blackmail"),
    When(includes("REL-4", "a_promise_was_made"), "promise"),
    When(includes("TRV-6", "they_are_abroad"), "abroad"),
    When(includes("BEH-7", "someone_may_be_hurt_at_home"), "home"),
    When(it_could_be_something_else, "could_be"),
    "after",
)
"""After the numbers for today: each further help that fits, in this order."""


def _where(name: str, **last: str) -> State:
    return ask(name, {**{group: group for group in GROUPS}, **last, "person": "to_person"})


def _group(name: str) -> State:
    return tick(name, ids(name), at_once=_FIRST, then=(*_FIRST, "more"))


def _is_it_now(name: str, group: str) -> State:
    """The one question that turns a sign into an emergency; else back to the list she was in."""
    on: Then = (*_FIRST, group)
    return ask(name, {"yes": "emergency", "no": on, "unsure": "in_doubt"})


signs = flow(
    "signs",
    say("opening", then="safety"),
    ask("safety", {"yes": "to_urgent", "no": "where", "unsure": "serious"}),
    _where("where", feeling="doubt"),
    *(_group(group) for group in GROUPS),
    _is_it_now("threat_now", "online"),
    _is_it_now("materials", "online"),
    _is_it_now("self_harm_now", "serious"),
    ask("in_doubt", {"urgent": "to_urgent", "go_on": (*_FIRST, "more")}),
    _where("more", result="result"),
    route("result", (*_FIRST, When(_TALK_OF_DYING, "care"), "weigh")),
    say("care", then="weigh", lines=("nhs_111", "samaritans", "shout")),
    route(
        "weigh",
        (
            When(it_needs_help_today, "today"),
            When(it_could_be_something_else, "could_be"),
            *_NEXT_STEPS,
        ),
    ),
    say("today", then=_MORE_HELP, lines=("act_early", "police_101", "nspcc")),
    say("blackmail", then=_MORE_HELP[1:], lines=("ceop", "report_remove")),
    say("promise", then=_MORE_HELP[2:], lines=("forced_marriage_unit", "karma_nirvana")),
    say("abroad", then=_MORE_HELP[3:], lines=("police_101", "fcdo")),
    say("home", then=_MORE_HELP[4:], lines=("refuge", "live_fear_free", "scotland_abuse")),
    say("could_be", then=_NEXT_STEPS, listing=Listing(causes, COULD_BE)),
    ask("growing", {"yes": "advice", "no": _TALK, "unsure": "doubt"}),
    ask("doubt", {"advice": "advice", "listen": _TALK}),
    ask(
        "advice",
        {
            "act_early": "act_early",
            "nspcc": "nspcc",
            "sooner": "sooner",
            "talk": "to_talk",
            "strengths": "pressures",
            "menu": "to_menu",
        },
    ),
    say("sooner", then="after", lines=("act_early", "police_101", "nspcc")),
    say("act_early", then="after", lines=("act_early",)),
    say("nspcc", then="after", lines=("nspcc", "nspcc_email")),
    ask(
        "ordinary",
        {
            "talk": "to_talk",
            "online": "to_online_life",
            "strengths": "pressures",
            "advice": "advice",
            "menu": "to_menu",
        },
    ),
    say("pressures", then="strengths"),
    say("strengths", then="after"),
    ask(
        "after",
        {
            "talk": "to_talk",
            "happens": "to_what_happens",
            "strengths": "pressures",
            "more": "more",
            "home": "to_home",
            "urgent": "to_urgent",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    go("emergency", "urgent"),
    go("to_urgent", "urgent"),
    go("to_talk", "talk"),
    go("to_online_life", "online"),
    go("to_what_happens", "call.happens"),
    go("to_home", "call.home"),
    go("to_person", "person"),
    go("to_menu", "menu"),
)
