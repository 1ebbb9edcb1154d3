"""What is read of a calendar or a file, and how much of it at most."""

from dataclasses import dataclass
from datetime import timedelta

from bot.events.model import Entry

MOST = 10_000
MOST_OF_ONE = 500
LONGEST = timedelta(days=366)
LONGEST_TITLE = 200
LONGEST_ABOUT = 2_000
LONGEST_FIELD = 300
LONGEST_UID = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """`faults`: a sentence for each entry that was left out or cut."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]
