"""Thirty days after a talk has ended its words are gone; that there was one is still counted."""

from datetime import datetime, timedelta

from adapters.database import ClosedBetween, Database
from bot.desk.model import CaseStatus, Outcome
from bot.ports import Transaction
from tests.contracts.conftest import World, do
from tests.contracts.desks import CASE, claim, opened, put, reply
from tests.contracts.test_desk_sealing import write_everything
from tests.contracts.turns import START

MONTH = timedelta(days=30)
EVER = datetime.fromtimestamp(0, START.tzinfo)
WRITTEN = ("case_messages", "notes", "case_reads", "outbox")


def close(transaction: Transaction) -> None:
    case, _ = opened(transaction)
    case.status, case.closed_at, case.outcome = CaseStatus.CLOSED, START, Outcome.LISTENED
    case.deadline = case.next_action = None
    transaction.desk.save(case)


def forget(store: Database, until: datetime, since: datetime = EVER) -> int:
    span = ClosedBetween(since, until)
    return store.writer.submit(store.retention.forget_talks, span).result(30)


def left(world: World) -> list[int]:
    return [world.rows(f"SELECT count(*) FROM {table}")[0][0] for table in WRITTEN]  # noqa: S608


def test_a_talk_is_forgotten_when_its_time_is_over(world: World, store: Database) -> None:
    write_everything(store)
    do(store, close)
    assert forget(store, START) == 0
    assert left(world) == [2, 1, 1, 1]

    assert forget(store, START + timedelta(seconds=1)) == 6
    assert left(world) == [0, 0, 0, 0]
    view = store.desk_reader.view(CASE)
    assert view is not None
    assert (view.messages, view.notes, view.case.choices) == ((), (), ())
    assert view.case.outcome is Outcome.LISTENED
    assert forget(store, START + MONTH) == 0


def test_when_a_forgotten_talk_was_answered_is_still_counted(store: Database) -> None:
    do(store, put(CASE, opened_at=START - timedelta(minutes=2)))
    do(store, reply("welcome"))
    do(store, close)
    assert forget(store, START + MONTH) > 0
    assert store.desk_reader.answer_times(EVER, START) == [120]


def test_a_talk_that_goes_on_is_kept(world: World, store: Database) -> None:
    write_everything(store)
    do(store, claim())
    forget(store, START + MONTH)
    assert left(world) == [2, 1, 1, 1]


def test_what_was_closed_before_is_not_looked_at_again(world: World, store: Database) -> None:
    write_everything(store)
    do(store, close)
    forget(store, START + MONTH, since=START + timedelta(days=1))
    assert left(world) == [2, 1, 1, 1]
