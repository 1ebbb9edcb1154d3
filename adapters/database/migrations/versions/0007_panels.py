"""Live webchats: panels, what was asked, what was answered, and what goes to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    *("panel_posts", "panel_followers", "panel_themes", "panel_questions"),
    *("panel_pictures", "panel_members", "panels"),
)
SECOND = (
    "status <> 'published' OR (finished_by IS NOT NULL AND reviewed_by IS NOT NULL "
    "AND finished_by <> reviewed_by)"
)
WAITS = sa.text("posted_at IS NULL")


def upgrade() -> None:
    _panels()
    op.create_table(
        "panel_questions",
        *(_id(), _number("panel_id"), _number("conversation_id"), _number("at")),
        _text("language"),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        _text("status"),
        _optional("theme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_panel_questions"),
        *(_of_panel("panel_questions"), _of_conversation("panel_questions")),
    )
    for names in (("panel_id", "status"), ("conversation_id",), ("theme_id",)):
        _index("panel_questions", *names)
    op.create_table(
        "panel_themes",
        *(_id(), _number("panel_id"), _text("texts"), _optional("member_id"), _text("answers")),
        *(_small("number"), _small("edition"), _small("version")),
        sa.PrimaryKeyConstraint("id", name="pk_panel_themes"),
        _of_panel("panel_themes"),
    )
    _index("panel_themes", "panel_id")
    _whom()


def _panels() -> None:
    op.create_table(
        "panels",
        *(_id(), _text("slug"), _text("texts")),
        *(_number("starts_at"), _number("ends_at"), _number("over_at")),
        *(_text("zone"), _text("languages"), _text("status")),
        *(_optional("finished_by"), _optional("reviewed_by")),
        *(_small("edition"), _small("version")),
        sa.PrimaryKeyConstraint("id", name="pk_panels"),
        sa.UniqueConstraint("slug", name="uq_panels_slug"),
        sa.CheckConstraint(SECOND, name=op.f("ck_panels_second")),
    )
    op.create_table(
        "panel_members",
        *(_id(), _number("panel_id"), _text("name"), _text("role"), _text("about")),
        *(_optional("adviser_id"), _text("picture"), _number("added_at")),
        sa.PrimaryKeyConstraint("id", name="pk_panel_members"),
        _of_panel("panel_members"),
    )
    _index("panel_members", "panel_id")
    op.create_table(
        "panel_pictures",
        *(_text("name"), _text("media_type")),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_panel_pictures"),
    )


def _whom() -> None:
    op.create_table(
        "panel_followers",
        *(_number("conversation_id"), _number("panel_id"), _number("at")),
        sa.PrimaryKeyConstraint("conversation_id", "panel_id", name="pk_panel_followers"),
        *(_of_panel("panel_followers"), _of_conversation("panel_followers")),
    )
    _index("panel_followers", "panel_id")
    op.create_table(
        "panel_posts",
        *(_number("conversation_id"), _number("about"), _number("panel_id")),
        *(_text("kind"), _text("reason"), _number("at"), _optional("posted_at")),
        sa.PrimaryKeyConstraint("conversation_id", "about", name="pk_panel_posts"),
        *(_of_panel("panel_posts"), _of_conversation("panel_posts")),
    )
    op.create_index(
        "ix_panel_posts_waiting", "panel_posts", ["at"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    _index("panel_posts", "panel_id")


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


def _optional(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger())


def _small(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _index(table: str, *names: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(names)}", table, list(names))


def _of_panel(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name=f"fk_{table}_panel_id")


def _of_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id",
        ondelete="CASCADE",
        deferrable=True,
        initially="DEFERRED",
    )
