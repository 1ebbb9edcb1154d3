"""The beginning: conversations, what came in, what goes out, cases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNSENT = "status IN ('queued', 'sending')"
URGENT = f"{UNSENT} AND urgency = 'safety'"
AWAITING = "external_id != '' AND status IN ('sent', 'delivered')"
OPEN = "status = 'open'"


def upgrade() -> None:
    _conversations()
    _inbound()
    _outbox()
    _cases()
    _small_tables()


def downgrade() -> None:
    for table in ("pulse", "counters", "channel_templates"):
        op.drop_table(table)
    for table in ("cases", "outbox", "inbound", "conversations"):
        op.drop_table(table)


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("urn_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("urn_hash", name="uq_conversations_urn_hash"),
    )


def _inbound() -> None:
    op.create_table(
        "inbound",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        _conversation_id(nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("first_reply", sa.Integer(), nullable=False),
        sa.Column("last_reply", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_inbound"),
        _belongs_to_conversation("inbound"),
    )
    op.create_index("ix_inbound_conversation_id", "inbound", ["conversation_id"])
    op.create_index("ix_inbound_received_at", "inbound", ["received_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        _conversation_id(),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("parts_sent", sa.SmallInteger(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_outbox"),
        _belongs_to_conversation("outbox"),
    )
    _partial_index("ix_outbox_unsent", "outbox", ["conversation_id", "seq"], UNSENT)
    _partial_index("ix_outbox_due", "outbox", ["due_at"], UNSENT)
    _partial_index("ix_outbox_urgent", "outbox", ["due_at"], URGENT)
    _partial_index("ix_outbox_external_id", "outbox", ["external_id"], AWAITING)


def _cases() -> None:
    promise = "owner IS NOT NULL OR (deadline IS NOT NULL AND next_action IS NOT NULL)"
    closed = "status = 'closed' AND closed_at IS NOT NULL"
    op.create_table(
        "cases",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _conversation_id(),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("consents", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("deadline", sa.BigInteger(), nullable=True),
        sa.Column("next_action", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        _belongs_to_conversation("cases"),
        sa.CheckConstraint(f"status = 'closed' OR {promise}", name=op.f("ck_cases_promise")),
        sa.CheckConstraint(
            f"(status = 'open' AND closed_at IS NULL) OR ({closed})", name=op.f("ck_cases_status")
        ),
    )
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    _partial_index("ix_cases_deadline", "cases", ["deadline"], OPEN)
    _partial_index("uq_cases_open", "cases", ["conversation_id"], OPEN, unique=True)


def _small_tables() -> None:
    op.create_table(
        "channel_templates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_channel_templates"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "week", name="pk_counters"),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pulse"),
    )


def _conversation_id(*, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column("conversation_id", sa.BigInteger(), autoincrement=False, nullable=nullable)


def _belongs_to_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id",
        ondelete="CASCADE",
        initially="DEFERRED",
        deferrable=True,
    )


def _partial_index(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )
