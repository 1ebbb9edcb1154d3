"""The master keys as text: how they are written down, read and made."""

import base64
import contextlib
import os
import re
import secrets
from pathlib import Path

KEY_BYTES = 32
"""AES-256."""
_STANDARD = str.maketrans("-_", "+/")


def is_secret_key(text: str) -> bool:
    """Whether `text` holds at least one key, by line or comma, each base64 or hex of 32 bytes."""
    keys = [key.strip() for key in re.split(r"[\n,]", text) if key.strip()]
    return bool(keys) and all(_length(key) == KEY_BYTES for key in keys)


def ensure_secret_key(path: Path) -> str:
    """The keys in the file `path`. Where there is none, one is made that only its owner can read.

    Two processes that start together get the same key. Errors raised: `OSError`.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Written whole under another name first, so that nobody ever reads half a key."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # the other process was first: its key counts
        path.hardlink_to(draft)
    draft.unlink()


def _length(key: str) -> int:
    """How many bytes `key` stands for; 0 when it is neither hex nor base64."""
    try:
        if re.fullmatch(r"[0-9a-fA-F]{64}", key):
            return len(bytes.fromhex(key))
        return len(base64.b64decode(key.translate(_STANDARD), validate=True))
    except ValueError:
        return 0
