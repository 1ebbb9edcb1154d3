"""Passwords: what makes one good enough, and how it is kept."""

import re
import secrets
import unicodedata
from pathlib import Path

import anyio
import anyio.to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_LEAST, AT_MOST = 12, 128
AT_ONCE = 2
"""Hashes that are made at once; each takes a core and 19 MB."""

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two rounds, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS = _HASHER.hash(secrets.token_urlsafe())
_ONE_TIME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another
_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())
_TAIL = re.compile(r"[\W\d_]+$")
SERVICE = "hearthline"
OF_ITS_OWN = 6
"""Letters that are neither the login nor the name of the service."""


class Passwords:
    """For an event loop. One for each process: it bounds how many are hashed at once."""

    def __init__(self) -> None:
        self._limit = anyio.CapacityLimiter(AT_ONCE)

    async def hash(self, password: str) -> str:
        return await anyio.to_thread.run_sync(hash_password, password, limiter=self._limit)

    async def is_right(self, password: str, stored: str | None) -> bool:
        """As much work when nobody has such a login (`stored` None) as when the password is
        wrong. One that is too long is none of ours and is not hashed."""
        if len(password) > AT_MOST:
            return False
        return await anyio.to_thread.run_sync(_verify, password, stored, limiter=self._limit)


def hash_password(password: str) -> str:
    return _HASHER.hash(_plain(password))


def fault_of(password: str, login: str) -> str | None:
    """The key of the sentence that says why it cannot be taken; None when it can."""
    small = _plain(password).casefold()
    if len(small) < AT_LEAST:
        return "passwords.too_short"
    if len(password) > AT_MOST:
        return "passwords.too_long"
    if len(small.replace(login.casefold(), "").replace(SERVICE, "")) < OF_ITS_OWN:
        return "passwords.like_login"
    return "passwords.common" if _is_common(small) else None


def one_time_password() -> str:
    """Four groups of four letters and digits (79 bits), easy to read out on the telephone."""
    groups = ("".join(secrets.choice(_ONE_TIME_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _verify(password: str, stored: str | None) -> bool:
    try:
        _HASHER.verify(stored or _NOBODYS, _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def _plain(password: str) -> str:
    """The same however a keyboard writes its accents."""
    return unicodedata.normalize("NFKC", password)


def _is_common(small: str) -> bool:
    """Also a common one with digits and signs behind it, or one piece again and again."""
    is_repeated = small in (small + small)[1:-1]
    return is_repeated or small in _COMMON or _TAIL.sub("", small) in _COMMON
