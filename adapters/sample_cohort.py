"""A group to try out, which `run` puts in: two steps of it are open. Its code is `CODE`."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from adapters.database import Database
from adapters.launch import DEMO
from bot.cohorts.sample import CODE, sample_cohort
from bot.ports import Clock, Transaction

NOBODY = 0


class Wanted(NamedTuple):
    facilitator_id: int
    now: datetime


def put_sample_cohort(database: Database, clock: Clock) -> None:
    """Unless it is there; one that is over begins anew. Errors raised: StoreUnavailable."""
    advisers = database.desk_reader.advisers()
    demo = next((one.id for one in advisers if one.login == DEMO), NOBODY)
    database.writer.submit(_put, Wanted(demo, clock())).result()


def _put(transaction: Transaction, items: Sequence[Wanted]) -> list[None]:
    for facilitator_id, now in items:
        store = transaction.cohorts
        known = store.of_code(CODE)
        if known is None or known.is_over(now):
            id_ = known.id if known else store.new_id()
            store.save(sample_cohort(id_, facilitator_id, now))
    return [None] * len(items)
