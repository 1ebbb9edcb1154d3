"""One connection that writes: begins, commits, tries again after a race, and comes back after a
loss."""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, RootTransaction
from sqlalchemy.exc import DBAPIError

from adapters.database.failures import RowRefused, Trouble, rule_of, trouble
from adapters.database.store import Setting, StoreTransaction
from bot.errors import StoreUnavailable

Result = TypeVar("Result")

TRIES = 5
PAUSE = 0.02
"""Seconds at most before the second try after a race; twice, three times as much before those that
follow."""

UNAVAILABLE = "the database cannot be written now; nothing was stored"


class Transactor:
    """Runs work within transactions. For one thread."""

    def __init__(self, engine: Engine, setting: Setting, lock_patience: float) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._lock_patience = round(lock_patience * 1000)
        self._setting = setting
        self._connection: Connection | None = None
        self._in_commit = False
        self._residue = False
        self.is_away = False
        """Whether the last work found that nothing can be written now."""
        self.has_news = False
        """Whether the last work that was committed holds news for live pages."""

    def run(self, work: Callable[[StoreTransaction], Result]) -> Result:
        """Do `work` and commit. `work` may be called again, from its beginning, after a race.

        Errors raised: StoreUnavailable; RowRefused; and what `work` raises, after a rollback. When
        the connection is lost during the commit itself nobody knows the outcome: that is
        StoreUnavailable too, and a repeated message then finds what was stored.
        """
        number = 1
        self.is_away = False
        while True:
            was_connected = self._connection is not None
            try:
                return self._once(work)
            except DBAPIError as error:
                self._judge(error, number, was_connected=was_connected)
            number += 1

    def clean(self) -> None:
        """After an erasure on SQLite: empty the write-ahead log, where old pages would stay
        readable.

        When somebody still reads from it, the next call does it.
        """
        if not self._residue or self._connection is None:
            return
        driver = self._connection.connection.driver_connection
        if driver is None:
            return
        try:
            driver.execute("PRAGMA busy_timeout = 0")  # who writes must not wait for who reads
            busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            driver.execute(f"PRAGMA busy_timeout = {self._lock_patience}")
            self._residue = bool(busy)
        except sqlite3.Error:
            self._drop()

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _once(self, work: Callable[[StoreTransaction], Result]) -> Result:
        self._in_commit = False
        transaction = self._connect().begin()
        try:
            scope = StoreTransaction(self._connect(), self._setting)
            result = work(scope)
            scope.finish()
            self._in_commit = True
            transaction.commit()
        except BaseException:
            self._roll_back(transaction)
            raise
        self.has_news = scope.has_news
        self._residue |= scope.has_erased and self._is_sqlite
        return result

    def _connect(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _roll_back(self, transaction: RootTransaction) -> None:
        if self._in_commit:
            self._drop()  # the engine may be left inside of what it could not commit
            return
        try:
            transaction.rollback()
        except DBAPIError:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _judge(self, error: DBAPIError, number: int, *, was_connected: bool) -> None:
        """Return when the work should be tried again."""
        match trouble(error):
            case Trouble.RACE if number < TRIES:
                time.sleep(random.random() * PAUSE * number)  # noqa: S311 (not a secret)
            case Trouble.AWAY:
                self._drop()
                # The server may only have been restarted since we last asked it.
                lost = error.connection_invalidated and not self._in_commit
                if not (lost and was_connected and number == 1):
                    self.is_away = True
                    raise StoreUnavailable(UNAVAILABLE) from None
            case _:
                raise RowRefused(rule_of(error)) from None
