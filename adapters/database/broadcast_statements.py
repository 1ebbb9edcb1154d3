"""What broadcasts run, as constructs: within a transaction, and for pages."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.reminder_statements import contact_columns
from adapters.database.reminder_tables import broadcast_targets, broadcasts, consents
from adapters.database.statements import Compiler, Values
from adapters.database.tables import channel_templates, conversations, counters, outbox, word
from bot.broadcasts.model import GOING, Fate
from bot.ports import Delivery, Hold
from bot.reminders.templates import TEMPLATES

SAVED = (
    *("status", "approved_by", "approved_at", "started_at", "ended_at", "prepared_to", "fed_at"),
    "slot",
)
MARKED = ("fate", "due_at", "seq")
_one, _target, _contact = broadcasts.c, broadcast_targets.c, conversations.c
_IS_GOING = _one.status.in_([word(one) for one in sorted(GOING)])
_WAITS = _target.fate == word(Fate.WAITING)


class BroadcastStatements:
    def __init__(self, compiler: Compiler) -> None:
        locked = select(broadcasts).with_for_update()
        self.add = compiler.one(_add())
        self.find = compiler.one(locked.where(_is(_one.id, "id")))
        self.save = compiler.one(_save())
        going = select(broadcasts).where(_IS_GOING)
        self.going = compiler.one(going.with_for_update(skip_locked=True))
        self.is_going = compiler.one(select(exists(going)))
        self.last = compiler.one(_last())
        self.prepare = compiler.one(_prepare())
        self.take = compiler.one(_take())
        self.mark = compiler.bulk(
            {name: _target[name].type for name in ("broadcast_id", "conversation_id", *MARKED)},
            _mark,
        )
        waiting = select(_target.conversation_id).where(_is(_target.broadcast_id, "id"), _WAITS)
        self.is_waiting = compiler.one(select(exists(waiting)))
        self.give_up = compiler.one(
            update(broadcast_targets)
            .where(_is(_target.broadcast_id, "id"), _WAITS)
            .values(fate=bindparam("to", type_=Text))
        )


class BroadcastQueries:
    def __init__(self, compiler: Compiler) -> None:
        newest = select(broadcasts).order_by(_one.at.desc(), _one.id)
        self.all = compiler.one(newest.limit(bindparam("room", type_=Integer)))
        self.one = compiler.one(select(broadcasts).where(_is(_one.id, "id")))
        self.audience = compiler.one(_audience())
        self.progress = compiler.one(_progress())
        self.templates = compiler.one(_templates())
        self.total = compiler.one(
            select(func.sum(counters.c.number).label("number")).where(_is(counters.c.name, "name"))
        )


def _is(column: Any, name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _add() -> Insert:
    values = {one.name: bindparam(one.name, type_=one.type) for one in broadcasts.columns}
    return upsert(broadcasts).values(values).on_conflict_do_nothing(index_elements=["id"])


def _save() -> Update:
    changed = {name: bindparam(name, type_=_one[name].type) for name in SAVED}
    return update(broadcasts).where(_is(_one.id, "id")).values(changed)


def _agreed_after() -> ColumnElement[bool]:
    is_later = consents.c.conversation_id > bindparam("after", type_=BigInteger)
    return and_(_is(consents.c.consent, "consent"), is_later)


def _last() -> Select[Any]:
    slice_ = (
        select(consents.c.conversation_id)
        .where(_agreed_after())
        .order_by(consents.c.conversation_id)
        .limit(bindparam("room", type_=Integer))
        .subquery()
    )
    return select(func.max(slice_.c.conversation_id))


def _language() -> ColumnElement[str]:
    """Who has none yet is told in the first one."""
    given = bindparam("base", type_=Text)
    return case((_contact.language == word(""), given), else_=_contact.language)


def _among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether a value is one of a list ` this that `; any is, of an empty one."""
    given = bindparam(name, type_=Text)
    framed = literal_column("' '", Text) + column + literal_column("' '", Text)
    return or_(given == word(""), func.replace(given, framed, word("")) != given)


def _wanted() -> ColumnElement[bool]:
    may_be_told = ~_contact.stopped & ~_contact.blocked & ~_contact.discreet
    asked_for = (
        _among(_language(), "languages"),
        _among(_contact.channel, "channels"),
    )
    return and_(may_be_told, *asked_for)


def _prepare() -> Insert:
    columns = ("broadcast_id", "conversation_id", "channel", "fate", "due_at")
    chosen = (
        select(
            bindparam("id", type_=BigInteger),
            _contact.id,
            _contact.channel,
            word(Fate.WAITING),
            bindparam("due_at", type_=BigInteger),
        )
        .select_from(consents.join(conversations, _contact.id == consents.c.conversation_id))
        .where(
            _agreed_after(),
            consents.c.conversation_id <= bindparam("to", type_=BigInteger),
            _wanted(),
        )
    )
    made = upsert(broadcast_targets).from_select(list(columns), chosen)
    return made.on_conflict_do_nothing(index_elements=["broadcast_id", "conversation_id"])


def _take() -> Select[Any]:
    agreed = exists().where(
        consents.c.conversation_id == _target.conversation_id, _is(consents.c.consent, "consent")
    )
    return (
        select(_target.conversation_id, agreed.label("agreed"), *contact_columns())
        .join(conversations, _contact.id == _target.conversation_id)
        .where(
            _is(_target.broadcast_id, "id"),
            _is(_target.channel, "channel"),
            _WAITS,
            _target.due_at <= bindparam("now", type_=BigInteger),
            _contact.hold != word(Hold.HELD),
        )
        .order_by(_target.due_at)  # in the order of the index: the rest is not looked at
        .limit(bindparam("room", type_=Integer))
        .with_for_update(of=[broadcast_targets, conversations], key_share=True, skip_locked=True)
    )


def _mark(values: Values) -> Update:
    named = (_target[name] == values[name] for name in ("broadcast_id", "conversation_id"))
    changed = {name: values[name] for name in MARKED}
    return update(broadcast_targets).where(*named).values(changed)


def _audience() -> Select[Any]:
    joined = consents.join(conversations, _contact.id == consents.c.conversation_id)
    # Named within: PostgreSQL takes a value given twice for two.
    wanted = (
        select(_contact.channel, _language().label("language"))
        .select_from(joined)
        .where(_is(consents.c.consent, "consent"), _wanted())
        .subquery()
        .c
    )
    query = select(wanted.channel, wanted.language, func.count().label("number"))
    return query.group_by(wanted.channel, wanted.language).order_by(wanted.channel, wanted.language)


def _progress() -> Select[Any]:
    has_failed = outbox.c.status == word(Delivery.FAILED)
    failed = func.sum(case((has_failed, literal_column("1")), else_=literal_column("0")))
    same = (outbox.c.conversation_id == _target.conversation_id) & (outbox.c.seq == _target.seq)
    number = func.count().label("number")
    return (
        select(_target.channel, _target.fate, number, failed.label("failed"))
        .select_from(broadcast_targets.outerjoin(outbox, same))
        .where(_is(_target.broadcast_id, "id"))
        .group_by(_target.channel, _target.fate)
        .order_by(_target.channel, _target.fate)
    )


def _templates() -> Select[Any]:
    start = func.substr(
        channel_templates.c.name, literal_column("1"), literal_column(str(len(TEMPLATES)))
    )
    return (
        select(channel_templates)
        .where(start == word(TEMPLATES), channel_templates.c.sid != word(""))
        .order_by(channel_templates.c.name)
    )
