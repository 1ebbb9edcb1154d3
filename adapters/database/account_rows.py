"""Between accounts and sessions and the columns of their rows."""

import base64
import json
import secrets
from typing import Any

from sqlalchemy import RowMapping

from adapters.database.arrays import Value
from adapters.database.desk_rows import load_adviser, optional_micros
from adapters.database.sealing import KeyMissing, Keys, Tampered
from adapters.database.times import from_micros, to_micros
from bot.desk.accounts import Account, Change, Session
from bot.desk.model import Adviser

Row = dict[str, Value]

SECRET_BYTES = 20


def load_account(row: RowMapping, keys: Keys) -> Account:
    return Account(
        load_adviser(row),
        row["password_hash"],
        _open_totp(row, keys),
        bool(row["must_change"]),
        len(json.loads(row["recovery"])),
    )


def _open_totp(row: RowMapping, keys: Keys) -> str:
    """For a damaged one a secret that nobody has: a recovery code or a reset helps then."""
    if row["totp"] is None:
        return ""
    try:
        return keys.open(row["totp"], _totp_place(row["id"]))
    except (KeyMissing, Tampered):
        return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def seal_totp(secret: str, adviser_id: int, keys: Keys) -> bytes | None:
    return keys.seal(secret, _totp_place(adviser_id)) if secret else None


def _totp_place(adviser_id: int) -> str:
    return f"advisers.totp:{adviser_id}"


def account_row(account: Account, now: int, keys: Keys) -> Row:
    """Every column of a new one."""
    adviser = account.adviser
    return {
        "id": adviser.id,
        "login": adviser.login,
        "password_hash": account.password_hash,
        "totp": seal_totp(account.totp, adviser.id, keys),
        "totp_last_step": None,
        "recovery": "[]",
        "must_change": account.must_change,
        **_about(adviser),
        "presence": adviser.presence.value,
        "seen_at": optional_micros(adviser.seen_at),
        "on_since": optional_micros(adviser.on_since),
        "handled_since_break": adviser.handled_since_break,
        "needs_debrief": adviser.needs_debrief,
        "created_at": now,
    }


def changed_row(row: RowMapping, change: Change, keys: Keys) -> Row:
    """The columns of `CHANGED`, and the id."""
    values = dict(row)
    given: dict[str, Any] = {
        "password_hash": change.password_hash,
        "must_change": change.must_change,
        "totp_last_step": change.step,
        "recovery": None if change.recovery is None else json.dumps(change.recovery),
    }
    values |= {name: value for name, value in given.items() if value is not None}
    if change.totp is not None:
        values["totp"] = seal_totp(change.totp, row["id"], keys)
    if change.adviser is not None:
        values |= _about(change.adviser)
    return values


def _about(adviser: Adviser) -> Row:
    return {
        "name": adviser.name,
        "role": adviser.role.value,
        "languages": json.dumps(adviser.languages),
        "queues": json.dumps(adviser.queues),
        "capacity": adviser.capacity,
        "disabled": adviser.is_disabled,
    }


def session_row(session: Session) -> Row:
    return {
        "token_hash": session.token_hash,
        "adviser_id": session.adviser_id,
        "created_at": to_micros(session.created_at),
        "seen_at": to_micros(session.seen_at),
        "expires_at": to_micros(session.expires_at),
        "agent": session.agent,
    }


def load_session(row: RowMapping, prefix: str = "") -> Session:
    return Session(
        bytes(row[f"{prefix}token_hash"]),
        row[f"{prefix}adviser_id"],
        from_micros(row[f"{prefix}created_at"]),
        from_micros(row[f"{prefix}seen_at"]),
        from_micros(row[f"{prefix}expires_at"]),
        row[f"{prefix}agent"],
    )
