"""Keyed hashes for look-up and sealed text for sending, both from the operator's master keys; and
the data keys of conversations, sealed under those."""

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
DATA_VERSION = b"\x01"
"""How texts are sealed under a data key; stands before each, and is part of what is checked."""
PADDED_TO = 256
"""Bytes: how long a text is tells what it may be, so lengths are rounded up."""
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

    def new_data_key(self, conversation_id: int) -> bytes:
        """A fresh key for what is written in one conversation, sealed. It lives in its row only:
        destroying the row is destroying all of it."""
        key = secrets.token_bytes(KEY_BYTES)
        return self.seal(key.hex(), _data_key_place(conversation_id))

    def data_key(self, wrapped: bytes, conversation_id: int) -> "DataKey":
        """Errors raised: KeyMissing, Tampered."""
        key = bytes.fromhex(self.open(wrapped, _data_key_place(conversation_id)))
        return DataKey(AESGCM(key), conversation_id)

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


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one conversation. What it seals opens in its row, of its table, alone."""

    cipher: AESGCM = field(repr=False)
    conversation_id: int

    def seal(self, text: str, place: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        # "surrogatepass": half a character that a channel handed in is kept as it came.
        padded = _pad(text.encode("utf-8", "surrogatepass"))
        return DATA_VERSION + nonce + self.cipher.encrypt(nonce, padded, self._bound_to(place))

    def open(self, sealed: bytes, place: str) -> str:
        """Errors raised: Tampered."""
        version, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            padded = self.cipher.decrypt(nonce, rest, self._bound_to(place, version))
        except (InvalidTag, ValueError):
            raise Tampered("a stored text does not open in its row") from None
        return _unpad(padded).decode("utf-8", "surrogatepass")

    def _bound_to(self, place: str, version: bytes = DATA_VERSION) -> bytes:
        return f"{place}:{self.conversation_id}:".encode() + version


def new_key() -> str:
    """A fresh master key, in base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _data_key_place(conversation_id: int) -> str:
    return f"conversations.data_key:{conversation_id}"


def _pad(text: bytes) -> bytes:
    """ISO/IEC 7816-4: one byte 0x80, then zeros."""
    return text + b"\x80" + bytes(-(len(text) + 1) % PADDED_TO)


def _unpad(padded: bytes) -> bytes:
    return padded.rstrip(b"\0")[:-1]


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
