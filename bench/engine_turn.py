"""A turn in memory: microseconds, and what 100,000 idle conversations keep in the process
(nothing)."""

import resource
import statistics
import time
from datetime import UTC, datetime

from bench import dialogue
from bot.engine.session import Session, dump_session, load_session
from bot.engine.turn import Engine
from bot.messages import Inbound, Kind

RUNS = 7
TURNS = 20_000
CONVERSATIONS = 100_000
GOAL_MICROSECONDS = 30.0
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def _press(turn: int) -> Inbound:
    return Inbound("bench", "1", str(turn), Kind.CHOICE, choice=dialogue.choice(turn))


def _microseconds(engine: Engine, presses: list[Inbound]) -> float:
    session: Session | None = Session("menu", "start")
    began = time.perf_counter()
    for turn in range(TURNS):
        session = engine.step(session, presses[turn % 2], NOW, language="en").session
    return (time.perf_counter() - began) / TURNS * 1e6


def _stored_microseconds(engine: Engine, presses: list[Inbound]) -> float:
    """With the session stored and loaded between turns, as the product does."""
    stored = dump_session(Session("menu", "start"))
    began = time.perf_counter()
    for turn in range(TURNS):
        ended = engine.step(load_session(stored), presses[turn % 2], NOW, language="en").session
        stored = dump_session(ended) if ended else stored
    return (time.perf_counter() - began) / TURNS * 1e6


def _idle_bytes(engine: Engine) -> float:
    """Growth of the process after a turn of each of 100,000 contacts whose sessions went to the
    store."""
    presses = [_press(turn) for turn in range(2)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(CONVERSATIONS):
        engine.step(Session("menu", "start"), presses[0], NOW, language="en")
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / CONVERSATIONS


def main() -> dict[str, float]:
    """Print the table; the figures."""
    engine = dialogue.engine()
    presses = [_press(turn) for turn in range(2)]
    _microseconds(engine, presses)
    figures = {
        "turn_us": statistics.median(_microseconds(engine, presses) for _ in range(RUNS)),
        "turn_with_session_us": statistics.median(
            _stored_microseconds(engine, presses) for _ in range(RUNS)
        ),
        "idle_bytes_per_conversation": _idle_bytes(engine),
    }
    print(f"a turn's logic in memory, us (goal {GOAL_MICROSECONDS:.0f}){figures['turn_us']:46,.1f}")
    print(
        f"the same with its session stored and loaded, us{figures['turn_with_session_us']:40,.1f}"
    )
    idle = figures["idle_bytes_per_conversation"]
    print(f"memory that an idle conversation keeps in the process, bytes{idle:27,.1f}")
    return figures


if __name__ == "__main__":
    main()
