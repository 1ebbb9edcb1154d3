"""How advisers come in: accounts and sessions as values, and what is asked of their store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.desk.model import Adviser

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Account:
    """`totp`: the secret of the app that makes codes, "" until it is set up. `must_change`: the
    password was given out by somebody else."""

    adviser: Adviser
    password_hash: str = field(repr=False)
    totp: str = field(default="", repr=False)
    must_change: bool = True
    recovery_left: int = 0

    @property
    def is_unfinished(self) -> bool:
        return self.must_change or not self.totp


Began = tuple[int, datetime]
"""What tells a session from all others for as long as it lasts: its adviser and its beginning."""


class Session(NamedTuple):
    """A log in on one browser. Its token changes, `created_at` does not, and no two sessions of an
    adviser have the same. `agent`: which browser, for the list of sessions."""

    token_hash: bytes
    adviser_id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    agent: str = ""

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at and now - self.seen_at < IDLE

    @property
    def began(self) -> Began:
        return self.adviser_id, self.created_at

    @property
    def was_replaced(self) -> bool:
        """Whether it has a newer token; this one is good for a moment more, for what was under
        way."""
        return self.expires_at < self.created_at + ABSOLUTE


class Proof(NamedTuple):
    """What was shown at a log in beside the password; each is good for one time. `step`: the
    number of the half minute that the app's code stands for. `recovery`: the hash of a recovery
    code. Neither: no app is set up yet."""

    step: int | None = None
    recovery: str = ""


class Allowance(NamedTuple):
    """`burst` times at once, then one more each `every`. Of `name` a keyed hash alone is kept."""

    name: str
    burst: int
    every: timedelta


@dataclass(frozen=True, slots=True)
class Change:
    """What to change of an account, in one transaction with its audit entry; None stays.

    `totp`: "" takes the app away. `recovery`: hashes of the new codes. `ends_sessions` ends all
    but the one that began at `spares`.
    """

    adviser_id: int
    actor: str
    action: str
    password_hash: str | None = field(default=None, repr=False)
    must_change: bool | None = None
    totp: str | None = field(default=None, repr=False)
    step: int | None = None
    recovery: tuple[str, ...] | None = field(default=None, repr=False)
    adviser: Adviser | None = None  # name, role, languages, queues, capacity, whether disabled
    ends_sessions: bool = False
    spares: datetime | None = None


class AccountStore(Protocol):
    """Errors raised by all: StoreUnavailable."""

    def keyed_hash(self, text: str) -> bytes:
        """A hash that nobody without the master key can make."""

    def seal(self, text: str, place: str) -> bytes:
        """Encrypted; it opens for the same `place` only."""

    def unseal(self, sealed: bytes, place: str) -> str | None:
        """None for what was not sealed for this place, or under another master key."""

    def by_login(self, login: str) -> Account | None: ...

    def by_id(self, adviser_id: int) -> Account | None: ...

    def add(self, account: Account, actor: str) -> bool:
        """False, and nothing written, when the login is taken."""

    def change(self, change: Change) -> bool:
        """False, and nothing written, when there is no such account, or its app's `step` was used
        before."""

    def sign_in(self, account: Account, proof: Proof, session: Session) -> Session | None:
        """The session as it was begun. None when the proof was used before, or the account was
        changed since it was read."""

    def note(self, actor: str, action: str, subject: str = "") -> None:
        """Append to the audit."""

    def session(self, token_hash: bytes) -> tuple[Session, Account] | None:
        """Also one that is over."""

    def sessions_of(self, adviser_id: int, now: datetime) -> list[Session]:
        """Those that are live, newest first."""

    def live_sessions(self, now: datetime) -> frozenset[Began]:
        """All that are live, whatever their tokens are."""

    def touch(self, token_hash: bytes, now: datetime) -> None: ...

    def replace(self, session: Session, token_hash: bytes, now: datetime) -> bool:
        """Give the session a new token. False when it has one already, or is over."""

    def end_session(self, adviser_id: int, created_at: datetime, actor: str, action: str) -> bool:
        """Open streams are told. False when there is none."""

    def take(self, allowances: Sequence[Allowance], now: datetime) -> int:
        """Seconds to wait; 0: one was taken from each."""

    def give_back(self, allowances: Sequence[Allowance]) -> None:
        """After a try that was right."""
