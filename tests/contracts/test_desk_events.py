"""News for live pages: told after the commit, in order, none missed, none kept for long."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from adapters.database import Database, prune_desk_events
from bot.desk.model import DeskEvent, EventKind
from bot.ports import Transaction
from tests.contracts.conftest import World, do
from tests.contracts.turns import contact_of

HEARD = DeskEvent(EventKind.HEARD, 17, 1, "advisers")


def tell_all(transaction: Transaction, events: Sequence[DeskEvent]) -> list[None]:
    for event in events:
        transaction.desk.tell(event)
    return [None] * len(events)


def tell(store: Database, *events: DeskEvent) -> None:
    do(store, lambda transaction: tell_all(transaction, events))


def test_news_are_read_in_order_after_a_cursor(store: Database) -> None:
    assert store.desk_reader.last_event() == 0
    tell(store, HEARD, HEARD._replace(kind=EventKind.SAID))
    first, second = store.desk_reader.events_after(0)
    assert (first._replace(id=0), second.kind) == (HEARD, EventKind.SAID)
    assert store.desk_reader.last_event() == second.id
    tell(store, HEARD)
    assert [one.kind for one in store.desk_reader.events_after(first.id)] == ["said", "heard"]
    assert store.desk_reader.events_after(store.desk_reader.last_event()) == []


def test_this_process_is_woken_by_commits_with_news_only(store: Database) -> None:
    woken = []

    def wake() -> None:
        woken.append([one.kind for one in store.desk_reader.events_after(0)])

    def break_down(transaction: Transaction) -> None:
        transaction.desk.tell(HEARD)
        raise LookupError("a bug in a batch")

    store.writer.on_news = wake
    do(store, contact_of)
    with pytest.raises(LookupError):
        do(store, break_down)
    tell(store, HEARD)
    do(store, contact_of)
    assert woken == [["heard"]]


def test_a_page_that_has_gone_does_not_end_the_writer(store: Database) -> None:
    def gone() -> None:
        raise RuntimeError("Event loop is closed")

    store.writer.on_news = gone
    tell(store, HEARD)
    tell(store, HEARD)
    assert len(store.desk_reader.events_after(0)) == 2


def test_no_number_is_given_twice_even_when_all_are_removed(world: World) -> None:
    store = world.open()
    tell(store, HEARD)
    world.clock.go_on(hours=25)
    cursor = store.desk_reader.last_event()
    pruned = store.writer.submit(prune_desk_events, world.clock()).result(30)
    assert (pruned, store.desk_reader.events_after(0)) == (1, [])
    tell(store, HEARD)
    assert len(store.desk_reader.events_after(cursor)) == 1


def test_news_of_today_are_kept(world: World) -> None:
    store = world.open()
    tell(store, HEARD)
    later = world.clock() + timedelta(hours=23)
    assert store.writer.submit(prune_desk_events, later).result(30) == 0
    assert len(store.desk_reader.events_after(0)) == 1


def test_who_follows_the_news_of_two_processes_misses_none(world: World) -> None:
    databases = [world.open(), world.open()]
    seen: list[int] = []
    done = threading.Event()

    def follow() -> None:
        is_over = False
        while not is_over:
            is_over = done.is_set()
            news = databases[0].desk_reader.events_after(seen[-1] if seen else 0)
            seen.extend(one.id for one in news)

    page = threading.Thread(target=follow)
    page.start()
    futures = [one.writer.submit(tell_all, HEARD) for _ in range(300) for one in databases]
    for future in futures:
        future.result(60)
    done.set()
    page.join(60)
    assert seen == [row[0] for row in world.rows("SELECT id FROM desk_events ORDER BY id")]
    assert len(seen) == 600


def test_a_process_waits_for_news_that_another_has_numbered(on_postgresql: World) -> None:
    """Else it could commit a later number first, and a page would never look back."""
    store = on_postgresql.open()
    held = on_postgresql.open()
    reached, go_on = threading.Event(), threading.Event()

    def slow(transaction: Transaction) -> None:
        transaction.desk.tell(HEARD)
        transaction._ledger.finish()  # type: ignore[attr-defined]
        reached.set()
        assert go_on.wait(30)

    def hold() -> None:
        do(held, slow)

    slow_one = threading.Thread(target=hold)
    slow_one.start()
    assert reached.wait(30)
    late = store.writer.submit(tell_all, HEARD)
    assert store.desk_reader.last_event() == 0
    go_on.set()
    slow_one.join(30)
    late.result(30)
    assert store.desk_reader.last_event() > 0
