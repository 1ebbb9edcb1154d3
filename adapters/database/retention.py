"""What is forgotten in time: the words of a talk, a while after it has ended, and phrases that
nobody learns from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, delete, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.desk_tables import IS_CLOSED, case_messages, case_reads, cases, notes
from adapters.database.phrases import refused_before
from adapters.database.statements import Compiler
from adapters.database.store import StoreTransaction
from adapters.database.tables import outbox
from adapters.database.times import to_micros
from bot.ports import Transaction


class ClosedBetween(NamedTuple):
    """`since` only spares a look at what was forgotten long ago."""

    since: datetime
    until: datetime


class Retention:
    """Each method is a batch for the writer."""

    def __init__(self, compiler: Compiler) -> None:
        # Her adviser's words stand in the outbox too: first, while their numbers are known.
        said = tuple_(outbox.c.conversation_id, outbox.c.seq).in_(
            select(case_messages.c.conversation_id, case_messages.c.seq).where(
                case_messages.c.seq.is_not(None), case_messages.c.case_id.in_(_over())
            )
        )
        self._forget = [
            compiler.one(delete(outbox).where(said)),
            *(
                compiler.one(delete(table).where(table.c.case_id.in_(_over())))
                for table in (case_messages, notes, case_reads)
            ),
        ]
        self._forget_refused = compiler.one(refused_before())
        left = cases.c.id.in_(_over()) & cases.c.choices.is_not(None)
        self._forget_choices = compiler.one(update(cases).where(left).values(choices=None))

    def forget_talks(self, transaction: Transaction, spans: Sequence[ClosedBetween]) -> list[int]:
        """Remove what was written in the cases that were closed in this time, and what she had
        chosen; how many rows went. When they were open, and how they ended, stays to be counted."""
        if not isinstance(transaction, StoreTransaction):
            return [0] * len(spans)
        return [self._forget_span(transaction, span) for span in spans]

    def forget_refused(self, transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
        """Remove the phrases that were refused before each moment; how many there were."""
        if not isinstance(transaction, StoreTransaction):
            return [0] * len(moments)
        return [self._forget_before(transaction, to_micros(one)) for one in moments]

    def forget_cohorts(self, transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
        """Remove the groups that were over before each moment, with all that is in them; how many
        there were."""
        if not isinstance(transaction, StoreTransaction):
            return [0] * len(moments)
        return [transaction.cohorts.forget(one) for one in moments]

    def _forget_before(self, transaction: StoreTransaction, before: int) -> int:
        gone = self._forget_refused.run(transaction.connection, before=before).rowcount
        transaction.has_erased |= gone > 0
        return gone

    def _forget_span(self, transaction: StoreTransaction, span: ClosedBetween) -> int:
        given: dict[str, Any] = {"since": to_micros(span.since), "until": to_micros(span.until)}
        statements = (*self._forget, self._forget_choices)
        gone = sum(one.run(transaction.connection, **given).rowcount for one in statements)
        transaction.has_erased |= gone > 0
        return gone


def _over() -> Any:
    return select(cases.c.id).where(IS_CLOSED, *_closed_in())


def _closed_in() -> tuple[ColumnElement[bool], ...]:
    since, until = (bindparam(name, type_=BigInteger) for name in ("since", "until"))
    return (cases.c.closed_at >= since, cases.c.closed_at < until)
