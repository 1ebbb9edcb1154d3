"""Consents and reminders on each engine: what is agreed to, what is due, and to whom it is left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.database import Database
from bot.messages import Param
from bot.ports import Conversation, Hold, Transaction
from bot.reminders.model import Consent, Reminder
from bot.reminders.ports import Due
from tests.contracts.conftest import World, do
from tests.contracts.turns import START, contact_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reminder(contact: Conversation, key: str = "event.12.day", **fields: Any) -> Reminder:
    params: dict[str, Param] = {"event": "@event 12", "n": 3, "list": ("a.b", "c.d")}
    new = Reminder(
        contact.id,
        key,
        Consent.EVENTS,
        START,
        START + DAY,
        "events.tomorrow",
        ("yes", "no"),
        params,
        "events.coming",
    )
    return replace(new, **fields)


def put(*keys: str, address: str = "1", **fields: Any) -> Callable[[Transaction], Conversation]:
    """Reminders for a contact who agreed to them."""

    def work(transaction: Transaction) -> Conversation:
        contact = contact_of(transaction, address)
        transaction.save([contact])
        transaction.reminders.agree(contact.id, Consent.EVENTS, START)
        new = [reminder(contact, key, **fields) for key in keys or ("event.12.day",)]
        transaction.reminders.put(new)
        return contact

    return work


def change(address: str = "1", **fields: Any) -> Callable[[Transaction], None]:
    def work(transaction: Transaction) -> None:
        contact = contact_of(transaction, address)
        transaction.save([replace(contact, **fields)])

    return work


def due(store: Database, at: timedelta = timedelta(), room: int = 9) -> list[Due]:
    return do(store, lambda transaction: transaction.reminders.due(START + at, room))


def keys(store: Database, at: timedelta = timedelta(), room: int = 9) -> list[str]:
    return [one.reminder.key for one in due(store, at, room)]


def test_what_is_due_comes_back_as_it_was_written(store: Database) -> None:
    contact = do(store, put())
    [found] = due(store)
    assert found == Due(
        reminder(contact), replace(contact, is_new=False), frozenset({Consent.EVENTS})
    )


def test_the_earliest_comes_first_and_later_ones_not_yet(store: Database) -> None:
    do(store, put("b", due_at=START - HOUR))
    do(store, put("a", address="2"))
    do(store, put("late", address="3", due_at=START + HOUR))
    assert keys(store) == ["b", "a"]
    assert keys(store, room=1) == ["b"]
    assert keys(store, HOUR) == ["b", "a", "late"]


def test_two_of_one_contact_share_her_conversation(store: Database) -> None:
    do(store, put("a", "b"))
    one, two = due(store)
    assert one.conversation is two.conversation


def test_put_again_it_is_moved(store: Database) -> None:
    do(store, put())
    do(store, put(due_at=START + HOUR))
    assert keys(store) == []
    assert keys(store, HOUR) == ["event.12.day"]


def test_done_is_done_and_postponed_is_later(store: Database) -> None:
    do(store, put("a", "b"))
    first, second = due(store)

    def work(transaction: Transaction) -> None:
        transaction.reminders.done([first.reminder])
        transaction.reminders.postpone(second.reminder, START + HOUR)

    do(store, work)
    assert keys(store) == []
    assert keys(store, HOUR) == ["b"]


def test_some_are_forgotten_by_how_their_keys_begin(store: Database) -> None:
    contact = do(store, put("event.1.day", "event.12.day", "event_1"))
    do(store, put("event.1.day", address="2"))
    do(store, lambda transaction: transaction.reminders.forget(contact.id, "event.1."))
    assert sorted(keys(store)) == ["event.1.day", "event.12.day", "event_1"]
    do(store, lambda transaction: transaction.reminders.forget_everywhere("event.1."))
    assert sorted(keys(store)) == ["event.12.day", "event_1"]
    do(store, lambda transaction: transaction.reminders.forget_everywhere("event%"))
    assert len(keys(store)) == 2


def test_a_consent_taken_back_takes_what_waits_because_of_it(store: Database) -> None:
    contact = do(store, put("a"))
    do(store, put("news", consent=Consent.NEWS))
    do(store, lambda one: one.reminders.agree(contact.id, Consent.NEWS, START))
    do(store, lambda one: one.reminders.withdraw(contact.id, Consent.EVENTS))
    assert keys(store) == ["news"]
    assert do(store, lambda one: one.reminders.agreed(contact.id)) == {Consent.NEWS}
    do(store, lambda one: one.reminders.withdraw(contact.id))
    assert keys(store) == []
    assert do(store, lambda one: one.reminders.agreed(contact.id)) == frozenset()


def test_agreeing_twice_is_agreeing_once(world: World, store: Database) -> None:
    do(store, put())
    do(store, put())
    assert world.rows("SELECT count(*) FROM consents") == [(1,)]


def test_while_a_person_talks_with_her_nothing_comes_between(store: Database) -> None:
    do(store, put())
    do(store, change(hold=Hold.HELD))
    assert keys(store) == []
    assert keys(store, DAY) == ["event.12.day"], "too late: to be removed"
    do(store, change(hold=Hold.WAITING))
    assert keys(store) == ["event.12.day"]


def test_what_she_was_asked_to_write_for_waits_until_she_has(store: Database) -> None:
    do(store, put("a", "b"))
    one, two = (found.reminder for found in due(store))
    asks = do(store, lambda transaction: transaction.reminders.wait_for_her(one, START))
    again = do(store, lambda transaction: transaction.reminders.wait_for_her(two, START + HOUR))
    assert (asks, again) == (True, False), "she is asked once"
    assert keys(store, 2 * HOUR) == []
    do(store, change(heard_at=START + HOUR / 2))
    [found] = due(store, 2 * HOUR)
    assert (found.reminder.key, found.has_answered) == ("a", True)
    do(store, change(heard_at=START + 2 * HOUR))
    assert keys(store, 2 * HOUR) == ["a", "b"]
    third = do(store, put("c"))
    new = reminder(third, "c")
    assert do(store, lambda one: one.reminders.wait_for_her(new, START + 3 * HOUR)), "asked anew"


def test_what_waits_for_her_goes_on_waiting_when_it_is_put_again(store: Database) -> None:
    do(store, put("a"))
    [one] = (found.reminder for found in due(store))
    assert do(store, lambda transaction: transaction.reminders.wait_for_her(one, START))
    do(store, put("a"))
    assert keys(store, 2 * HOUR) == []
    assert not do(store, lambda transaction: transaction.reminders.wait_for_her(one, START + HOUR))


def test_two_processes_never_have_the_same_one(on_postgresql: World) -> None:
    one, two = on_postgresql.open(), on_postgresql.open()
    do(one, put(due_at=START - HOUR))
    do(one, put("of another", address="2"))

    def work(transaction: Transaction) -> list[str]:
        [mine] = transaction.reminders.due(START, 1)
        theirs = keys(two)
        transaction.reminders.done([mine.reminder])
        return [mine.reminder.key, *theirs]

    assert do(one, work) == ["event.12.day", "of another"]
    assert keys(two) == ["of another"]


def test_an_erasure_takes_all_of_it(world: World, store: Database) -> None:
    contact = do(store, put())
    do(store, lambda transaction: transaction.erase(contact.id))
    assert world.rows("SELECT * FROM reminders") == world.rows("SELECT * FROM consents") == []


def test_only_approved_templates_count(world: World, store: Database) -> None:
    rows = "('hearthline_word_en', 'HX1', 'approved'), ('hearthline_word_ur', 'HX2', 'pending')"
    world.rows(f"INSERT INTO channel_templates (name, sid, status) VALUES {rows}")  # noqa: S608
    approved = do(store, lambda transaction: transaction.reminders.approved_templates())
    assert approved == {"hearthline_word_en"}
