"""How anything is read without locks: tried again after a lost connection, else unavailable."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.errors import StoreUnavailable

Result = TypeVar("Result")

TRIES = 2
"""The first may meet a connection that the server has closed since; then all such are let go."""


class Reading:
    """One for each process. Errors raised: StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, read: Callable[[Connection], Result]) -> Result:
        for _ in range(TRIES):
            try:
                with self._engine.connect() as connection:
                    return read(connection)
            except NoConnectionFree:
                break
            except DBAPIError as error:
                if not error.connection_invalidated:
                    break
        raise StoreUnavailable("the database cannot be read now")

    def read_at_one_moment(self, read: Callable[[Connection], Result]) -> Result:
        """As `read`, and every statement of it sees the same moment. On SQLite all reads do."""

        def settled(connection: Connection) -> Result:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return read(connection)

        return self.read(settled)
