"""What accounts, sessions and throttles run, as constructs."""

from typing import Any

from sqlalchemy import BigInteger, Delete, Select, Table, Update, bindparam, delete, func, select
from sqlalchemy import update as change
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.desk_tables import adviser_sessions, advisers, throttles
from adapters.database.statements import Compiler

CHANGED = (
    *("password_hash", "must_change", "totp", "totp_last_step", "recovery"),
    *("name", "role", "disabled", "languages", "queues", "capacity"),
)
"""Columns of an adviser that change with the account."""
_session = adviser_sessions.c
_BEGAN = (_session.adviser_id, _session.created_at)


class AccountStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.by_login = compiler.one(select(advisers).where(_is(advisers.c.login, "login")))
        self.by_id = compiler.one(select(advisers).where(_is(advisers.c.id, "id")))
        self.locked = compiler.one(_locked())
        self.add = compiler.one(_add(advisers, "login"))
        self.change = compiler.one(_change())

        self.session = compiler.one(_opened())
        self.sessions_of = compiler.one(_live().where(_is(_session.adviser_id, "adviser")))
        self.live_sessions = compiler.one(_live().with_only_columns(*_BEGAN))
        self.add_session = compiler.one(_add(adviser_sessions, "token_hash"))
        self.newest_session = compiler.one(_newest())
        self.touch = compiler.one(_touch())
        self.shorten = compiler.one(_shorten())
        self.end_session = compiler.one(_end(_is(_session.created_at, "created_at")))
        self.end_others = compiler.one(_end(_session.created_at != _bind("spares")))
        self.prune_sessions = compiler.one(_prune_sessions())

        self.begin_throttle = compiler.one(_add(throttles, "key"))
        self.throttle = compiler.one(_throttle())
        self.move_throttle = compiler.one(_move_throttle())
        self.prune_throttles = compiler.one(delete(throttles).where(throttles.c.at < _bind("now")))


def _bind(name: str) -> Any:
    return bindparam(name, type_=BigInteger)


def _is(column: Any, name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _named(table: Table) -> dict[str, Any]:
    return {column.name: bindparam(column.name, type_=column.type) for column in table.columns}


def _add(table: Table, key: str) -> Insert:
    """Unless there is one of this key."""
    return upsert(table).values(_named(table)).on_conflict_do_nothing(index_elements=[key])


def _locked() -> Select[Any]:
    return select(advisers).where(_is(advisers.c.id, "id")).with_for_update(key_share=True)


def _change() -> Update:
    values = {name: bindparam(name, type_=advisers.c[name].type) for name in CHANGED}
    return change(advisers).where(_is(advisers.c.id, "id")).values(values)


def _opened() -> Select[Any]:
    """Locked by nobody: every request asks."""
    columns = [column.label(f"session_{column.name}") for column in _session]
    joined = adviser_sessions.join(advisers, advisers.c.id == _session.adviser_id)
    found = select(advisers, *columns).select_from(joined)
    return found.where(_is(_session.token_hash, "token_hash"))


def _live() -> Select[Any]:
    """Newest first."""
    joined = adviser_sessions.join(advisers, advisers.c.id == _session.adviser_id)
    goes_on = (_session.expires_at > _bind("now")) & (_session.seen_at > _bind("idle_since"))
    found = select(adviser_sessions).select_from(joined).where(goes_on, ~advisers.c.disabled)
    return found.order_by(_session.created_at.desc())


def _newest() -> Select[Any]:
    newest = func.coalesce(func.max(_session.created_at), 0)
    return select(newest).where(_is(_session.adviser_id, "adviser"))


def _touch() -> Update:
    has_hash = _is(_session.token_hash, "token_hash")
    return change(adviser_sessions).where(has_hash).values(seen_at=_bind("at"))


def _shorten() -> Update:
    """Of two that replace a token at once, one finds it as it was."""
    as_it_was = _is(_session.token_hash, "token_hash") & (_session.expires_at == _bind("was"))
    return change(adviser_sessions).where(as_it_was).values(expires_at=_bind("expires_at"))


def _end(which: ColumnElement[bool]) -> Delete:
    return delete(adviser_sessions).where(_is(_session.adviser_id, "adviser"), which)


def _prune_sessions() -> Delete:
    is_over = (_session.expires_at <= _bind("now")) | (_session.seen_at <= _bind("idle_since"))
    return delete(adviser_sessions).where(is_over)


def _throttle() -> Select[Any]:
    return select(throttles.c.at).where(_is(throttles.c.key, "key")).with_for_update()


def _move_throttle() -> Update:
    return change(throttles).where(_is(throttles.c.key, "key")).values(at=_bind("at"))
