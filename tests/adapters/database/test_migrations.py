from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from adapters.database import upgrade
from adapters.database.engines import Patience, parse_url, writing_engine
from adapters.database.migrations import configuration
from adapters.database.tables import metadata
from tests.contracts.conftest import World

INDEXES_ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
DEFINED_ON_POSTGRESQL = """
SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 'n'
ORDER BY 1, 2
"""


def test_the_migrations_lead_to_the_tables(world: World) -> None:
    engine = writing_engine(parse_url(world.url), Patience())
    with engine.begin() as connection:
        context = MigrationContext.configure(
            connection, opts={"target_metadata": metadata, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_constraints_and_conditions_of_indexes_are_the_same(world: World) -> None:
    """Alembic compares neither checks nor the conditions of partial indexes (but what may be
    NULL)."""
    query = INDEXES_ON_SQLITE if world.is_sqlite else DEFINED_ON_POSTGRESQL
    migrated = [row for row in world.rows(query) if "alembic" not in row[0]]
    engine = writing_engine(parse_url(world.url), Patience())
    with engine.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    engine.dispose()
    made = [row for row in world.rows(query) if "alembic" not in row[0]]
    assert [_squeezed(row) for row in made] == [_squeezed(row) for row in migrated]


def _squeezed(row: tuple[str, str]) -> tuple[str, str]:
    """Without the order of a table's constraints, which has no meaning."""
    name, definition = row
    return name, "".join(sorted(" ".join(definition.replace(",", " ").split()).split(" ")))


def test_bringing_up_to_date_twice_changes_nothing(world: World) -> None:
    upgrade(world.url)
    assert world.rows("SELECT version_num FROM alembic_version") == [("0008",)]


def test_the_way_back_leaves_nothing(world: World) -> None:
    engine = writing_engine(parse_url(world.url), Patience())
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    engine.dispose()
    upgrade(world.url)
    assert world.rows("SELECT * FROM conversations") == []
