"""Words that answer nothing, where an adviser is to read them."""

from bot.engine.effects import AddToCase
from bot.engine.exits import EXITS, PERSON
from bot.engine.state import ALREADY_OPEN, OPEN_CASE_LOOK_UP
from bot.engine.walk import Walk
from bot.messages import TEXT_READ_AT_MOST, Inbound, Kind, Say

NOTED = ("noted",)
"""Stands for an answer once she has been told that her words are noted."""


def is_listening(walk: Walk, inbound: Inbound) -> bool:
    """Whether words of hers, here, are meant for an adviser."""
    state = walk.state
    return state is not None and state.hears and inbound.kind in {Kind.TEXT, Kind.EDIT}


def hear(walk: Walk, inbound: Inbound) -> None:
    """Put her words into her case, and say so: the second time and later in fewer words. Where her
    case is closed by now, she may ask for a person anew."""
    is_new = inbound.kind is Kind.TEXT
    if add(walk, inbound):
        walk.lost = 0
        if is_new:
            was_told = walk.answers.get(walk.key) == NOTED
            walk.answers[walk.key] = NOTED
            _notice(walk, "guide.noted_more" if was_told else "guide.noted")
    elif is_new:
        walk.notice("guide.over")
        walk.go_to(EXITS[PERSON])


def _notice(walk: Walk, key: str) -> None:
    """With what the present question offers."""
    choices = walk.offered()
    walk.effects.append(Say(key, choices, at=walk.key if choices else ""))


def add(walk: Walk, inbound: Inbound) -> bool:
    """Silently; False when she has no case open."""
    is_open = walk.result(OPEN_CASE_LOOK_UP) == ALREADY_OPEN
    if is_open:
        walk.effects.append(AddToCase(inbound.text[:TEXT_READ_AT_MOST]))
    return is_open
