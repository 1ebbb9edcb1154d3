"""The record of who did what: appended in one chain, refused to change, and no change unnoticed."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from adapters.database import Database
from bot.desk.audit import Head, digest, first_break, next_line
from bot.desk.model import AuditEntry
from bot.desk.ports import AuditLine
from bot.ports import Transaction
from tests.contracts.conftest import World, do
from tests.contracts.desks import CASE
from tests.contracts.turns import START, contact_of, open_case

ENTRIES = [AuditEntry(f"adviser:{n}", "look", f"case:{n}") for n in range(1, 7)]
OPEN_THE_AUDIT = {
    True: ["DROP TRIGGER audit_refuses_UPDATE", "DROP TRIGGER audit_refuses_DELETE"],
    False: ["DROP TRIGGER audit_refuses ON audit"],
}


def chain(entries: Sequence[AuditEntry] = ENTRIES) -> tuple[list[AuditLine], Head]:
    lines, head = list[AuditLine](), Head()
    for number, entry in enumerate(entries):
        line = next_line(head, START + timedelta(seconds=number), entry)
        head = Head(line.number, line.digest)
        lines.append(line)
    return lines, head


def note_all(transaction: Transaction, entries: Sequence[AuditEntry]) -> list[None]:
    for entry in entries:
        transaction.desk.audit(entry)
    return [None] * len(entries)


def write(store: Database) -> None:
    do(store, lambda transaction: note_all(transaction, ENTRIES))


def test_a_whole_record_has_no_break() -> None:
    lines, head = chain()
    assert first_break(lines, head) is None
    assert first_break([], Head()) is None


def test_the_digest_stays_what_it_was() -> None:
    """Else every record written before would count as broken."""
    entry = AuditEntry("adviser:1", "claim", "case:17", "é")
    assert digest(1, START, entry, bytes(32)).hex() == DIGEST


DIGEST = "1e98a73721b91efcd9320a9152df196caa6ef5f18988f302c36b680fafb8d900"


@pytest.mark.parametrize("number", range(1, 7))
def test_a_line_that_was_altered_removed_inserted_or_moved_is_found(number: int) -> None:
    lines, head = chain()
    at = number - 1
    altered = [lines[at]._replace(entry=ENTRIES[at]._replace(**{name: "x"})) for name in CHANGED]
    altered.append(lines[at]._replace(at=START + timedelta(days=1)))
    altered.append(lines[at]._replace(digest=bytes(32)))
    for one in altered:
        assert first_break([*lines[:at], one, *lines[number:]], head) == number
    assert first_break([*lines[:at], *lines[number:]], head) == number
    assert first_break([*lines[:at], lines[at], *lines[at:]], head) == number + 1
    swapped = [*lines[:at], *reversed(lines[at : at + 2]), *lines[at + 2 :]]
    assert first_break(swapped, head) == (None if number == len(lines) else number)


CHANGED = AuditEntry._fields


def test_a_cut_at_the_end_is_found_by_what_is_kept_apart() -> None:
    lines, head = chain()
    assert first_break(lines[:-2]) is None
    assert first_break(lines[:-2], head) == 5
    assert first_break([], head) == 1
    again, _ = chain([*ENTRIES[:-1], ENTRIES[0]])
    assert first_break(again, head) == 6


def test_entries_are_kept_in_order_and_whole(store: Database) -> None:
    write(store)
    lines = store.desk_reader.audit_page(before=100, limit=10)
    assert [line.entry for line in reversed(lines)] == ENTRIES
    assert [line.number for line in lines] == [6, 5, 4, 3, 2, 1]
    assert {line.at for line in lines} == {START}
    assert [one.number for one in store.desk_reader.audit_page(before=5, limit=2)] == [4, 3]
    assert store.desk_reader.audit_break() is None


def test_what_was_not_committed_is_not_in_the_record(store: Database) -> None:
    def break_down(transaction: Transaction) -> None:
        transaction.desk.audit(ENTRIES[0])
        raise LookupError("a bug in a batch")

    with pytest.raises(LookupError):
        do(store, break_down)
    assert store.desk_reader.audit_page(before=100, limit=10) == []


def test_two_processes_write_one_chain(world: World) -> None:
    databases = [world.open(), world.open()]
    futures = [one.writer.submit(note_all, entry) for entry in ENTRIES * 20 for one in databases]
    for future in futures:
        future.result(60)
    reader = databases[0].desk_reader
    assert len(reader.audit_page(before=1000, limit=1000)) == 240
    assert reader.audit_break() is None


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit WHERE number = 6"]
)
def test_the_database_refuses_to_change_or_remove_a_line(
    world: World, store: Database, change: str
) -> None:
    write(store)
    with pytest.raises(DBAPIError):
        world.rows(change)
    assert len(world.rows("SELECT * FROM audit")) == 6


@pytest.mark.parametrize(
    ("tamper", "number"),
    [
        ("UPDATE audit SET detail = 'x' WHERE number = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number > 4", 5),
        ("DELETE FROM audit", 1),
        ("INSERT INTO audit SELECT 7, at, actor, action, subject, detail, digest, digest"
         " FROM audit WHERE number = 6", 7),
        ("DELETE FROM audit_head", 1),
        ("UPDATE audit_head SET number = 5, digest = (SELECT digest FROM audit WHERE number = 5)",
         6),
    ],
)  # fmt: skip
def test_whoever_gets_past_the_database_is_found(
    world: World, store: Database, tamper: str, number: int
) -> None:
    write(store)
    for statement in [*OPEN_THE_AUDIT[world.is_sqlite], tamper]:
        world.rows(statement)
    assert store.desk_reader.audit_break() == number


def test_the_record_of_an_erased_contact_stays(store: Database) -> None:
    do(store, open_case)
    do(store, lambda one: one.desk.audit(AuditEntry("contact", "open", f"case:{CASE}")))
    do(store, lambda one: one.erase(contact_of(one).id))
    (line,) = store.desk_reader.audit_page(before=100, limit=10)
    assert line.entry.subject == f"case:{CASE}"
