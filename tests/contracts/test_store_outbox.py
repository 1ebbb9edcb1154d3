"""What every store must do with messages on their way: order, leases, what may not go out any
more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from operator import methodcaller

import pytest

from adapters.database import Database
from bot.messages import Failure, Urgency
from bot.ports import Delivery, Outcome, Outgoing, Transaction
from tests.contracts.conftest import World, do
from tests.contracts.turns import ADDRESS, START, contact_of, next_of, tell

LATER = START + timedelta(minutes=5)
PROMPT, SAFETY, ADVISER = Urgency.PROMPT, Urgency.SAFETY, Urgency.ADVISER


def claim(database: Database, now: datetime = START, at_most: int = 10) -> list[Outgoing]:
    return do(database, lambda transaction: transaction.claim_due(now, at_most))


def outcome(
    one: Outgoing,
    status: Delivery,
    *,
    parts_sent: int = 0,
    external_id: str = "",
    failure: Failure | None = None,
    due_at: datetime | None = None,
) -> Outcome:
    attempts = one.attempts + 1
    key = (one.conversation_id, one.seq)
    return Outcome(*key, status, attempts, parts_sent, external_id, failure, due_at)


def record(database: Database, *outcomes: Outcome) -> None:
    do(database, lambda transaction: transaction.record(outcomes))


def statuses(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT status FROM outbox ORDER BY conversation_id, seq")]


def test_only_the_earliest_unsent_message_of_a_contact_is_handed_out(store: Database) -> None:
    do(store, tell(PROMPT, PROMPT))
    (first,) = claim(store)
    assert first.seq == 1
    assert first.address == ADDRESS
    assert claim(store) == []
    record(store, outcome(first, Delivery.SENT, external_id="17"))
    assert [one.seq for one in claim(store)] == [2]


def test_contacts_do_not_wait_for_each_other(store: Database) -> None:
    for address in ("1", "2", "3"):
        do(store, tell(PROMPT, address=address))
    assert {one.address for one in claim(store)} == {"1", "2", "3"}


def test_no_more_than_asked_for_are_handed_out(store: Database) -> None:
    for number in range(5):
        do(store, tell(PROMPT, address=str(number)))
    assert len(claim(store, at_most=3)) == 3
    assert len(claim(store, at_most=3)) == 2


def test_safety_is_handed_out_before_a_backlog(store: Database) -> None:
    for number in range(5):
        do(store, tell(PROMPT, address=str(number)))
    do(store, tell(SAFETY))
    assert claim(store, at_most=1)[0].say.urgency is SAFETY


def test_a_message_waits_for_its_time(store: Database) -> None:
    def put(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.save([contact])
        transaction.queue([next_of(contact, due_at=LATER)], Delivery.QUEUED)

    do(store, put)
    assert claim(store) == []
    assert [one.due_at for one in claim(store, LATER)] == [LATER]


def test_what_this_process_sends_now_is_not_handed_out(world: World, store: Database) -> None:
    def put(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        transaction.save([contact])
        transaction.queue([next_of(contact)], Delivery.SENDING)

    do(store, put)
    assert claim(world.open(), START + timedelta(seconds=59)) == []
    (taken_over,) = claim(world.open(), START + timedelta(seconds=60))
    assert taken_over.attempts == 1


def test_a_lease_that_ran_out_is_taken_over_by_one(world: World, store: Database) -> None:
    do(store, tell(PROMPT))
    assert len(claim(store)) == 1
    world.clock.go_on(seconds=61)
    one, another = world.open(), world.open()
    assert [len(claim(one, world.clock())), len(claim(another, world.clock()))] == [1, 0]


def test_an_advisers_words_are_not_sent_twice(world: World, store: Database) -> None:
    do(store, tell(ADVISER, PROMPT))
    claim(store)
    world.clock.go_on(seconds=61)
    assert [one.seq for one in claim(store, world.clock())] == [2]
    assert statuses(world) == ["ambiguous", "sending"]


def test_a_late_process_cannot_overwrite_who_took_over(world: World, store: Database) -> None:
    do(store, tell(PROMPT))
    (mine,) = claim(store)
    world.clock.go_on(seconds=61)
    other = world.open()
    claim(other, world.clock())
    record(store, outcome(mine, Delivery.FAILED, failure=Failure.REFUSED))
    assert statuses(world) == ["sending"]
    record(store, outcome(mine, Delivery.SENT, external_id="17"))
    assert statuses(world) == ["sent"]


def test_what_was_sent_stays_sent(world: World, store: Database) -> None:
    do(store, tell(PROMPT))
    (mine,) = claim(store)
    record(store, outcome(mine, Delivery.SENT))
    record(store, outcome(mine, Delivery.QUEUED, due_at=LATER))
    assert statuses(world) == ["sent"]


def test_a_retry_keeps_how_far_it_came(store: Database) -> None:
    do(store, tell(PROMPT))
    (first,) = claim(store)
    again = outcome(first, Delivery.QUEUED, parts_sent=2, failure=Failure.THROTTLED, due_at=LATER)
    record(store, again)
    assert claim(store) == []
    (second,) = claim(store, LATER)
    assert (second.attempts, second.parts_sent) == (1, 2)


def stop(transaction: Transaction) -> None:
    contact = contact_of(transaction)
    contact.stopped = True
    transaction.save([contact])


def claim_it(transaction: Transaction) -> None:
    contact = contact_of(transaction)
    contact.epoch += 1
    transaction.save([contact])


@pytest.mark.parametrize("end", [stop, claim_it])
def test_what_is_withdrawn_goes_out_no_more_but_safety_does(
    world: World, store: Database, end: Callable[[Transaction], None]
) -> None:
    do(store, tell(PROMPT, SAFETY, PROMPT))
    do(store, end)
    (left,) = claim(store)
    assert left.say.urgency is SAFETY
    record(store, outcome(left, Delivery.SENT))
    assert claim(store) == []
    assert statuses(world) == ["failed", "sent", "failed"]


def test_a_withdrawn_message_that_waits_does_not_hold_up_the_next(store: Database) -> None:
    def put(transaction: Transaction) -> None:
        contact = contact_of(transaction)
        waiting = next_of(contact, due_at=LATER)
        contact.epoch += 1
        transaction.save([contact])
        transaction.queue([waiting, next_of(contact)], Delivery.QUEUED)

    do(store, put)
    assert [one.seq for one in claim(store)] == [2]


def test_a_callback_moves_a_message_forward_only(world: World, store: Database) -> None:
    do(store, tell(PROMPT))
    (mine,) = claim(store)
    record(store, outcome(mine, Delivery.SENT, external_id="SM1"))
    seen = []
    for status in (Delivery.DELIVERED, Delivery.SENT, Delivery.READ, Delivery.DELIVERED):
        do(store, methodcaller("advance", "telegram", "SM1", status))
        seen += statuses(world)
    assert seen == ["delivered", "delivered", "read", "read"]


def test_a_callback_may_tell_that_a_sent_message_failed(world: World, store: Database) -> None:
    do(store, tell(PROMPT))
    record(store, outcome(claim(store)[0], Delivery.SENT, external_id="SM1"))
    do(store, lambda transaction: transaction.advance("telegram", "SM1", Delivery.FAILED))
    assert statuses(world) == ["failed"]


@pytest.mark.parametrize(
    ("channel", "external_id"), [("telegram", "no"), ("whatsapp", "SM1"), ("telegram", "")]
)
def test_a_callback_about_nothing_of_ours_is_ignored(
    world: World, store: Database, channel: str, external_id: str
) -> None:
    do(store, tell(PROMPT))
    record(store, outcome(claim(store)[0], Delivery.SENT, external_id="SM1"))
    do(store, lambda transaction: transaction.advance(channel, external_id, Delivery.READ))
    assert statuses(world) == ["sent"]


def test_a_message_whose_address_is_damaged_holds_up_nobody(world: World, store: Database) -> None:
    for address in ("1", "2"):
        do(store, tell(PROMPT, address=address))
    damaged = do(store, lambda transaction: contact_of(transaction, "1")).id
    healthy = do(store, lambda transaction: contact_of(transaction, "2")).id
    world.rows(
        "UPDATE conversations SET address = "  # noqa: S608 (our own words)
        f"(SELECT address FROM conversations WHERE id = {healthy}) WHERE id = {damaged}"
    )
    assert [one.address for one in claim(store)] == ["2"]
