"""Groups on each engine: what is kept of a member is a number and steps, and goes when she does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from adapters.database import Database, RowRefused
from adapters.database.cohort_tables import cohort_members, cohort_progress, cohort_wrong_codes
from bot.cohorts.model import Cohort, CohortStatus, Member, Progress, Went
from bot.cohorts.ports import CohortStore
from bot.cohorts.sample import sample_cohort
from bot.ports import Transaction
from tests.contracts.conftest import World, do
from tests.contracts.turns import START, contact_of

GROUP, OTHER, OMAR, IDA = 5, 6, 901, 902
ONE = sample_cohort(GROUP, OMAR, START)
ANOTHER = replace(sample_cohort(OTHER, IDA, START), code="DDDDDDDD")
HOUR = timedelta(hours=1)


def on(store: Database, work: Callable[[CohortStore], Any]) -> Any:
    return do(store, lambda transaction: work(transaction.cohorts))


def contact(store: Database, address: str = "1") -> int:
    def work(transaction: Transaction) -> int:
        one = contact_of(transaction, address)
        transaction.save([one])
        return one.id

    return do(store, work)


def joined(store: Database, address: str = "1", number: int = 1, group: int = GROUP) -> int:
    id_ = contact(store, address)
    on(store, lambda groups: groups.join(Member(group, id_, number)))
    return id_


def begin(id_: int, store: CohortStore) -> None:
    store.note_opened(id_, "worth")
    store.note_went(id_, "safe", Went.HARD)
    store.note_wrong_code(id_, START)


@pytest.fixture
def groups(store: Database) -> Database:
    on(store, lambda groups: groups.save(ONE))
    on(store, lambda groups: groups.save(ANOTHER))
    return store


def test_it_comes_back_as_it_was_written(groups: Database) -> None:
    assert on(groups, lambda store: store.cohort(GROUP)) == ONE
    assert on(groups, lambda store: store.cohort(7)) is None
    assert groups.cohorts.cohort(GROUP) == ONE
    ended = replace(ONE, status=CohortStatus.ENDED, ended_at=START, joined=3, version=2)
    on(groups, lambda store: store.save(ended))
    assert groups.cohorts.cohort(GROUP) == ended


def test_a_facilitator_lists_their_own_and_a_lead_all(groups: Database) -> None:
    assert groups.cohorts.cohorts(OMAR) == [ONE]
    assert {one.id for one in groups.cohorts.cohorts()} == {GROUP, OTHER}


def test_a_code_finds_its_group_until_that_ends(groups: Database) -> None:
    assert on(groups, lambda store: store.of_code(ONE.code)) == ONE
    assert on(groups, lambda store: store.of_code("CCCCCCCC")) is None
    ended = replace(ONE, status=CohortStatus.ENDED, ended_at=START)
    on(groups, lambda store: store.save(ended))
    assert on(groups, lambda store: store.of_code(ONE.code)) is None


def test_no_two_groups_have_one_code(groups: Database) -> None:
    with pytest.raises(RowRefused):
        on(groups, lambda store: store.save(replace(ANOTHER, code=ONE.code)))


def test_a_contact_is_in_one_group_at_most(groups: Database) -> None:
    her = joined(groups)
    assert on(groups, lambda store: store.membership(her)) == (Member(GROUP, her, 1), ONE)
    on(groups, lambda store: store.note_opened(her, "worth"))
    on(groups, lambda store: store.join(Member(OTHER, her, 1)))
    assert on(groups, lambda store: store.membership(her)) == (Member(OTHER, her, 1), ANOTHER)
    assert on(groups, lambda store: store.members(GROUP)) == []
    assert on(groups, lambda store: store.opened(her)) == frozenset()


def test_members_come_by_their_numbers(groups: Database) -> None:
    second, first = joined(groups, "2", 2), joined(groups, "1", 1)
    found = on(groups, lambda store: store.members(GROUP))
    assert [one.conversation_id for one in found] == [first, second]
    assert groups.cohorts.numbers(GROUP) == [1, 2]


def test_only_members_have_progress_and_the_latest_word_counts(groups: Database) -> None:
    her, stranger = joined(groups), contact(groups, "2")
    for id_ in (her, stranger):
        on(groups, partial(begin, id_))
    on(groups, lambda store: store.note_went(her, "safe", Went.WELL))
    on(groups, lambda store: store.note_opened(her, "safe"))
    assert on(groups, lambda store: store.opened(her)) == {"worth", "safe"}
    assert on(groups, lambda store: store.opened(stranger)) == frozenset()
    expected = {Progress(1, "worth"), Progress(1, "safe", Went.WELL)}
    assert set(groups.cohorts.progress(GROUP)) == expected


def test_leaving_and_erasing_leave_nothing(world: World, groups: Database) -> None:
    left, erased = joined(groups, "1", 1), joined(groups, "2", 2)
    for id_ in (left, erased):
        on(groups, partial(begin, id_))
    on(groups, lambda store: store.leave(left))
    do(groups, lambda transaction: transaction.erase(erased))
    assert world.rows("SELECT * FROM cohort_members") == []
    assert world.rows("SELECT * FROM cohort_progress") == []
    assert [row.conversation_id for row in world.rows("SELECT * FROM cohort_wrong_codes")] == [left]


def test_wrong_codes_are_counted_for_each_and_forgotten(world: World, groups: Database) -> None:
    her, other = contact(groups, "1"), contact(groups, "2")

    def wrong(id_: int, at: datetime) -> None:
        on(groups, lambda store: store.note_wrong_code(id_, at))

    for minutes in (0, 30, 61):
        wrong(her, START + timedelta(minutes=minutes))
    wrong(other, START)
    now = START + timedelta(minutes=61)
    assert on(groups, lambda store: store.wrong_codes(her, now - HOUR)) == 2
    wrong(her, START + timedelta(days=2))
    kept = [row.conversation_id for row in world.rows("SELECT * FROM cohort_wrong_codes")]
    assert sorted(kept) == sorted([her, other])


def test_of_a_member_there_is_a_number_and_steps_and_no_word() -> None:
    assert set(cohort_members.columns.keys()) == {"conversation_id", "cohort_id", "number"}
    assert set(cohort_progress.columns.keys()) == {"conversation_id", "step", "went"}
    assert set(cohort_wrong_codes.columns.keys()) == {"id", "conversation_id", "at"}


def test_groups_that_were_over_long_ago_are_forgotten(world: World, groups: Database) -> None:
    joined(groups)

    def forget(before: datetime) -> int:
        return groups.writer.submit(groups.retention.forget_cohorts, before).result(30)

    assert forget(ONE.over_at) == 0
    on(groups, lambda store: store.save(replace(ANOTHER, ended_at=START)))
    assert forget(START + HOUR) == 1
    assert [one.id for one in groups.cohorts.cohorts()] == [GROUP]
    assert forget(ONE.over_at + HOUR) == 1
    assert world.rows("SELECT * FROM cohort_members") == []


def test_what_was_saved_last_is_what_the_next_process_sees(world: World, groups: Database) -> None:
    moved: Cohort = replace(ONE, version=2)
    on(world.open(), lambda store: store.save(moved))
    assert on(groups, lambda store: store.cohort(GROUP)) == moved
