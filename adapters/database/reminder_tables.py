"""The tables of what goes out by itself: what she agreed to, what waits for its time, and what the
charity sends to many.

Rows of a conversation go with it. No word of hers is in any of them.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from adapters.database.tables import Id, metadata, of_conversation, word
from bot.broadcasts.model import Fate

consents = Table(
    "consents",
    metadata,
    of_conversation(primary_key=True),
    Column("consent", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
Index(None, consents.c.consent, consents.c.conversation_id)

# `asked_at`: when a template asked her to write, because her channel took nothing else. The row
# then waits until she has written.
reminders = Table(
    "reminders",
    metadata,
    of_conversation(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("consent", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("say", Text, nullable=False),
    Column("choices", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("asked_at", BigInteger),
)
Index(None, reminders.c.due_at)

SECOND = (
    "status IN ('draft', 'cancelled') OR "
    "(approved_by IS NOT NULL AND approved_at IS NOT NULL AND approved_by <> created_by)"
)
ONE_AT_A_TIME = "(status IN ('preparing', 'running')) = (slot IS NOT NULL)"

# The words are the charity's own. `slot` is 1 while it goes out, and unique: one goes at a time.
# `prepared_to`: the last conversation that was looked at; `fed_at`: when some went to the outbox.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("texts", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("channels", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("approved_by", BigInteger),
    Column("approved_at", BigInteger),
    Column("started_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("prepared_to", BigInteger),
    Column("fed_at", BigInteger),
    Column("slot", SmallInteger),
    CheckConstraint(SECOND, name="second"),
    CheckConstraint(ONE_AT_A_TIME, name="slot"),
    UniqueConstraint("slot"),
)
Index(None, broadcasts.c.at)

# Whom a broadcast goes to, each once: marked in the commit that holds the message. `seq`: its
# number in the outbox.
broadcast_targets = Table(
    "broadcast_targets",
    metadata,
    Column(
        "broadcast_id",
        BigInteger,
        ForeignKey("broadcasts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    of_conversation(primary_key=True),
    Column("channel", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("seq", Integer),
)
Index(None, broadcast_targets.c.conversation_id)
_WAITS = broadcast_targets.c.fate == word(Fate.WAITING)
Index(
    "ix_broadcast_targets_waiting",
    broadcast_targets.c.broadcast_id,
    broadcast_targets.c.channel,
    broadcast_targets.c.due_at,
    sqlite_where=_WAITS,
    postgresql_where=_WAITS,
)
