"""News for live pages, and the record of who did what: kept for the end of the transaction and
written there in one order.

Both are written under the lock of the row `audit_head`, held until the commit. So processes make
one chain, and the numbers of events are committed in their order: whoever has read up to a number
has missed none before it. The lock comes after all others, so that nobody waits in a ring.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    LargeBinary,
    Select,
    Update,
    bindparam,
    select,
    update,
)

from adapters.database.desk_tables import audit, audit_head, desk_events
from adapters.database.statements import Compiler
from adapters.database.times import from_micros
from bot.desk.audit import Head, next_line
from bot.desk.model import SIGNS, AuditEntry, DeskEvent
from bot.desk.ports import AuditLine


class LedgerStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.lock = compiler.one(_lock())
        self.move = compiler.one(_move())
        self.tell = compiler.insert(desk_events, without="id")
        self.audit = compiler.insert(audit)


class Ledger:
    """Of one transaction. `now` in microseconds."""

    def __init__(self, connection: Connection, statements: LedgerStatements, now: int) -> None:
        self._connection = connection
        self._run = statements
        self._now = now
        self._events: list[DeskEvent] = []
        self._entries: list[AuditEntry] = []

    @property
    def has_news(self) -> bool:
        """Whether anybody should look at once: signs of the moment wait for the next look."""
        return any(event.kind not in SIGNS for event in self._events)

    def tell(self, event: DeskEvent) -> None:
        self._events.append(event)

    def audit(self, entry: AuditEntry) -> None:
        self._entries.append(entry)

    def finish(self) -> None:
        if not (self._events or self._entries):
            return
        newest = self._run.lock.run(self._connection).mappings().one()
        self._tell_all()
        self._audit_all(Head(newest["number"], bytes(newest["digest"])))

    def _tell_all(self) -> None:
        rows = [
            (self._now, str(one.kind), one.case_id, one.adviser_id, one.queue)
            for one in self._events
        ]
        self._run.tell.run(self._connection, rows)

    def _audit_all(self, head: Head) -> None:
        if not self._entries:
            return
        at, lines = from_micros(self._now), list[AuditLine]()
        for entry in self._entries:
            line = next_line(head, at, entry)
            head = Head(line.number, line.digest)
            lines.append(line)
        rows = [(line.number, self._now, *line.entry, line.previous, line.digest) for line in lines]
        self._run.audit.run(self._connection, rows)
        self._run.move.run(self._connection, number=head.number, digest=head.digest)


def _lock() -> Select[Any]:
    return select(audit_head.c.number, audit_head.c.digest).with_for_update()


def _move() -> Update:
    newest = {
        "number": bindparam("number", type_=BigInteger),
        "digest": bindparam("digest", type_=LargeBinary),
    }
    return update(audit_head).values(newest)
