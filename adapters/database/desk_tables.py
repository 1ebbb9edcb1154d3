"""The tables of the desk: cases and what is written in them, advisers, the record of who did what.

What anybody wrote is sealed under the data key of its conversation, and goes with it.
"""

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.append_only import APPEND_ONLY
from adapters.database.tables import Id, metadata, of_conversation, word
from bot.desk.model import SIGNS, CaseStatus

CLOSED = word(CaseStatus.CLOSED)
WAITING = word(CaseStatus.WAITING)

# A case is a promise: until it is closed it has a deadline and what happens then. `choices` are
# sealed; `invited` reads ",7,9,". `answered_at` is for reports alone: it outlives the talk's words.
cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    of_conversation(),
    Column("name", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("consents", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("waiting_since", BigInteger, nullable=False),
    Column("deadline", BigInteger),
    Column("next_action", Text),
    Column("status", Text, nullable=False),
    Column("is_urgent", Boolean, nullable=False),
    Column("is_unsafe_phone", Boolean, nullable=False),
    Column("owner", BigInteger),
    Column("invited", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_heard_at", BigInteger),
    Column("unanswered_since", BigInteger),
    Column("warned", Integer, nullable=False),
    Column("choices", LargeBinary),
    Column("closed_at", BigInteger),
    Column("outcome", Text, nullable=False),
    Column("answered_at", BigInteger),
    CheckConstraint(
        "status = 'closed' OR (deadline IS NOT NULL AND next_action IS NOT NULL)", name="promise"
    ),
    CheckConstraint(
        "status NOT IN ('claimed', 'away', 'contact') OR owner IS NOT NULL", name="owner"
    ),
    CheckConstraint(
        "(status IN ('waiting', 'claimed', 'away', 'contact') AND closed_at IS NULL) "
        "OR (status = 'closed' AND closed_at IS NOT NULL)",
        name="status",
    ),
)
IS_OPEN = cases.c.status != CLOSED
IS_CLOSED = cases.c.status == CLOSED
IS_WAITING = cases.c.status == WAITING
WAS_INVITED = IS_OPEN & (cases.c.invited != word(""))


def _partial(
    name: str, where: ColumnElement[bool], *columns: Column[object], unique: bool = False
) -> None:
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


# Each holds the rows of one list and no others: a million closed cases slow none of them down.
_case = cases.c
_partial("uq_cases_open", IS_OPEN, _case.conversation_id, unique=True)
_partial("ix_cases_deadline", IS_OPEN, _case.deadline)
_partial("ix_cases_owner", IS_OPEN, _case.owner)
_partial("ix_cases_invited", WAS_INVITED, _case.invited)
_partial("ix_cases_waiting", IS_WAITING, _case.is_urgent, _case.waiting_since, _case.id)
_partial("ix_cases_queue", IS_WAITING, _case.queue, _case.is_urgent, _case.waiting_since, _case.id)
_partial(
    "ix_cases_board",
    IS_OPEN,
    *(_case.queue, _case.language, _case.status, _case.is_urgent),
    *(_case.waiting_since, _case.deadline),
)
_partial("ix_cases_closed_by", IS_CLOSED, _case.owner, _case.closed_at)
_partial("ix_cases_closed_at", IS_CLOSED, _case.closed_at)
Index(None, _case.opened_at)
Index(None, _case.conversation_id)


def _of_case() -> Column[int]:
    return Column("case_id", BigInteger, nullable=False)


# What she and her advisers wrote. `key` is a hash: a provider's id of a message may hold an
# address. `number` counts within the case: the order in which messages came.
case_messages = Table(
    "case_messages",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    _of_case(),
    of_conversation(),
    Column("number", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("adviser_id", BigInteger),
    Column("seq", Integer),
    Column("is_edited", Boolean, nullable=False),
    Column("is_danger", Boolean, nullable=False),
    UniqueConstraint("case_id", "key"),
    UniqueConstraint("case_id", "number"),
)
Index(None, case_messages.c.conversation_id)

# For advisers only, and so in a table that nothing sends from.
notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    _of_case(),
    of_conversation(),
    Column("number", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("adviser_id", BigInteger, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "key"),
    UniqueConstraint("case_id", "number"),
)
Index(None, notes.c.conversation_id)

# Up to when an adviser has a case's messages on the screen.
case_reads = Table(
    "case_reads",
    metadata,
    Column("case_id", BigInteger, primary_key=True, autoincrement=False),
    Column("adviser_id", BigInteger, primary_key=True, autoincrement=False),
    of_conversation(),
    Column("at", BigInteger, nullable=False),
)
Index(None, case_reads.c.conversation_id)

# News for live pages, for a day. A number is never given twice, not even after all are removed.
desk_events = Table(
    "desk_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_id", BigInteger, nullable=False),
    Column("adviser_id", BigInteger, nullable=False),
    Column("queue", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index(None, desk_events.c.at)
IS_SIGN = desk_events.c.kind.in_([word(kind) for kind in sorted(SIGNS)])
"""Of the moment: forgotten within minutes."""

# Kept for as long as the record of who did what names them. `login` in small letters, so that none
# differs from another by its letters' size alone. `totp` is sealed under the master key.
advisers = Table(
    "advisers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("totp", LargeBinary),
    Column("totp_last_step", BigInteger),
    Column("recovery", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("languages", Text, nullable=False),
    Column("queues", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("presence", Text, nullable=False),
    Column("seen_at", BigInteger),
    Column("on_since", BigInteger),
    Column("handled_since_break", Integer, nullable=False),
    Column("needs_debrief", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    CheckConstraint("login = lower(login)", name="login"),
)

# A page's cookie is known by its hash only. `agent`: which browser, for the list of sessions.
adviser_sessions = Table(
    "adviser_sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("adviser_id", BigInteger, ForeignKey("advisers.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("agent", Text, nullable=False),
)
Index(None, adviser_sessions.c.adviser_id)

# From when a key (a hash of an account or an address) has its whole allowance again.
throttles = Table(
    "throttles",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# Who agreed to what; two have to within a day.
approvals = Table(
    "approvals",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("adviser_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)

# Who did what, each line with the digest of the one before. Never changed, never removed.
audit = Table(
    "audit",
    metadata,
    Column("number", Id, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

# One row: the newest line of `audit`, so that a cut at its end is found. Its lock puts the writers
# of `audit` and `desk_events` in one order.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        _ddl = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(audit, "after_create", _ddl)
