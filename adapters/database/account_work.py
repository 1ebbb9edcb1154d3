"""What is done to accounts and sessions, each within one transaction with its audit entry."""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import RowMapping

from adapters.database.account_rows import Row, account_row, changed_row, session_row
from adapters.database.account_statements import CHANGED, AccountStatements
from adapters.database.sealing import Keys
from adapters.database.store import StoreTransaction
from adapters.database.times import MICROSECOND, from_micros, to_micros
from bot.desk.accounts import ABSOLUTE, IDLE, Account, Change, Proof, Session
from bot.desk.model import AuditEntry, DeskEvent, EventKind

REPLACED_FOR = timedelta(minutes=1)
"""How long a replaced token is good for what was under way."""
SHOWN = {True: "recovery code", False: "app"}


class SignIn(NamedTuple):
    account: Account
    proof: Proof
    session: Session


class Replacement(NamedTuple):
    session: Session
    token_hash: bytes
    now: datetime


class End(NamedTuple):
    adviser_id: int
    created_at: datetime
    actor: str
    action: str


class AccountWork:
    def __init__(self, run: AccountStatements, keys: Keys) -> None:
        self._run = run
        self._keys = keys

    def add(self, transaction: StoreTransaction, account: Account, actor: str) -> bool:
        row = account_row(account, transaction.now, self._keys)
        if not self._run.add.run(transaction.connection, **row).rowcount:
            return False
        audit(transaction, actor, "adviser_added", account.adviser.id, account.adviser.role)
        return True

    def change(self, transaction: StoreTransaction, change: Change) -> bool:
        row = self._locked(transaction, change.adviser_id)
        if row is None or not is_new_step(row, change.step):
            return False
        self._save(transaction, changed_row(row, change, self._keys))
        audit(transaction, change.actor, change.action, change.adviser_id)
        if change.ends_sessions:
            spares = -1 if change.spares is None else to_micros(change.spares)
            ended = self._run.end_others.run(
                transaction.connection, adviser=change.adviser_id, spares=spares
            )
            tell_if(transaction, change.adviser_id, ended=ended.rowcount > 0)
        return True

    def sign_in(self, transaction: StoreTransaction, item: SignIn) -> Session | None:
        row = self._locked(transaction, item.session.adviser_id)
        if row is None or not self._accepts(row, item):
            return None
        self._save(transaction, {**dict(row), **used(row, item.proof)})
        session = self._begin(transaction, item.session)
        how = SHOWN[bool(item.proof.recovery)] if row["totp"] is not None else "first time"
        audit(transaction, f"adviser:{row['id']}", "signed_in", row["id"], how)
        return session

    def replace(self, transaction: StoreTransaction, item: Replacement) -> bool:
        old, connection = item.session, transaction.connection
        until = min(old.expires_at, item.now + REPLACED_FOR)
        shortened = self._run.shorten.run(
            connection,
            token_hash=old.token_hash,
            was=to_micros(old.expires_at),
            expires_at=to_micros(until),
        )
        if not shortened.rowcount:
            return False
        new = old._replace(token_hash=item.token_hash, seen_at=item.now)
        self._run.add_session.run(connection, **session_row(new))
        return True

    def end(self, transaction: StoreTransaction, item: End) -> bool:
        ended = self._run.end_session.run(
            transaction.connection,
            adviser=item.adviser_id,
            created_at=to_micros(item.created_at),
        )
        if not ended.rowcount:
            return False
        tell_if(transaction, item.adviser_id, ended=True)
        audit(transaction, item.actor, item.action, item.adviser_id)
        return True

    def _begin(self, transaction: StoreTransaction, session: Session) -> Session:
        """Whatever is over goes; two of one adviser never begin at the same microsecond."""
        now, connection = to_micros(session.created_at), transaction.connection
        idle_since = now - IDLE // MICROSECOND
        self._run.prune_sessions.run(connection, now=now, idle_since=idle_since)
        self._run.prune_throttles.run(connection, now=now)
        newest = self._run.newest_session.run(connection, adviser=session.adviser_id).scalar_one()
        created_at = from_micros(max(now, newest + 1))
        session = session._replace(created_at=created_at, expires_at=created_at + ABSOLUTE)
        self._run.add_session.run(connection, **session_row(session))
        return session

    def _accepts(self, row: RowMapping, item: SignIn) -> bool:
        """Whether what was read before still holds, and the proof was not used before."""
        if row["disabled"] or row["password_hash"] != item.account.password_hash:
            return False
        proof = item.proof
        if proof.recovery:
            return proof.recovery in json.loads(row["recovery"])
        if proof.step is None:
            return row["totp"] is None
        return is_new_step(row, proof.step)

    def _locked(self, transaction: StoreTransaction, adviser_id: int) -> RowMapping | None:
        return self._run.locked.run(transaction.connection, id=adviser_id).mappings().first()

    def _save(self, transaction: StoreTransaction, values: Row) -> None:
        kept = {name: values[name] for name in (*CHANGED, "id")}
        self._run.change.run(transaction.connection, **kept)


def used(row: RowMapping, proof: Proof) -> Row:
    """What of the row tells that the proof is used up."""
    if proof.recovery:
        left = [code for code in json.loads(row["recovery"]) if code != proof.recovery]
        return {"recovery": json.dumps(left)}
    return {} if proof.step is None else {"totp_last_step": proof.step}


def is_new_step(row: RowMapping, step: int | None) -> bool:
    last = row["totp_last_step"]
    return step is None or last is None or step > last


def audit(
    transaction: StoreTransaction, actor: str, action: str, adviser_id: int, detail: str = ""
) -> None:
    transaction.desk.audit(AuditEntry(actor, action, f"adviser:{adviser_id}", detail))


def tell_if(transaction: StoreTransaction, adviser_id: int, *, ended: bool) -> None:
    """Open streams of the adviser ask then whether their session is among those ended."""
    if ended:
        transaction.desk.tell(DeskEvent(EventKind.SIGNED_OUT, adviser_id=adviser_id))
