"""What of a flow is forgotten as soon as she is in another one."""

from datetime import UTC, datetime

from bot.engine.leaving import lasting
from bot.engine.session import Session, dump_session
from bot.engine.turn import Engine
from bot.flows import build_flows
from bot.messages import Inbound, Kind

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVENTS = next(flow for flow in build_flows(("en",)) if flow.name == "events")
PLACE = {"events.which": ("2641673", "2641674"), "events.where": ("101:3mi",)}
OTHER = {"signs.start": ("sleep",)}


def test_a_place_is_held_only_while_she_looks_for_events() -> None:
    flows = {"events": EVENTS}
    assert lasting(flows, PLACE | OTHER, "events") == PLACE | OTHER
    assert lasting(flows, PLACE | OTHER, "menu") == OTHER


def test_nothing_of_where_she_is_stays_in_the_session_once_she_left(engine: Engine) -> None:
    looking = Session("events", "which", PLACE)
    left = engine.step(looking, Inbound("telegram", "1", "1", Kind.TEXT, text="menu"), NOON)
    assert left.session is not None
    assert (left.session.flow, "2641673" in dump_session(left.session)) == ("menu", False)
