"""What an import would change, without changing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from bot.desk.commands import Command
from bot.desk.refusals import Refusal, Why
from bot.events.editing import allowed, note
from bot.events.importing import Imported, import_entries
from bot.events.model import Entry, Event
from bot.events.ports import EventStore
from bot.ports import Clock, Transaction


@dataclass(frozen=True, slots=True)
class Import(Command):
    """`source`: what they are filed under. The same again updates them, and withdraws those that
    are gone."""

    source: str
    entries: Sequence[Entry]


class Tried(NamedTuple):
    """`events`: as they would be."""

    imported: Imported
    events: Sequence[Event]


class Importing:
    """Each is a batch for the writer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def attempt(self, transaction: Transaction, items: Sequence[Import]) -> list[Tried | Refusal]:
        return [self._tried(transaction, item) for item in items]

    def _tried(self, transaction: Transaction, item: Import) -> Tried | Refusal:
        if not allowed(transaction, item.by):
            return Refusal(Why.NOT_ALLOWED)
        trial = _Trial(transaction.events)
        as_one = cast(Transaction, trial)
        done = import_entries(as_one, item.source, item.entries, self._clock())
        return Tried(done, trial.saved)

    def carry_out(
        self, transaction: Transaction, items: Sequence[Import]
    ) -> list[Imported | Refusal]:
        return [self._carried_out(transaction, item) for item in items]

    def _carried_out(self, transaction: Transaction, item: Import) -> Imported | Refusal:
        if not allowed(transaction, item.by):
            return Refusal(Why.NOT_ALLOWED)
        done = import_entries(transaction, item.source, item.entries, self._clock())
        counts = " ".join(f"{name}:{count}" for name, count in done._asdict().items())
        note(transaction, item.by, "events_imported", "events", counts)
        return done


@dataclass
class _Trial:
    """As much of a transaction as an import needs. What is saved stays here."""

    store: EventStore
    saved: list[Event] = field(default_factory=list)

    @property
    def events(self) -> "_Trial":
        return self

    def new_id(self) -> int:
        return self.store.new_id()

    def of_feed(self, feed: str) -> list[Event]:
        return self.store.of_feed(feed)

    def save_all(self, events: Sequence[Event]) -> None:
        self.saved += events
