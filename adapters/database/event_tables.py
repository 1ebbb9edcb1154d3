"""The tables of events: what is on, who registered, who wants to hear, and other calendars.

What concerns one contact goes with their conversation. Moments are integers (`times.py`), degrees
are millionths.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
    text,
)

from adapters.database.tables import Id, metadata, of_conversation, word
from bot.events.model import Standing

# `texts`, `languages` as JSON. `change`: the number of `event_changes` at which it was saved.
# `is_stirred`: those who must know have not been told yet; `known` is what they know, as JSON.
events = Table(
    "events",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("zone", Text, nullable=False),
    Column("texts", Text, nullable=False),
    Column("organiser", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("address_for", Text, nullable=False),
    Column("latitude", Integer),
    Column("longitude", Integer),
    Column("is_online", Boolean, nullable=False),
    Column("link", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("step_free", Boolean),
    Column("childcare", Boolean),
    Column("cost", Text, nullable=False),
    Column("capacity", Integer),
    Column("status", Text, nullable=False),
    Column("feed", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    Column("is_stirred", Boolean, nullable=False),
    Column("known", Text, nullable=False),
)
Index(None, events.c.ends_at)
Index(None, events.c.change)
Index(None, events.c.feed)
_STIRRED = events.c.is_stirred  # SQLite looks for the words of the query: a comparison
Index(
    "ix_events_stirred", events.c.id, sqlite_where=text("is_stirred = 1"), postgresql_where=_STIRRED
)

# One row: how often events were changed. Whoever saves one waits here until the last has committed.
event_changes = Table(
    "event_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
)

# `name` is sealed under the conversation's own key.
event_registrations = Table(
    "event_registrations",
    metadata,
    Column(
        "event_id",
        BigInteger,
        ForeignKey("events.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        primary_key=True,
        autoincrement=False,
    ),
    of_conversation(primary_key=True),
    Column("standing", Text, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index(None, event_registrations.c.conversation_id)
_WAITS = event_registrations.c.standing == word(Standing.WAITING)
Index(
    "ix_event_registrations_waiting",
    event_registrations.c.event_id,
    sqlite_where=_WAITS,
    postgresql_where=_WAITS,
)

# The district is found by its keyed hash, and sealed under the master key.
event_alerts = Table(
    "event_alerts",
    metadata,
    Column("district_hash", LargeBinary, primary_key=True),
    of_conversation(primary_key=True),
    Column("district", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index(None, event_alerts.c.conversation_id)

# Where and what, sealed under the conversation's own key.
host_requests = Table(
    "host_requests",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    of_conversation(),
    Column("wish", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("is_done", Boolean, nullable=False, server_default=false()),
)
Index(None, host_requests.c.conversation_id)
_WAITING = ~host_requests.c.is_done
Index(
    "ix_host_requests_waiting", host_requests.c.at, sqlite_where=_WAITING, postgresql_where=_WAITING
)

# An address may hold a key to a private calendar: sealed under the master key.
event_feeds = Table(
    "event_feeds",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("url", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("looked_at", BigInteger),
    Column("good_at", BigInteger),
)
