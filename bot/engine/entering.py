"""The guide goes on by itself, at a place that somebody else chose."""

from collections.abc import Collection

from bot.engine.saying import Wants
from bot.engine.session import Session
from bot.engine.state import Flow
from bot.engine.turn import NOTHING_FOUND, Engine, Turn
from bot.engine.walk import Walk
from bot.messages import Say


def enter(engine: Engine, session: Session | None, target: str) -> Turn:
    """At a flow, or at `flow.state`: what is said on the way, and the question there."""
    walk = Walk(engine.flows, engine.machines, {}, session, NOTHING_FOUND)
    try:
        walk.go_to(target)
    except Wants as wants:
        return Turn(session, wants=wants.look_up, about=wants.about)
    return Turn(walk.session(), tuple(walk.effects))


def places(engine: Engine, but: Collection[str] = ()) -> frozenset[str]:
    """Where the guide can go on: words and a question, nothing done and nothing looked up."""
    flows = [flow for flow in engine.flows.values() if flow.name not in but]
    targets = [target for flow in flows for target in _targets(flow)]
    return frozenset(target for target in targets if _is_place(enter(engine, None, target)))


def _targets(flow: Flow) -> list[str]:
    asks = [f"{flow.name}.{state.name}" for state in flow.states.values() if state.waits]
    return [flow.name, *asks]


def _is_place(turn: Turn) -> bool:
    return not turn.wants and all(isinstance(effect, Say) for effect in turn.effects)
