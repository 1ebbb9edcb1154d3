"""What is kept of the staff group, on each engine."""

from datetime import timedelta

import pytest

from adapters.database import Database
from bot.desk.staff import Followed, LinkAsked, Topic, Watch
from tests.contracts.conftest import (
    World,
    do,
    on_postgresql,
    postgresql_template,
    sqlite_template,
    store,
    world,
)
from tests.contracts.desks import add_adviser

__all__ = ["on_postgresql", "postgresql_template", "sqlite_template", "store", "world"]

ADA, BEA = 501, 2**52 + 1
FULL = Topic(17, 5, 6, "🟠 Alder", "ab", 1, 2, 3, 4, is_shut=True, lost=(7, 9))


def link(database: Database, person: int, adviser: int) -> int | None:
    staff = database.staff
    code = do(database, lambda one: staff.make_code(one, [adviser])[0])
    return do(database, lambda one: staff.link(one, [LinkAsked(person, code)])[0])


def test_a_topic_is_found_by_its_case_and_its_numbers(store: Database) -> None:
    do(store, lambda one: store.staff.save(one, [FULL, Topic(18)]))
    assert store.staff.topic_of(17) == FULL
    assert [store.staff.topic_at(number) for number in (5, 7, 9, 79)] == [FULL] * 3 + [None]
    assert store.staff.topic_of(19) is None

    again = Topic(17, thread=50)
    do(store, lambda one: store.staff.save(one, [again]))
    assert sorted(topic.case_id for topic in store.staff.topics()) == [17, 18]
    assert store.staff.topic_of(17) == again
    do(store, lambda one: store.staff.forget(one, [17]))
    assert store.staff.topic_of(17) is None


def test_a_code_is_good_for_one_time(world: World, store: Database) -> None:
    add_adviser(world, 1)
    code = do(store, lambda one: store.staff.make_code(one, [1])[0])
    shown = [LinkAsked(ADA, f" {code.lower()} "), LinkAsked(BEA, code)]
    assert do(store, lambda one: store.staff.link(one, shown)) == [1, None]
    assert (store.staff.adviser_of(ADA), store.staff.adviser_of(BEA)) == (1, None)
    assert code not in str(world.rows("SELECT * FROM staff_codes"))


def test_present_are_those_on_duty_who_did_something(world: World, store: Database) -> None:
    add_adviser(world, 1)
    add_adviser(world, 2, "Bashir", presence="'off'")
    assert [link(store, ADA, 1), link(store, BEA, 2)] == [1, 2]
    before = world.clock() - timedelta(seconds=1)
    assert store.staff.present(before) == [1]
    world.clock.go_on(minutes=5)
    assert store.staff.present(world.clock() - timedelta(minutes=1)) == []
    do(store, lambda one: store.staff.seen(one, [ADA, BEA]))
    assert store.staff.present(world.clock() - timedelta(minutes=1)) == [1]


def test_one_process_has_the_watch_until_it_is_silent(world: World, store: Database) -> None:
    def watch(holder: int) -> bool:
        until = world.clock() + timedelta(seconds=60)
        return do(store, lambda one: store.staff.watch(one, [Watch(holder, until)])[0])

    assert store.staff.followed() == Followed()
    assert [watch(1), watch(2), watch(1)] == [True, False, True]
    do(store, lambda one: store.staff.follow(one, [Followed(44, "gone")]))
    assert store.staff.followed() == Followed(44, "gone")
    world.clock.go_on(seconds=61)
    assert [watch(2), watch(1)] == [True, False]
    assert store.staff.followed() == Followed(44, "gone")


@pytest.mark.parametrize("fault", ["", "AAAA-AAAA-AAAA", "' OR 1=1 --", "\x00"])
def test_a_wrong_code_links_nobody(world: World, store: Database, fault: str) -> None:
    add_adviser(world, 1)
    do(store, lambda one: store.staff.make_code(one, [1]))
    assert do(store, lambda one: store.staff.link(one, [LinkAsked(ADA, fault)])) == [None]
