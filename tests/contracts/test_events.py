"""Events on each engine: they come back as they were written, what is hers is sealed and goes with
her, and every process hears of a change."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.database import Database
from bot.events.model import (
    AddressFor,
    Alert,
    Event,
    EventStatus,
    EventText,
    Feed,
    HostRequest,
    Registration,
    Standing,
)
from bot.places.model import Coordinates
from bot.ports import Transaction
from tests.contracts.conftest import World, do
from tests.contracts.test_store_faults import everything_on_disk
from tests.contracts.turns import START, contact_of

CANARY = "canary-3f9d"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
A, B, C = "447700900001", "447700900002", "447700900003"


def event(id_: int = 5, **fields: Any) -> Event:
    texts = {"en": EventText("Tea and talk", "Come as you are."), "ur": EventText("چائے")}
    made = Event(
        id_,
        START + DAY,
        START + DAY + HOUR,
        "Europe/London",
        texts,
        organiser="A library",
        host="Mothers of Luton",
        town="Luton",
        address="1 Sample Street",
        address_for=AddressFor.ALL,
        at=Coordinates(51.878_123, -0.414_567),
        link="https://example.org/tea",
        languages=("en", "ur"),
        audience="women",
        step_free=True,
        childcare=False,
        cost="£2",
        capacity=2,
        status=EventStatus.PUBLISHED,
    )
    return replace(made, **fields)


def bare(id_: int, **fields: Any) -> Event:
    made = Event(id_, START + DAY, START + DAY + HOUR, "Asia/Dushanbe", {"tg": EventText("Чой")})
    return replace(made, **fields)


def save(store: Database, *events: Event) -> None:
    do(store, lambda transaction: transaction.events.save_all(events))


def contact(store: Database, address: str = A) -> int:
    def work(transaction: Transaction) -> int:
        found = contact_of(transaction, address)
        transaction.save([found])
        return found.id

    return do(store, work)


def register(
    store: Database,
    conversation_id: int,
    standing: Standing = Standing.SEAT,
    at: datetime = START,
    *,
    event_id: int = 5,
    name: str = "",
) -> Registration:
    one = Registration(event_id, conversation_id, standing, name, at)
    do(store, lambda transaction: transaction.events.register(one))
    return one


def test_it_comes_back_as_it_was_written(store: Database) -> None:
    save(store, event(), bare(6, is_online=True))
    assert store.events.event(5) == event()
    assert do(store, lambda t: t.events.event(6)) == bare(6, is_online=True)
    assert store.events.event(7) is None
    changed = event(version=2, capacity=None, step_free=None, at=None, town="Derby")
    save(store, changed)
    assert store.events.event(5) == changed


def test_the_last_of_two_versions_in_one_write_counts(store: Database) -> None:
    save(store, event(), event(town="Derby"))
    found = store.events.event(5)
    assert found is not None
    assert found.town == "Derby"


def test_every_process_hears_of_a_change(world: World, store: Database) -> None:
    other = world.open()
    assert other.events.version() == 0
    save(store, event())
    first = other.events.version()
    save(store, event(6))
    assert other.events.version() > first
    assert [one.id for one in other.events.changed(first)] == [6]
    assert {one.id for one in other.events.coming(START)} == {5, 6}
    assert other.events.coming(START + 2 * DAY) == []


def test_of_a_feed_come_those_that_are_not_over(world: World, store: Database) -> None:
    gone = event(6, feed="x", status=EventStatus.WITHDRAWN)
    over = event(7, feed="x", starts_at=START - 2 * DAY, ends_at=START - DAY)
    save(store, event(feed="x"), gone, over, event(8, feed="y"))
    assert do(store, lambda t: t.events.of_feed("x")) == [event(feed="x"), gone]


def test_a_change_is_told_once(store: Database) -> None:
    save(store, event())
    [found] = do(store, lambda t: t.events.stirred(9))
    assert found == (event(), None)
    do(store, lambda t: t.events.settle(5, event().known))
    assert do(store, lambda t: t.events.stirred(9)) == []
    save(store, event(town="Derby"))
    assert do(store, lambda t: t.events.stirred(9)) == [(event(town="Derby"), event().known)]


def test_who_registered_comes_back_in_order(store: Database) -> None:
    save(store, event(), event(6, starts_at=START + HOUR), event(7, ends_at=START - HOUR))
    a, b = contact(store, A), contact(store, B)
    late = register(store, a, Standing.WAITING, START + HOUR, name="Zara")
    early = register(store, b, name="")
    assert do(store, lambda t: t.events.registrations(5)) == [early, late]
    assert store.events.registered(5) == [early, late]
    other = register(store, a, event_id=6)
    register(store, a, event_id=7)
    assert do(store, lambda t: t.events.registered_by(a)) == [other, late]
    assert store.events.counts([5, 6, 8]) == {5: (1, 1), 6: (1, 0), 8: (0, 0)}
    assert do(store, lambda t: t.events.cancel(5, a))
    assert not do(store, lambda t: t.events.cancel(5, a))
    assert do(store, lambda t: t.events.registration(5, a)) is None
    seated = register(store, b, Standing.SEAT, name="Bea")
    assert do(store, lambda t: t.events.registration(5, b)) == seated


def test_a_seat_that_she_leaves_by_erasing_is_seen(store: Database) -> None:
    save(store, event(capacity=1))
    a, b = contact(store, A), contact(store, B)
    register(store, a)
    register(store, b, Standing.WAITING)
    assert do(store, lambda t: t.events.with_room(9)) == []
    do(store, lambda t: t.erase(a))
    assert do(store, lambda t: t.events.with_room(9)) == [5]
    save(store, event(capacity=1, status=EventStatus.CANCELLED))
    assert do(store, lambda t: t.events.with_room(9)) == []


def test_who_came_is_forgotten_in_time(store: Database) -> None:
    save(store, event(), event(6, ends_at=START + 9 * DAY))
    a = contact(store)
    register(store, a)
    register(store, a, event_id=6)
    do(store, lambda t: t.events.add_host_request(HostRequest(3, a, "Luton", "", START, True)))
    do(store, lambda t: t.events.add_host_request(HostRequest(4, a, "Luton", "", START)))
    assert do(store, lambda t: t.events.forget_over(START)) == 0
    assert do(store, lambda t: t.events.forget_over(START + 3 * DAY)) == 2
    assert store.events.registered(5) == []
    assert len(store.events.registered(6)) == 1
    assert [one.id for one in store.events.host_requests(9)] == [4]


def test_alerts_are_found_by_their_district(store: Database) -> None:
    a, b = contact(store, A), contact(store, B)
    first, second = Alert(a, "GBLU1", START), Alert(b, "GBLU1", START + HOUR)
    online = Alert(a, "", START + DAY)
    for one in (first, second, online, first):
        do(store, lambda t, one=one: t.events.set_alert(one))  # type: ignore[misc]
    assert do(store, lambda t: t.events.alerts(["GBLU1", "GBE8"])) == [first, second]
    assert do(store, lambda t: t.events.alerts([])) == []
    assert do(store, lambda t: t.events.alerts_of(a)) == [first, online]
    assert do(store, lambda t: t.events.districts()) == ["", "GBLU1"]
    do(store, lambda t: t.events.drop_alerts(a))
    assert do(store, lambda t: t.events.districts()) == ["GBLU1"]


def test_a_request_to_host_waits_until_it_is_closed_once(store: Database) -> None:
    a = contact(store)
    one = HostRequest(3, a, "Luton", "", START)
    for wish in (one, replace(one, text="Tea")):
        do(store, lambda t, wish=wish: t.events.add_host_request(wish))  # type: ignore[misc]
    assert store.events.host_requests(9) == [replace(one, text="Tea")]
    assert do(store, lambda t: t.events.host_request_of(a)) == replace(one, text="Tea")
    assert do(store, lambda t: t.events.close_host_request(3))
    assert not do(store, lambda t: t.events.close_host_request(3))
    assert store.events.host_requests(9) == []
    assert do(store, lambda t: t.events.host_request_of(a)) is None


def test_calendars_come_back(store: Database) -> None:
    one = Feed(4, f"https://example.org/{CANARY}", "Library", "Europe/London")
    looked = replace(one, etag="x", state="It does not answer.", looked_at=START, good_at=START)
    do(store, lambda t: t.events.save_feed(one))
    do(store, lambda t: t.events.save_feed(looked))
    assert do(store, lambda t: t.events.feeds()) == store.events.feeds() == [looked]
    do(store, lambda t: t.events.drop_feed(4))
    assert store.events.feeds() == []


@pytest.fixture
def private(store: Database) -> int:
    save(store, event())
    a = contact(store)
    register(store, a, name=CANARY)
    do(store, lambda t: t.events.set_alert(Alert(a, CANARY, START)))
    do(store, lambda t: t.events.add_host_request(HostRequest(3, a, CANARY, CANARY, START)))
    do(store, lambda t: t.events.save_feed(Feed(4, CANARY, "Library", "Europe/London")))
    return a


HERS = (
    "SELECT * FROM event_registrations",
    "SELECT * FROM event_alerts",
    "SELECT * FROM host_requests",
)


def test_what_is_hers_is_sealed(world: World, store: Database, private: int) -> None:
    stored = "".join(str(world.rows(one)) for one in (*HERS, "SELECT * FROM event_feeds"))
    if world.is_sqlite:
        stored += everything_on_disk(world).decode("latin-1")
    assert private
    assert CANARY not in stored
    assert CANARY.encode().hex() not in stored


def test_what_is_hers_goes_with_her(world: World, store: Database, private: int) -> None:
    do(store, lambda t: t.erase(private))
    for rows in HERS:
        assert world.rows(rows) == []
    assert store.events.event(5) == event()


def test_a_name_that_was_moved_to_another_row_does_not_open(world: World, store: Database) -> None:
    save(store, event(), event(6))
    register(store, contact(store, A), name="Zara")
    register(store, contact(store, B), Standing.WAITING, name="Bea")
    world.rows(
        "UPDATE event_registrations SET name = "
        "(SELECT name FROM event_registrations WHERE standing = 'seat') "
        "WHERE standing = 'waiting'"
    )
    assert sorted(one.name for one in store.events.registered(5)) == ["", "Zara"]
