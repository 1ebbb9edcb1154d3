"""What a transaction runs for what goes out by itself, as constructs."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Delete,
    Integer,
    Select,
    Text,
    Update,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.reminder_tables import consents, reminders
from adapters.database.statements import Compiler, Values
from adapters.database.tables import RESTORED, channel_templates, conversations, word
from bot.ports import Hold
from bot.reminders.templates import TemplateStatus

KEY = ("conversation_id", "key")
_one = reminders.c


class ReminderStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.agree = compiler.one(_agree())
        self.withdraw = compiler.one(delete(consents).where(_is(consents, "conversation_id")))
        self.withdraw_one = compiler.one(
            delete(consents).where(_is(consents, "conversation_id"), _is(consents, "consent"))
        )
        self.forget = compiler.one(_forget().where(_is(reminders, "conversation_id")))
        self.forget_kind = compiler.one(
            delete(reminders).where(_is(reminders, "conversation_id"), _is(reminders, "consent"))
        )
        self.forget_everywhere = compiler.one(_forget())
        self.agreed = compiler.lookup(
            select(consents.c.conversation_id, consents.c.consent), consents.c.conversation_id
        )
        self.put = compiler.insert(reminders, _putting)
        self.due = compiler.one(_due())
        self.done = compiler.bulk({name: _one[name].type for name in KEY}, _done)
        self.postpone = compiler.one(_postpone())
        self.is_asked = compiler.one(_is_asked())
        self.approved = compiler.one(
            select(channel_templates.c.name).where(
                channel_templates.c.status == word(TemplateStatus.APPROVED)
            )
        )


def contact_columns() -> list[ColumnElement[Any]]:
    """Of a conversation that is loaded beside something else."""
    sent_to = (conversations.c.channel, conversations.c.address)
    return [column.label(f"contact_{column.name}") for column in (*sent_to, *RESTORED)]


def _is(table: Any, name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = table.c[name] == bindparam(name, type_=table.c[name].type)
    return named


def _agree() -> Insert:
    values = {one.name: bindparam(one.name, type_=one.type) for one in consents.columns}
    kept = ["conversation_id", "consent"]
    return upsert(consents).values(values).on_conflict_do_nothing(index_elements=kept)


def _forget() -> Delete:
    """`LIKE` would read signs of the prefix as its own."""
    begins = func.substr(_one.key, literal_column("1"), bindparam("length", type_=Integer))
    return delete(reminders).where(begins == bindparam("prefix", type_=Text))


def _putting(made: Insert) -> Insert:
    """That she was asked to write stays: nobody is asked twice."""
    changed: dict[str, Any] = {one.name: made.excluded[one.name] for one in reminders.columns}
    changed["asked_at"] = func.coalesce(made.excluded.asked_at, _one.asked_at)
    return made.on_conflict_do_update(
        index_elements=list(KEY),
        set_={name: value for name, value in changed.items() if name not in KEY},
    )


def _due() -> Select[Any]:
    now, contact = bindparam("now", type_=BigInteger), conversations.c
    may_be_said = or_(_one.asked_at == null(), contact.heard_at > _one.asked_at)
    goes_on = (contact.hold != word(Hold.HELD)) & may_be_said
    return (
        select(reminders, *contact_columns())
        .join(conversations, contact.id == _one.conversation_id)
        .where(_one.due_at <= now, or_(goes_on, _one.until <= now))
        .order_by(_one.due_at, _one.conversation_id, _one.key)
        .limit(bindparam("room", type_=Integer))
        .with_for_update(of=[reminders, conversations], key_share=True, skip_locked=True)
    )


def _done(values: Values) -> Delete:
    return delete(reminders).where(*(_one[name] == values[name] for name in KEY))


def _postpone() -> Update:
    named = (_is(reminders, name) for name in KEY)
    return update(reminders).where(*named).values(due_at=bindparam("to", type_=BigInteger))


def _is_asked() -> Select[Any]:
    """Whether she was asked to write after she last did."""
    contact = conversations.c
    never: ColumnElement[int] = literal_column("0")
    joined = reminders.join(conversations, contact.id == _one.conversation_id)
    asked = _one.asked_at >= func.coalesce(contact.heard_at, never)
    query = select(_one.key).select_from(joined).where(_is(reminders, "conversation_id"), asked)
    return select(exists(query))
