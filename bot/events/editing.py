"""What editors do with events. The record names who did what to which, and not a word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from bot.desk.commands import Command
from bot.desk.model import AuditEntry
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may
from bot.events.model import Event, EventStatus, Feed, Registration
from bot.ports import Clock, Transaction

Done = TypeVar("Done")
Asked = TypeVar("Asked", bound=Command)

MAY_BECOME: Mapping[EventStatus, frozenset[EventStatus]] = MappingProxyType(
    {
        EventStatus.DRAFT: frozenset({EventStatus.PUBLISHED, EventStatus.WITHDRAWN}),
        EventStatus.PUBLISHED: frozenset({EventStatus.CANCELLED}),
        EventStatus.CANCELLED: frozenset({EventStatus.PUBLISHED}),
        EventStatus.WITHDRAWN: frozenset(),
    }
)
FEEDS_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class SaveEvent(Command):
    """`event.version`: the one that the editor saw; 0 for a new one, whose id is its page's own, so
    that it is made once. Its status, feed and uid stay as they are."""

    event: Event


@dataclass(frozen=True, slots=True)
class Turn(Command):
    """Publish it, call it off, throw a draft away."""

    event_id: int
    version: int
    status: EventStatus


@dataclass(frozen=True, slots=True)
class SeeNames(Command):
    """Who registered, for the host at the door."""

    event_id: int


@dataclass(frozen=True, slots=True)
class CloseRequest(Command):
    request_id: int


@dataclass(frozen=True, slots=True)
class AddFeed(Command):
    """Of the feed its id, its address, its name and its zone count."""

    feed: Feed


@dataclass(frozen=True, slots=True)
class DropFeed(Command):
    feed_id: int


class AtTheDoor(NamedTuple):
    event: Event
    registered: Sequence[Registration]


class Editing:
    """Each is a batch for the writer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def save(self, transaction: Transaction, items: Sequence[SaveEvent]) -> list[Event | Refusal]:
        return _each(transaction, items, _save)

    def turn(self, transaction: Transaction, items: Sequence[Turn]) -> list[Event | Refusal]:
        def work(one: Transaction, item: Turn) -> Event | Refusal:
            return _turn(one, item, self._clock)

        return _each(transaction, items, work)

    def names(
        self, transaction: Transaction, items: Sequence[SeeNames]
    ) -> list[AtTheDoor | Refusal]:
        return _each(transaction, items, _names)

    def close_request(
        self, transaction: Transaction, items: Sequence[CloseRequest]
    ) -> list[int | Refusal]:
        return _each(transaction, items, _close_request)

    def add_feed(self, transaction: Transaction, items: Sequence[AddFeed]) -> list[Feed | Refusal]:
        return _each(transaction, items, _add_feed)

    def drop_feed(self, transaction: Transaction, items: Sequence[DropFeed]) -> list[int | Refusal]:
        return _each(transaction, items, _drop_feed)


def allowed(transaction: Transaction, by: int) -> bool:
    adviser = transaction.desk.adviser(by)
    return adviser is not None and not adviser.is_disabled and may(adviser.role, Permission.EVENTS)


def note(transaction: Transaction, by: int, action: str, subject: str, detail: str = "") -> None:
    transaction.desk.audit(AuditEntry(f"adviser:{by}", action, subject, detail))


def _each(
    transaction: Transaction,
    items: Sequence[Asked],
    work: Callable[[Transaction, Asked], Done | Refusal],
) -> list[Done | Refusal]:
    return [
        work(transaction, item) if allowed(transaction, item.by) else Refusal(Why.NOT_ALLOWED)
        for item in items
    ]


def _save(transaction: Transaction, item: SaveEvent) -> Event | Refusal:
    seen, before = item.event, transaction.events.event(item.event.id)
    if before is None:
        if seen.version:
            return Refusal(Why.CLOSED)
        after = replace(seen, version=1, status=EventStatus.DRAFT, feed="", uid="")
    elif seen.version == 0:
        return Refusal(Why.ALREADY_DONE)
    elif seen.version != before.version:
        return Refusal(Why.STALE)
    else:
        kept = {"status": before.status, "feed": before.feed, "uid": before.uid}
        after = replace(seen, version=before.version + 1, **kept)  # type: ignore[arg-type]
    transaction.events.save(after)
    note(transaction, item.by, "event_saved", f"event:{after.id}", f"version:{after.version}")
    return after


def _turn(transaction: Transaction, item: Turn, clock: Clock) -> Event | Refusal:
    before = transaction.events.event(item.event_id)
    if before is None:
        return Refusal(Why.CLOSED)
    if before.status is item.status:
        return Refusal(Why.ALREADY_DONE)
    if before.version != item.version:
        return Refusal(Why.STALE)
    is_late = item.status is EventStatus.PUBLISHED and before.starts_at <= clock()
    if is_late or item.status not in MAY_BECOME[before.status]:
        return Refusal(Why.NOT_NEEDED)
    after = replace(before, status=item.status, version=before.version + 1)
    transaction.events.save(after)
    note(transaction, item.by, f"event_{after.status}", f"event:{after.id}")
    return after


def _names(transaction: Transaction, item: SeeNames) -> AtTheDoor | Refusal:
    """Whoever looks is in the record."""
    event = transaction.events.event(item.event_id)
    if event is None:
        return Refusal(Why.CLOSED)
    note(transaction, item.by, "event_names_seen", f"event:{event.id}")
    return AtTheDoor(event, transaction.events.registrations(event.id))


def _close_request(transaction: Transaction, item: CloseRequest) -> int | Refusal:
    if not transaction.events.close_host_request(item.request_id):
        return Refusal(Why.ALREADY_DONE)
    note(transaction, item.by, "host_request_done", f"host_request:{item.request_id}")
    return item.request_id


def _add_feed(transaction: Transaction, item: AddFeed) -> Feed | Refusal:
    known = transaction.events.feeds()
    if any(item.feed.url == one.url or item.feed.id == one.id for one in known):
        return Refusal(Why.ALREADY_DONE)
    if len(known) >= FEEDS_AT_MOST:
        return Refusal(Why.FULL)
    transaction.events.save_feed(item.feed)
    note(transaction, item.by, "feed_added", f"feed:{item.feed.id}")
    return item.feed


def _drop_feed(transaction: Transaction, item: DropFeed) -> int | Refusal:
    """Its events stay."""
    if all(one.id != item.feed_id for one in transaction.events.feeds()):
        return Refusal(Why.ALREADY_DONE)
    transaction.events.drop_feed(item.feed_id)
    note(transaction, item.by, "feed_removed", f"feed:{item.feed_id}")
    return item.feed_id
