"""The tables of live webchats. What was asked is sealed under the key of its conversation, and goes
when that goes; what a panel said stays."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from adapters.database.tables import Id, metadata, of_conversation

SECOND = (
    "status <> 'published' OR (finished_by IS NOT NULL AND reviewed_by IS NOT NULL "
    "AND finished_by <> reviewed_by)"
)


def of_panel(*, primary_key: bool = False) -> Column[int]:
    """A panel is never removed: nothing goes with it."""
    return Column(
        "panel_id",
        BigInteger,
        ForeignKey("panels.id"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
    )


panels = Table(
    "panels",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("texts", Text, nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("over_at", BigInteger, nullable=False),
    Column("zone", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("finished_by", BigInteger),
    Column("reviewed_by", BigInteger),
    Column("edition", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint(SECOND, name="second"),
)

panel_members = Table(
    "panel_members",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    of_panel(),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("adviser_id", BigInteger),
    Column("picture", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
)
Index(None, panel_members.c.panel_id)

# `name` is the hash of what is in it: the same picture is kept once.
panel_pictures = Table(
    "panel_pictures",
    metadata,
    Column("name", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# Kept for 30 days after the panel was over.
panel_questions = Table(
    "panel_questions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    of_panel(),
    of_conversation(),
    Column("at", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("theme_id", BigInteger),
)
Index(None, panel_questions.c.panel_id, panel_questions.c.status)
Index(None, panel_questions.c.conversation_id)
Index(None, panel_questions.c.theme_id)

# In the words of moderators and panellists; no link to who asked.
panel_themes = Table(
    "panel_themes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    of_panel(),
    Column("texts", Text, nullable=False),
    Column("member_id", BigInteger),
    Column("answers", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
Index(None, panel_themes.c.panel_id)

# With her consent; kept as long as the questions are.
panel_followers = Table(
    "panel_followers",
    metadata,
    of_conversation(primary_key=True),
    of_panel(primary_key=True),
    Column("at", BigInteger, nullable=False),
)
Index(None, panel_followers.c.panel_id)

# What goes to whom, once: `about` is a theme, or a question that was declined. Kept after it was
# put into the outbox, so that nobody gets the same twice; as long as the questions are.
panel_posts = Table(
    "panel_posts",
    metadata,
    of_conversation(primary_key=True),
    Column("about", BigInteger, primary_key=True, autoincrement=False),
    of_panel(),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("posted_at", BigInteger),
)
IS_WAITING = panel_posts.c.posted_at.is_(None)
Index(
    "ix_panel_posts_waiting",
    panel_posts.c.at,
    sqlite_where=IS_WAITING,
    postgresql_where=IS_WAITING,
)
Index(None, panel_posts.c.panel_id)
