"""What a transaction of the desk runs, as constructs."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Delete,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.approvals import ApprovalStatements
from adapters.database.desk_rows import COUNTED, SAVED
from adapters.database.desk_tables import (
    IS_OPEN,
    IS_SIGN,
    IS_WAITING,
    advisers,
    case_messages,
    case_reads,
    cases,
    desk_events,
    notes,
)
from adapters.database.phrases import PhraseStatements
from adapters.database.statements import Compiler, Values
from adapters.database.tables import RESTORED, conversations, word
from bot.desk.model import Author

ANSWERED_AT = "answered_at"
CASE = tuple(column.name for column in cases.columns if column.name != ANSWERED_AT)
FIXED = ("conversation_id", "opened_at")
"""Columns of a case that stay as they were written."""
HEARD = ("status", "last_heard_at", "unanswered_since", "deadline", "next_action", "is_urgent")
"""Columns of a case that move with what she writes, and with time."""


class DeskStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.open = compiler.insert(cases, without=ANSWERED_AT)
        self.save = compiler.bulk({name: cases.c[name].type for name in CASE}, _save)
        self.note_heard = compiler.one(_note_heard())
        self.last_danger = compiler.one(_last_danger())
        self.case = compiler.one(_opened().where(_is(cases.c.id, "id")))
        self.due = compiler.one(_due())
        self.open_case = compiler.one(_kept().where(_is(cases.c.conversation_id, "id"), IS_OPEN))
        self.cases_of = compiler.one(_cases_of())
        self.held_by = compiler.one(_held_by())
        self.add_message = compiler.one(_add(case_messages))
        self.answer = compiler.one(_answer())
        self.add_note = compiler.one(_add(notes))
        self.mark_read = compiler.one(_mark_read())
        self.adviser = compiler.one(_adviser())
        self.advisers = compiler.one(_working())
        self.colleague = compiler.one(_working().where(_is(advisers.c.id, "id")))
        self.save_adviser = compiler.bulk(_kinds((*SAVED, *COUNTED, "id")), _save_adviser)
        self.disabled_owners = compiler.one(_disabled_owners())
        self.position = compiler.one(_position())
        self.is_waiting = compiler.one(_is_waiting())
        self.approvals = ApprovalStatements(compiler)
        self.phrases = PhraseStatements(compiler)
        self.block = compiler.one(_block())
        self.forget_signs = compiler.one(_prune(desk_events).where(IS_SIGN))
        self.prune_events = compiler.one(_prune(desk_events))


def _is(column: Any, name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _kinds(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: advisers.c[name].type for name in names}


def _save(values: Values) -> Update:
    """Choices that have not changed are not sealed again: they come as NULL."""
    changed = {name: values[name] for name in CASE if name not in ("id", *FIXED)}
    changed["choices"] = func.coalesce(values["choices"], cases.c.choices)
    return update(cases).where(cases.c.id == values["id"]).values(changed)


def _note_heard() -> Update:
    changed = {name: bindparam(name, type_=cases.c[name].type) for name in HEARD}
    return update(cases).where(_is(cases.c.id, "id")).values(changed)


def _last_danger() -> Select[Any]:
    one = case_messages.c
    by_contact = one.author == word(Author.CONTACT)
    return select(func.max(one.at)).where(_is(one.case_id, "id"), by_contact, one.is_danger)


def _kept() -> Select[Any]:
    """Cases with what opens their choices."""
    owned = conversations.c.id == cases.c.conversation_id
    joined = cases.join(conversations, owned)
    return select(cases, conversations.c.data_key).select_from(joined)


def _opened(*, skip_locked: bool = False) -> Select[Any]:
    """Both rows are locked, so that PostgreSQL reads both anew after it has waited."""
    contact = [column.label(f"contact_{column.name}") for column in RESTORED]
    query = _kept().add_columns(conversations.c.address, *contact)
    return query.with_for_update(of=[conversations, cases], key_share=True, skip_locked=skip_locked)


def _due() -> Select[Any]:
    has_come = cases.c.deadline <= bindparam("now", type_=BigInteger)
    query = _opened(skip_locked=True).where(IS_OPEN, has_come).order_by(cases.c.deadline)
    return query.limit(bindparam("room", type_=Integer))


def _cases_of() -> Select[Any]:
    one = cases.c
    return select(one.id, one.owner, one.queue).where(_is(one.conversation_id, "id"))


def _held_by() -> Select[Any]:
    """Only looked at: whoever changes one opens it with its conversation first."""
    return _kept().where(_is(cases.c.owner, "adviser"), IS_OPEN).order_by(cases.c.opened_at)


def _disabled_owners() -> Select[Any]:
    holds = exists().where(IS_OPEN, cases.c.owner == advisers.c.id)
    return select(advisers.c.id).where(advisers.c.disabled, holds).order_by(advisers.c.id)


def _add(table: Table) -> Insert:
    """The next of its case, unless the case has one of this key."""
    named = {
        column.name: bindparam(column.name, type_=column.type)
        for column in table.columns
        if column.name != "number"
    }
    newest = select(func.coalesce(func.max(table.c.number), 0)).where(
        table.c.case_id == named["case_id"]
    )
    number = (newest.scalar_subquery() + literal_column("1")).label("number")
    # SQLite needs a WHERE here to tell ON CONFLICT from a join.
    row = select(*named.values(), number).where(true())
    new = upsert(table).from_select([*named, "number"], row)
    return new.on_conflict_do_nothing(index_elements=["case_id", "key"])


def _answer() -> Update:
    """The first one alone counts."""
    unanswered = _is(cases.c.id, "id") & cases.c.answered_at.is_(None)
    at = bindparam("at", type_=BigInteger)
    return update(cases).where(unanswered).values(answered_at=at)


def _mark_read() -> Insert:
    columns = (
        cases.c.id,
        bindparam("adviser", type_=BigInteger),
        cases.c.conversation_id,
        bindparam("at", type_=BigInteger),
    )
    read = select(*columns).where(_is(cases.c.id, "id"))
    names = ["case_id", "adviser_id", "conversation_id", "at"]
    new = upsert(case_reads).from_select(names, read)
    later = new.excluded.at > case_reads.c.at
    return new.on_conflict_do_update(
        index_elements=["case_id", "adviser_id"], set_={"at": new.excluded.at}, where=later
    )


def _adviser() -> Select[Any]:
    return select(advisers).where(_is(advisers.c.id, "id")).with_for_update(key_share=True)


def _working() -> Select[Any]:
    return select(advisers).where(~advisers.c.disabled)


def _save_adviser(values: Values) -> Update:
    changed = {name: values[name] for name in (*SAVED, *COUNTED)}
    return update(advisers).where(advisers.c.id == values["id"]).values(changed)


def _position() -> Select[Any]:
    """Urgent ones come first; then who waits longer; of two who began at once the lower id."""
    urgent = bindparam("is_urgent", type_=Boolean)
    since, id_ = bindparam("since", type_=BigInteger), bindparam("id", type_=BigInteger)
    one = cases.c
    earlier = or_(one.waiting_since < since, (one.waiting_since == since) & (one.id < id_))
    before = or_(one.is_urgent > urgent, (one.is_urgent == urgent) & earlier)
    query = select(func.count()).select_from(cases)
    return query.where(IS_WAITING, _is(one.queue, "queue"), before)


def _is_waiting() -> Select[Any]:
    waits = exists().where(IS_WAITING, _is(cases.c.queue, "queue"))
    return select(waits)


def _block() -> Update:
    blocked = {"blocked": bindparam("blocked", type_=Boolean)}
    return update(conversations).where(_is(conversations.c.id, "id")).values(blocked)


def _prune(table: Table) -> Delete:
    return delete(table).where(table.c.at < bindparam("before", type_=BigInteger))
