"""What events ask of the store. Within one transaction: `EventStore` (`Transaction.events`). For
pages and the index: `EventReader`, without locks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.events.model import Alert, Event, Feed, HostRequest, Known, Registration, Stirred


class EventStore(Protocol):
    def new_id(self) -> int:
        """A random id for a row."""

    def event(self, event_id: int) -> Event | None:
        """Locked until the end."""

    def save(self, event: Event) -> None:
        """Write a new event or a new version of one. Every process's index hears of it, and
        `bot.events.tending` tells who has to know: nobody else needs to."""

    def save_all(self, events: Sequence[Event]) -> None: ...

    def stirred(self, at_most: int) -> list[Stirred]:
        """Saved since the last `settle` of each, locked; those of other processes are skipped."""

    def settle(self, event_id: int, known: Known | None) -> None:
        """Everybody has been told of it as it is known now; None while nothing is."""

    def forget_over(self, before: datetime) -> int:
        """Who registered for what was over before, and requests to host that somebody has closed:
        how many rows went."""

    def with_room(self, at_most: int) -> list[int]:
        """Events that somebody waits for although a seat is free."""

    def of_feed(self, feed: str) -> list[Event]:
        """All that came from it and are not over, withdrawn ones too, locked."""

    def register(self, registration: Registration) -> None:
        """Write it; one of this event and conversation is replaced."""

    def cancel(self, event_id: int, conversation_id: int) -> bool:
        """False when there was none."""

    def registration(self, event_id: int, conversation_id: int) -> Registration | None: ...

    def registrations(self, event_id: int) -> list[Registration]:
        """Of this event, in the order in which they registered."""

    def registered_by(self, conversation_id: int) -> list[Registration]:
        """For events that are not over."""

    def set_alert(self, alert: Alert) -> None: ...

    def drop_alerts(self, conversation_id: int) -> None: ...

    def alerts(self, districts: Sequence[str]) -> list[Alert]: ...

    def alerts_of(self, conversation_id: int) -> list[Alert]: ...

    def districts(self) -> list[str]:
        """Each district of the alerts, once."""

    def add_host_request(self, request: HostRequest) -> None:
        """Write it; one of this id is replaced."""

    def host_request_of(self, conversation_id: int) -> HostRequest | None:
        """Her newest that nobody has closed."""

    def close_host_request(self, request_id: int) -> bool:
        """False when somebody else did."""

    def feeds(self) -> list[Feed]: ...

    def save_feed(self, feed: Feed) -> None: ...

    def drop_feed(self, feed_id: int) -> None: ...


class EventReader(Protocol):
    def version(self) -> int:
        """Goes up whenever an event changes, in whichever process."""

    def changed(self, after: int) -> list[Event]:
        """All that were saved since the version was this."""

    def coming(self, since: datetime) -> list[Event]:
        """All that end after `since`, of any status."""

    def event(self, event_id: int) -> Event | None: ...

    def registered(self, event_id: int) -> list[Registration]: ...

    def counts(self, event_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Seats taken and waiting, by event."""

    def host_requests(self, at_most: int) -> list[HostRequest]:
        """Those that nobody has closed, oldest first."""

    def feeds(self) -> list[Feed]: ...
