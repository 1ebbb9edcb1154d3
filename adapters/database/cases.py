"""Cases within one transaction. Whoever changes a case holds the lock of its conversation first."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    RowMapping,
    Select,
    Text,
    Update,
    bindparam,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.rows import address_place, load_optional
from adapters.database.sealing import Keys
from adapters.database.statements import Compiler
from adapters.database.tables import CLOSED, OPEN, cases, conversations, word
from adapters.database.times import from_micros, to_micros
from bot.ports import Conversation, DueCase, NewCase


class CaseStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.open = compiler.insert(cases)
        self.open_since = compiler.one(_open_since())
        self.close_all = compiler.one(_close(cases.c.conversation_id))
        self.close = compiler.one(_close(cases.c.id))
        self.lock_due = compiler.one(_lock_due())
        self.due = compiler.lookup(_due(), cases.c.conversation_id)


class Cases:
    """Times in microseconds."""

    def __init__(
        self, connection: Connection, statements: CaseStatements, keys: Keys, now: int
    ) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys
        self._now = now

    def open(self, numbered: Sequence[tuple[int, NewCase]]) -> None:
        rows = [
            (
                id_,
                case.conversation_id,
                case.queue,
                case.language,
                json.dumps(case.consents),
                to_micros(case.opened_at),
                None,
                to_micros(case.deadline),
                case.next_action,
                OPEN,
                None,
                "",
            )
            for id_, case in numbered
        ]
        self._run.open.run(self._connection, rows)

    def open_since(self, conversation_id: int) -> datetime | None:
        opened = self._run.open_since.run(self._connection, id=conversation_id).scalar()
        return None if opened is None else from_micros(opened)

    def close_all(self, conversation_id: int, outcome: str) -> None:
        self._close(self._run.close_all, conversation_id, outcome)

    def close(self, case_id: int, outcome: str) -> None:
        self._close(self._run.close, case_id, outcome)

    def due(self, now: int, at_most: int) -> list[DueCase]:
        locked = self._run.lock_due.run(self._connection, now=now, room=at_most).scalars().all()
        # Looked at again under the lock: another process may have closed it a moment ago.
        rows = self._run.due.run(self._connection, list(locked))
        overdue = [row._mapping for row in rows if row.deadline <= now]
        return [self._load(row) for row in sorted(overdue, key=lambda row: row["deadline"])]

    def _close(self, statement: Any, id_: int, outcome: str) -> None:
        statement.run(self._connection, id=id_, now=self._now, outcome=outcome)

    def _load(self, row: RowMapping) -> DueCase:
        conversation = Conversation(
            row["conversation_id"],
            row["channel"],
            self._keys.open(row["address"], address_place(row["conversation_id"])),
            row["language"],
            load_optional(row["session"]),
            row["epoch"],
            row["next_seq"],
            bool(row["stopped"]),
        )
        return DueCase(row["id"], conversation, row["next_action"])


def _is_open() -> ColumnElement[bool]:
    return cases.c.status == word(OPEN)


def _open_since() -> Select[Any]:
    named = cases.c.conversation_id == bindparam("id", type_=BigInteger)
    return select(cases.c.opened_at).where(named, _is_open())


def _close(column: ColumnElement[int]) -> Update:
    named = column == bindparam("id", type_=BigInteger)
    closed = {
        "status": word(CLOSED),
        "closed_at": bindparam("now", type_=BigInteger),
        "outcome": bindparam("outcome", type_=Text),
    }
    return update(cases).where(named, _is_open()).values(closed)


def _lock_due() -> Select[Any]:
    """Conversations with a case whose deadline has come. A case with an owner waits for its
    owner."""
    due = cases.c.deadline <= bindparam("now", type_=BigInteger)
    query = select(conversations.c.id).join(cases, cases.c.conversation_id == conversations.c.id)
    return (
        query.where(_is_open(), due, cases.c.owner.is_(None))
        .order_by(cases.c.deadline)
        .limit(bindparam("room", type_=BigInteger))
        .with_for_update(of=conversations, key_share=True, skip_locked=True)
    )


def _due() -> Select[Any]:
    contact = conversations.c
    columns = (cases.c.id, cases.c.conversation_id, cases.c.next_action, cases.c.deadline)
    kept = (contact.channel, contact.address, contact.language, contact.session, contact.epoch)
    query = select(*columns, *kept, contact.next_seq, contact.stopped)
    joined = query.join(conversations, contact.id == cases.c.conversation_id)
    return joined.where(_is_open(), cases.c.owner.is_(None))
