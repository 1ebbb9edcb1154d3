"""What is kept of the staff group, on SQLite or PostgreSQL."""

import secrets
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from adapters.database.desk_rows import dump_ids, load_ids
from adapters.database.reading import Reading
from adapters.database.sealing import Keys
from adapters.database.staff_statements import StaffStatements
from adapters.database.statements import Compiler, Statement
from adapters.database.store import StoreTransaction
from adapters.database.times import to_micros
from bot.desk.model import AuditEntry
from bot.desk.staff import CODE_LASTS, Followed, LinkAsked, Topic, Watch
from bot.ports import Clock, Transaction

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""None that is taken for another."""
GROUPS, OF_LETTERS = 3, 4


class Staff:
    """`bot.desk.staff.StaffStore`."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock) -> None:
        self._reading = Reading(engine)
        self._keys = keys
        self._clock = clock
        self._run = StaffStatements(Compiler(engine.dialect))

    def topics(self) -> list[Topic]:
        return [_topic(row) for row in self._all(self._run.topics)]

    def topic_of(self, case_id: int) -> Topic | None:
        return next((_topic(row) for row in self._all(self._run.topic_of, case=case_id)), None)

    def topic_at(self, thread: int) -> Topic | None:
        given = {"thread": thread, "lost": f"%,{thread},%"}
        return next((_topic(row) for row in self._all(self._run.topic_at, **given)), None)

    def adviser_of(self, person: int) -> int | None:
        rows = self._all(self._run.adviser_of, person=self._person(person))
        return next((int(row["adviser_id"]) for row in rows), None)

    def present(self, since: datetime) -> list[int]:
        rows = self._all(self._run.present, since=to_micros(since))
        return [int(row["adviser_id"]) for row in rows]

    def followed(self) -> Followed:
        rows = self._all(self._run.followed)
        return next((Followed(**row) for row in rows), Followed())

    def save(self, transaction: Transaction, topics: Sequence[Topic]) -> list[None]:
        rows = [(*astuple(topic)[:-1], dump_ids(topic.lost)) for topic in topics]
        self._run.save.run(_connection(transaction), rows)
        return [None] * len(topics)

    def forget(self, transaction: Transaction, case_ids: Sequence[int]) -> list[None]:
        for case_id in case_ids:
            self._run.forget.run(_connection(transaction), case=case_id)
        return [None] * len(case_ids)

    def make_code(self, transaction: Transaction, advisers: Sequence[int]) -> list[str]:
        return [self._make_code(transaction, adviser) for adviser in advisers]

    def link(self, transaction: Transaction, asked: Sequence[LinkAsked]) -> list[int | None]:
        return [self._link(transaction, one) for one in asked]

    def unlink(self, transaction: Transaction, advisers: Sequence[int]) -> list[None]:
        for adviser in advisers:
            self._run.unlink.run(_connection(transaction), adviser=adviser, person=b"")
            _audit(transaction, adviser, "unlink_telegram")
        return [None] * len(advisers)

    def seen(self, transaction: Transaction, persons: Sequence[int]) -> list[None]:
        now = to_micros(self._clock())
        for person in persons:
            connection = _connection(transaction)
            self._run.seen.run(connection, person=self._person(person), now=now)
        return [None] * len(persons)

    def watch(self, transaction: Transaction, watches: Sequence[Watch]) -> list[bool]:
        return [self._watch(_connection(transaction), one) for one in watches]

    def follow(self, transaction: Transaction, followed: Sequence[Followed]) -> list[None]:
        for one in followed:
            self._run.follow.run(_connection(transaction), **one._asdict())
        return [None] * len(followed)

    def _make_code(self, transaction: Transaction, adviser: int) -> str:
        parts = ["".join(secrets.choice(LETTERS) for _ in range(OF_LETTERS)) for _ in range(GROUPS)]
        code = "-".join(parts)
        until = to_micros(self._clock() + CODE_LASTS)
        connection = _connection(transaction)
        self._run.make_code.run(connection, adviser=adviser, code=self._code(code), until=until)
        _audit(transaction, adviser, "link_code")
        return code

    def _link(self, transaction: Transaction, asked: LinkAsked) -> int | None:
        connection, now = _connection(transaction), to_micros(self._clock())
        used = self._run.use_code.run(connection, code=self._code(asked.code), now=now).first()
        if used is None:
            return None
        adviser, person = int(used[0]), self._person(asked.person)
        self._run.unlink.run(connection, adviser=adviser, person=person)
        self._run.link.run(connection, adviser=adviser, person=person, now=now)
        _audit(transaction, adviser, "link_telegram")
        return adviser

    def _watch(self, connection: Connection, watch: Watch) -> bool:
        given = {"holder": watch.holder, "until": to_micros(watch.until)}
        taken = self._run.watch.run(connection, **given, now=to_micros(self._clock()))
        return taken.first() is not None

    def _person(self, person: int) -> bytes:
        return self._keys.hash(f"staff\0{person}")

    def _code(self, code: str) -> bytes:
        plain = "".join(letter for letter in code.upper() if letter in LETTERS)
        return self._keys.hash(f"staff code\0{plain}")

    def _all(self, statement: Statement, **values: Any) -> Sequence[RowMapping]:
        return self._reading.read(
            lambda connection: statement.run(connection, **values).mappings().all()
        )


def _topic(row: RowMapping) -> Topic:
    fields = dict(row)
    lost = load_ids(fields.pop("lost"))
    return Topic(**fields | {"is_shut": bool(fields["is_shut"]), "lost": lost})


def _connection(transaction: Transaction) -> Connection:
    if not isinstance(transaction, StoreTransaction):
        raise TypeError("the staff group is kept in the database")
    return transaction.connection


def _audit(transaction: Transaction, adviser: int, action: str) -> None:
    entry = AuditEntry(f"adviser:{adviser}", action, f"adviser:{adviser}")
    transaction.desk.audit(entry)
