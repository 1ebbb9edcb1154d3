"""What goes out by itself: consents, reminders, broadcasts; and when she last wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("broadcast_targets", "broadcasts", "reminders", "consents")
SECOND = (
    "status IN ('draft', 'cancelled') OR "
    "(approved_by IS NOT NULL AND approved_at IS NOT NULL AND approved_by <> created_by)"
)
ONE_AT_A_TIME = "(status IN ('preparing', 'running')) = (slot IS NOT NULL)"
WAITS = sa.text("fate = 'waiting'")


def upgrade() -> None:
    quiet: sa.Column[bool] = sa.Column(
        "discreet", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("conversations", _optional("heard_at"))
    op.add_column("conversations", quiet)
    op.create_table(
        "consents",
        *(_number("conversation_id"), _text("consent"), _number("at")),
        sa.PrimaryKeyConstraint("conversation_id", "consent", name="pk_consents"),
        _of_conversation("consents"),
    )
    op.create_index(
        "ix_consents_consent_conversation_id", "consents", ["consent", "conversation_id"]
    )
    op.create_table(
        "reminders",
        *(_number("conversation_id"), _text("key"), _text("consent")),
        *(_number("due_at"), _number("until"), _text("say"), _text("choices")),
        *(_text("params"), _text("at"), _optional("asked_at")),
        sa.PrimaryKeyConstraint("conversation_id", "key", name="pk_reminders"),
        _of_conversation("reminders"),
    )
    op.create_index("ix_reminders_due_at", "reminders", ["due_at"])
    _broadcasts()
    _targets()
    status = sa.Column("status", sa.Text(), nullable=False, server_default="")
    op.add_column("channel_templates", status)


def _broadcasts() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "broadcasts",
        sa.Column("id", id_, autoincrement=False, nullable=False),
        *(_number("at"), _text("title"), _text("consent"), _text("base"), _text("texts")),
        *(_text("languages"), _text("channels"), _text("status"), _number("created_by")),
        *(_optional("approved_by"), _optional("approved_at"), _optional("started_at")),
        *(_optional("ended_at"), _optional("prepared_to"), _optional("fed_at")),
        sa.Column("slot", sa.SmallInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sa.CheckConstraint(SECOND, name=op.f("ck_broadcasts_second")),
        sa.CheckConstraint(ONE_AT_A_TIME, name=op.f("ck_broadcasts_slot")),
        sa.UniqueConstraint("slot", name="uq_broadcasts_slot"),
    )
    op.create_index("ix_broadcasts_at", "broadcasts", ["at"])


def _targets() -> None:
    op.create_table(
        "broadcast_targets",
        *(_number("broadcast_id"), _number("conversation_id"), _text("channel"), _text("fate")),
        *(_number("due_at"), sa.Column("seq", sa.Integer())),
        sa.PrimaryKeyConstraint("broadcast_id", "conversation_id", name="pk_broadcast_targets"),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
            name="fk_broadcast_targets_broadcast_id",
            ondelete="CASCADE",
        ),
        _of_conversation("broadcast_targets"),
    )
    op.create_index(
        "ix_broadcast_targets_conversation_id", "broadcast_targets", ["conversation_id"]
    )
    op.create_index(
        "ix_broadcast_targets_waiting",
        "broadcast_targets",
        ["broadcast_id", "channel", "due_at"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("channel_templates", "status")
    op.drop_column("conversations", "discreet")
    op.drop_column("conversations", "heard_at")


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _optional(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger())


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _of_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id",
        ondelete="CASCADE",
        initially="DEFERRED",
        deferrable=True,
    )
