"""What advisers propose to learn from, on each engine: sealed, once, decided by a second person;
nothing in it leads to a case."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.database import Database, Keys, RowRefused, open_database
from adapters.database.phrase_tables import phrase_suggestions
from bot.desk.suggestions import Misreading, Standing, Suggestion
from bot.ports import Transaction
from bot.understanding.languages import Variant
from bot.understanding.needs import Need
from tests.contracts.conftest import World, do
from tests.contracts.desks import CASE, hear, put, reply
from tests.contracts.test_store_faults import everything_on_disk
from tests.contracts.turns import START, contact_of

OMAR, ED, ADA = 1, 2, 3
CANARY = "canary-3f9d went out"
DAY = timedelta(days=1)
KEY = "a" * 32


def one(id_: int = 5, text: str = CANARY, **fields: Any) -> Suggestion:
    new = Suggestion(
        id_,
        START,
        Variant("ur", "Latn"),
        Need.SIGNS,
        Need.TRAVEL,
        Misreading.FALSE_ALARM,
        text,
        OMAR,
    )
    return replace(new, **fields)


def add(store: Database, *suggestions: Suggestion) -> list[bool]:
    return do(store, lambda transaction: [transaction.desk.phrases.add(n) for n in suggestions])


def decide(
    store: Database, id_: int = 5, status: Standing = Standing.ACCEPTED, **fields: Any
) -> bool:
    def work(transaction: Transaction) -> bool:
        found = transaction.desk.phrases.find(id_)
        assert found is not None
        given: dict[str, Any] = {"decided_by": ED, "decided_at": START, **fields}
        return transaction.desk.phrases.decide(replace(found, status=status, **given))

    return do(store, work)


def test_it_comes_back_as_it_was_written(store: Database) -> None:
    missed = one(6, "", kind=Misreading.MISSED, need=Need.ABUSE, near=None)
    assert add(store, one(), missed) == [True, True]
    assert store.desk_reader.proposed_phrases(9) == [one(), missed]
    assert do(store, lambda transaction: transaction.desk.phrases.find(5)) == one()
    assert do(store, lambda transaction: transaction.desk.phrases.find(7)) is None


def test_the_same_form_makes_one_row(world: World, store: Database) -> None:
    other = world.open()

    def id_of(database: Database, adviser: int = OMAR, key: str = KEY) -> int:
        return do(database, lambda transaction: transaction.desk.phrases.id_of(adviser, key))

    assert id_of(store) == id_of(other)
    assert len({id_of(store), id_of(store, ADA), id_of(store, key="b" * 32)}) == 3
    assert 0 < id_of(store) < 2**63
    assert add(store, one()) == [True]
    assert add(other, one(text="another")) == [False]
    assert store.desk_reader.proposed_phrases(9) == [one()]


def test_oldest_proposals_and_newest_decisions_come_first(store: Database) -> None:
    add(store, one(1), one(2, at=START - DAY), one(3), one(4), one(6))
    for id_, late in ((3, 0), (4, 1)):
        decide(store, id_, Standing.REFUSED, decided_at=START + late * DAY)
    decide(store, 6, text="accepted")
    reader = store.desk_reader
    assert [found.id for found in reader.proposed_phrases(9)] == [2, 1]
    assert [found.id for found in reader.proposed_phrases(1)] == [2]
    assert [found.id for found in reader.decided_phrases(9)] == [4, 3, 6]
    assert [(found.id, found.text) for found in reader.accepted_phrases()] == [(6, "accepted")]


def test_it_is_decided_once(world: World, store: Database) -> None:
    add(store, one())
    found = do(store, lambda transaction: transaction.desk.phrases.find(5))
    assert found is not None
    assert decide(world.open(), status=Standing.REFUSED)
    late = replace(found, status=Standing.ACCEPTED, decided_by=ADA, decided_at=START)
    assert not do(store, lambda transaction: transaction.desk.phrases.decide(late))
    [kept] = store.desk_reader.decided_phrases(9)
    assert (kept.status, kept.decided_by) == (Standing.REFUSED, ED)


@pytest.mark.parametrize(
    "wrong", [{"decided_by": OMAR}, {"decided_by": None}, {"decided_at": None}]
)
def test_the_database_wants_a_second_person(store: Database, wrong: dict[str, Any]) -> None:
    add(store, one())
    with pytest.raises(RowRefused):
        decide(store, **wrong)
    assert store.desk_reader.proposed_phrases(9) == [one()]


def test_a_phrase_is_sealed_and_opens_in_its_row_alone(world: World, store: Database) -> None:
    add(store, one(), one(6, "another"))
    stored = str(world.rows("SELECT * FROM phrase_suggestions"))
    if world.is_sqlite:
        stored += everything_on_disk(world).decode("latin-1")
    assert CANARY not in stored
    assert CANARY.encode().hex() not in stored
    world.rows(
        "UPDATE phrase_suggestions SET text = "
        "(SELECT text FROM phrase_suggestions WHERE id = 6) WHERE id = 5"
    )
    assert [found.text for found in store.desk_reader.proposed_phrases(9)] == ["", "another"]


def test_no_column_names_a_case_or_a_contact() -> None:
    known = {"id", "at", "language", "script", "need", "near", "kind", "text", "status"}
    deciders = {"adviser_id", "decided_by", "decided_at"}
    assert set(phrase_suggestions.columns.keys()) == known | deciders
    assert not phrase_suggestions.foreign_keys


def test_all_that_was_written_in_a_case_can_be_compared(store: Database) -> None:
    do(store, put(CASE))
    assert do(store, lambda transaction: transaction.desk.phrases.written_in(CASE)) == []
    do(store, hear("hers"))
    do(store, reply("an answer"))
    do(store, put(18))
    do(store, hear("of another", case_id=18))
    written = do(store, lambda transaction: transaction.desk.phrases.written_in(CASE))
    assert sorted(written) == ["an answer", "hers"]


def test_what_does_not_open_is_compared_with_nothing(world: World, store: Database) -> None:
    do(store, put(CASE))
    do(store, hear("hers"))
    do(store, hear("broken", "key"))
    world.rows(
        "UPDATE case_messages SET text = "
        "(SELECT text FROM case_messages WHERE number = 1) WHERE number = 2"
    )
    written = do(store, lambda transaction: transaction.desk.phrases.written_in(CASE))
    assert written == ["hers"]


def test_an_erasure_leaves_what_an_adviser_wrote(store: Database) -> None:
    do(store, put(CASE))
    add(store, one())
    do(store, lambda transaction: transaction.erase(contact_of(transaction, str(CASE)).id))
    assert store.desk_reader.proposed_phrases(9) == [one()]


def forget(store: Database, before: datetime) -> int:
    return store.writer.submit(store.retention.forget_refused, before).result(30)


def test_refused_ones_are_forgotten_and_accepted_ones_stay(store: Database) -> None:
    add(store, one(1), one(2), one(3))
    decide(store, 1, Standing.REFUSED)
    decide(store, 2)
    assert forget(store, START) == 0
    assert forget(store, START + timedelta(seconds=1)) == 1
    reader = store.desk_reader
    assert [found.id for found in reader.decided_phrases(9)] == [2]
    assert [found.id for found in reader.proposed_phrases(9)] == [3]


def test_of_a_refused_one_no_trace_is_left(world: World, store: Database) -> None:
    add(store, one())
    decide(store, status=Standing.REFUSED)
    forget(store, START + DAY)
    assert world.rows("SELECT * FROM phrase_suggestions") == []


def test_under_a_new_master_key_it_still_opens(world: World, store: Database) -> None:
    add(store, one())
    with open_database(world.url, Keys.parse("22" * 32 + "\n" + "11" * 32), world.clock) as both:
        assert both.desk_reader.proposed_phrases(9) == [one()]
