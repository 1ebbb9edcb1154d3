"""The course in groups: when each meets, who is in it, what she opened."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("cohort_wrong_codes", "cohort_progress", "cohort_members", "cohorts")


def upgrade() -> None:
    _cohorts()
    op.create_table(
        "cohort_members",
        *(_number("conversation_id"), _number("cohort_id"), _small("number")),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_cohort_members"),
        sa.UniqueConstraint("cohort_id", "number", name="uq_cohort_members_cohort_id_number"),
        _of_conversation("cohort_members"),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_cohort_members_cohort_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "cohort_progress",
        *(_number("conversation_id"), _text("step"), _text("went")),
        sa.PrimaryKeyConstraint("conversation_id", "step", name="pk_cohort_progress"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["cohort_members.conversation_id"],
            name="fk_cohort_progress_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "cohort_wrong_codes",
        *(_id(), _number("conversation_id"), _number("at")),
        sa.PrimaryKeyConstraint("id", name="pk_cohort_wrong_codes"),
        _of_conversation("cohort_wrong_codes"),
    )
    _index("cohort_wrong_codes", "conversation_id", "at")


def _cohorts() -> None:
    op.create_table(
        "cohorts",
        *(_id(), _text("name"), _text("language"), _text("place"), _text("zone")),
        *(_text("meetings"), _small("size"), _text("code"), _number("facilitator_id")),
        *(_text("status"), sa.Column("ended_at", sa.BigInteger()), _number("over_at")),
        *(_small("joined"), _small("version")),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
        sa.UniqueConstraint("code", name="uq_cohorts_code"),
    )
    _index("cohorts", "facilitator_id")
    _index("cohorts", "over_at")


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _id() -> "sa.Column[int]":
    id_ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", id_, autoincrement=False, nullable=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _small(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _index(table: str, *names: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(names)}", table, list(names))


def _of_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id",
        ondelete="CASCADE",
        deferrable=True,
        initially="DEFERRED",
    )
