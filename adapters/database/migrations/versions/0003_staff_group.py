"""The staff group: advisers who answer from Telegram, and the topics of cases there."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("staff_watch", "staff_topics", "staff_codes", "staff_links")


def upgrade() -> None:
    op.create_table(
        "staff_links",
        *(_blob("person"), _number("adviser_id"), _number("seen_at")),
        sa.PrimaryKeyConstraint("person", name="pk_staff_links"),
        _belongs_to_adviser("staff_links"),
        sa.UniqueConstraint("adviser_id", name="uq_staff_links_adviser_id"),
    )
    op.create_table(
        "staff_codes",
        *(_number("adviser_id"), _blob("code"), _number("until")),
        sa.PrimaryKeyConstraint("adviser_id", name="pk_staff_codes"),
        _belongs_to_adviser("staff_codes"),
        sa.UniqueConstraint("code", name="uq_staff_codes_code"),
    )
    op.create_table(
        "staff_topics",
        *(_number("case_id"), _number("thread"), _number("card"), _text("title"), _text("face")),
        *(_small("posted"), _small("noted"), _small("settled"), _number("pinged")),
        *(_flag("is_shut"), _text("lost")),
        sa.PrimaryKeyConstraint("case_id", name="pk_staff_topics"),
    )
    op.create_index("ix_staff_topics_thread", "staff_topics", ["thread"])
    op.create_table(
        "staff_watch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(_number("holder"), _number("until"), _number("cursor"), _text("trouble")),
        sa.PrimaryKeyConstraint("id", name="pk_staff_watch"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _small(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _blob(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _belongs_to_adviser(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_adviser_id"
    return sa.ForeignKeyConstraint(["adviser_id"], ["advisers.id"], name=name, ondelete="CASCADE")
