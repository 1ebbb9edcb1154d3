"""From DATABASE_URL to engines: one that writes, one that reads."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from bot.errors import BadSetting

BAD_URL = "DATABASE_URL must be sqlite:///FILE (relative), sqlite:////FILE (absolute) or postgresql://USER@HOST/NAME."
SQLITE_COMMON = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16384",  # KiB
    "PRAGMA wal_autocheckpoint = 4000",  # pages: a turn touches four, many of them again and again
    "PRAGMA journal_size_limit = 67108864",  # bytes that the log may keep after a burst
)
READERS = 4
"""Connections kept for reading; as many again are opened in a rush."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, before the database counts as unavailable.

    Twilio gives a webhook 15 s in all, so locks and connects must fail well before that.
    """

    lock: float = 5.0
    connect: float = 3.0
    statement: float = 10.0


def parse_url(text: str) -> URL:
    """DATABASE_URL, with the driver filled in. Errors raised: BadSetting."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise BadSetting([BAD_URL]) from None
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    file = url.database or ""
    if url.drivername == "sqlite" and not url.host and file and not file.startswith((":", "file:")):
        return url
    raise BadSetting([BAD_URL])


def writing_engine(url: URL, patience: Patience) -> Engine:
    """For one thread that keeps its connection: every transaction of SQLite takes the write lock
    at once."""
    engine = _engine(url, patience, poolclass=NullPool)
    if url.drivername == "sqlite":
        event.listen(engine, "begin", _begin_immediate)
    return engine


def reading_engine(url: URL, patience: Patience) -> Engine:
    engine = _engine(url, patience, poolclass=QueuePool, pool_size=READERS, max_overflow=READERS)
    if url.drivername == "sqlite":
        event.listen(engine, "connect", _refuse_writes)
        event.listen(engine, "begin", _begin)
    return engine


def _engine(url: URL, patience: Patience, **pool: Any) -> Engine:
    # hide_parameters: an error must not carry rows into a log.
    if url.drivername == "sqlite":
        _create_file(Path(url.database or ""))
        connect = {"isolation_level": None, "timeout": patience.lock, "check_same_thread": False}
        engine = create_engine(url, connect_args=connect, hide_parameters=True, **pool)
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    return create_engine(
        url,
        connect_args=_postgresql_arguments(patience),
        hide_parameters=True,
        paramstyle="format",
        **pool,
    )


def _create_file(path: Path) -> None:
    """An empty database that only its owner may read; SQLite gives its log files the same
    rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in SQLITE_COMMON:
        connection.execute(pragma)


def _refuse_writes(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads before it writes could otherwise fail at once with "database is
    # locked", and no patience would help: https://www.sqlite.org/rescode.html#busy_snapshot
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _postgresql_arguments(patience: Patience) -> dict[str, object]:
    settings = (
        f"-c lock_timeout={patience.lock * 1000:.0f} "
        f"-c statement_timeout={patience.statement * 1000:.0f} "
        f"-c idle_in_transaction_session_timeout={patience.statement * 1000:.0f}"
    )
    return {
        "options": settings,
        "connect_timeout": max(2, round(patience.connect)),  # libpq takes no less than 2
        "tcp_user_timeout": round(patience.statement * 1000),
        "application_name": "hearthline",
        "prepare_threshold": 1,
    }
