"""Phrases that advisers propose: within one transaction, and what pages read of them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Delete,
    Integer,
    RowMapping,
    Select,
    Update,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.arrays import Value
from adapters.database.data_keys import DataKeys
from adapters.database.desk_rows import open_text, optional_micros, optional_moment
from adapters.database.desk_tables import case_messages
from adapters.database.phrase_tables import phrase_suggestions
from adapters.database.sealing import Keys, Tampered
from adapters.database.statements import Compiler
from adapters.database.tables import word
from adapters.database.times import from_micros, to_micros
from bot.desk.suggestions import Misreading, Standing, Suggestion
from bot.understanding.languages import Variant
from bot.understanding.needs import Need

ID_BYTES = 8
_one = phrase_suggestions.c
IS_PROPOSED = _one.status == word(Standing.PROPOSED)
IS_ACCEPTED = _one.status == word(Standing.ACCEPTED)
IS_REFUSED = _one.status == word(Standing.REFUSED)
DECIDED = ("status", "text", "decided_by", "decided_at")


class PhraseStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.written = compiler.one(_written())
        self.add = compiler.one(_add())
        self.find = compiler.one(select(phrase_suggestions).where(_is("id")))
        self.decide = compiler.one(_decide())


class PhraseQueries:
    def __init__(self, compiler: Compiler) -> None:
        self.proposed = compiler.one(_proposed())
        self.decided = compiler.one(_decided())
        self.accepted = compiler.one(_accepted())


class Phrases:
    """`bot.desk.ports.PhraseStore`."""

    def __init__(
        self,
        connection: Connection,
        statements: PhraseStatements,
        keys: Keys,
        data_keys: DataKeys,
    ) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys
        self._data_keys = data_keys

    def id_of(self, adviser_id: int, key: str) -> int:
        hashed = self._keys.hash(f"phrase\0{adviser_id}\0{key}", ID_BYTES)
        return int.from_bytes(hashed) >> 1

    def written_in(self, case_id: int) -> list[str]:
        rows = self._run.written.run(self._connection, id=case_id).mappings().all()
        return list(self._opened(rows))

    def add(self, suggestion: Suggestion) -> bool:
        values = _values(suggestion, self._keys)
        return bool(self._run.add.run(self._connection, **values).rowcount)

    def find(self, suggestion_id: int) -> Suggestion | None:
        row = self._run.find.run(self._connection, id=suggestion_id).mappings().first()
        return None if row is None else load_suggestion(row, self._keys)

    def decide(self, suggestion: Suggestion) -> bool:
        values = _values(suggestion, self._keys)
        changed = {name: values[name] for name in (*DECIDED, "id")}
        return bool(self._run.decide.run(self._connection, **changed).rowcount)

    def _opened(self, rows: Any) -> Iterator[str]:
        """What does not open was never on a page."""
        for row in rows:
            try:
                data_key = self._data_keys.of(row["conversation_id"])
                yield open_text("case_messages", row, data_key)[1]
            except Tampered:
                continue


def load_suggestion(row: RowMapping, keys: Keys) -> Suggestion:
    """A text that does not open counts as none."""
    try:
        text = keys.open(row["text"], _place(row["id"]))
    except Tampered:
        text = ""
    return Suggestion(
        row["id"],
        from_micros(row["at"]),
        Variant(row["language"], row["script"]),
        Need(row["need"]),
        Need(row["near"]) if row["near"] else None,
        Misreading(row["kind"]),
        text,
        row["adviser_id"],
        Standing(row["status"]),
        row["decided_by"],
        optional_moment(row["decided_at"]),
    )


def _values(one: Suggestion, keys: Keys) -> dict[str, Value]:
    return {
        "id": one.id,
        "at": to_micros(one.at),
        "language": one.variant.language,
        "script": one.variant.script,
        "need": one.need.value,
        "near": one.near.value if one.near else "",
        "kind": one.kind.value,
        "text": keys.seal(one.text, _place(one.id)),
        "status": one.status.value,
        "adviser_id": one.adviser_id,
        "decided_by": one.decided_by,
        "decided_at": optional_micros(one.decided_at),
    }


def _place(id_: int) -> str:
    return f"phrase_suggestions.text:{id_}"


def _bind(name: str) -> Any:
    return bindparam(name, type_=_one[name].type)


def _is(name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = _one[name] == _bind(name)
    return named


def _written() -> Select[Any]:
    wrote = case_messages.c
    query = select(wrote.id, wrote.conversation_id, wrote.text)
    return query.where(wrote.case_id == bindparam("id", type_=BigInteger))


def _add() -> Insert:
    values = {column.name: _bind(column.name) for column in phrase_suggestions.columns}
    return upsert(phrase_suggestions).values(values).on_conflict_do_nothing(index_elements=["id"])


def _decide() -> Update:
    changed = {name: _bind(name) for name in DECIDED}
    return update(phrase_suggestions).where(_is("id"), IS_PROPOSED).values(changed)


def _proposed() -> Select[Any]:
    query = select(phrase_suggestions).where(IS_PROPOSED).order_by(_one.at, _one.id)
    return query.limit(bindparam("room", type_=Integer))


def _decided() -> Select[Any]:
    query = select(phrase_suggestions).where(~IS_PROPOSED)
    return query.order_by(_one.decided_at.desc(), _one.id).limit(bindparam("room", type_=Integer))


def _accepted() -> Select[Any]:
    return select(phrase_suggestions).where(IS_ACCEPTED).order_by(_one.id)


def refused_before() -> Delete:
    earlier = _one.decided_at < bindparam("before", type_=BigInteger)
    return delete(phrase_suggestions).where(IS_REFUSED, earlier)
