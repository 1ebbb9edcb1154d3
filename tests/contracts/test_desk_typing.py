"""Signs that somebody types: found by any process, for a moment, and forgotten within minutes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from adapters.database import Database, forget_signs
from bot.desk import commands as ask
from bot.desk.model import DeskEvent, EventKind
from bot.desk.typing import SHOWN_FOR, Typing
from bot.ports import Hold, Talk, Transaction
from tests.contracts.conftest import World, do
from tests.contracts.desks import CASE, LATE, claim, opened, put
from tests.contracts.turns import open_case

OMAR, IDA = 1, 2
HER = ("telegram", str(CASE))


def held(transaction: Transaction) -> None:
    contact = open_case(transaction, str(CASE), CASE, last_heard_at=LATE)
    contact.hold, contact.case_id = Hold.HELD, CASE
    transaction.save([contact])
    claim(OMAR)(transaction)


def adviser_types(by: int = OMAR) -> Callable[[Transaction], None]:
    event = DeskEvent(EventKind.ADVISER_TYPING, CASE, by, "advisers")
    return lambda transaction: transaction.desk.tell(event)


def contact_types(world: World, store: Database, urn: tuple[str, str] = HER) -> list[str]:
    """What advisers are told of it."""
    typing = Typing(world.clock)
    store.writer.submit(typing.by_contact, urn).result(30)
    return [one.kind for one in store.desk_reader.events_after(0) if one.kind == EventKind.TYPING]


def changes(**fields: Any) -> Callable[[Transaction], None]:
    def work(transaction: Transaction) -> None:
        case, contact = opened(transaction)
        for name, value in fields.items():
            setattr(contact if hasattr(contact, name) else case, name, value)
        transaction.desk.save(case)
        transaction.save([contact])

    return work


def test_another_process_finds_that_her_adviser_types(world: World) -> None:
    one, other = world.open(), world.open()
    do(one, held)
    assert other.reader.talk(*HER) == Talk(has_person=True)

    do(one, adviser_types())
    assert other.reader.talk(*HER) == Talk(has_person=True, typed_at=world.clock())


def test_a_sign_is_of_its_moment(world: World, store: Database) -> None:
    do(store, held)
    do(store, adviser_types())
    world.clock.now += SHOWN_FOR

    assert store.reader.talk(*HER) == Talk(has_person=True)


@pytest.mark.parametrize(
    "since",
    [
        changes(is_unsafe_phone=True),
        changes(stopped=True),
        changes(owner=IDA),
        changes(hold=Hold.WAITING),
        changes(case_id=None, hold=Hold.NONE),
    ],
)
def test_what_holds_them_back_since_takes_the_sign_away(
    store: Database, since: Callable[[Transaction], None]
) -> None:
    do(store, held)
    do(store, adviser_types())
    do(store, since)

    talk = store.reader.talk(*HER)
    assert talk
    assert talk.typed_at is None


def test_of_a_stranger_there_is_no_talk(store: Database) -> None:
    assert store.reader.talk("telegram", "nobody") is None


def test_whoever_has_her_case_is_told_that_she_types(world: World, store: Database) -> None:
    do(store, held)
    assert contact_types(world, store) == [EventKind.TYPING]


def test_nobody_is_told_while_nobody_has_it(world: World, store: Database) -> None:
    do(store, put(CASE))
    assert contact_types(world, store) == []


def test_a_stranger_who_types_is_not_kept(world: World, store: Database) -> None:
    assert contact_types(world, store, ("webchat", "nobody")) == []
    assert world.rows("SELECT id FROM conversations") == []


def test_nobody_has_to_look_at_once_for_a_sign(world: World, store: Database) -> None:
    woken: list[None] = []
    store.writer.on_news = lambda: woken.append(None)
    do(store, adviser_types())
    assert woken == []


def test_signs_are_forgotten_and_news_are_kept(world: World, store: Database) -> None:
    do(store, adviser_types())
    do(store, lambda one: one.desk.tell(DeskEvent(EventKind.HEARD, CASE, OMAR, "advisers")))
    world.clock.now += timedelta(minutes=2)

    assert store.writer.submit(forget_signs, world.clock()).result(30) == 1
    assert [one.kind for one in store.desk_reader.events_after(0)] == [EventKind.HEARD]


def test_an_adviser_who_types_is_no_entry_in_the_record(world: World, store: Database) -> None:
    do(store, held)
    before = world.rows("SELECT number FROM audit")
    shown = store.writer.submit(Typing(world.clock).by_adviser, ask.Types(OMAR, CASE)).result(30)

    assert shown == HER
    assert world.rows("SELECT number FROM audit") == before
