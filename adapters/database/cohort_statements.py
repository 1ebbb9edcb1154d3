"""What transactions and pages run for groups, as constructs."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Delete,
    Select,
    Table,
    bindparam,
    delete,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.cohort_tables import (
    cohort_members,
    cohort_progress,
    cohort_wrong_codes,
    cohorts,
)
from adapters.database.statements import Compiler
from adapters.database.tables import word
from bot.cohorts.model import CohortStatus

_one, _member, _done, _wrong = (
    cohorts.c,
    cohort_members.c,
    cohort_progress.c,
    cohort_wrong_codes.c,
)


class CohortStatements:
    def __init__(self, compiler: Compiler) -> None:
        find = select(cohorts).where(_is(_one.id, "id"))
        self.find = compiler.one(find.with_for_update())
        self.of_code = compiler.one(_of_code())
        self.put = compiler.one(_put(cohorts, "id"))
        self.membership = compiler.one(_membership())
        self.members = compiler.one(_members())
        self.join = compiler.one(_add(cohort_members))
        self.leave = compiler.one(delete(cohort_members).where(_is_hers(cohort_members)))
        self.opened = compiler.one(select(_done.step).where(_is_hers(cohort_progress)))
        self.note_opened = compiler.one(_note().on_conflict_do_nothing())
        self.note_went = compiler.one(_note_went())
        self.wrong_codes = compiler.one(_wrong_codes())
        self.note_wrong_code = compiler.one(_add(cohort_wrong_codes))
        self.forget_wrong_codes = compiler.one(_forget_wrong_codes())
        self.forget = compiler.one(delete(cohorts).where(_one.over_at < _number("before")))


class CohortQueries:
    def __init__(self, compiler: Compiler) -> None:
        newest = select(cohorts).order_by(_one.over_at.desc(), _one.id)
        self.all = compiler.one(newest)
        self.of_facilitator = compiler.one(newest.where(_is(_one.facilitator_id, "facilitator_id")))
        self.find = compiler.one(select(cohorts).where(_is(_one.id, "id")))
        self.members = compiler.one(_members())
        self.progress = compiler.one(_progress())


def _number(name: str) -> Any:
    return bindparam(name, type_=BigInteger)


def _is(column: Any, name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _is_hers(table: Table) -> ColumnElement[bool]:
    return _is(table.c.conversation_id, "conversation_id")


def _add(table: Table) -> Insert:
    return upsert(table).values({one.name: bindparam(one.name, type_=one.type) for one in table.c})


def _put(table: Table, key: str) -> Insert:
    new = _add(table)
    rest = {one.name: new.excluded[one.name] for one in table.columns if one.name != key}
    return new.on_conflict_do_update(index_elements=[key], set_=rest)


def _of_code() -> Select[Any]:
    goes_on = _one.status != word(CohortStatus.ENDED)
    return select(cohorts).where(_is(_one.code, "code"), goes_on)


def _membership() -> Select[Any]:
    joined = cohort_members.join(cohorts, _one.id == _member.cohort_id)
    query = select(cohorts, _member.number).select_from(joined)
    return query.where(_is_hers(cohort_members))


def _members() -> Select[Any]:
    query = select(cohort_members).where(_is(_member.cohort_id, "cohort_id"))
    return query.order_by(_member.number)


def _note() -> Insert:
    """For who is a member, and nobody else."""
    given = (bindparam("step", type_=_done.step.type), bindparam("went", type_=_done.went.type))
    hers = select(_member.conversation_id, *given).where(_is_hers(cohort_members))
    return upsert(cohort_progress).from_select(["conversation_id", "step", "went"], hers)


def _note_went() -> Insert:
    new = _note()
    keys = ["conversation_id", "step"]
    return new.on_conflict_do_update(index_elements=keys, set_={"went": new.excluded.went})


def _wrong_codes() -> Select[Any]:
    is_recent = _wrong.at > _number("since")
    query = select(func.count()).select_from(cohort_wrong_codes)
    return query.where(_is_hers(cohort_wrong_codes), is_recent)


def _forget_wrong_codes() -> Delete:
    is_old = _wrong.at < _number("before")
    return delete(cohort_wrong_codes).where(_is_hers(cohort_wrong_codes), is_old)


def _progress() -> Select[Any]:
    joined = cohort_progress.join(cohort_members, _member.conversation_id == _done.conversation_id)
    query = select(_member.number, _done.step, _done.went).select_from(joined)
    return query.where(_is(_member.cohort_id, "cohort_id")).order_by(_member.number)
