"""Events: what is on, who registered, who wants to hear, and other calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _events()
    op.create_table(
        "event_changes",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _number("number"),
        sa.PrimaryKeyConstraint("id", name="pk_event_changes"),
    )
    _registrations()
    op.create_table(
        "event_alerts",
        _sealed("district_hash"),
        _number("conversation_id"),
        _sealed("district"),
        _number("at"),
        _of_conversation("event_alerts"),
        sa.PrimaryKeyConstraint("district_hash", "conversation_id", name="pk_event_alerts"),
    )
    op.create_index("ix_event_alerts_conversation_id", "event_alerts", ["conversation_id"])
    _host_requests()
    op.create_table(
        "event_feeds",
        _id(),
        _sealed("url"),
        *(_text("name"), _text("zone"), _text("etag"), _text("state")),
        sa.Column("looked_at", sa.BigInteger()),
        sa.Column("good_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_event_feeds"),
    )


def _events() -> None:
    op.create_table(
        "events",
        _id(),
        *(_number("starts_at"), _number("ends_at"), _text("zone"), _text("texts")),
        *(_text("organiser"), _text("host"), _text("town"), _text("address")),
        _text("address_for"),
        sa.Column("latitude", sa.Integer()),
        sa.Column("longitude", sa.Integer()),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        *(_text("link"), _text("languages"), _text("audience")),
        sa.Column("step_free", sa.Boolean()),
        sa.Column("childcare", sa.Boolean()),
        _text("cost"),
        sa.Column("capacity", sa.Integer()),
        *(_text("status"), _text("feed"), _text("uid")),
        sa.Column("version", sa.Integer(), nullable=False),
        _number("change"),
        sa.Column("is_stirred", sa.Boolean(), nullable=False),
        _text("known"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    for column in ("ends_at", "change", "feed"):
        op.create_index(f"ix_events_{column}", "events", [column])
    _partial("ix_events_stirred", "events", "id", "is_stirred", "is_stirred = 1")


def _registrations() -> None:
    table = "event_registrations"
    op.create_table(
        table,
        *(_number("event_id"), _number("conversation_id"), _text("standing")),
        *(_sealed("name"), _number("at")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=f"fk_{table}_event_id",
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        _of_conversation(table),
        sa.PrimaryKeyConstraint("event_id", "conversation_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_conversation_id", table, ["conversation_id"])
    _partial(f"ix_{table}_waiting", table, "event_id", "standing = 'waiting'")


def _host_requests() -> None:
    table = "host_requests"
    op.create_table(
        table,
        *(_id(), _number("conversation_id"), _sealed("wish"), _number("at")),
        sa.Column("is_done", sa.Boolean(), server_default=sa.false(), nullable=False),
        _of_conversation(table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_conversation_id", table, ["conversation_id"])
    _partial(f"ix_{table}_waiting", table, "at", "NOT is_done", "is_done = 0")


def downgrade() -> None:
    for table in (
        "event_feeds",
        "host_requests",
        "event_alerts",
        "event_registrations",
        "event_changes",
        "events",
    ):
        op.drop_table(table)


def _partial(name: str, table: str, column: str, where: str, on_sqlite: str = "") -> None:
    """As SQLite writes the condition: it looks for those very words."""
    op.create_index(
        name,
        table,
        [column],
        sqlite_where=sa.text(on_sqlite or where),
        postgresql_where=sa.text(where),
    )


def _of_conversation(table: str) -> "sa.ForeignKeyConstraint":
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id",
        ondelete="CASCADE",
        initially="DEFERRED",
        deferrable=True,
    )


def _id() -> "sa.Column[int]":
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, autoincrement=False, nullable=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _sealed(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), nullable=False)
