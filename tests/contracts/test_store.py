"""What every store must do: turns, repeats, erasure. One suite on SQLite and on
PostgreSQL."""

from collections.abc import Sequence
from datetime import date

import pytest

from adapters.database import Database
from adapters.database.store import StoreTransaction
from bot.engine.session import Session
from bot.messages import Inbound, Param, Say, Urgency
from bot.ports import Delivery, Handled, Transaction
from tests.contracts.conftest import World, do
from tests.contracts.turns import (
    ADDRESS,
    START,
    close,
    contact_of,
    message,
    new_case,
    next_of,
    open_case,
    receive,
    tell,
)


def test_a_message_is_fresh_once(store: Database) -> None:
    first = store.writer.submit(receive, message("1")).result(30)
    again = store.writer.submit(receive, message("1")).result(30)
    assert [one.seq for one in first] == [1, 2]
    assert again == []


def test_a_repeat_within_one_batch_is_a_repeat(store: Database) -> None:
    same = [message("1"), message("2"), message("1")]
    assert do(store, lambda transaction: transaction.fresh(same)) == [True, True, False]


def test_the_same_id_on_another_channel_is_another_message(store: Database) -> None:
    store.writer.submit(receive, message("1")).result(30)
    other = Inbound("whatsapp", ADDRESS, "1")
    assert do(store, lambda transaction: transaction.fresh([other])) == [True]


def test_a_repeat_finds_its_replies_in_order(store: Database) -> None:
    store.writer.submit(receive, message("1")).result(30)
    said = store.writer.submit(receive, message("2")).result(30)
    assert do(store, lambda transaction: transaction.replies(message("2"))) == said


def test_a_message_nobody_handled_has_no_replies(store: Database) -> None:
    assert do(store, lambda transaction: transaction.replies(message("1"))) == []


