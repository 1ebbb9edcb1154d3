from tests.contracts.conftest import (
    on_postgresql,
    on_sqlite,
    postgresql_template,
    sqlite_template,
    store,
    world,
)

__all__ = [
    "on_postgresql",
    "on_sqlite",
    "postgresql_template",
    "sqlite_template",
    "store",
    "world",
]
