"""All benchmarks, one after the other: a table on the screen and `var/bench.json`."""

import json
import platform
from pathlib import Path

from bench import (
    against_peer,
    broadcast,
    calendars,
    crisis,
    desk,
    durable_turns,
    engine_turn,
    events,
    live,
    start,
    understanding,
)

REPORT = Path("var/bench.json")


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}; medians; trust the ratios\n")
    report: dict[str, object] = {"python": platform.python_version()}
    for name, part in (
        ("engine", engine_turn.main),
        ("durable", durable_turns.main),
        ("understanding", understanding.main),
        ("crisis", crisis.main),
        ("desk", desk.main),
        ("broadcast", broadcast.main),
        ("calendars", calendars.main),
        ("events", events.main),
        ("live", live.main),
        ("peer", against_peer.main),
        ("start", start.main),
    ):
        report[name] = part()
        print()
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    print(f"written to {REPORT}")


if __name__ == "__main__":
    main()
