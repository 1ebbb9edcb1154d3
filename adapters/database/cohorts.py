"""Groups within one transaction, and what pages read of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from adapters.database.arrays import Value
from adapters.database.cohort_rows import cohort_values, load_cohort, load_member, load_progress
from adapters.database.cohort_statements import CohortQueries, CohortStatements
from adapters.database.ids import new_id
from adapters.database.reading import Reading
from adapters.database.statements import Compiler, Statement
from adapters.database.times import to_micros
from bot.cohorts.model import Cohort, Member, Progress, Went

WRONG_KEPT = timedelta(days=1)


class Cohorts:
    """`bot.cohorts.ports.CohortStore`."""

    def __init__(self, connection: Connection, statements: CohortStatements) -> None:
        self._connection = connection
        self._run = statements

    def new_id(self) -> int:
        return new_id()

    def cohort(self, cohort_id: int) -> Cohort | None:
        return self._cohort(self._run.find, id=cohort_id)

    def of_code(self, code: str) -> Cohort | None:
        return self._cohort(self._run.of_code, code=code)

    def _cohort(self, statement: Statement, **given: Any) -> Cohort | None:
        row = statement.run(self._connection, **given).mappings().first()
        return None if row is None else load_cohort(row)

    def save(self, cohort: Cohort) -> None:
        self._run.put.run(self._connection, **cohort_values(cohort))

    def membership(self, conversation_id: int) -> tuple[Member, Cohort] | None:
        found = self._run.membership.run(self._connection, conversation_id=conversation_id)
        row = found.mappings().first()
        if row is None:
            return None
        cohort = load_cohort(row)
        return Member(cohort.id, conversation_id, row["number"]), cohort

    def members(self, cohort_id: int) -> list[Member]:
        found = self._run.members.run(self._connection, cohort_id=cohort_id).mappings()
        return [load_member(row) for row in found]

    def join(self, member: Member) -> None:
        self.leave(member.conversation_id)
        self._run.join.run(self._connection, **member._asdict())

    def leave(self, conversation_id: int) -> None:
        self._run.leave.run(self._connection, conversation_id=conversation_id)

    def opened(self, conversation_id: int) -> frozenset[str]:
        found = self._run.opened.run(self._connection, conversation_id=conversation_id)
        return frozenset(row.step for row in found)

    def note_opened(self, conversation_id: int, step: str) -> None:
        given: dict[str, Value] = {"conversation_id": conversation_id, "step": step, "went": ""}
        self._run.note_opened.run(self._connection, **given)

    def note_went(self, conversation_id: int, step: str, went: Went) -> None:
        given: dict[str, Value] = {"conversation_id": conversation_id, "step": step}
        self._run.note_went.run(self._connection, went=went.value, **given)

    def wrong_codes(self, conversation_id: int, since: datetime) -> int:
        given = {"conversation_id": conversation_id, "since": to_micros(since)}
        return int(self._run.wrong_codes.run(self._connection, **given).scalar_one())

    def note_wrong_code(self, conversation_id: int, at: datetime) -> None:
        hers, run = {"conversation_id": conversation_id}, self._run
        run.forget_wrong_codes.run(self._connection, before=to_micros(at - WRONG_KEPT), **hers)
        run.note_wrong_code.run(self._connection, id=new_id(), at=to_micros(at), **hers)

    def forget(self, before: datetime) -> int:
        """Groups that were over then, with all that is in them; how many there were."""
        return self._run.forget.run(self._connection, before=to_micros(before)).rowcount


class CohortReader:
    """`bot.cohorts.ports.CohortReader`."""

    def __init__(self, engine: Engine) -> None:
        self._reading = Reading(engine)
        self._run = CohortQueries(Compiler(engine.dialect))

    def cohorts(self, facilitator_id: int | None = None) -> list[Cohort]:
        if facilitator_id is None:
            rows = self._all(self._run.all)
        else:
            rows = self._all(self._run.of_facilitator, facilitator_id=facilitator_id)
        return [load_cohort(row) for row in rows]

    def cohort(self, cohort_id: int) -> Cohort | None:
        rows = self._all(self._run.find, id=cohort_id)
        return load_cohort(rows[0]) if rows else None

    def numbers(self, cohort_id: int) -> list[int]:
        return [row["number"] for row in self._all(self._run.members, cohort_id=cohort_id)]

    def progress(self, cohort_id: int) -> list[Progress]:
        return [load_progress(row) for row in self._all(self._run.progress, cohort_id=cohort_id)]

    def _all(self, statement: Statement, **values: Any) -> Sequence[RowMapping]:
        return self._reading.read(lambda one: statement.run(one, **values).mappings().all())
