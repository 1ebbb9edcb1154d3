"""How Alembic runs a migration: on the connection that `upgrade` opened, within its transaction."""

from alembic import context

from adapters.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # SQLite can take back changes of tables as well; Alembic only does not expect it.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
