"""The chain that shows whether the record of who did what is whole.

Each line holds the digest of the one before, so that a line altered, removed, inserted or moved
breaks the chain there. The newest line's number and digest are kept apart as well (`Head`): a cut
at the end is found by them.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from bot.desk.model import AuditEntry
from bot.desk.ports import AuditLine

BEGINNING = bytes(32)
"""What the first line holds for the digest of the one before."""


class Head(NamedTuple):
    """The newest line, as it is kept apart."""

    number: int = 0
    digest: bytes = BEGINNING


def digest(number: int, at: datetime, entry: AuditEntry, previous: bytes) -> bytes:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    line = json.dumps([number, moment, *entry], separators=(",", ":"), ensure_ascii=True)
    return sha256(previous + line.encode()).digest()


def next_line(head: Head, at: datetime, entry: AuditEntry) -> AuditLine:
    number = head.number + 1
    return AuditLine(number, at, entry, head.digest, digest(number, at, entry, head.digest))


def first_break(lines: Iterable[AuditLine], head: Head | None = None) -> int | None:
    """The number of the first line that is not as it was written; None when all are.

    `lines` is the whole record, oldest first. With `head`, a line that misses at the end is a
    break as well.
    """
    last = Head()
    for line in lines:
        if line != next_line(last, line.at, line.entry):
            return last.number + 1
        last = Head(line.number, line.digest)
    if head is None or head == last:
        return None
    return last.number if head.number == last.number else min(head.number, last.number) + 1
