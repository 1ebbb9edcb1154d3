"""The desk's second door: advisers answer from a group of theirs, one topic for each case. What is
kept of it: who is who, which topic is whose, how far each has come. Never what anybody wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.ports import Transaction

CODE_LASTS = timedelta(minutes=15)


@dataclass(slots=True)
class Topic:
    """A case's topic. `thread`: its number in the group, 0 while there is none. `card`: the message
    that shows how the case stands; `title` and `face` tell how both looked last. `posted` and
    `noted`: how many of the case's messages and notes it has had; `settled`: up to which message
    the group has seen what became of it. `pinged`: the newest event it was alerted of. `lost`:
    earlier topics that could not be found; should one come to light, it goes with this one."""

    case_id: int
    thread: int = 0
    card: int = 0
    title: str = ""
    face: str = ""
    posted: int = 0
    noted: int = 0
    settled: int = 0
    pinged: int = 0
    is_shut: bool = False
    lost: tuple[int, ...] = ()


class LinkAsked(NamedTuple):
    """`person`: who they are in the group; kept as a keyed hash alone."""

    person: int
    code: str


class Watch(NamedTuple):
    """One process at a time looks after the group, until it has been silent for a while."""

    holder: int
    until: datetime


class Followed(NamedTuple):
    """How far the news were followed, and what is wrong with the group ("": nothing)."""

    cursor: int = 0
    trouble: str = ""


class StaffStore(Protocol):
    """Those with a transaction are batches for the writer. Errors raised: StoreUnavailable."""

    def topics(self) -> list[Topic]: ...

    def topic_of(self, case_id: int) -> Topic | None: ...

    def topic_at(self, thread: int) -> Topic | None:
        """By its number, or that of one of its lost ones."""

    def adviser_of(self, person: int) -> int | None:
        """Whose account this person is linked to; None for nobody's, or a disabled one."""

    def present(self, since: datetime) -> list[int]:
        """Advisers on duty who did something in the group after `since`."""

    def followed(self) -> Followed: ...

    def save(self, transaction: Transaction, topics: Sequence[Topic]) -> list[None]: ...

    def forget(self, transaction: Transaction, case_ids: Sequence[int]) -> list[None]: ...

    def make_code(self, transaction: Transaction, advisers: Sequence[int]) -> list[str]:
        """A code that links whoever shows it first; an earlier one of the adviser is void."""

    def link(self, transaction: Transaction, asked: Sequence[LinkAsked]) -> list[int | None]:
        """The adviser's id; None for a code that is wrong, used or too old."""

    def unlink(self, transaction: Transaction, advisers: Sequence[int]) -> list[None]: ...

    def seen(self, transaction: Transaction, persons: Sequence[int]) -> list[None]:
        """They have done something just now."""

    def watch(self, transaction: Transaction, watches: Sequence[Watch]) -> list[bool]:
        """Whether this process is the one."""

    def follow(self, transaction: Transaction, followed: Sequence[Followed]) -> list[None]: ...
