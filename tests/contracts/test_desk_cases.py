"""What every store must do with cases: kept as they were written, one at a time, never without a
deadline."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.database import Database, RowRefused
from bot.desk.model import CaseStatus, NextAction, Presence
from bot.ports import Conversation, Hold, Transaction
from tests.contracts.conftest import World, do
from tests.contracts.desks import CASE, LATE, add_adviser, claim, hear, opened, put
from tests.contracts.turns import (
    ADDRESS,
    START,
    close,
    contact_of,
    new_case,
    open_case,
)

MINUTE = timedelta(minutes=1)
EVERY_FIELD: dict[str, Any] = {
    "is_urgent": True,
    "is_unsafe_phone": True,
    "owner": 7,
    "invited": (8, 9),
    "status": CaseStatus.CONTACT,
    "last_heard_at": START + MINUTE,
    "unanswered_since": START + 2 * MINUTE,
    "warned": 2,
    "choices": ("menu.menu:talk", "signs.group:a"),
}


def test_every_field_of_a_case_is_kept(store: Database) -> None:
    contact = do(store, lambda transaction: open_case(transaction, **EVERY_FIELD))
    written = new_case(contact, **EVERY_FIELD)
    changed = [one.name for one in fields(written) if one.name in EVERY_FIELD]
    assert sorted(changed) == sorted(EVERY_FIELD)
    assert do(store, opened)[0] == written
    assert do(store, lambda transaction: transaction.desk.open_case(contact.id)) == written
    row = store.desk_reader.case_row(CASE)
    assert row is not None
    assert row.case == written


def test_a_case_comes_with_its_conversation(store: Database) -> None:
    def begin(transaction: Transaction) -> Conversation:
        contact = open_case(transaction)
        contact.hold, contact.case_id, contact.language = Hold.WAITING, CASE, "ur"
        transaction.save([contact])
        return contact

    contact = do(store, begin)
    kept = do(store, opened)[1]
    assert (kept.id, kept.address, kept.channel) == (contact.id, ADDRESS, "telegram")
    assert (kept.hold, kept.case_id, kept.language) == (Hold.WAITING, CASE, "ur")
    assert do(store, contact_of) == kept


def test_there_is_no_case_where_there_is_none(store: Database) -> None:
    assert do(store, lambda transaction: transaction.desk.case(5)) is None
    assert do(store, lambda transaction: transaction.desk.open_case(5)) is None
    assert store.desk_reader.case_row(5) is None
    assert store.desk_reader.view(5) is None


def test_a_conversation_has_one_open_case_at_most(store: Database) -> None:
    do(store, open_case)
    with pytest.raises(RowRefused):
        do(store, lambda transaction: open_case(transaction, id_=18))
    do(store, close)
    do(store, lambda transaction: open_case(transaction, id_=18))
    contact = do(store, contact_of)
    found = do(store, lambda transaction: transaction.desk.open_case(contact.id))
    assert found is not None
    assert found.id == 18


def test_each_change_has_a_version_and_what_she_writes_has_none(store: Database) -> None:
    do(store, open_case)
    assert do(store, claim()).version == 2

    def she_writes(transaction: Transaction) -> None:
        case, _ = opened(transaction)
        case.last_heard_at = case.unanswered_since = START + MINUTE
        case.deadline, case.next_action = START + 2 * MINUTE, NextAction.NUDGE_ADVISER
        case.is_urgent = True
        transaction.desk.note_heard(case)

    do(store, she_writes)
    case, _ = do(store, opened)
    assert (case.version, case.is_urgent, case.last_heard_at) == (2, True, START + MINUTE)
    assert (case.deadline, case.next_action) == (START + 2 * MINUTE, NextAction.NUDGE_ADVISER)
    assert do(store, claim(warned=1)).version == 3


@pytest.mark.parametrize(
    "broken",
    [
        "deadline = NULL",
        "next_action = NULL",
        "status = 'closed'",
        "status = 'claimed'",
        "status = 'away'",
        "status = 'contact'",
        "status = 'lost', owner = 1",
        "owner = 1, deadline = NULL",
    ],
)
def test_the_database_refuses_a_case_that_promises_nothing(
    world: World, store: Database, broken: str
) -> None:
    do(store, open_case)
    with pytest.raises(IntegrityError):
        world.rows(f"UPDATE cases SET {broken}")  # noqa: S608 (our own words)


def test_a_case_is_due_with_its_conversation_owned_or_not(store: Database) -> None:
    do(store, open_case)
    do(store, lambda transaction: open_case(transaction, "2", 18, deadline=LATE - MINUTE))
    do(store, claim())

    def due(transaction: Transaction) -> list[tuple[int, str]]:
        found = transaction.desk.due(LATE, 10)
        assert len(transaction.desk.due(LATE, 1)) == min(len(found), 1)
        return [(one.case.id, one.conversation.address) for one in found]

    assert do(store, lambda transaction: transaction.desk.due(LATE - 2 * MINUTE, 9)) == []
    assert do(store, due) == [(18, "2"), (CASE, ADDRESS)]
    do(store, close)
    assert do(store, due) == [(18, "2")]


def test_what_another_process_holds_is_left_to_it(on_postgresql: World) -> None:
    one, another = on_postgresql.open(), on_postgresql.open()
    do(one, open_case)
    do(one, lambda transaction: open_case(transaction, "2", 18))

    def while_held(transaction: Transaction) -> list[int]:
        opened(transaction)
        return do(another, lambda other: [due.case.id for due in other.desk.due(LATE, 10)])

    assert do(one, while_held) == [18]


def test_a_case_whose_address_is_damaged_holds_up_nobody(world: World, store: Database) -> None:
    do(store, open_case)
    do(store, lambda transaction: open_case(transaction, "2", 18, choices=("a.b:c",)))
    for column in ("address", "data_key"):
        world.rows(
            f"UPDATE conversations SET {column} = (SELECT one.{column} FROM conversations AS one "  # noqa: S608 (our own words)
            f"JOIN cases ON cases.conversation_id = one.id WHERE cases.id = {CASE})"
        )
    found = do(store, lambda transaction: transaction.desk.due(LATE, 10))
    told = {one.case.id: (one.conversation.address, one.case.choices) for one in found}
    assert told == {CASE: (ADDRESS, ()), 18: ("", ())}
    do(store, claim(case_id=18))


def test_a_message_of_one_key_is_kept_once_in_its_case(store: Database) -> None:
    do(store, open_case)
    do(store, lambda transaction: open_case(transaction, "2", 18))
    assert [do(store, hear("hello", "k")), do(store, hear("again", "k"))] == [True, False]
    assert do(store, hear("hello", "k", case_id=18))
    view = store.desk_reader.view(CASE)
    assert view is not None
    assert [(one.text, one.key) for one in view.messages] == [("hello", "k")]


def test_advisers_are_kept_but_not_who_they_are(world: World, store: Database) -> None:
    for id_ in (1, 2):
        add_adviser(world, id_, disabled="true" if id_ == 2 else "false")

    def change(transaction: Transaction) -> None:
        adviser = transaction.desk.adviser(1)
        assert adviser is not None
        adviser.presence, adviser.seen_at, adviser.on_since = Presence.BREAK, START, START
        adviser.languages, adviser.queues, adviser.capacity = ("ur",), ("advisers",), 5
        adviser.handled_since_break, adviser.needs_debrief = 4, True
        transaction.desk.save_adviser(adviser)
        adviser.login = "somebody else"
        transaction.desk.save_adviser(adviser)

    do(store, change)
    (kept,) = do(store, lambda transaction: transaction.desk.advisers())
    assert (kept.presence, kept.seen_at, kept.on_since) == (Presence.BREAK, START, START)
    assert (kept.languages, kept.queues, kept.capacity) == (("ur",), ("advisers",), 5)
    assert (kept.handled_since_break, kept.needs_debrief, kept.login) == (4, True, "amina1")
    assert store.desk_reader.adviser(1) == kept
    assert store.desk_reader.adviser(3) is None
    assert [one.is_disabled for one in store.desk_reader.advisers()] == [False, True]
    assert do(store, lambda transaction: transaction.desk.adviser(3)) is None


@pytest.mark.parametrize("login", ["amina1", "AMINA1"])
def test_no_login_is_given_twice(world: World, login: str) -> None:
    add_adviser(world, 1)
    with pytest.raises(IntegrityError):
        add_adviser(world, 2, login=f"'{login}'")


def test_urgent_ones_come_first_and_then_who_waits_longest(store: Database) -> None:
    waits = {1: (START, False), 2: (START - MINUTE, False), 3: (START, True), 4: (START, False)}
    for id_, (since, urgent) in waits.items():
        do(store, put(id_, waiting_since=since, is_urgent=urgent))
    do(store, put(5, queue="school", waiting_since=START - MINUTE))

    def places(transaction: Transaction) -> dict[int, int]:
        return {id_: transaction.desk.position(opened(transaction, id_)[0]) for id_ in waits}

    assert do(store, places) == {3: 0, 2: 1, 1: 2, 4: 3}
    rows = store.desk_reader.waiting(["advisers"], [], 9)
    assert [row.case.id for row in rows] == [3, 2, 1, 4]


@pytest.mark.parametrize(("queue", "waits"), [("advisers", True), ("school", False)])
def test_a_queue_knows_whether_anything_waits(store: Database, queue: str, waits: bool) -> None:
    do(store, open_case)
    do(store, put(18, queue="school"))
    do(store, claim(case_id=18))
    assert do(store, lambda transaction: transaction.desk.is_waiting_anywhere(queue)) is waits


def test_held_cases_are_found_by_their_holder(store: Database) -> None:
    for id_ in (1, 2, 3):
        do(store, put(id_))
    for id_ in (1, 2):
        do(store, claim(7, id_))
    do(store, lambda transaction: close(transaction, 2))
    assert [one.id for one in do(store, lambda transaction: transaction.desk.held_by(7))] == [1]


def test_two_have_to_agree_within_a_day(store: Database) -> None:
    def agree(adviser_id: int, hours: int, subject: str = "case:17") -> bool:
        at = START + timedelta(hours=hours)
        return do(store, lambda one: one.desk.approve("block", subject, adviser_id, at))

    assert [agree(1, 0), agree(1, 1), agree(2, 2, "case:18"), agree(2, 3)] == [
        *(False, False, False),
        True,
    ]
    assert [agree(3, 40, "case:18"), agree(4, 41, "case:18")] == [False, True]


def test_a_block_is_not_undone_by_who_loaded_her_before(store: Database) -> None:
    def block(transaction: Transaction) -> None:
        _, contact = opened(transaction)
        transaction.desk.block(contact.id, blocked=True)
        transaction.save([contact])

    do(store, open_case)
    do(store, block)
    assert do(store, contact_of).blocked
    do(store, lambda one: one.desk.block(contact_of(one).id, blocked=False))
    assert not do(store, contact_of).blocked
