"""What another calendar or a file says is on, taken over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from bot.events.model import AddressFor, Entry, Event, EventStatus, EventText
from bot.ports import Transaction

GIVEN = ("organiser", "host", "town", "address", "link", "audience", "cost", "languages")
GIVEN_OR_NOT = ("step_free", "childcare", "capacity", "address_for")
"""What an entry may leave out: then it stays as it is here."""


class Imported(NamedTuple):
    """How many events are new, say something else, are gone, or do not take place."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    cancelled: int = 0


def import_entries(
    transaction: Transaction, source: str, entries: Sequence[Entry], now: datetime
) -> Imported:
    """`entries` are all that the source has. What it does not give stays as an editor wrote it,
    what it does not have any more is withdrawn, what is over is left alone. Those who must be told
    are told later (`tending.py`)."""
    known = {event.uid: event for event in transaction.events.of_feed(source)}
    coming = {entry.uid: entry for entry in entries if entry.ends_at > now}
    new_id = transaction.events.new_id
    fresh = [_new(entry, source, new_id) for uid, entry in coming.items() if uid not in known]
    updated = [
        (event, _updated(event, coming[uid])) for uid, event in known.items() if uid in coming
    ]
    changed = [(before, after) for before, after in updated if after != before]
    gone = [
        event
        for uid, event in known.items()
        if uid not in coming and event.starts_at > now and event.status is not EventStatus.WITHDRAWN
    ]
    withdrawn = [_next(event, status=EventStatus.WITHDRAWN) for event in gone]
    transaction.events.save_all([*fresh, *(after for _, after in changed), *withdrawn])
    off = sum(1 for before, after in changed if _is_called_off(before, after))
    return Imported(len(fresh), len(changed) - off, len(withdrawn), off)


def _new(entry: Entry, source: str, new_id: Callable[[], int]) -> Event:
    status = EventStatus.CANCELLED if entry.is_cancelled else EventStatus.PUBLISHED
    bare = Event(
        new_id(),
        entry.starts_at,
        entry.ends_at,
        entry.zone,
        {entry.language: EventText(entry.title, entry.about)},
        address_for=AddressFor.REGISTERED,
        at=entry.at,
        is_online=entry.is_online,
        status=status,
        feed=source,
        uid=entry.uid,
    )
    return replace(bare, **_given(entry))


def _updated(event: Event, entry: Entry) -> Event:
    """The same object where nothing is new, else the next version."""
    has_moved = bool(entry.address or entry.town) and (
        (entry.address or event.address, entry.town or event.town) != (event.address, event.town)
    )
    after = replace(
        event,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        zone=entry.zone,
        texts=_texts(event, entry),
        at=entry.at if entry.at or has_moved else event.at,
        is_online=entry.is_online or event.is_online,
        status=_status(event, entry),
        **_given(entry),
    )
    return event if after == event else _next(after)


def _next(event: Event, **changes: Any) -> Event:
    return replace(event, version=event.version + 1, **changes)


def _given(entry: Entry) -> dict[str, Any]:
    said = {name: value for name in GIVEN if (value := getattr(entry, name))}
    known = {name: value for name in GIVEN_OR_NOT if (value := getattr(entry, name)) is not None}
    return {**said, **known}


def _texts(event: Event, entry: Entry) -> Mapping[str, EventText]:
    """Translations that an editor added stay."""
    before = event.texts.get(entry.language, EventText(""))
    text = EventText(entry.title, entry.about or before.about)
    return {**event.texts, entry.language: text}


def _status(event: Event, entry: Entry) -> EventStatus:
    """A draft stays one, and what an editor has called off is not put on again, unless it moved."""
    if entry.is_cancelled:
        return EventStatus.CANCELLED
    has_moved = entry.starts_at != event.starts_at
    if event.status is EventStatus.WITHDRAWN or (
        event.status is EventStatus.CANCELLED and has_moved
    ):
        return EventStatus.PUBLISHED
    return event.status


def _is_called_off(before: Event, after: Event) -> bool:
    return after.status is EventStatus.CANCELLED and before.status is not EventStatus.CANCELLED
