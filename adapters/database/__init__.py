"""The store on SQLite or PostgreSQL, with the same code."""

from adapters.database.database import Database, forget_signs, open_database, prune_desk_events
from adapters.database.failures import RowRefused
from adapters.database.migrations import upgrade
from adapters.database.retention import ClosedBetween
from adapters.database.sealing import Keys, new_key

__all__ = [
    "ClosedBetween",
    "Database",
    "Keys",
    "RowRefused",
    "forget_signs",
    "new_key",
    "open_database",
    "prune_desk_events",
    "upgrade",
]
