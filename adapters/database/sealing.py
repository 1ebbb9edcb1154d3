"""Keyed hashes for look-up and sealed text for sending, both from the operator's master keys."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, field
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import BadSetting, HearthlineError

KEY_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12  # NIST SP 800-38D section 8.2.2: a random nonce is good for 2**32 texts a key
NO_KEY = (
    "SECRET_KEY is empty: give one key of 32 bytes in base64 or hex, newest first when several."
)
BAD_KEY = "SECRET_KEY: key {number} is not 32 bytes in base64 or hex."
HEX = re.compile(r"[0-9a-fA-F]{64}")


class KeyMissing(HearthlineError):
    """A text was sealed under a master key that is not among those given. Nothing is lost: give
    the key."""


class Tampered(HearthlineError):
    """A sealed text is damaged, or stands in another row than the one it was sealed for."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys derived from the master keys. Texts are sealed under the newest and opened under any.

    Hashes come from the oldest master key, so that look-ups go on working after a rotation: the
    oldest key must stay in SECRET_KEY for as long as the database lives.
    """

    hashing: bytes = field(repr=False)
    newest: bytes = field(repr=False)
    ciphers: dict[bytes, AESGCM] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "Keys":
        """Read SECRET_KEY: one key a line, or commas between. Errors raised: BadSetting."""
        words = re.split(r"[\s,]+", text.strip()) if text.strip() else []
        if not words:
            raise BadSetting([NO_KEY])
        masters = [_decode(word, number) for number, word in enumerate(words, start=1)]
        return cls(
            hashing=_derive(masters[-1], b"look-up"),
            newest=_key_id(masters[0]),
            ciphers={_key_id(key): AESGCM(_derive(key, b"sealing")) for key in masters},
        )

    def hash(self, text: str, size: int = 32) -> bytes:
        """A hash that nobody without the key can compare with guessed numbers. `size` in bytes."""
        # "surrogatepass": what a channel hands in may hold lone surrogates, and must still be
        # comparable.
        return blake2b(
            text.encode("utf-8", "surrogatepass"), key=self.hashing, digest_size=size
        ).digest()

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt `text` for one `place` (table, column and row); elsewhere it does not open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self.ciphers[self.newest].encrypt(nonce, text.encode(), place.encode())
        return self.newest + nonce + sealed

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what `seal` made. Errors raised: KeyMissing, Tampered."""
        cipher = self.ciphers.get(sealed[:KEY_ID_BYTES])
        if cipher is None:
            raise KeyMissing("a stored text is sealed under a key that SECRET_KEY does not hold")
        nonce = sealed[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
        try:
            return cipher.decrypt(
                nonce, sealed[KEY_ID_BYTES + NONCE_BYTES :], place.encode()
            ).decode()
        except (InvalidTag, ValueError):
            raise Tampered("a stored text does not open in its row") from None


def new_key() -> str:
    """A fresh master key, in base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _decode(word: str, number: int) -> bytes:
    try:
        key = bytes.fromhex(word) if HEX.fullmatch(word) else _from_base64(word)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadSetting([BAD_KEY.format(number=number)])
    return key


def _from_base64(word: str) -> bytes:
    standard = word.translate(str.maketrans("-_", "+/")).rstrip("=")
    return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)


def _derive(master: bytes, purpose: bytes) -> bytes:
    info = b"hearthline 1 " + purpose
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def _key_id(master: bytes) -> bytes:
    """Tells keys apart without telling anything about them; stays the same when others come and
    go."""
    return _derive(master, b"key id")[:KEY_ID_BYTES]
