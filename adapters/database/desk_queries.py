"""What pages of the desk read, as constructs."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.approvals import approvals_after
from adapters.database.counters import counted_between
from adapters.database.desk_tables import (
    IS_CLOSED,
    IS_OPEN,
    IS_WAITING,
    WAS_INVITED,
    advisers,
    audit,
    audit_head,
    case_messages,
    case_reads,
    cases,
    desk_events,
    notes,
)
from adapters.database.phrases import PhraseQueries
from adapters.database.statements import Compiler
from adapters.database.tables import conversations, outbox, word
from bot.desk.commands import UNBLOCK_REASONS
from bot.desk.model import Author, CaseStatus


class DeskQueries:
    def __init__(self, compiler: Compiler, *, is_postgresql: bool) -> None:
        # "Where in a text another begins" has two names.
        find = func.strpos if is_postgresql else func.instr
        self.waiting = compiler.one(_waiting(find))
        self.held = compiler.one(_listed().where(_is(cases.c.owner, "adviser"), IS_OPEN))
        self.invited = compiler.one(_invited(find))
        self.closed = compiler.one(_recently_closed())
        self.row = compiler.one(_listed().where(_is(cases.c.id, "id")))
        self.messages = compiler.one(_messages())
        self.notes = compiler.one(_notes())
        self.board = compiler.one(_board())
        self.names = compiler.lookup(select(advisers.c.id, advisers.c.name), advisers.c.id)
        self.adviser = compiler.one(select(advisers).where(_is(advisers.c.id, "id")))
        self.advisers = compiler.one(select(advisers).order_by(advisers.c.name, advisers.c.id))
        self.events = compiler.one(_events())
        self.last_event = compiler.one(select(func.coalesce(func.max(desk_events.c.id), 0)))
        self.closed_between = compiler.one(_closed_between())
        self.answer_times = compiler.one(_answer_times())
        self.opened_between = compiler.one(_opened_between())
        self.loads = compiler.one(_loads())
        self.approvals = compiler.one(approvals_after())
        self.phrases = PhraseQueries(compiler)
        self.counted = compiler.one(counted_between())
        self.audit_before = compiler.one(_audit_before())
        self.audit_after = compiler.one(_audit_after())
        self.blocks = compiler.one(_blocks())
        self.audit_head = compiler.one(select(audit_head.c.number, audit_head.c.digest))


def _is(column: Any, name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _limited(query: Select[Any]) -> Select[Any]:
    return query.limit(bindparam("room", type_=Integer))


def _unread() -> ColumnElement[int]:
    """Her messages since the owner had the case open; all of them while nobody owns it."""
    read = select(case_reads.c.at).where(
        case_reads.c.case_id == cases.c.id, case_reads.c.adviser_id == cases.c.owner
    )
    since = func.coalesce(read.correlate(cases).scalar_subquery(), literal_column("0"))
    heard = select(func.count()).where(
        case_messages.c.case_id == cases.c.id,
        case_messages.c.author == word(Author.CONTACT),
        case_messages.c.at > since,
    )
    return heard.correlate(cases).scalar_subquery().label("unread")


def _listed() -> Select[Any]:
    contact, owner = conversations.c, advisers.c
    standing = (contact.data_key, contact.stopped, contact.blocked)
    columns = (*standing, owner.name.label("owner_name"), _unread())
    joined = cases.join(conversations, contact.id == cases.c.conversation_id)
    named = joined.outerjoin(advisers, owner.id == cases.c.owner)
    return select(cases, *columns).select_from(named)


def _among(find: Any, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether a column's value is one of a list `\\nthis\\nthat\\n`; any is, of an empty one."""
    given = bindparam(name, type_=Text)
    framed = literal_column("'\n'", Text) + column + literal_column("'\n'", Text)
    found: ColumnElement[bool] = find(given, framed) > literal_column("0")
    return (given == word("")) | found


def _waiting(find: Any) -> Select[Any]:
    """Asked once for the urgent and once for the rest: both are read in the order of one index."""
    one = cases.c
    urgent = one.is_urgent == bindparam("is_urgent", type_=Boolean)
    named = (_among(find, one.queue, "queues"), _among(find, one.language, "languages"))
    query = _listed().where(IS_WAITING, urgent, *named)
    return _limited(query.order_by(one.waiting_since, one.id))


