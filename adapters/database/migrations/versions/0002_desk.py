"""The desk: cases with advisers, what is written in them, and the record of who did what."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.database.append_only import APPEND_ONLY, FUNCTION

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "status != 'closed'"
CLOSED = "status = 'closed'"
WAITING = "status = 'waiting'"
TWENTY_HOURS = 20 * 3600 * 1_000_000
ADDED = ("hold", "case_id", "blocked", "data_key")
TABLES = (
    *("audit_head", "audit", "approvals", "throttles", "adviser_sessions", "advisers"),
    *("desk_events", "case_reads", "notes", "case_messages"),
)
OLD_INDEXES = ("ix_cases_deadline", "uq_cases_open", "ix_cases_conversation_id")
NEW_INDEXES = (
    *OLD_INDEXES,
    *("ix_cases_owner", "ix_cases_invited", "ix_cases_waiting", "ix_cases_queue"),
    *("ix_cases_board", "ix_cases_closed_by", "ix_cases_closed_at", "ix_cases_opened_at"),
)

# What was open waits; nobody has claimed anything yet.
CASES_FROM_BEFORE = f"""
INSERT INTO cases (id, conversation_id, name, queue, language, channel, consents, opened_at,
  waiting_since, deadline, next_action, status, is_urgent, is_unsafe_phone, owner, invited, version,
  warned, closed_at, outcome)
SELECT one.id, one.conversation_id, 'Case ' || CAST(one.id % 10000 AS TEXT), one.queue,
  one.language, contact.channel, one.consents, one.opened_at, one.opened_at,
  COALESCE(one.deadline, one.opened_at + {TWENTY_HOURS}),
  COALESCE(one.next_action, 'tell_nobody_free'),
  CASE WHEN one.status = 'open' THEN 'waiting' ELSE 'closed' END, false, false,
  CASE WHEN one.status = 'open' THEN NULL ELSE one.owner END, '', 1, 0, one.closed_at, one.outcome
FROM cases_before AS one JOIN conversations AS contact ON contact.id = one.conversation_id
"""  # noqa: S608 (our own words)
HELD = """
UPDATE conversations SET hold = 'waiting',
  case_id = (SELECT id FROM cases WHERE conversation_id = conversations.id AND status = 'waiting')
WHERE id IN (SELECT conversation_id FROM cases WHERE status = 'waiting')
"""
CASES_AS_BEFORE = """
INSERT INTO cases (id, conversation_id, queue, language, consents, opened_at, owner, deadline,
  next_action, status, closed_at, outcome)
SELECT id, conversation_id, queue, language, consents, opened_at, owner, deadline, next_action,
  CASE WHEN status = 'closed' THEN 'closed' ELSE 'open' END, closed_at, outcome FROM cases_before
