"""A broadcast to 100,000: how long it takes to write down whom it goes to, and to hand the outbox
what a second takes, on SQLite and on PostgreSQL."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.database import Database, Keys, new_key, open_database, upgrade
from bot.broadcasts.feeding import Feeding, Moment
from bot.broadcasts.model import Broadcast, Status
from bot.messages import Inbound
from bot.ports import Transaction
from bot.reminders.judging import Judge
from bot.reminders.model import Consent
from bot.reminders.sending import Sending
from tests.postgres import Postgres

TARGETS = 100_000
AT_ONCE = 500
SECONDS_FED = 10
ALLOWED = 30.0
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def main() -> dict[str, object]:
    print(f"broadcast to {TARGETS:,}: prepared in, then one second's worth handed over in")
    report: dict[str, object] = {}
    server = Postgres()
    with tempfile.TemporaryDirectory() as folder:
        for engine, url in (
            ("sqlite", f"sqlite:///{folder}/bench.db"),
            ("postgresql", server.create("bench_broadcast")),
        ):
            report[engine] = _measure(url)
            print(f"  {engine:<12}{report[engine]}")
    server.close()
    return report


def _measure(url: str) -> dict[str, float]:
    upgrade(url)
    with open_database(url, Keys.parse(new_key()), lambda: NOON) as database:
        for start in range(0, TARGETS, AT_ONCE):
            database.writer.submit(_agree, start).result()
        new = Broadcast(5, NOON, "x", Consent.NEWS, "en", {"en": "x"}, 1, approved_by=2)
        going = replace(new, approved_at=NOON, started_at=NOON, status=Status.PREPARING)
        database.writer.submit(_add, going).result()
        feeding = Feeding(Sending(Judge(ZoneInfo("Europe/London"), "en")), {"telegram": 25.0})
        began = time.perf_counter()
        while database.writer.submit(feeding.feed, Moment(NOON)).result():
            pass
        prepared = time.perf_counter()
        for second in range(1, SECONDS_FED + 1):
            moment = Moment(NOON + timedelta(seconds=second))
            database.writer.submit(feeding.feed, moment).result()
        fed = (time.perf_counter() - prepared) / SECONDS_FED
        _check(database)
    return {"seconds": round(prepared - began, 2), "allowed": ALLOWED, "feed_ms": round(fed * 1000)}


def _check(database: Database) -> None:
    """What was measured is the whole of it."""
    written = sum(line.number for line in database.broadcasts.progress(5))
    if written != TARGETS:
        raise RuntimeError(f"{written} of {TARGETS} were prepared")


def _agree(transaction: Transaction, starts: Sequence[int]) -> list[None]:
    for start in starts:
        asked = [Inbound("telegram", str(one), "") for one in range(start, start + AT_ONCE)]
        contacts = list(transaction.conversations(asked).values())
        transaction.save(contacts)
        for one in contacts:
            transaction.reminders.agree(one.id, Consent.NEWS, NOON)
    return [None] * len(starts)


def _add(transaction: Transaction, items: Sequence[Broadcast]) -> list[Any]:
    return [transaction.broadcasts.add(item) for item in items]


if __name__ == "__main__":
    main()
