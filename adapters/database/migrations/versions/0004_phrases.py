"""Phrases that advisers propose where the guide misread somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLE = "phrase_suggestions"
SECOND = (
    "(status = 'proposed' AND decided_by IS NULL AND decided_at IS NULL) "
    "OR (status IN ('accepted', 'refused') AND decided_by IS NOT NULL "
    "AND decided_at IS NOT NULL AND decided_by <> adviser_id)"
)


def upgrade() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        TABLE,
        sa.Column("id", id_, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(_text("language"), _text("script"), _text("need"), _text("near"), _text("kind")),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        _text("status"),
        sa.Column("adviser_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.CheckConstraint(SECOND, name=op.f(f"ck_{TABLE}_second")),
    )
    op.create_index(f"ix_{TABLE}_status", TABLE, ["status"])


def downgrade() -> None:
    op.drop_table(TABLE)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)
