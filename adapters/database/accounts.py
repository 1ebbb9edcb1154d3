"""Accounts of advisers, their sessions, and how often they may be tried."""

from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TooLate
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from adapters.database import throttles
from adapters.database.account_rows import load_account, load_session
from adapters.database.account_statements import AccountStatements
from adapters.database.account_work import AccountWork, End, Replacement, SignIn
from adapters.database.reading import Reading
from adapters.database.sealing import KeyMissing, Keys, Tampered
from adapters.database.statements import Compiler, Statement
from adapters.database.store import StoreTransaction
from adapters.database.times import from_micros, to_micros
from adapters.database.writer import GroupCommitWriter
from bot.desk.accounts import IDLE, Account, Allowance, Began, Change, Proof, Session
from bot.desk.model import AuditEntry
from bot.errors import StoreUnavailable
from bot.ports import Transaction

Result = TypeVar("Result")
Work = Callable[[StoreTransaction], Any]

WITHIN = 30.0
"""Seconds for a write."""
KEY_BYTES = 16


class AccountStore:
    """`bot.desk.accounts.AccountStore`."""

    def __init__(self, writer: GroupCommitWriter, reading: Engine, keys: Keys) -> None:
        self._run = AccountStatements(Compiler(reading.dialect))
        self._work = AccountWork(self._run, keys)
        self._writer = writer
        self._reading = Reading(reading)
        self._keys = keys

    def keyed_hash(self, text: str) -> bytes:
        return self._keys.hash(text)

    def seal(self, text: str, place: str) -> bytes:
        return self._keys.seal(text, place)

    def unseal(self, sealed: bytes, place: str) -> str | None:
        try:
            return self._keys.open(sealed, place)
        except (KeyMissing, Tampered):
            return None

    def by_login(self, login: str) -> Account | None:
        return self._account(self._run.by_login, login=login)

    def by_id(self, adviser_id: int) -> Account | None:
        return self._account(self._run.by_id, id=adviser_id)

    def add(self, account: Account, actor: str) -> bool:
        return self._write(lambda transaction: self._work.add(transaction, account, actor))

    def change(self, change: Change) -> bool:
        return self._write(lambda transaction: self._work.change(transaction, change))

    def sign_in(self, account: Account, proof: Proof, session: Session) -> Session | None:
        item = SignIn(account, proof, session)
        return self._write(lambda transaction: self._work.sign_in(transaction, item))

    def note(self, actor: str, action: str, subject: str = "") -> None:
        entry = AuditEntry(actor, action, subject)
        self._write(lambda transaction: transaction.desk.audit(entry))

    def session(self, token_hash: bytes) -> tuple[Session, Account] | None:
        def read(connection: Connection) -> tuple[Session, Account] | None:
            row = self._run.session.run(connection, token_hash=token_hash).mappings().first()
            if row is None:
                return None
            return load_session(row, "session_"), load_account(row, self._keys)

        return self._reading.read(read)

    def sessions_of(self, adviser_id: int, now: datetime) -> list[Session]:
        def read(connection: Connection) -> list[Session]:
            found = self._run.sessions_of.run(connection, adviser=adviser_id, **_since(now))
            return [load_session(row) for row in found.mappings()]

        return [one for one in self._reading.read(read) if not one.was_replaced]

    def live_sessions(self, now: datetime) -> frozenset[Began]:
        def read(connection: Connection) -> frozenset[Began]:
            found = self._run.live_sessions.run(connection, **_since(now)).mappings()
            return frozenset((row["adviser_id"], from_micros(row["created_at"])) for row in found)

        return self._reading.read(read)

    def touch(self, token_hash: bytes, now: datetime) -> None:
        def write(transaction: StoreTransaction) -> None:
            self._run.touch.run(transaction.connection, token_hash=token_hash, at=to_micros(now))

        self._write(write)

    def replace(self, session: Session, token_hash: bytes, now: datetime) -> bool:
        item = Replacement(session, token_hash, now)
        return self._write(lambda transaction: self._work.replace(transaction, item))

    def end_session(self, adviser_id: int, created_at: datetime, actor: str, action: str) -> bool:
        item = End(adviser_id, created_at, actor, action)
        return self._write(lambda transaction: self._work.end(transaction, item))

    def take(self, allowances: Sequence[Allowance], now: datetime) -> int:
        wanted, at = self._keyed(allowances), to_micros(now)
        return self._write(
            lambda transaction: throttles.take(transaction.connection, self._run, wanted, at)
        )

    def give_back(self, allowances: Sequence[Allowance]) -> None:
        taken = self._keyed(allowances)
        self._write(
            lambda transaction: throttles.give_back(transaction.connection, self._run, taken)
        )

    def _keyed(self, allowances: Sequence[Allowance]) -> list[throttles.Keyed]:
        """In one order everywhere, so that processes never wait in a ring."""
        hashed = [
            throttles.Keyed(self._keys.hash(f"throttle:{one.name}", KEY_BYTES), one)
            for one in allowances
        ]
        return sorted(hashed, key=lambda one: one.key)

    def _account(self, statement: Statement, **named: Any) -> Account | None:
        def read(connection: Connection) -> Account | None:
            row = statement.run(connection, **named).mappings().first()
            return None if row is None else load_account(row, self._keys)

        return self._reading.read(read)

    def _write(self, work: Callable[[StoreTransaction], Result]) -> Result:
        try:
            result: Result = self._writer.submit(_each, work).result(WITHIN)
        except TooLate:
            raise StoreUnavailable("the database did not answer in time") from None
        return result


def _each(transaction: Transaction, works: Sequence[Work]) -> list[Any]:
    """As a batch for the writer."""
    if not isinstance(transaction, StoreTransaction):
        raise TypeError("accounts are written in the store's own transactions")
    return [work(transaction) for work in works]


def _since(now: datetime) -> dict[str, int]:
    return {"now": to_micros(now), "idle_since": to_micros(now - IDLE)}
