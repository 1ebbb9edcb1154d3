"""Anonymous counters: how often something happened in a week, and nothing about who."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import Insert

from adapters.database.statements import Compiler
from adapters.database.tables import counters


class CounterStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.total = compiler.one(_total())
        self.add = compiler.insert(counters, _adding)


def counted_between() -> Select[Any]:
    """Weeks by their first day."""
    week, given = counters.c.week, counters.c.week.type
    query = select(counters.c.name, week, counters.c.number)
    return query.where(
        week >= bindparam("since", type_=given), week < bindparam("until", type_=given)
    )


class Counters:
    """The counters within one transaction.

    They are written at its very end and in one order: everybody counts on the same rows, so a turn
    that held one while it waits for a conversation could wait in a ring with another process.
    """

    def __init__(self, connection: Connection, statements: CounterStatements) -> None:
        self._connection = connection
        self._run = statements
        self._pending: Counter[tuple[str, str]] = Counter()

    def count(self, names: Sequence[str], day: date) -> None:
        week = (day - timedelta(days=day.weekday())).isoformat()
        self._pending.update((name, week) for name in names)

    def total(self, name: str) -> int:
        written = self._run.total.run(self._connection, name=name).scalar_one()
        return int(written) + sum(n for (of, _week), n in self._pending.items() if of == name)

    def finish(self) -> None:
        rows = [(*key, number) for key, number in sorted(self._pending.items())]
        self._run.add.run(self._connection, rows)
        self._pending.clear()


def _total() -> Select[Any]:
    named = counters.c.name == bindparam("name", type_=counters.c.name.type)
    return select(func.coalesce(func.sum(counters.c.number), 0)).where(named)


def _adding(made: Insert) -> Insert:
    """SQLite and PostgreSQL write this alike."""
    summed = counters.c.number + made.excluded.number
    return made.on_conflict_do_update(index_elements=["name", "week"], set_={"number": summed})
