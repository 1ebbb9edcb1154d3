"""Who agreed to what: two have to within a day."""

from typing import Any

from sqlalchemy import BigInteger, Delete, Select, bindparam, delete, exists, select
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.desk_tables import approvals
from adapters.database.statements import Compiler


class ApprovalStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.approve = compiler.one(_approve())
        self.after = compiler.one(approvals_after())
        self.agreed = compiler.one(_agreed())
        self.void = compiler.one(_void())
        self.prune = compiler.one(_prune())


def _is(name: str) -> ColumnElement[bool]:
    column = approvals.c[name]
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _approve() -> Insert:
    values = {column.name: bindparam(column.name, type_=column.type) for column in approvals.c}
    new = upsert(approvals).values(values)
    key = ["kind", "subject", "adviser_id"]
    return new.on_conflict_do_update(index_elements=key, set_={"at": new.excluded.at})


def _agreed() -> Select[Any]:
    one = approvals.c
    another = exists().where(
        _is("kind"),
        _is("subject"),
        one.adviser_id != bindparam("adviser_id", type_=BigInteger),
        one.at > bindparam("since", type_=BigInteger),
    )
    return select(another)


def _void() -> Delete:
    return delete(approvals).where(_is("kind"), _is("subject"))


def approvals_after() -> Select[Any]:
    one = approvals.c
    later = one.at > bindparam("since", type_=BigInteger)
    query = select(one.subject, one.adviser_id, one.at).where(_is("kind"), later)
    return query.order_by(one.at)


def _prune() -> Delete:
    return delete(approvals).where(approvals.c.at < bindparam("before", type_=BigInteger))
