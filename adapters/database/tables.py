"""The tables of turns, for SQLite and PostgreSQL alike; those of the desk are in `desk_tables.py`.
Moments are integers (`times.py`).

Every row carries its conversation's id, and goes when the conversation goes. Foreign keys are
checked at the commit, so a turn may write its rows in any order. What each table is kept for is
said beside it.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    false,
    literal_column,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.messages import Urgency
from bot.ports import Delivery

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite keeps a table by its key itself only where the column is called INTEGER."""


def word(value: str) -> ColumnElement[str]:
    """A constant written into the SQL: an engine uses a partial index only when it can read its
    condition."""
    return literal_column(f"'{value}'", Text)


def of_conversation(*, primary_key: bool = False, nullable: bool = False) -> Column[int]:
    return Column(
        "conversation_id",
        BigInteger,
        ForeignKey("conversations.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=nullable,
    )


# Kept until she erases it, or until retention does. The address is sealed, its hash finds the row.
# `data_key` opens what she and her advisers wrote; it is itself sealed, and gone with the row.
conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("channel", Text, nullable=False),
    Column("urn_hash", LargeBinary, nullable=False, unique=True),
    Column("address", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    Column("session", Text),
    Column("epoch", Integer, nullable=False),
    Column("next_seq", Integer, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("hold", Text, nullable=False, server_default=""),
    Column("case_id", BigInteger),
    Column("blocked", Boolean, nullable=False, server_default=false()),
    Column("data_key", LargeBinary),
    Column("heard_at", BigInteger),
    Column("discreet", Boolean, nullable=False, server_default=false()),
)

_contact = conversations.c
RESTORED = (
    *(_contact.language, _contact.session, _contact.epoch, _contact.next_seq, _contact.stopped),
    *(_contact.hold, _contact.case_id, _contact.blocked, _contact.heard_at, _contact.discreet),
)
"""What a conversation is loaded from, besides its id and address."""

# One row for each message handled, so that a repeat has no second effect. Nothing of what she
# wrote. Without a conversation: the message that erased it.
inbound = Table(
    "inbound",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    of_conversation(nullable=True),
    Column("received_at", BigInteger, nullable=False),
    Column("first_reply", Integer, nullable=False),
    Column("last_reply", Integer, nullable=False),
    Column("error", Text, nullable=False),
)
Index(None, inbound.c.conversation_id)
Index(None, inbound.c.received_at)

# `due_at`: from when it may be taken; while `sending`, the end of the lease. `holder`: the process
# that has the lease. The body is sealed where it holds an adviser's words.
outbox = Table(
    "outbox",
    metadata,
    of_conversation(primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("channel", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("holder", BigInteger),
    Column("attempts", SmallInteger, nullable=False),
    Column("parts_sent", SmallInteger, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("failure", Text, nullable=False),
)


def unsent(table: ColumnElement[str]) -> ColumnElement[bool]:
    return table.in_([word(Delivery.QUEUED), word(Delivery.SENDING)])


def awaits_news(table: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a status callback may still move such a row."""
    return table.in_([word(Delivery.SENT), word(Delivery.DELIVERED)])


# Partial: they hold what is on its way, not the history, and so stay small.
_UNSENT = unsent(outbox.c.status)
_URGENT = _UNSENT & (outbox.c.urgency == word(Urgency.SAFETY))
_AWAITING = (outbox.c.external_id != word("")) & awaits_news(outbox.c.status)
Index(
    "ix_outbox_unsent",
    outbox.c.conversation_id,
    outbox.c.seq,
    sqlite_where=_UNSENT,
    postgresql_where=_UNSENT,
)
Index("ix_outbox_due", outbox.c.due_at, sqlite_where=_UNSENT, postgresql_where=_UNSENT)
Index("ix_outbox_urgent", outbox.c.due_at, sqlite_where=_URGENT, postgresql_where=_URGENT)
Index(
    "ix_outbox_external_id",
    outbox.c.external_id,
    sqlite_where=_AWAITING,
    postgresql_where=_AWAITING,
)

# The provider's ids of prepared message templates, by our name for them. `status`: how far one is
# that has words and so has to be approved.
channel_templates = Table(
    "channel_templates",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sid", Text, nullable=False),
    Column("status", Text, nullable=False, server_default=""),
)

# How often something happened in the week that began on that Monday; nothing about who.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("week", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# One row, written to find out whether the database can be written.
pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("beat_at", BigInteger, nullable=False),
)