"""


def upgrade() -> None:
    op.add_column("conversations", _text("hold", server_default=""))
    op.add_column("conversations", _moment("case_id", nullable=True))
    op.add_column("conversations", _flag("blocked", server_default=sa.false()))
    op.add_column("conversations", sa.Column("data_key", sa.LargeBinary(), nullable=True))
    _cases()
    _written()
    _advisers()
    _agreements()
    _record()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if _is_postgresql():
        op.execute(f"DROP FUNCTION {FUNCTION}()")
    _set_aside(NEW_INDEXES)
    _cases_as_before()
    op.execute(CASES_AS_BEFORE)
    op.drop_table("cases_before")
    for column in ADDED:  # one by one: a table made anew would take everybody's rows with it
        op.drop_column("conversations", column)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _set_aside(indexes: tuple[str, ...]) -> None:
    """SQLite changes no constraint of a table, so the table is made anew."""
    for index in indexes:
        op.drop_index(index, "cases")
    op.rename_table("cases", "cases_before")
    if _is_postgresql():  # names of indexes are taken across tables
        op.execute("ALTER INDEX pk_cases RENAME TO pk_cases_before")


def _cases() -> None:
    _set_aside(OLD_INDEXES)
    _new_cases()
    _index_cases()
    op.execute(CASES_FROM_BEFORE)
    op.drop_table("cases_before")
    op.execute(HELD)


def _new_cases() -> None:
    promise = "status = 'closed' OR (deadline IS NOT NULL AND next_action IS NOT NULL)"
    owner = "status NOT IN ('claimed', 'away', 'contact') OR owner IS NOT NULL"
    status = (
        "(status IN ('waiting', 'claimed', 'away', 'contact') AND closed_at IS NULL) "
        "OR (status = 'closed' AND closed_at IS NOT NULL)"
    )
    op.create_table(
        "cases",
        *(_key("id"), _moment("conversation_id"), _text("name"), _text("queue")),
        *(_text("language"), _text("channel"), _text("consents"), _moment("opened_at")),
        *(_moment("waiting_since"), _moment("deadline", nullable=True)),
        *(_text("next_action", nullable=True), _text("status"), _flag("is_urgent")),
        *(_flag("is_unsafe_phone"), _moment("owner", nullable=True), _text("invited")),
        *(_number("version"), _moment("last_heard_at", nullable=True)),
        *(_moment("unanswered_since", nullable=True), _number("warned")),
        sa.Column("choices", sa.LargeBinary(), nullable=True),
        *(_moment("closed_at", nullable=True), _text("outcome")),
        _moment("answered_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        _belongs_to_conversation("cases"),
        sa.CheckConstraint(promise, name=op.f("ck_cases_promise")),
        sa.CheckConstraint(owner, name=op.f("ck_cases_owner")),
        sa.CheckConstraint(status, name=op.f("ck_cases_status")),
    )


def _index_cases() -> None:
    _partial_index("uq_cases_open", ["conversation_id"], OPEN, unique=True)
    _partial_index("ix_cases_deadline", ["deadline"], OPEN)
    _partial_index("ix_cases_owner", ["owner"], OPEN)
    _partial_index("ix_cases_invited", ["invited"], f"{OPEN} AND invited != ''")
    in_order = ["is_urgent", "waiting_since", "id"]
    _partial_index("ix_cases_waiting", in_order, WAITING)
    _partial_index("ix_cases_queue", ["queue", *in_order], WAITING)
    board = ["queue", "language", "status", "is_urgent", "waiting_since", "deadline"]
    _partial_index("ix_cases_board", board, OPEN)
    _partial_index("ix_cases_closed_by", ["owner", "closed_at"], CLOSED)
    _partial_index("ix_cases_closed_at", ["closed_at"], CLOSED)
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"])
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])


def _cases_as_before() -> None:
    promise = "owner IS NOT NULL OR (deadline IS NOT NULL AND next_action IS NOT NULL)"
    closed = "status = 'closed' AND closed_at IS NOT NULL"
    op.create_table(
        "cases",
        *(_key("id"), _moment("conversation_id"), _text("queue"), _text("language")),
        *(_text("consents"), _moment("opened_at"), _moment("owner", nullable=True)),
        *(_moment("deadline", nullable=True), _text("next_action", nullable=True)),
        *(_text("status"), _moment("closed_at", nullable=True), _text("outcome")),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        _belongs_to_conversation("cases"),
        sa.CheckConstraint(f"{CLOSED} OR {promise}", name=op.f("ck_cases_promise")),
        sa.CheckConstraint(
            f"(status = 'open' AND closed_at IS NULL) OR ({closed})", name=op.f("ck_cases_status")
        ),
    )
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    _partial_index("ix_cases_deadline", ["deadline"], "status = 'open'")
    _partial_index("uq_cases_open", ["conversation_id"], "status = 'open'", unique=True)


def _written() -> None:
    author = (_text("author"), _blob("text"), _blob("key"), _moment("adviser_id", nullable=True))
    seq = _number("seq", nullable=True)
    _of_case("case_messages", *author, seq, _flag("is_edited"), _flag("is_danger"))
    _of_case("notes", _moment("adviser_id"), _blob("text"), _blob("key"))
    op.create_table(
        "case_reads",
        *(_moment("case_id"), _moment("adviser_id"), _moment("conversation_id"), _moment("at")),
        sa.PrimaryKeyConstraint("case_id", "adviser_id", name="pk_case_reads"),
        _belongs_to_conversation("case_reads"),
    )
    op.create_index("ix_case_reads_conversation_id", "case_reads", ["conversation_id"])
    op.create_table(
        "desk_events",
        sa.Column("id", ID, nullable=False, autoincrement=True),
        *(_moment("at"), _text("kind"), _moment("case_id"), _moment("adviser_id"), _text("queue")),
        sa.PrimaryKeyConstraint("id", name="pk_desk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_desk_events_at", "desk_events", ["at"])


def _of_case(table: str, *columns: "sa.Column[Any]") -> None:
    op.create_table(
        table,
        *(_key("id"), _moment("case_id"), _moment("conversation_id"), _number("number")),
        *(_moment("at"), *columns),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _belongs_to_conversation(table),
        sa.UniqueConstraint("case_id", "key", name=f"uq_{table}_case_id_key"),
        sa.UniqueConstraint("case_id", "number", name=f"uq_{table}_case_id_number"),
    )
    op.create_index(f"ix_{table}_conversation_id", table, ["conversation_id"])


def _advisers() -> None:
    op.create_table(
        "advisers",
        *(_key("id"), _text("login"), _text("name"), _text("role"), _text("password_hash")),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        *(_moment("totp_last_step", nullable=True), _text("recovery"), _flag("must_change")),
        *(_flag("disabled"), _text("languages"), _text("queues"), _number("capacity")),
        *(_text("presence"), _moment("seen_at", nullable=True), _moment("on_since", nullable=True)),
        *(_number("handled_since_break"), _flag("needs_debrief"), _moment("created_at")),
        sa.PrimaryKeyConstraint("id", name="pk_advisers"),
        sa.UniqueConstraint("login", name="uq_advisers_login"),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_advisers_login")),
    )
    op.create_table(
        "adviser_sessions",
        *(_blob("token_hash"), _moment("adviser_id"), _moment("created_at"), _moment("seen_at")),
        *(_moment("expires_at"), _text("agent")),
        sa.PrimaryKeyConstraint("token_hash", name="pk_adviser_sessions"),
        sa.ForeignKeyConstraint(
            *(["adviser_id"], ["advisers.id"], "fk_adviser_sessions_adviser_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_adviser_sessions_adviser_id", "adviser_sessions", ["adviser_id"])


def _agreements() -> None:
    key = sa.PrimaryKeyConstraint("key", name="pk_throttles")
    op.create_table("throttles", *(_blob("key"), _moment("at"), key))
    op.create_table(
        "approvals",
        *(_text("kind"), _text("subject"), _moment("adviser_id"), _moment("at")),
        sa.PrimaryKeyConstraint("kind", "subject", "adviser_id", name="pk_approvals"),
    )


def _record() -> None:
    op.create_table(
        "audit",
        *(_key("number"), _moment("at"), _text("actor"), _text("action"), _text("subject")),
        *(_text("detail"), _blob("previous"), _blob("digest")),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(_moment("number"), _blob("digest")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "digest": bytes(32)}])


def _key(name: str) -> "sa.Column[int]":
    return sa.Column(name, ID, autoincrement=False, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _blob(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _flag(name: str, **options: Any) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False, **options)


def _text(name: str, *, nullable: bool = False, **options: Any) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable, **options)


def _belongs_to_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id",
        ondelete="CASCADE",
        initially="DEFERRED",
        deferrable=True,
    )


def _partial_index(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name, "cases", columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )
