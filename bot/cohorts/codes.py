"""The code that opens a group: short enough to read out, too long to guess."""

import secrets
import unicodedata

SIGNS = "CDFGHJKMNPQRTVWXY34679"
"""Without look-alikes, and without vowels: no code is a word."""
LENGTH = 8
LINK = "group-"
"""Stands before the code in a link that opens the chat (`Engine`: a flow, and what it takes)."""
_LOOKS_LIKE = str.maketrans("СНКМРТХУ", "CHKMPTXY")
"""Letters of a Cyrillic keyboard for those that look the same."""


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """The code in what she typed, however she spaced it; "" when it holds none."""
    wide = unicodedata.normalize("NFKC", text).upper()
    signs = "".join(map(_sign, wide)).translate(_LOOKS_LIKE)
    return signs if len(signs) == LENGTH and signs.isascii() and signs.isalnum() else ""


def _sign(one: str) -> str:
    """A digit of any script as ours; nothing for what only separates."""
    if one.isdecimal():
        return str(unicodedata.decimal(one))
    return "" if one.isspace() or one in "-‐–—_." else one
