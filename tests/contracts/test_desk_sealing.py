"""What is written in a case is no reading for who has the database, and goes when she erases."""

import base64

import pytest

from adapters.database import Database
from adapters.database.sealing import Tampered
from bot.ports import Delivery, Transaction
from tests.contracts.conftest import World, do
from tests.contracts.desks import CASE, add_adviser, hear, note, opened, put, reply
from tests.contracts.test_store_faults import everything_on_disk
from tests.contracts.turns import ADDRESS, START, contact_of, open_case

CANARY = "canary-7c1f"
TABLES = (
    *("conversations", "inbound", "outbox", "cases", "case_messages", "notes"),
    *("case_reads", "desk_events", "audit"),
)
OF_HER = TABLES[:7]


def write_everything(store: Database) -> None:
    do(store, lambda transaction: open_case(transaction, choices=(f"{CANARY}.a:b",)))
    do(store, hear(f"{CANARY} she wrote", f"{CANARY}-key"))
    do(store, note(f"{CANARY} a note"))
    do(store, reply(f"{CANARY} a reply"))
    do(store, lambda transaction: transaction.desk.mark_read(CASE, 1, START))


def everything_in(world: World) -> str:
    return "".join(str(world.rows(f"SELECT * FROM {table}")) for table in TABLES)  # noqa: S608


def test_nothing_that_anybody_wrote_is_stored_in_clear(world: World, store: Database) -> None:
    write_everything(store)
    stored = everything_in(world)
    if world.is_sqlite:
        stored += everything_on_disk(world).decode("latin-1")
    inside = base64.b64encode(CANARY.encode()).decode()[:12]
    for trace in (CANARY, inside, CANARY.encode().hex(), "desk.reply", "Amina"):
        assert trace not in stored


def test_who_has_the_key_reads_all_of_it(world: World, store: Database) -> None:
    add_adviser(world, 1)
    write_everything(store)
    view = store.desk_reader.view(CASE)
    assert view is not None
    said, answered = view.messages
    assert (said.text, said.key) == (f"{CANARY} she wrote", f"{CANARY}-key")
    assert (answered.text, answered.seq, answered.delivery) == (
        *(f"{CANARY} a reply", 1),
        Delivery.QUEUED,
    )
    assert [one.text for one in view.notes] == [f"{CANARY} a note"]
    assert view.case.choices == (f"{CANARY}.a:b",)
    assert view.names == {1: "Amina"}
    (sent,) = do(store, lambda transaction: transaction.claim_due(START, 10))
    assert sent.say.params["text"] == f"{CANARY} a reply"


@pytest.mark.parametrize(
    "text", ["", "ਪੰਜਾਬੀ عربي \ud800 \x00 \u202e {,} 'x' %s", "a\x80\0\0", "=1+1"]
)
def test_texts_in_any_script_come_back(store: Database, text: str) -> None:
    do(store, open_case)
    do(store, hear(text))
    view = store.desk_reader.view(CASE)
    assert view is not None
    assert view.messages[0].text == text


def test_how_long_a_text_is_does_not_show(world: World, store: Database) -> None:
    do(store, open_case)
    for text in ("no", "I do not know what to do any more", "é" * 60):
        do(store, hear(text, "key"[: len(text)]))
    assert world.rows("SELECT count(DISTINCT length(text)) FROM case_messages") == [(1,)]


@pytest.mark.parametrize("table", ["case_messages", "notes"])
def test_texts_that_changed_places_do_not_open(world: World, store: Database, table: str) -> None:
    do(store, open_case)
    for text in ("one", "two"):
        do(store, hear(text))
        do(store, note(text))
    world.rows(
        f"UPDATE {table} SET text = (SELECT text FROM {table} WHERE number = 1)"  # noqa: S608
    )
    with pytest.raises(Tampered):
        store.desk_reader.view(CASE)


def test_texts_of_another_conversation_do_not_open(world: World, store: Database) -> None:
    for id_ in (CASE, 18):
        do(store, put(id_))
        do(store, hear("hello", case_id=id_))
    world.rows(
        "UPDATE case_messages SET text = "  # noqa: S608 (our own words)
        f"(SELECT text FROM case_messages WHERE case_id = {CASE}) WHERE case_id = 18"
    )
    with pytest.raises(Tampered):
        store.desk_reader.view(18)
    assert store.desk_reader.view(CASE)


@pytest.mark.parametrize("body", ["(SELECT body FROM outbox WHERE seq = 1)", '\'{"key":"a.b"}\''])
def test_an_advisers_words_put_into_another_row_are_not_sent(
    world: World, store: Database, body: str
) -> None:
    do(store, open_case)
    do(store, reply("for now"))
    do(store, reply("for later"))
    world.rows(f"UPDATE outbox SET body = {body}")  # noqa: S608 (our own words)
    world.rows("UPDATE outbox SET status = 'sent' WHERE seq = 1")
    assert do(store, lambda transaction: transaction.claim_due(START, 10)) == []
    assert world.rows("SELECT status, failure FROM outbox WHERE seq = 2") == [
        ("failed", "unreadable")
    ]


def test_a_reply_on_the_web_page_is_read_by_its_contact(store: Database) -> None:
    def say(transaction: Transaction) -> None:
        reply("welcome")(transaction)
        transaction.claim_due(START, 10)

    do(store, open_case)
    do(store, say)
    (shown,) = store.reader.messages_after("telegram", ADDRESS, 0)
    assert shown.say.params["text"] == "welcome"


def test_erasing_removes_every_row_and_the_key(world: World, store: Database) -> None:
    write_everything(store)
    ((key,),) = world.rows("SELECT data_key FROM conversations")
    assert all(world.rows(f"SELECT * FROM {table}") for table in OF_HER if table != "inbound")  # noqa: S608
    do(store, lambda transaction: transaction.erase(contact_of(transaction).id))
    do(store, lambda _transaction: None)  # the log is emptied before the next is taken
    assert [world.rows(f"SELECT * FROM {table}") for table in OF_HER] == [[]] * len(OF_HER)  # noqa: S608
    if world.is_sqlite:
        assert key not in everything_on_disk(world)
    assert store.desk_reader.view(CASE) is None


def test_after_an_erasure_she_has_another_key(world: World, store: Database) -> None:
    write_everything(store)
    ((before,),) = world.rows("SELECT data_key FROM conversations")

    def again(transaction: Transaction) -> None:
        _, contact = opened(transaction)
        transaction.desk.open_case(contact.id)
        transaction.erase(contact.id)
        open_case(transaction, choices=("a.b:c",))

    do(store, again)
    ((after,),) = world.rows("SELECT data_key FROM conversations")
    assert after != before
    assert do(store, opened)[0].choices == ("a.b:c",)
