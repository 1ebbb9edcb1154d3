"""What is near, among 100,000 events in memory; how fresh the index is; taking over a calendar."""

import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.database import Database, Keys, open_database, upgrade
from bot.events.importing import Imported, import_entries
from bot.events.model import Entry, Event, EventStatus, EventText
from bot.events.nearby import EventIndex
from bot.places.model import Coordinates
from bot.ports import Transaction

EVENTS, ENTRIES, LOOKS = 100_000, 10_000, 200
GOAL_NEAREST_MS, GOAL_IMPORT_S = 20.0, 10.0
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
chance = random.Random(6)  # noqa: S311 - repeatable, no secret


def _somewhere() -> Coordinates:
    """In the United Kingdom, where most are."""
    return Coordinates(chance.uniform(50, 58), chance.uniform(-5, 1.5))


def _event(number: int) -> Event:
    starts_at = NOW + chance.randrange(1, 9000) * HOUR
    return Event(
        number,
        starts_at,
        starts_at + HOUR,
        "Europe/London",
        {"en": EventText("Tea and talk")},
        at=_somewhere(),
        languages=("en", chance.choice(("ur", "bn", "pl", "so"))),
        status=EventStatus.PUBLISHED,
    )


def _look(index: EventIndex) -> float:
    """Milliseconds."""
    place = _somewhere()
    began = time.perf_counter()
    index.find(NOW, place, languages=("ur",))
    return (time.perf_counter() - began) * 1e3


def _take(index: EventIndex, events: Sequence[Event]) -> float:
    began = time.perf_counter()
    index.take(events, 1, NOW)
    return time.perf_counter() - began


def _entry(number: int) -> Entry:
    starts_at = NOW + (number % 9000 + 1) * HOUR
    return Entry(str(number), starts_at, starts_at + HOUR, "Europe/London", f"Tea {number}")


def _import(database: Database, entries: Sequence[Entry]) -> float:
    def work(transaction: Transaction, sources: Sequence[str]) -> list[Imported]:
        return [import_entries(transaction, source, entries, NOW) for source in sources]

    began = time.perf_counter()
    database.writer.submit(work, "bench").result()
    return time.perf_counter() - began


def _imports() -> tuple[float, float]:
    """Seconds for a calendar that is new, and for the same one again."""
    entries = [_entry(number) for number in range(ENTRIES)]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade(url)
        with open_database(url, Keys.parse("11" * 32), lambda: NOW) as database:
            return _import(database, entries), _import(database, entries)


def main() -> dict[str, float]:
    """Print the table; the figures."""
    index = EventIndex()
    taken = _take(index, [_event(number) for number in range(EVENTS)])
    again = _take(index, [_event(1)])
    looks = sorted(_look(index) for _ in range(LOOKS))
    first, same = _imports()
    figures = {
        "nearest_ms": statistics.median(looks),
        "nearest_p99_ms": looks[LOOKS * 99 // 100],
        "index_s": taken,
        "index_again_s": again,
        "import_s": first,
        "import_again_s": same,
    }
    print(
        f"nearest among {EVENTS:,} events, ms, median / p99 (goal {GOAL_NEAREST_MS:.0f})"
        f"{figures['nearest_ms']:18.2f} / {figures['nearest_p99_ms']:.2f}"
    )
    print(f"the index of them made / one of them changed, s{taken:33.2f} / {again:.2f}")
    print(
        f"{ENTRIES:,} entries taken over / again, s (goal {GOAL_IMPORT_S:.0f})"
        f"{first:32.2f} / {same:.2f}"
    )
    return figures


if __name__ == "__main__":
    main()