def test_a_conversation_comes_back_as_it_was_saved(store: Database) -> None:
    session = Session("signs", "group", {"signs.ticked": ("a", "b")}, ("menu.menu",), 1, 4)

    def begin(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        assert contact.is_new
        contact.session, contact.language, contact.epoch = session, "ur", 3
        transaction.save([contact])

    do(store, begin)
    kept = do(store, contact_of)
    assert (kept.session, kept.language, kept.epoch, kept.is_new) == (session, "ur", 3, False)


def test_an_unreadable_session_counts_as_none(world: World, store: Database) -> None:
    store.writer.submit(receive, message("1")).result(30)
    world.rows("UPDATE conversations SET session = 'from another life'")
    assert do(store, contact_of).session is None


def test_a_new_conversation_may_be_saved_twice_in_one_transaction(store: Database) -> None:
    def twice(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.save([contact])
        contact.language = "bn"
        transaction.save([contact])

    do(store, twice)
    assert do(store, contact_of).language == "bn"


def test_rows_of_a_turn_may_be_written_in_any_order(store: Database) -> None:
    def backwards(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.queue([next_of(contact)], Delivery.QUEUED)
        transaction.remember([Handled(message("1"), contact.id, 1, 1)])
        transaction.save([contact])

    do(store, backwards)
    assert len(do(store, lambda transaction: transaction.replies(message("1")))) == 1


def test_every_field_of_a_say_is_kept(store: Database) -> None:
    params: dict[str, Param] = {"when": 'a "quoted" \\ line', "count": 3, "topics": ("one", "two")}
    say = Say("a.b", ("x",), ("999",), params, ("y",), True, True, "17", Urgency.STATUS)

    def put(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.save([contact])
        transaction.queue([next_of(contact, say=say)], Delivery.QUEUED)

    do(store, put)
    (kept,) = do(store, lambda transaction: transaction.claim_due(START, 10))
    assert kept.say == say


def test_texts_in_any_script_are_kept(store: Database) -> None:
    say = Say("a.b", params={"text": "ਪੰਜਾਬੀ عربي \ud800 \x00 \u202e {,} 'x' %s"})

    def put(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.save([contact])
        transaction.queue([next_of(contact, say=say)], Delivery.QUEUED)

    do(store, put)
    (kept,) = do(store, lambda transaction: transaction.claim_due(START, 10))
    assert kept.say == say


def test_many_contacts_are_found_in_one_call(store: Database) -> None:
    everyone = [message(str(number), str(number)) for number in range(700)]
    for future in [store.writer.submit(receive, one) for one in everyone]:
        assert len(future.result(30)) == 2
    found = do(store, lambda transaction: transaction.conversations(everyone))
    assert len(found) == 700
    assert not any(contact.is_new for contact in found.values())
    assert do(store, lambda transaction: transaction.fresh(everyone)) == [False] * 700


def test_open_cases_are_counted_by_queue(store: Database) -> None:
    contact = do(store, open_case)
    assert store.reader.open_cases() == {new_case(contact).queue: 1}
    do(store, close)
    assert store.reader.open_cases() == {}


def test_erasing_removes_every_row_and_may_be_repeated(world: World, store: Database) -> None:
    store.writer.submit(receive, message("1")).result(30)
    contact = do(store, open_case)
    for _ in range(2):
        do(store, lambda transaction: transaction.erase(contact.id))
    for table in ("conversations", "inbound", "outbox", "cases"):
        assert world.rows(f"SELECT * FROM {table}") == []  # noqa: S608 (our own words)


def test_the_message_that_erased_is_remembered_without_a_conversation(store: Database) -> None:
    store.writer.submit(receive, message("1")).result(30)

    def forget(transaction: Transaction) -> None:
        transaction.erase(contact_of(transaction).id)
        transaction.remember([Handled(message("2"), 0)])

    do(store, forget)
    assert do(store, lambda transaction: transaction.fresh([message("2")])) == [False]
    assert do(store, lambda transaction: transaction.replies(message("2"))) == []


def test_a_conversation_can_begin_anew_in_the_transaction_that_erased_it(store: Database) -> None:
    def again(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.save([contact])
        transaction.erase(contact.id)
        transaction.save([contact])

    do(store, again)
    assert not do(store, contact_of).is_new


def test_the_reader_finds_what_was_sent_and_nothing_else(store: Database) -> None:
    def put(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.save([contact])
        transaction.queue([next_of(contact), next_of(contact)], Delivery.SENT)
        transaction.queue([next_of(contact)], Delivery.QUEUED)

    do(store, put)
    assert [one.seq for one in store.reader.messages_after("telegram", ADDRESS, 0)] == [1, 2]
    assert [one.seq for one in store.reader.messages_after("telegram", ADDRESS, 1)] == [2]
    assert store.reader.messages_after("telegram", "another", 0) == []


def test_the_reader_knows_contacts(store: Database) -> None:
    do(store, tell(Urgency.PROMPT))
    assert store.reader.knows("telegram", ADDRESS)
    assert not store.reader.knows("whatsapp", ADDRESS)
    assert store.reader.conversation_id("telegram", ADDRESS) == do(store, contact_of).id


def test_counters_add_up_over_weeks_and_transactions(world: World, store: Database) -> None:
    monday, sunday, next_monday = (date(2026, 11, day) for day in (16, 22, 23))

    def tick(transaction: Transaction) -> int:
        transaction.count(["pledge", "stand", "pledge"], monday)
        transaction.count(["pledge"], sunday)
        transaction.count(["pledge"], next_monday)
        return transaction.total("pledge")

    assert [do(store, tick), do(store, tick)] == [4, 8]
    assert do(store, lambda transaction: transaction.total("stand")) == 2
    assert do(store, lambda transaction: transaction.total("nothing")) == 0
    kept = world.rows("SELECT week, number FROM counters WHERE name = 'pledge' ORDER BY week")
    assert kept == [("2026-11-16", 6), ("2026-11-23", 2)]


def test_what_was_counted_in_a_broken_turn_is_not_counted(store: Database) -> None:
    def break_down(transaction: Transaction) -> None:
        transaction.count(["pledge"], START.date())
        raise LookupError("a bug in a batch")

    with pytest.raises(LookupError):
        do(store, break_down)
    assert do(store, lambda transaction: transaction.total("pledge")) == 0


def test_templates_are_kept_by_name(world: World) -> None:
    database = world.open()
    for sid in ("HX1", "HX2"):
        database.writer.submit(_keep, ("menu", sid)).result(30)
    assert database.reader.templates() == {"menu": "HX2"}


def _keep(transaction: Transaction, items: Sequence[tuple[str, str]]) -> list[None]:
    assert isinstance(transaction, StoreTransaction)
    for name, sid in items:
        transaction.keep_template(name, sid)
    return [None] * len(items)
