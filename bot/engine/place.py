"""Where a turn begins."""

from collections.abc import Mapping
from enum import Enum, auto

from bot.engine.session import Session
from bot.engine.state import Flow, State


class Place(Enum):
    NOWHERE = auto()  # a new contact
    KNOWN = auto()
    UNKNOWN = auto()  # a state that no flow has any more


def state_at(flows: Mapping[str, Flow], key: str) -> State | None:
    """The state of this key, or the one that took its place; None when there is none."""
    name, _, wanted = key.partition(".")
    flow = flows.get(name)
    return flow.find(wanted) if flow else None


def place_of(flows: Mapping[str, Flow], session: Session | None) -> Place:
    if session is None:
        return Place.NOWHERE
    return Place.KNOWN if state_at(flows, session.key) else Place.UNKNOWN
