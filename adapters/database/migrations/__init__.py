"""The history of the tables, and how to bring a database up to date with it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from adapters.database.engines import Patience, parse_url, writing_engine
from bot.errors import StoreUnavailable

ADVISORY_LOCK = 7241868412
"""Any number, as long as it is always the same: processes that start together migrate one after
the other."""
AWAY = "DATABASE_URL names a database that cannot be opened or written now"


def upgrade(url: str) -> None:
    """Bring the database at DATABASE_URL `url` up to date, all in one transaction; make it when
    missing.

    Errors raised: BadSetting for a wrong URL; StoreUnavailable when the database is away.
    """
    try:
        engine = writing_engine(parse_url(url), Patience())
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
            command.upgrade(configuration(connection), "head")
    except (DBAPIError, OSError) as error:
        reason = type(getattr(error, "orig", error)).__name__
        raise StoreUnavailable(f"{AWAY} ({reason})") from None
    engine.dispose()


def configuration(connection: Connection) -> Config:
    """Alembic's settings for work on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
