"""The second proof at a log in: a code of an app (RFC 6238), or a recovery code."""

import base64
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

import pyotp
import segno

from bot.desk.accounts import Account, Session

ISSUER = "Hearthline"
SECONDS = 30
DRIFT = (0, -1, 1)
"""Half minutes by which a telephone's clock may be wrong."""
CODE = re.compile(r"[0-9]{6}", re.ASCII)
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY = re.compile(r"[a-z2-9]{12}", re.ASCII)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another

Hash = Callable[[str], bytes]


def new_secret() -> str:
    return pyotp.random_base32()


def pending_secret(session: Session, account: Account, hashed: Hash) -> str:
    """For an app that is being set up: the same until it is, and kept nowhere before."""
    began = session.created_at.isoformat()
    digest = hashed(f"totp:{session.adviser_id}:{began}:{account.totp}")
    return base64.b32encode(digest[:SECRET_BYTES]).decode()


def setup_uri(secret: str, login: str) -> str:
    """What an app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def setup_picture(uri: str) -> str:
    """The address as a QR code for a page: dark on white, so that it scans from a dark page too."""
    code = segno.make(uri, error="m", micro=False)
    return code.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass=None)


def in_groups(secret: str) -> str:
    """To be typed by hand."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The number of the half minute that this code stands for; None for a wrong one."""
    code = _squeezed(typed)
    if not CODE.fullmatch(code):
        return None
    totp, this = pyotp.TOTP(secret), int(now.timestamp()) // SECONDS
    right = [
        this + drift for drift in DRIFT if compare_digest(totp.generate_otp(this + drift), code)
    ]
    return right[0] if right else None


def new_recovery_codes() -> list[str]:
    """Three groups of four letters and digits each (59 bits)."""
    return [_grouped("".join(map(_letter, range(12)))) for _ in range(RECOVERY_CODES)]


def recovery_hash(typed: str, hashed: Hash) -> str:
    """How it is stored; "" when it has not the shape of one."""
    code = _squeezed(typed).lower()
    return hashed(f"recovery:{code}").hex() if RECOVERY.fullmatch(code) else ""


def _letter(_place: int) -> str:
    return secrets.choice(_LETTERS)


def _grouped(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _squeezed(typed: str) -> str:
    """As typed, without the spaces and dashes that people put between groups."""
    return re.sub(r"[\s-]", "", typed)
