"""What every store must survive: kills, a database that is away, eyes on the file."""

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from adapters.database import Database
from adapters.database.engines import Patience
from adapters.database.rows import urn_hash
from bot.errors import StoreUnavailable
from bot.messages import Urgency
from bot.ports import Transaction
from tests.contracts.conftest import KEYS, Gate, World, do
from tests.contracts.turns import ADDRESS, contact_of, message, receive, tell
from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]
IMPATIENT = Patience(lock=0.1)
"""For a lock never given back. Elsewhere a wait may take as long as a busy machine makes it."""
TORN = """
SELECT c.id FROM conversations c
WHERE (SELECT count(*) FROM inbound i WHERE i.conversation_id = c.id) <> 1
   OR (SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id) <> 2
   OR c.next_seq <> 3
"""


@pytest.mark.parametrize("acknowledged", [1, 33, 170])
def test_after_a_kill_each_turn_is_there_whole_or_not_at_all(
    world: World, acknowledged: int
) -> None:
    command = [sys.executable, "-m", "tests.contracts.writes_until_killed", world.url, "11" * 32]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as victim:  # noqa: S603
        assert victim.stdout is not None
        told = [victim.stdout.readline().strip() for _ in range(acknowledged)]
        victim.kill()
    asked = [message(one, one) for one in told]
    assert do(world.open(), lambda transaction: transaction.fresh(asked)) == [False] * len(told)
    assert world.rows(TORN) == []


def test_addresses_are_never_stored_in_clear(world: World, store: Database) -> None:
    store.writer.submit(receive, message("1")).result(30)
    do(store, tell(Urgency.PROMPT))
    for table in ("conversations", "inbound", "outbox"):
        assert ADDRESS not in str(world.rows(f"SELECT * FROM {table}"))  # noqa: S608 (our words)
    assert do(store, contact_of).address == ADDRESS


def everything_on_disk(world: World) -> bytes:
    return b"".join(path.read_bytes() for path in world.file.parent.glob("store.db*"))


def test_nothing_of_an_erased_contact_is_left_in_the_files(on_sqlite: World) -> None:
    database = on_sqlite.open()
    database.writer.submit(receive, message("1")).result(30)
    contact = do(database, contact_of)
    traces = [
        urn_hash(KEYS, "telegram", ADDRESS),
        on_sqlite.rows("SELECT address FROM conversations")[0][0],
    ]
    before = everything_on_disk(on_sqlite)
    assert all(trace in before for trace in traces)
    assert ADDRESS.encode() not in before
    do(database, lambda transaction: transaction.erase(contact.id))
    do(database, lambda _transaction: None)  # the log is emptied before the next is taken
    after = everything_on_disk(on_sqlite)
    assert not any(trace in after for trace in traces)


def another_program(world: World) -> sqlite3.Connection:
    return sqlite3.connect(world.file, isolation_level=None, check_same_thread=False)


def assert_is_away(database: Database) -> None:
    with pytest.raises(StoreUnavailable):
        database.writer.submit(receive, message("lost")).result(30)
    assert not database.reader.is_healthy()


def assert_is_back(world: World, database: Database) -> None:
    assert len(database.writer.submit(receive, message("found")).result(30)) == 2
    assert database.reader.is_healthy()
    assert len(world.rows("SELECT * FROM inbound")) == 1


def test_a_postgresql_that_stops_and_comes_back(on_postgresql: World, postgres: Postgres) -> None:
    database = on_postgresql.open()
    assert database.reader.is_healthy()
    assert not database.reader.knows("telegram", ADDRESS)
    postgres.stop()
    try:
        assert_is_away(database)
        with pytest.raises(StoreUnavailable):
            database.reader.knows("telegram", ADDRESS)
    finally:
        postgres.start()
    assert_is_back(on_postgresql, database)
    assert database.reader.knows("telegram", ADDRESS)


def test_a_postgresql_restarted_between_two_turns_is_not_noticed(
    on_postgresql: World, postgres: Postgres
) -> None:
    database = on_postgresql.open()
    do(database, contact_of)
    assert not database.reader.knows("telegram", ADDRESS)
    postgres.stop()
    postgres.start()
    assert not database.reader.knows("telegram", ADDRESS)
    assert_is_back(on_postgresql, database)


def test_an_sqlite_that_another_process_keeps_locked(on_sqlite: World) -> None:
    on_sqlite.patience = IMPATIENT
    database = on_sqlite.open()
    with closing(another_program(on_sqlite)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_is_away(database)
        assert not database.reader.knows("telegram", ADDRESS)  # reading goes on
    assert_is_back(on_sqlite, database)


@contextmanager
def full_disk(log: Path) -> Iterator[None]:
    """No file of this process may grow beyond the log's size now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_sqlite_whose_disk_is_full(on_sqlite: World) -> None:
    database = on_sqlite.open()
    do(database, contact_of)
    assert database.reader.is_healthy()
    with full_disk(on_sqlite.file.with_name("store.db-wal")):
        assert_is_away(database)
    assert_is_back(on_sqlite, database)


def test_when_the_database_goes_while_items_are_tried_alone_the_rest_fails_at_once(
    on_sqlite: World,
) -> None:
    on_sqlite.patience = IMPATIENT
    database, calls = on_sqlite.open(), []
    with closing(another_program(on_sqlite)) as other:

        def break_together(_transaction: Transaction, items: Sequence[None]) -> Sequence[None]:
            calls.append(len(items))
            raise LookupError("a bug in a batch")

        gate = Gate()
        gate.hold(database)
        waiting = [database.writer.submit(break_together, None) for _ in range(3)]
        waiting[0].add_done_callback(lambda _done: other.execute("BEGIN IMMEDIATE"))
        gate.open()
        with pytest.raises(LookupError):
            waiting[0].result(30)
        for future in waiting[1:]:
            with pytest.raises(StoreUnavailable):
                future.result(30)
    assert calls == [3, 1]


def test_a_database_that_was_never_there_is_reported_for_each_item(tmp_path: Path) -> None:
    world = World(f"postgresql://nobody@/nothing?host={tmp_path}")
    database = world.open()
    assert_is_away(database)
    database.close()
