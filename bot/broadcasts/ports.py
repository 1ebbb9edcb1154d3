"""What broadcasts ask of the store. Within one transaction: `BroadcastStore`
(`Transaction.broadcasts`). For pages: `BroadcastReader`, without locks."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.broadcasts.model import Broadcast, Fate, Progress, Tally
from bot.ports import Conversation


class Target(NamedTuple):
    """Whom a broadcast goes to, locked. `agreed`: whether she still agrees to its kind."""

    conversation: Conversation
    agreed: bool


class Marked(NamedTuple):
    """What became of it for one contact. WAITING: it is tried again at `due_at`."""

    conversation_id: int
    fate: Fate
    due_at: datetime
    seq: int | None = None


class BroadcastStore(Protocol):
    def new_id(self) -> int: ...

    def add(self, broadcast: Broadcast) -> bool:
        """False, and nothing written, when there is one of this id already."""

    def find(self, broadcast_id: int) -> Broadcast | None:
        """Locked until the end."""

    def save(self, broadcast: Broadcast) -> None: ...

    def going(self) -> Broadcast | None:
        """The one that goes out now, locked; None when another process sees to it."""

    def is_any_going(self) -> bool: ...

    def prepare(self, broadcast: Broadcast, at_most: int, due_at: datetime) -> int | None:
        """Write down whom it goes to, among so many of those who agreed, after `prepared_to`. The
        last conversation that was looked at; None when there was none left."""

    def take(self, broadcast: Broadcast, channel: str, now: datetime, at_most: int) -> list[Target]:
        """Some who wait and whose time has come. Not those whom a person talks with."""

    def mark(self, broadcast_id: int, marked: Sequence[Marked]) -> None: ...

    def is_waiting(self, broadcast_id: int) -> bool: ...

    def give_up(self, broadcast_id: int, fate: Fate) -> None:
        """What became of it for all who still wait."""


class Template(NamedTuple):
    """A prepared message at WhatsApp, and how far it is: "" was never handed in."""

    name: str
    sid: str
    status: str


class BroadcastReader(Protocol):
    """Errors raised: StoreUnavailable."""

    def broadcasts(self, at_most: int) -> list[Broadcast]:
        """Newest first."""

    def broadcast(self, broadcast_id: int) -> Broadcast | None: ...

    def audience(self, broadcast: Broadcast) -> list[Tally]:
        """How many it would go to now."""

    def progress(self, broadcast_id: int) -> list[Progress]: ...

    def templates(self) -> list[Template]:
        """Those that have words."""

    def total(self, name: str) -> int:
        """The sum of a counter over all weeks."""
