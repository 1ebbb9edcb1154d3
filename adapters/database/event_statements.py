"""What transactions and pages run for events, as constructs."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Delete,
    Integer,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    delete,
    false,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.event_tables import (
    event_alerts,
    event_changes,
    event_feeds,
    event_registrations,
    events,
    host_requests,
)
from adapters.database.statements import Compiler
from adapters.database.tables import conversations, word
from bot.events.model import EventStatus, Standing

_one, _joined, _alert, _wish = (
    events.c,
    event_registrations.c,
    event_alerts.c,
    host_requests.c,
)
_BEFORE = bindparam("before", type_=BigInteger)
_IS_OLD = _wish.at < _BEFORE
IS_SEAT = _joined.standing == word(Standing.SEAT)
IS_WAITING = _joined.standing == word(Standing.WAITING)


class EventStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.bump = compiler.one(_bump())
        self.find = compiler.one(select(events).where(_is(_one.id, "id")).with_for_update())
        self.save = compiler.insert(events, _in_place)
        self.of_feed = compiler.one(_of_feed())
        self.stirred = compiler.one(_stirred())
        self.settle = compiler.one(_settle())
        self.with_room = compiler.one(_with_room())
        self.register = compiler.one(_put(event_registrations, "event_id", "conversation_id"))
        self.cancel = compiler.one(_cancel())
        self.registrations = compiler.one(_registrations())
        self.registered_by = compiler.one(_registered_by())
        self.set_alert = compiler.one(_put(event_alerts, "district_hash", "conversation_id"))
        self.drop_alerts = compiler.one(delete(event_alerts).where(_is_hers(event_alerts)))
        self.alerts = compiler.lookup(select(event_alerts), _alert.district_hash)
        self.alerts_of = compiler.one(
            select(event_alerts).where(_is_hers(event_alerts)).order_by(_alert.at)
        )
        self.districts = compiler.one(_districts())
        self.put_wish = compiler.one(_put(host_requests, "id"))
        self.wish_of = compiler.one(_wish_of())
        self.close_wish = compiler.one(_close_wish())
        self.forget_registrations = compiler.one(_forget_registrations())
        self.forget_wishes = compiler.one(delete(host_requests).where(_wish.is_done, _IS_OLD))
        self.feeds = compiler.one(select(event_feeds).order_by(event_feeds.c.id))
        self.put_feed = compiler.one(_put(event_feeds, "id"))
        self.drop_feed = compiler.one(delete(event_feeds).where(_is(event_feeds.c.id, "id")))


class EventQueries:
    def __init__(self, compiler: Compiler) -> None:
        self.version = compiler.one(select(event_changes.c.number))
        since = bindparam("since", type_=BigInteger)
        self.coming = compiler.one(select(events).where(_one.ends_at > since))
        self.changed = compiler.one(select(events).where(_one.change > since))
        self.find = compiler.one(select(events).where(_is(_one.id, "id")))
        self.registered = compiler.one(_registrations())
        self.counts = compiler.lookup(_counts(), _joined.event_id)
        self.host_requests = compiler.one(_host_requests())
        self.feeds = compiler.one(select(event_feeds).order_by(event_feeds.c.id))


def _is(column: Any, name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _is_hers(table: Table) -> ColumnElement[bool]:
    return _is(table.c.conversation_id, "conversation_id")


def _put(table: Table, *keys: str) -> Insert:
    """A new row, or in place of the one with these keys."""
    given = {one.name: bindparam(one.name, type_=one.type) for one in table.columns}
    new = upsert(table).values(given)
    rest = {name: new.excluded[name] for name in given if name not in keys}
    return new.on_conflict_do_update(index_elements=list(keys), set_=rest)


def _bump() -> Any:
    new = upsert(event_changes).values(id=literal_column("1"), number=literal_column("1"))
    again = {"number": event_changes.c.number + literal_column("1")}
    kept = new.on_conflict_do_update(index_elements=["id"], set_=again)
    return kept.returning(event_changes.c.number)


def _in_place(new: Insert) -> Insert:
    rest = {one.name: new.excluded[one.name] for one in events.columns}
    del rest["id"], rest["known"]
    return new.on_conflict_do_update(index_elements=["id"], set_=rest)


def _is_to_come() -> ColumnElement[bool]:
    later: ColumnElement[bool] = _one.ends_at > bindparam("now", type_=BigInteger)
    return later


def _of_feed() -> Select[Any]:
    query = select(events).where(_is(_one.feed, "feed"), _is_to_come()).order_by(_one.id)
    return query.with_for_update()


def _stirred() -> Select[Any]:
    query = select(events).where(_one.is_stirred).order_by(_one.id)
    return query.limit(bindparam("room", type_=Integer)).with_for_update(skip_locked=True)


def _settle() -> Update:
    settled = {"is_stirred": false(), "known": bindparam("known", type_=Text)}
    return update(events).where(_is(_one.id, "id")).values(settled)


def _with_room() -> Select[Any]:
    seats = event_registrations.alias("seats")
    is_seat = seats.c.standing == word(Standing.SEAT)
    taken = select(func.count()).where(seats.c.event_id == _one.id, is_seat).scalar_subquery()
    waits = select(_joined.event_id).where(IS_WAITING)
    has_room = or_(_one.capacity.is_(None), taken < _one.capacity)
    is_shown = _one.status == word(EventStatus.PUBLISHED)
    query = select(_one.id).where(_one.id.in_(waits), is_shown, _is_to_come(), has_room)
    return query.order_by(_one.id).limit(bindparam("room", type_=Integer))


def _cancel() -> Delete:
    return delete(event_registrations).where(
        _is(_joined.event_id, "event_id"), _is_hers(event_registrations)
    )


def _forget_registrations() -> Delete:
    over = select(_one.id).where(_one.ends_at < _BEFORE)
    return delete(event_registrations).where(_joined.event_id.in_(over))


def _named() -> Select[Any]:
    """With what opens the names."""
    owned = conversations.c.id == _joined.conversation_id
    joined = event_registrations.join(conversations, owned)
    return select(event_registrations, conversations.c.data_key).select_from(joined)


def _registrations() -> Select[Any]:
    query = _named().where(_is(_joined.event_id, "event_id"))
    return query.order_by(_joined.at, _joined.conversation_id)


def _registered_by() -> Select[Any]:
    query = _named().join(events, _one.id == _joined.event_id)
    return query.where(_is_hers(event_registrations), _is_to_come()).order_by(_one.starts_at)


def _districts() -> Select[Any]:
    """Of each district the row of one conversation."""
    other = event_alerts.alias("other")
    first = select(func.min(other.c.conversation_id)).where(
        other.c.district_hash == _alert.district_hash
    )
    return select(event_alerts).where(_alert.conversation_id == first.scalar_subquery())


def _wish_of() -> Select[Any]:
    query = select(host_requests).where(_is_hers(host_requests), ~_wish.is_done)
    return query.order_by(_wish.at.desc()).limit(literal_column("1"))


def _close_wish() -> Update:
    is_open = _is(_wish.id, "id") & ~_wish.is_done
    return update(host_requests).where(is_open).values(is_done=literal_column("true"))


def _counts() -> Select[Any]:
    number = func.count().label("number")
    query = select(_joined.event_id, _joined.standing, number)
    return query.group_by(_joined.event_id, _joined.standing)


def _host_requests() -> Select[Any]:
    owned = conversations.c.id == _wish.conversation_id
    query = select(host_requests, conversations.c.data_key)
    query = query.select_from(host_requests.join(conversations, owned)).where(~_wish.is_done)
    return query.order_by(_wish.at).limit(bindparam("room", type_=Integer))
