"""Pledge: a resolution in our own words, for all women, girls and families and against every
violent group (facts 4.3 for its model), and a voice added to an anonymous count."""

from bot.engine.answers import Answers
from bot.engine.effects import Count
from bot.engine.flow import ask, do, flow, go, route, say
from bot.engine.state import When

PLEDGE = "pledge"
"""The counter of voices."""

_WAYS_ON = {"stand": "to_stand", "share": "to_share", "menu": "to_menu"}


def _count_voice(_answers: Answers) -> Count:
    return Count(PLEDGE)


def has_added(answers: Answers) -> bool:
    return answers["join"] == ("add",) or was_thanked(answers)


def was_thanked(answers: Answers) -> bool:
    """Whether she went on from the thanks: an old button then adds no second voice."""
    return bool(answers["thanks"])


pledge = flow(
    "pledge",
    route("start", (When(has_added, "added"), "care")),
    say("care", then="promise"),
    say("promise", then="join"),
    ask(
        "join",
        {
            "add": (When(was_thanked, "added"), "count_voice"),
            "not_now": "not_now",
            "menu": "to_menu",
        },
    ),
    do("count_voice", _count_voice, then="thanks"),
    ask("thanks", {"count": "added", **_WAYS_ON}),
    ask("added", {"read": "read_again", **_WAYS_ON}, shows=("pledges",)),
    say("read_again", then="added"),
    ask("not_now", _WAYS_ON),
    go("to_stand", "stand"),
    go("to_share", "share"),
    go("to_menu", "menu"),
    keeps=True,
)
