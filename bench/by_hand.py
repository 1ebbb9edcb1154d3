"""The rows of a turn, written by hand: what `durable_turns` is measured against."""

import re
import secrets
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

from adapters.database import Keys
from adapters.database.engines import SQLITE_COMMON
from adapters.database.rows import dump_say
from adapters.database.tables import inbound, outbox
from bench.cast import CONTACTS, SAYS, SESSION, SPREAD, TURNS, WAITING
from bot.engine.session import dump_session
from tests.postgres import Postgres

PGBENCH_CLIENTS = 16
PGBENCH_SECONDS = 3


BEAT = "INSERT INTO pulse VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET beat_at = pulse.beat_at + 1"
"""The least that can be committed."""


def _insert(table: Table) -> str:
    return str(insert(table).compile(dialect=sqlite.dialect()))


class ByHand:
    """The same rows by `sqlite3`: bulk statements, batches of `WAITING`, values made beforehand."""

    def __init__(self, path: Path, keys: Keys) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in SQLITE_COMMON:
            self._connection.execute(pragma)
        self._keys = keys
        self._hashes = [keys.hash(f"telegram:{number}") for number in range(CONTACTS + 1)]
        marks = ",".join("?" * WAITING)
        self._seen = f"SELECT key FROM inbound WHERE key IN ({marks})"  # noqa: S608 (constants)
        self._load = (
            "SELECT urn_hash, id, language, session, epoch, next_seq, stopped, "  # noqa: S608
            f"hold, case_id, blocked FROM conversations WHERE urn_hash IN ({marks}) ORDER BY id"
        )
        self._change = (
            "UPDATE conversations SET language = ?, session = ?, epoch = ?, next_seq = ?, "
            "stopped = ?, updated_at = ?, hold = ?, case_id = ?, blocked = ? WHERE id = ?"
        )
        self._remember = _insert(inbound)
        self._queue = _insert(outbox)
        self._session = dump_session(SESSION)
        self._bodies = [dump_say(say) for say in SAYS]

    def run(self) -> float:
        """Turns a second."""
        batches = [
            (
                [secrets.token_bytes(16) for _ in range(WAITING)],
                [self._hashes[1 + secrets.randbelow(CONTACTS)] for _ in range(WAITING)],
            )
            for _ in range(TURNS // WAITING)
        ]
        began = time.perf_counter()
        for seen, contacts in batches:
            self._write(seen, contacts)
        return TURNS / (time.perf_counter() - began)

    def commit_one(self) -> float:
        """Milliseconds of the disk's own commit: one row, nothing read."""
        began = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(BEAT)
        self._connection.execute("COMMIT")
        return (time.perf_counter() - began) * 1000

    def __enter__(self) -> "ByHand":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._connection.close()

    def _write(self, seen: list[bytes], contacts: list[bytes]) -> None:
        run, now = self._connection.execute, 1_800_000_000_000_000
        run("BEGIN IMMEDIATE")
        assert not run(self._seen, seen).fetchall()
        found = {row[0]: row for row in run(self._load, contacts).fetchall()}
        next_seqs = {row[1]: row[5] for row in found.values()}
        handled, queued = [], []
        for key, hashed in zip(seen, contacts, strict=True):
            id_ = found[hashed][1]
            seq = next_seqs[id_]
            next_seqs[id_] = seq + 2
            handled.append((key, id_, now, seq, seq + 1, ""))
            for at, body in enumerate(self._bodies):
                queued.append(
                    (
                        id_,
                        seq + at,
                        "telegram",
                        0,
                        "en",
                        body,
                        "prompt",
                        "sending",
                        now,
                        7,
                        0,
                        0,
                        "",
                        "",
                    )
                )
        changed = [
            ("en", self._session, 0, seq, 0, now, "", None, 0, id_)
            for id_, seq in next_seqs.items()
        ]
        self._connection.executemany(self._change, changed)
        self._connection.executemany(self._remember, handled)
        self._connection.executemany(self._queue, queued)
        run("COMMIT")


def _quoted(text: str) -> str:
    """As an SQL constant without a colon, which pgbench would take for a variable."""
    return "U&'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\003A") + "'"


PGBENCH_TURN = f"""
\\set number random(1, {CONTACTS})
BEGIN;
SELECT id AS contact, next_seq AS seq, language, session, epoch, stopped, hold, case_id, blocked,
  md5(random()::text) AS key
  FROM conversations WHERE id = :number * {SPREAD} FOR NO KEY UPDATE \\gset
SELECT 1 FROM inbound WHERE key = decode(:key, 'hex');
UPDATE conversations SET language = 'en', session = {_quoted(dump_session(SESSION))}, epoch = 0,
  next_seq = :seq + 2, stopped = false, updated_at = 1800000000000000, hold = '', case_id = NULL,
  blocked = false WHERE id = :contact;
INSERT INTO inbound VALUES
  (decode(:key, 'hex'), :contact, 1800000000000000, :seq, :seq + 1, '');
INSERT INTO outbox VALUES
  (:contact, :seq, 'telegram', 0, 'en', {_quoted(dump_say(SAYS[0]))}, 'prompt', 'sending',
   1800000000000000, 7, 0, 0, '', ''),
  (:contact, :seq + 1, 'telegram', 0, 'en', {_quoted(dump_say(SAYS[1]))}, 'prompt', 'sending',
   1800000000000000, 7, 0, 0, '', '');
COMMIT;
"""  # noqa: S608 (our own constants)


class Pgbench:
    """One turn a commit, `PGBENCH_CLIENTS` at a time."""

    def __init__(self, server: Postgres, database: str) -> None:
        self._server = server
        self._database = database
        self._folder = tempfile.TemporaryDirectory()
        self._connection = psycopg.connect(server.url(database), autocommit=True)

    def __enter__(self) -> "Pgbench":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    def run(self) -> float:
        """Turns a second."""
        script = Path(self._folder.name) / "turn.sql"
        script.write_text(PGBENCH_TURN)
        given = f"-n -M prepared -c {PGBENCH_CLIENTS} -j 2 -T {PGBENCH_SECONDS} -U postgres".split()
        where = ["-f", str(script), "-h", str(self._server.socket_folder), self._database]
        command = [str(self._server.programs / "pgbench"), *given, *where]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.search(r"tps = ([\d.]+)", said)
        assert found is not None, said
        return float(found[1])

    def commit_one(self) -> float:
        """Milliseconds of the server's own commit: one row, nothing read."""
        began = time.perf_counter()
        self._connection.execute(BEAT)
        return (time.perf_counter() - began) * 1000
