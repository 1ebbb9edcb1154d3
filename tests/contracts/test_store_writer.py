"""What every writer must do: one commit for all who wait, harm to none, one effect across
processes."""

import asyncio
from collections.abc import Sequence

import pytest

from adapters.database import Database, RowRefused
from bot.errors import StoreUnavailable
from bot.messages import Inbound
from bot.ports import Delivery, Outgoing, Transaction
from tests.contracts.conftest import Gate, World, do
from tests.contracts.turns import ADDRESS, contact_of, message, next_of, open_case, receive


class Counting:
    """`receive`, with a note of how many messages each call was given; the one called "bad" breaks
    it."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def __call__(
        self, transaction: Transaction, inbounds: Sequence[Inbound]
    ) -> list[list[Outgoing]]:
        self.sizes.append(len(inbounds))
        answers = receive(transaction, inbounds)
        if any(inbound.external_id == "bad" for inbound in inbounds):
            raise LookupError("a bug in a batch")
        return answers


def test_all_who_wait_share_one_call(store: Database) -> None:
    gate, batch = Gate(), Counting()
    gate.hold(store)
    waiting = [store.writer.submit(batch, message(str(n), str(n))) for n in range(20)]
    gate.open()
    assert all(len(future.result(30)) == 2 for future in waiting)
    assert batch.sizes == [20]


def test_a_bad_item_harms_no_other(world: World, store: Database) -> None:
    gate, batch = Gate(), Counting()
    gate.hold(store)
    waiting = {name: store.writer.submit(batch, message(name, name)) for name in ("1", "bad", "2")}
    gate.open()
    assert [len(waiting[name].result(30)) for name in ("1", "2")] == [2, 2]
    with pytest.raises(LookupError):
        waiting["bad"].result(30)
    assert batch.sizes == [3, 1, 1, 1]
    assert len(world.rows("SELECT * FROM conversations")) == 2


def test_a_row_that_the_database_refuses_harms_no_other(store: Database) -> None:
    def open_again(transaction: Transaction, items: Sequence[str]) -> list[None]:
        for address in items:
            open_case(transaction, address, transaction.desk.new_id())
        return [None] * len(items)

    do(store, open_case)
    gate = Gate()
    gate.hold(store)
    good, bad = (store.writer.submit(open_again, address) for address in ("another", ADDRESS))
    gate.open()
    assert good.result(30) is None
    with pytest.raises(RowRefused) as refused:
        bad.result(30)
    assert ADDRESS not in str(refused.value)


def test_a_row_without_its_conversation_is_refused_and_the_next_is_not(store: Database) -> None:
    def orphan(transaction: Transaction) -> None:
        transaction.queue([next_of(contact_of(transaction))], Delivery.QUEUED)

    with pytest.raises(RowRefused):
        do(store, orphan)
    assert do(store, open_case).is_new


def test_a_batch_that_answers_too_few_is_a_fault_of_the_batch(store: Database) -> None:
    with pytest.raises(TypeError):
        store.writer.submit(lambda _transaction, _items: [], None).result(30)


def test_what_exits_a_batch_does_not_end_the_writer(store: Database) -> None:
    def leave(_transaction: Transaction) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        do(store, leave)
    assert do(store, contact_of).is_new


def test_who_no_longer_waits_is_not_written(world: World, store: Database) -> None:
    gate = Gate()
    gate.hold(store)
    unwanted = store.writer.submit(receive, message("1", "1"))
    wanted = store.writer.submit(receive, message("2", "2"))
    assert unwanted.cancel()
    gate.open()
    wanted.result(30)
    assert len(world.rows("SELECT * FROM conversations")) == 1


def test_order_is_kept_between_different_batches(store: Database) -> None:
    seen: list[str] = []

    def note(_transaction: Transaction, items: Sequence[str]) -> Sequence[str]:
        seen.extend(items)
        return items

    def note_too(transaction: Transaction, items: Sequence[str]) -> Sequence[str]:
        return note(transaction, items)

    gate = Gate()
    gate.hold(store)
    futures = [
        store.writer.submit(batch, str(number))
        for number, batch in enumerate([note, note_too, note, note, note_too])
    ]
    gate.open()
    assert [future.result(30) for future in futures] == ["0", "1", "2", "3", "4"]
    assert seen == ["0", "1", "2", "3", "4"]


def test_closing_writes_what_waits_and_refuses_what_comes_later(world: World) -> None:
    database = world.open()
    waiting = [database.writer.submit(receive, message(str(n), str(n))) for n in range(50)]
    database.close()
    assert all(len(future.result(0)) == 2 for future in waiting)
    with pytest.raises(StoreUnavailable):
        database.writer.submit(receive, message("late")).result(0)


def test_two_processes_make_one_effect_of_one_message(world: World) -> None:
    processes = [world.open(), world.open()]
    messages = [message(str(n), str(n % 7)) for n in range(60)]
    futures = [database.writer.submit(receive, one) for one in messages for database in processes]
    answers = [future.result(30) for future in futures]
    assert sum(bool(replies) for replies in answers) == 60
    assert len(world.rows("SELECT * FROM conversations")) == 7
    assert world.rows("SELECT count(*), count(DISTINCT conversation_id) FROM outbox") == [(120, 7)]
    assert world.rows("SELECT sum(next_seq - 1) FROM conversations") == [(120,)]


def test_new_contacts_are_made_in_one_order_by_every_process(on_postgresql: World) -> None:
    """Else two processes that make the same contacts at once wait for each other in a ring."""
    database, gate = on_postgresql.open(), Gate()
    gate.hold(database)
    made = [database.writer.submit(receive, message(str(n), str(n))) for n in range(40)]
    gate.open()
    assert [len(future.result(30)) for future in made] == [2] * 40
    hashes = [
        row[0] for row in on_postgresql.rows("SELECT urn_hash FROM conversations ORDER BY ctid")
    ]
    assert [bytes(one) for one in hashes] == sorted(bytes(one) for one in hashes)


@pytest.mark.anyio
async def test_an_event_loop_waits_without_a_thread(store: Database) -> None:
    batch = Counting()
    submit = store.writer.submit_async
    everyone = [submit(batch, message(str(number), str(number))) for number in range(20)]
    answers = await asyncio.gather(*everyone)
    assert [len(replies) for replies in answers] == [2] * 20
    assert batch.sizes == [20]


@pytest.mark.anyio
async def test_an_event_loop_is_told_what_went_wrong(store: Database) -> None:
    with pytest.raises(LookupError):
        await store.writer.submit_async(Counting(), message("bad"))
