"""What a database's error means for the work at hand."""

import sqlite3
from enum import Enum, auto

import psycopg
from sqlalchemy.exc import DBAPIError

from bot.errors import HearthlineError


class RowRefused(HearthlineError):
    """The database refuses what an item wants to write: a rule of its tables, or a value it cannot
    hold.

    Says which rule, never the values: both engines would quote whole rows.
    """


class Trouble(Enum):
    RACE = auto()  # another process was quicker: the same work again will do
    AWAY = auto()  # gone, full, read-only or locked: nothing can be written now
    REFUSED = auto()  # this work cannot be written, now or later


# https://www.sqlite.org/rescode.html, primary codes
_SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
_PRIMARY = 0xFF

# PostgreSQL manual, appendix A. A unique violation is a race: two processes made the same contact,
# or handled the same message, at once; the second finds it made when it looks again.
_RACES = frozenset({"40001", "40P01", "23505"})
_AWAY = frozenset({"25006", "55P03", "57014"})  # read-only, lock not available, cancelled
_AWAY_CLASSES = frozenset({"08", "53", "57", "58", "XX"})


def trouble(error: DBAPIError) -> Trouble:
    """Sort an error of either engine."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _sqlite_trouble(cause)
    if isinstance(cause, psycopg.Error):
        return _postgresql_trouble(cause)
    return Trouble.AWAY if error.connection_invalidated else Trouble.REFUSED


def rule_of(error: DBAPIError) -> str:
    """Which rule refused a row, without the row's values."""
    cause = error.orig
    if isinstance(cause, psycopg.Error):
        return f"{cause.sqlstate} {cause.diag.table_name or ''} {cause.diag.constraint_name or ''}"
    return getattr(cause, "sqlite_errorname", type(cause).__name__)


def _sqlite_trouble(cause: sqlite3.Error) -> Trouble:
    code = getattr(cause, "sqlite_errorcode", 0) & _PRIMARY
    return Trouble.AWAY if code in _SQLITE_AWAY else Trouble.REFUSED


def _postgresql_trouble(cause: psycopg.Error) -> Trouble:
    state = cause.sqlstate
    if state is None:  # libpq's own: no connection, or lost on the way
        lost = isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError))
        return Trouble.AWAY if lost else Trouble.REFUSED
    if state in _RACES:
        return Trouble.RACE
    return Trouble.AWAY if state in _AWAY or state[:2] in _AWAY_CLASSES else Trouble.REFUSED