def _invited(find: Any) -> Select[Any]:
    invited = find(cases.c.invited, bindparam("framed", type_=Text)) > literal_column("0")
    return _listed().where(WAS_INVITED, invited)


def _recently_closed() -> Select[Any]:
    query = _listed().where(_is(cases.c.owner, "adviser"), IS_CLOSED)
    return _limited(query.order_by(cases.c.closed_at.desc()))


def _messages() -> Select[Any]:
    one = case_messages.c
    sent = (outbox.c.conversation_id == one.conversation_id) & (outbox.c.seq == one.seq)
    news = (outbox.c.status.label("delivery"), outbox.c.failure)
    joined = select(case_messages, *news).select_from(case_messages.outerjoin(outbox, sent))
    return joined.where(_is(one.case_id, "id")).order_by(one.number)


def _notes() -> Select[Any]:
    return select(notes).where(_is(notes.c.case_id, "id")).order_by(notes.c.number)


def _board() -> Select[Any]:
    one = cases.c
    urgent = func.sum(case((one.is_urgent, literal_column("1")), else_=literal_column("0")))
    waiting = case((one.status == word(CaseStatus.WAITING), one.waiting_since))
    counted = (
        func.count().label("number"),
        urgent.label("urgent"),
        func.min(waiting).label("oldest_waiting"),
        func.min(one.deadline).label("next_deadline"),
    )
    lines = (one.queue, one.language, one.status)
    return select(*lines, *counted).where(IS_OPEN).group_by(*lines).order_by(*lines)


def _events() -> Select[Any]:
    one = desk_events.c
    query = select(one.kind, one.case_id, one.adviser_id, one.queue, one.id)
    return query.where(one.id > bindparam("cursor", type_=BigInteger)).order_by(one.id)


def _between(column: Any) -> ColumnElement[bool]:
    since, until = bindparam("since", type_=BigInteger), bindparam("until", type_=BigInteger)
    within: ColumnElement[bool] = (column >= since) & (column < until)
    return within


def _closed_between() -> Select[Any]:
    lines = (cases.c.queue, cases.c.language, cases.c.outcome)
    query = select(*lines, func.count().label("number"))
    return query.where(IS_CLOSED, _between(cases.c.closed_at)).group_by(*lines)


def _answer_times() -> Select[Any]:
    one = cases.c
    query = select((one.answered_at - one.opened_at).label("waited"))
    answered = one.answered_at.is_not(None)
    return query.where(_between(one.opened_at), answered).order_by(one.opened_at)


def _opened_between() -> Select[Any]:
    lines = (cases.c.queue, cases.c.language, cases.c.channel)
    query = select(*lines, func.count().label("number"))
    return query.where(_between(cases.c.opened_at)).group_by(*lines)


def _loads() -> Select[Any]:
    lines = (cases.c.owner, cases.c.status)
    held = IS_OPEN & cases.c.owner.is_not(None)
    return select(*lines, func.count().label("number")).where(held).group_by(*lines)


def _audit_before() -> Select[Any]:
    one = audit.c
    earlier = one.number < bindparam("before", type_=BigInteger)
    named = (_is_or_any(one.actor, "actor"), _is_or_any(one.subject, "subject"))
    return _limited(select(audit).where(earlier, *named).order_by(one.number.desc()))


def _is_or_any(column: Any, name: str) -> ColumnElement[bool]:
    given = bindparam(name, type_=Text)
    found: ColumnElement[bool] = (given == word("")) | (column == given)
    return found


def _blocks() -> Select[Any]:
    """Those that were carried out: what was refused says why."""
    one, lifted = audit.c, [word(reason) for reason in UNBLOCK_REASONS]
    made = (one.action == word("block")) & (one.detail == word(""))
    ended = (one.action == word("unblock")) & one.detail.in_(lifted)
    return _limited(select(audit).where(made | ended).order_by(one.number.desc()))


def _audit_after() -> Select[Any]:
    later = audit.c.number > bindparam("after", type_=BigInteger)
    return _limited(select(audit).where(later).order_by(audit.c.number))
