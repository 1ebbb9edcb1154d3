"""Events in memory, by the rules of the real store."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from bot.events.model import (
    Alert,
    Event,
    Feed,
    HostRequest,
    Known,
    Registration,
    Standing,
    Stirred,
)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
IDS = count(7_000_001)


@dataclass
class FakeEvents:
    """`bot.events.ports.EventStore`. `now` decides what is over."""

    now: datetime = LONG_AGO
    kept: dict[int, Event] = field(default_factory=dict)
    known: dict[int, Known | None] = field(default_factory=dict)
    unsettled: set[int] = field(default_factory=set)
    rows: dict[tuple[int, int], Registration] = field(default_factory=dict)
    wanted: dict[tuple[int, str], Alert] = field(default_factory=dict)
    wishes: dict[int, HostRequest] = field(default_factory=dict)
    calendars: dict[int, Feed] = field(default_factory=dict)

    def copy(self) -> "FakeEvents":
        return replace(
            self,
            kept=dict(self.kept),
            known=dict(self.known),
            unsettled=set(self.unsettled),
            rows=dict(self.rows),
            wanted=dict(self.wanted),
            wishes=dict(self.wishes),
            calendars=dict(self.calendars),
        )

    def new_id(self) -> int:
        return next(IDS)

    def event(self, event_id: int) -> Event | None:
        return self.kept.get(event_id)

    def save(self, event: Event) -> None:
        self.save_all([event])

    def save_all(self, events: Sequence[Event]) -> None:
        self.kept |= {event.id: event for event in events}
        self.unsettled |= {event.id for event in events}

    def of_feed(self, feed: str) -> list[Event]:
        found = (one for one in self.kept.values() if one.feed == feed and one.ends_at > self.now)
        return sorted(found, key=lambda one: one.id)

    def stirred(self, at_most: int) -> list[Stirred]:
        ids = sorted(self.unsettled)[:at_most]
        return [Stirred(self.kept[id_], self.known.get(id_)) for id_ in ids]

    def settle(self, event_id: int, known: Known | None) -> None:
        self.known[event_id] = known
        self.unsettled.discard(event_id)

    def forget_over(self, before: datetime) -> int:
        over = [key for key in self.rows if self.kept[key[0]].ends_at < before]
        old = [id_ for id_, one in self.wishes.items() if one.is_done and one.at < before]
        for key in over:
            del self.rows[key]
        for id_ in old:
            del self.wishes[id_]
        return len(over) + len(old)

    def with_room(self, at_most: int) -> list[int]:
        return [id_ for id_ in sorted(self.kept) if self._has_room(id_)][:at_most]

    def _has_room(self, event_id: int) -> bool:
        event, rows = self.kept[event_id], self.registrations(event_id)
        seats = sum(one.standing is Standing.SEAT for one in rows)
        waits = len(rows) > seats
        has_room = event.capacity is None or seats < event.capacity
        return waits and has_room and event.is_shown and event.ends_at > self.now

    def register(self, registration: Registration) -> None:
        self.rows[registration.event_id, registration.conversation_id] = registration

    def cancel(self, event_id: int, conversation_id: int) -> bool:
        return self.rows.pop((event_id, conversation_id), None) is not None

    def registration(self, event_id: int, conversation_id: int) -> Registration | None:
        return self.rows.get((event_id, conversation_id))

    def registrations(self, event_id: int) -> list[Registration]:
        found = (one for one in self.rows.values() if one.event_id == event_id)
        return sorted(found, key=lambda one: (one.at, one.conversation_id))

    def registered_by(self, conversation_id: int) -> list[Registration]:
        found = [one for one in self.rows.values() if one.conversation_id == conversation_id]
        coming = [one for one in found if self.kept[one.event_id].ends_at > self.now]
        return sorted(coming, key=lambda one: self.kept[one.event_id].starts_at)

    def set_alert(self, alert: Alert) -> None:
        self.wanted[alert.conversation_id, alert.district] = alert

    def drop_alerts(self, conversation_id: int) -> None:
        self.wanted = {key: one for key, one in self.wanted.items() if key[0] != conversation_id}

    def alerts(self, districts: Sequence[str]) -> list[Alert]:
        found = (one for one in self.wanted.values() if one.district in districts)
        return sorted(found, key=lambda one: (one.at, one.conversation_id))

    def alerts_of(self, conversation_id: int) -> list[Alert]:
        found = (one for one in self.wanted.values() if one.conversation_id == conversation_id)
        return sorted(found, key=lambda one: one.at)

    def districts(self) -> list[str]:
        return sorted({one.district for one in self.wanted.values()})

    def add_host_request(self, request: HostRequest) -> None:
        self.wishes[request.id] = request

    def host_request_of(self, conversation_id: int) -> HostRequest | None:
        hers = [one for one in self.wishes.values() if one.conversation_id == conversation_id]
        return next((one for one in reversed(hers) if not one.is_done), None)

    def close_host_request(self, request_id: int) -> bool:
        found = self.wishes.get(request_id)
        if found is None or found.is_done:
            return False
        self.wishes[request_id] = replace(found, is_done=True)
        return True

    def feeds(self) -> list[Feed]:
        return sorted(self.calendars.values(), key=lambda one: one.id)

    def save_feed(self, feed: Feed) -> None:
        self.calendars[feed.id] = feed

    def drop_feed(self, feed_id: int) -> None:
        self.calendars.pop(feed_id, None)
