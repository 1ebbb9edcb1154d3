"""What is run for the staff group, as constructs."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Delete,
    LargeBinary,
    Select,
    Text,
    Update,
    bindparam,
    delete,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.dml import ReturningDelete, ReturningInsert
from sqlalchemy.sql.elements import BindParameter

from adapters.database.desk_tables import advisers
from adapters.database.staff_tables import staff_codes, staff_links, staff_topics, staff_watch
from adapters.database.statements import Compiler
from adapters.database.tables import word
from bot.desk.model import Presence

LINKED = staff_links.join(advisers, advisers.c.id == staff_links.c.adviser_id)


class StaffStatements:
    def __init__(self, compiler: Compiler) -> None:
        topic = staff_topics.c
        self.topics = compiler.one(select(staff_topics))
        self.topic_of = compiler.one(select(staff_topics).where(topic.case_id == _number("case")))
        self.topic_at = compiler.one(_topic_at())
        self.save = compiler.insert(staff_topics, _in_place)
        self.forget = compiler.one(delete(staff_topics).where(topic.case_id == _number("case")))
        self.adviser_of = compiler.one(_adviser_of())
        self.present = compiler.one(_present())
        self.seen = compiler.one(_seen())
        self.make_code = compiler.one(_make_code())
        self.use_code = compiler.one(_use_code())
        self.unlink = compiler.one(_unlink())
        self.link = compiler.one(_link())
        self.watch = compiler.one(_watch())
        self.followed = compiler.one(select(staff_watch.c.cursor, staff_watch.c.trouble))
        self.follow = compiler.one(_follow())


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger)


def _hash(name: str) -> BindParameter[bytes]:
    return bindparam(name, type_=LargeBinary)


def _topic_at() -> Select[Any]:
    one = staff_topics.c
    was_its = one.lost.like(bindparam("lost", type_=Text))
    return select(staff_topics).where(or_(one.thread == _number("thread"), was_its))


def _in_place(new: Insert) -> Insert:
    names = [column.name for column in staff_topics.columns if not column.primary_key]
    changed = {name: new.excluded[name] for name in names}
    return new.on_conflict_do_update(index_elements=["case_id"], set_=changed)


def _adviser_of() -> Select[Any]:
    query = select(staff_links.c.adviser_id).select_from(LINKED)
    return query.where(staff_links.c.person == _hash("person"), ~advisers.c.disabled)


def _present() -> Select[Any]:
    query = select(staff_links.c.adviser_id).select_from(LINKED)
    on_duty = (advisers.c.presence == word(Presence.ON)) & ~advisers.c.disabled
    return query.where(on_duty, staff_links.c.seen_at > _number("since"))


def _seen() -> Update:
    linked = staff_links.c.person == _hash("person")
    return update(staff_links).where(linked).values(seen_at=_number("now"))


def _make_code() -> Insert:
    given = {"adviser_id": _number("adviser"), "code": _hash("code"), "until": _number("until")}
    new = upsert(staff_codes).values(given)
    changed = {"code": new.excluded.code, "until": new.excluded.until}
    return new.on_conflict_do_update(index_elements=["adviser_id"], set_=changed)


def _use_code() -> ReturningDelete[Any]:
    one = staff_codes.c
    used = delete(staff_codes).where(one.code == _hash("code"), one.until > _number("now"))
    return used.returning(one.adviser_id)


def _unlink() -> Delete:
    """One adviser is one person, and the other way round."""
    one = staff_links.c
    return delete(staff_links).where(
        or_(one.adviser_id == _number("adviser"), one.person == _hash("person"))
    )


def _link() -> Insert:
    given = {"person": _hash("person"), "adviser_id": _number("adviser"), "seen_at": _number("now")}
    return upsert(staff_links).values(given)


def _watch() -> ReturningInsert[Any]:
    """Taken by whoever has it, or by another once it has run out."""
    new = upsert(staff_watch).values(
        id=literal_column("1"),
        holder=_number("holder"),
        until=_number("until"),
        cursor=literal_column("0"),
        trouble=word(""),
    )
    one = staff_watch.c
    changed = {"holder": new.excluded.holder, "until": new.excluded.until}
    is_free = or_(one.holder == new.excluded.holder, one.until < _number("now"))
    mine = new.on_conflict_do_update(index_elements=["id"], set_=changed, where=is_free)
    return mine.returning(one.holder)


def _follow() -> Update:
    reached = {"cursor": _number("cursor"), "trouble": bindparam("trouble", type_=Text)}
    return update(staff_watch).values(reached)
