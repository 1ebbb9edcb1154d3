"""Ids of rows."""

import secrets

ID_BITS = 63


def new_id() -> int:
    """Random, so that ids tell nothing about how many people wrote, and processes need not agree
    on them."""
    return secrets.randbits(ID_BITS)
