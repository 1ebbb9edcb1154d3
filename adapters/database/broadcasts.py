"""Broadcasts: within one transaction, and what pages read of them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from adapters.database.arrays import Value
from adapters.database.broadcast_statements import BroadcastQueries, BroadcastStatements
from adapters.database.desk_rows import optional_micros, optional_moment
from adapters.database.ids import new_id
from adapters.database.reading import Reading
from adapters.database.reminders import Contacts
from adapters.database.sealing import Keys
from adapters.database.statements import Compiler, Statement
from adapters.database.times import from_micros, to_micros
from bot.broadcasts.model import GOING, Broadcast, Fate, Progress, Status, Tally
from bot.broadcasts.ports import Marked, Target, Template
from bot.reminders.model import Consent

FIRST = -1
"""Before all ids."""


class Broadcasts:
    """`bot.broadcasts.ports.BroadcastStore`."""

    def __init__(self, connection: Connection, statements: BroadcastStatements, keys: Keys) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys

    def new_id(self) -> int:
        return new_id()

    def add(self, broadcast: Broadcast) -> bool:
        return bool(self._run.add.run(self._connection, **_values(broadcast)).rowcount)

    def find(self, broadcast_id: int) -> Broadcast | None:
        row = self._run.find.run(self._connection, id=broadcast_id).mappings().first()
        return None if row is None else load_broadcast(row)

    def save(self, broadcast: Broadcast) -> None:
        self._run.save.run(self._connection, **{"id": broadcast.id, **_moving(broadcast)})

    def going(self) -> Broadcast | None:
        row = self._run.going.run(self._connection).mappings().first()
        return None if row is None else load_broadcast(row)

    def is_any_going(self) -> bool:
        return bool(self._run.is_going.run(self._connection).scalar_one())

    def prepare(self, broadcast: Broadcast, at_most: int, due_at: datetime) -> int | None:
        after = FIRST if broadcast.prepared_to is None else broadcast.prepared_to
        given: dict[str, Value] = {"after": after, "consent": broadcast.consent.value}
        last = self._run.last.run(self._connection, **given, room=at_most).scalar()
        if last is None:
            return None
        filters = {**given, **_filters(broadcast), "id": broadcast.id}
        self._run.prepare.run(self._connection, **filters, to=last, due_at=to_micros(due_at))
        return int(last)

    def take(self, broadcast: Broadcast, channel: str, now: datetime, at_most: int) -> list[Target]:
        given: dict[str, Value] = {"id": broadcast.id, "consent": broadcast.consent.value}
        found = self._run.take.run(
            self._connection, **given, channel=channel, now=to_micros(now), room=at_most
        )
        contacts = Contacts(self._keys)
        return [Target(contacts.of(row), bool(row["agreed"])) for row in found.mappings()]

    def mark(self, broadcast_id: int, marked: Sequence[Marked]) -> None:
        rows = [
            (broadcast_id, one.conversation_id, one.fate.value, to_micros(one.due_at), one.seq)
            for one in sorted(marked, key=lambda one: one.conversation_id)
        ]
        self._run.mark.run(self._connection, rows)

    def is_waiting(self, broadcast_id: int) -> bool:
        return bool(self._run.is_waiting.run(self._connection, id=broadcast_id).scalar_one())

    def give_up(self, broadcast_id: int, fate: Fate) -> None:
        self._run.give_up.run(self._connection, id=broadcast_id, to=fate.value)


class BroadcastReader:
    """`bot.broadcasts.ports.BroadcastReader`."""

    def __init__(self, engine: Engine) -> None:
        self._reading = Reading(engine)
        self._run = BroadcastQueries(Compiler(engine.dialect))

    def broadcasts(self, at_most: int) -> list[Broadcast]:
        return [load_broadcast(row) for row in self._all(self._run.all, room=at_most)]

    def broadcast(self, broadcast_id: int) -> Broadcast | None:
        rows = self._all(self._run.one, id=broadcast_id)
        return load_broadcast(rows[0]) if rows else None

    def audience(self, broadcast: Broadcast) -> list[Tally]:
        given = {"consent": broadcast.consent.value, **_filters(broadcast)}
        return [Tally(**row) for row in self._all(self._run.audience, **given)]

    def progress(self, broadcast_id: int) -> list[Progress]:
        rows = self._all(self._run.progress, id=broadcast_id)
        return [
            Progress(row["channel"], Fate(row["fate"]), row["number"], int(row["failed"]))
            for row in rows
        ]

    def templates(self) -> list[Template]:
        return [Template(**row) for row in self._all(self._run.templates)]

    def total(self, name: str) -> int:
        return int(self._all(self._run.total, name=name)[0]["number"] or 0)

    def _all(self, statement: Statement, **values: Value) -> Sequence[RowMapping]:
        return self._reading.read(
            lambda connection: statement.run(connection, **values).mappings().all()
        )


def load_broadcast(row: RowMapping) -> Broadcast:
    moments = ("approved_at", "started_at", "ended_at", "fed_at")
    return Broadcast(
        row["id"],
        from_micros(row["at"]),
        row["title"],
        Consent(row["consent"]),
        row["base"],
        json.loads(row["texts"]),
        row["created_by"],
        tuple(row["languages"].split()),
        tuple(row["channels"].split()),
        Status(row["status"]),
        row["approved_by"],
        prepared_to=row["prepared_to"],
        **{name: optional_moment(row[name]) for name in moments},
    )


def _values(one: Broadcast) -> dict[str, Value]:
    return {
        "id": one.id,
        "at": to_micros(one.at),
        "title": one.title,
        "consent": one.consent.value,
        "texts": json.dumps(dict(one.texts)),
        "created_by": one.created_by,
        **_filters(one),
        **_moving(one),
    }


def _filters(one: Broadcast) -> dict[str, Value]:
    return {
        "base": one.base,
        "languages": _framed(one.languages),
        "channels": _framed(one.channels),
    }


def _moving(one: Broadcast) -> dict[str, Any]:
    return {
        "status": one.status.value,
        "approved_by": one.approved_by,
        "approved_at": optional_micros(one.approved_at),
        "started_at": optional_micros(one.started_at),
        "ended_at": optional_micros(one.ended_at),
        "prepared_to": one.prepared_to,
        "fed_at": optional_micros(one.fed_at),
        "slot": 1 if one.status in GOING else None,
    }


def _framed(words: Sequence[str]) -> str:
    return f" {' '.join(words)} " if words else ""
