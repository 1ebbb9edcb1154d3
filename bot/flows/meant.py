"""Meant: words of her own that could ask for several things; she says which.

Facts 2.4 decides what counts as danger; what is not sure is asked, with the number in sight, and
never told as a fact. What she may have meant is in her session as names of flows.
"""

from bot.engine.answers import Answers
from bot.engine.exits import URGENT
from bot.engine.flow import ask, flow, go
from bot.engine.meaning import FLOWS
from bot.messages import Urgency

_NEEDS = {URGENT: URGENT, **{need.value: there for need, there in FLOWS.items()}}
_ALWAYS = ("menu",)


def likely(answers: Answers) -> tuple[str, ...]:
    """What she may have meant, and the way to everything else."""
    return (*(need for need in answers["likely"] if need in _NEEDS), *_ALWAYS)


meant = flow(
    "meant",
    ask("which", {**{need: f"to_{need}" for need in _NEEDS}, "menu": "to_menu"}, offer=likely),
    *(go(f"to_{need}", there) for need, there in _NEEDS.items()),
    go("to_menu", "menu"),
    entries=("which",),
)

in_danger = flow(
    "in_danger",
    ask("now", {"yes": "to_urgent", "unsure": "to_urgent", "no": "to_which"}),
    go("to_urgent", "urgent"),
    go("to_which", "meant.which"),
    urgency=Urgency.SAFETY,
    entries=("now",),
)
