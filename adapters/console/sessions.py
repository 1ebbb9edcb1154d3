"""Who is logged in: sessions on the server, of which the browser holds a random token and the
database its hash."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

import anyio
import anyio.to_thread

from bot.desk.accounts import ABSOLUTE, Account, AccountStore, Began, Proof, Session
from bot.ports import Clock

TOKEN_BYTES = 32
ROTATED_EVERY = timedelta(hours=1)
TOUCHED_EVERY = timedelta(minutes=1)
LIVE_FOR = timedelta(seconds=2)
"""How old an answer of `is_live` may be. With the streams' own two seconds an ended session is cut
within five (threat T13)."""
AGENT_AT_MOST = 200
BEGAN_DIGITS = 32
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Opened:
    """`new_token`: for the cookie; "" when the old one stays."""

    session: Session
    account: Account
    new_token: str = field(default="", repr=False)


class Sessions:
    def __init__(self, store: AccountStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._live: frozenset[bytes] = frozenset()  # marks
        self._looked_at: datetime | None = None
        self._looking = anyio.Lock()

    def begin(self, account: Account, proof: Proof, agent: str) -> str | None:
        """The token of a new session; None when the proof was used before."""
        now, token = self._clock(), _new_token()
        id_ = account.adviser.id
        session = Session(hash_of(token), id_, now, now, now + ABSOLUTE, agent[:AGENT_AT_MOST])
        return token if self._store.sign_in(account, proof, session) else None

    def open(self, token: str, *, is_background: bool = False) -> Opened | None:
        """Whose session this is; None when it is over or never was. A request that somebody made
        by hand keeps it going and, once an hour, gives it a new token."""
        found = self._store.session(hash_of(token)) if token else None
        now = self._clock()
        if found is None or not found[0].is_live(now) or found[1].adviser.is_disabled:
            return None
        if is_background:
            return Opened(*found)
        return self._kept_going(*found, now)

    def _kept_going(self, session: Session, account: Account, now: datetime) -> Opened:
        if _hours(session, now) > _hours(session, session.seen_at) and not session.was_replaced:
            return Opened(session, account, self._replaced(session, now))
        if now - session.seen_at >= TOUCHED_EVERY:
            self._store.touch(session.token_hash, now)
        return Opened(session, account)

    def _replaced(self, session: Session, now: datetime) -> str:
        token = _new_token()
        return token if self._store.replace(session, hash_of(token), now) else ""

    def renew(self, session: Session) -> str:
        """A new token after the account got new rights; "" when the session is over."""
        return self._replaced(session, self._clock())

    def end(self, session: Session) -> None:
        """Its adviser leaves."""
        actor = f"adviser:{session.adviser_id}"
        self._store.end_session(session.adviser_id, session.created_at, actor, "signed_out")

    async def is_live(self, session_hash: bytes) -> bool:
        """For open streams, to be asked every two seconds. All of a process share one query; one
        that is not in it may have begun since, and is looked up."""
        async with self._looking:
            now = self._clock()
            is_old = self._looked_at is None or now - self._looked_at >= LIVE_FOR
            if is_old or session_hash not in self._live:
                live = await anyio.to_thread.run_sync(self._store.live_sessions, now)
                self._live = frozenset(map(mark_of, live))
                self._looked_at = now
        return session_hash in self._live

    def csrf(self, session: Session) -> str:
        """Bound to the session, not to its token: a page stays good when the token is changed."""
        adviser_id, created_at = session.began
        micros = (created_at - EPOCH) // timedelta(microseconds=1)
        return self._signed(f"{adviser_id:016x}{micros:016x}")

    def whose(self, csrf: str) -> int | None:
        """Which adviser's page it was in, though the session is over; None when it is not ours."""
        began = csrf[:BEGAN_DIGITS]
        is_ours = compare_digest(csrf.encode(), self._signed(began).encode())
        return int(began[: BEGAN_DIGITS // 2], 16) if is_ours else None

    def _signed(self, began: str) -> str:
        return began + self._store.keyed_hash(f"csrf:{began}").hex()

    def note_refused(self, adviser_id: int, path: str) -> None:
        self._store.note(f"adviser:{adviser_id}", "refused", f"route:{path}")


def mark_of(began: Began) -> bytes:
    """What open streams know a session by: it stays when the token is changed."""
    adviser_id, created_at = began
    return sha256(f"{adviser_id}:{created_at.isoformat()}".encode()).digest()


def hash_of(token: str) -> bytes:
    """A random token of 256 bits needs no slow hash."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _hours(session: Session, at: datetime) -> int:
    return (at - session.created_at) // ROTATED_EVERY
