"""SQL text, compiled once at start from SQLAlchemy constructs, and run with nothing in between.

Building or caching a statement at each call cost three to ten times more than running it. What is
written in bulk goes to SQLite row by row (`executemany` there costs microseconds), and to
PostgreSQL as one array for each column, taken apart by `unnest`: one statement, prepared once, for
any number of rows.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import (
    Connection,
    CursorResult,
    Select,
    Table,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import any_, cast
from sqlalchemy.types import TypeEngine

from adapters.database.arrays import Value, array_writer

Values = Mapping[str, ColumnElement[Any]]
"""The values of one row by name, to be used within a bulk statement."""

LOOKUP_SIZES = (1, 8, 64, 512)
"""SQLite has no arrays to bind: a look-up is compiled for a few numbers of keys and filled up to
the next."""


class Statement:
    """One statement, run with one set of values."""

    def __init__(self, sql: str, names: Sequence[str], constants: Mapping[str, Value]) -> None:
        self._sql = sql
        self._names = tuple(names)
        self._constants = constants

    def run(self, connection: Connection, **values: Value) -> CursorResult[Any]:
        given = {**self._constants, **values}
        return connection.exec_driver_sql(self._sql, tuple(given[name] for name in self._names))


class Bulk(Protocol):
    """One statement, run for many rows. A row holds its values in the order the statement was made
    with."""

    def run(self, connection: Connection, rows: Sequence[tuple[Value, ...]]) -> None: ...


class Lookup(Protocol):
    """One query for many keys."""

    def run(self, connection: Connection, keys: Sequence[Value]) -> Sequence[Any]: ...


class _RowByRow:
    def __init__(self, sql: str, order: Sequence[int]) -> None:
        self._sql = sql
        self._pick = None if list(order) == list(range(len(order))) else itemgetter(*order)

    def run(self, connection: Connection, rows: Sequence[tuple[Value, ...]]) -> None:
        if rows:
            picked = rows if self._pick is None else [self._pick(row) for row in rows]
            connection.exec_driver_sql(self._sql, list(picked))


class _AsArrays:
    def __init__(self, sql: str, order: Sequence[int], types: Sequence[TypeEngine[Any]]) -> None:
        self._sql = sql
        self._order = order
        self._writers = [array_writer(kind) for kind in types]

    def run(self, connection: Connection, rows: Sequence[tuple[Value, ...]]) -> None:
        if rows:
            columns = zip(*rows, strict=True)
            written = [write(column) for write, column in zip(self._writers, columns, strict=True)]
            connection.exec_driver_sql(self._sql, tuple(written[index] for index in self._order))


class _PaddedLookup:
    def __init__(self, statements: Mapping[int, str]) -> None:
        self._statements = statements
        self._largest = max(statements)

    def run(self, connection: Connection, keys: Sequence[Value]) -> Sequence[Any]:
        found: list[Any] = []
        for start in range(0, len(keys), self._largest):
            some = tuple(keys[start : start + self._largest])
            size = next(size for size in self._statements if size >= len(some))
            padded = some + some[-1:] * (size - len(some))
            found.extend(connection.exec_driver_sql(self._statements[size], padded).fetchall())
        return found


class _ArrayLookup:
    def __init__(self, sql: str, kind: TypeEngine[Any]) -> None:
        self._sql = sql
        self._write = array_writer(kind)

    def run(self, connection: Connection, keys: Sequence[Value]) -> Sequence[Any]:
        if not keys:
            return []
        return connection.exec_driver_sql(self._sql, (self._write(keys),)).fetchall()


def _as_it_is(made: Insert) -> ClauseElement:
    return made


def _from_arrays(table: Table, values: Values) -> Insert:
    return insert(table).from_select(list(values), select(*values.values()))


def _from_binds(table: Table, values: Values) -> Insert:
    return insert(table).values(dict(values))


class Compiler:
    """Turns constructs into text for one engine."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._has_arrays = dialect.name == "postgresql"

    def one(self, construct: ClauseElement) -> Statement:
        constants = construct.compile(dialect=self._dialect).params
        return Statement(*self._compile(construct), constants)

    def insert(
        self,
        table: Table,
        finish: Callable[[Insert], ClauseElement] = _as_it_is,
        *,
        without: str = "",
    ) -> Bulk:
        """Rows hold every column, in the table's order, but the one that the database fills in.
        `finish` may add what to do on conflict."""
        kinds = {column.name: column.type for column in table.columns if column.name != without}
        make = _from_arrays if self._has_arrays else _from_binds
        return self.bulk(kinds, lambda values: finish(make(table, values)))

    def bulk(
        self,
        kinds: Mapping[str, TypeEngine[Any]],
        make: Callable[[Values], ClauseElement],
    ) -> Bulk:
        """A statement that `make` writes with the values named and typed in `kinds`."""
        names = list(kinds)
        if not self._has_arrays:
            binds = {name: bindparam(name, type_=kind) for name, kind in kinds.items()}
            sql, order = self._compile(make(binds))
            return _RowByRow(sql, [names.index(name) for name in order])
        arrays = [_array(name, kind) for name, kind in kinds.items()]
        row = func.unnest(*arrays).table_valued(*names, name="given").render_derived()
        sql, order = self._compile(make({name: row.c[name] for name in names}))
        return _AsArrays(sql, [names.index(name) for name in order], list(kinds.values()))

    def lookup(self, query: Select[Any], column: ColumnElement[Any]) -> Lookup:
        """`query` for the rows whose `column` is one of the keys."""
        if self._has_arrays:
            narrowed = query.where(column == any_(_array("keys", column.type)))
            return _ArrayLookup(self._compile(narrowed)[0], column.type)
        return _PaddedLookup(
            {size: self._compile(query.where(_in(column, size)))[0] for size in LOOKUP_SIZES}
        )

    def _compile(self, construct: ClauseElement) -> tuple[str, list[str]]:
        compiled = construct.compile(dialect=self._dialect)
        return str(compiled), list(getattr(compiled, "positiontup", None) or ())


def _array(name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=Text), ARRAY(kind))


def _in(column: ColumnElement[Any], size: int) -> ColumnElement[bool]:
    return column.in_([bindparam(f"key_{index}", type_=column.type) for index in range(size)])
