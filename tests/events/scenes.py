"""Events and contacts for tests of use cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from bot.events.model import Event, EventStatus, EventText
from bot.places.model import Coordinates, Place
from bot.ports import Transaction
from bot.reminders.model import Consent
from tests.events.fake import FakeEvents
from tests.reminders.fake import FakeReminders

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LUTON, DERBY = Coordinates(51.8797, -0.4175), Coordinates(52.9225, -1.4746)
ZARA, BEA, CARO = 11, 12, 13


def event(id_: int = 5, **fields: Any) -> Event:
    starts_at = fields.pop("starts_at", NOW + 3 * DAY)
    made = Event(
        id_,
        starts_at,
        starts_at + HOUR,
        "Europe/London",
        {"en": EventText("Tea and talk")},
        town="Luton",
        address="1 Sample Street",
        at=LUTON,
        capacity=1,
        status=EventStatus.PUBLISHED,
    )
    return replace(made, **fields)


class Scene:
    """As much of a transaction as events need."""

    def __init__(self, *events: Event, agreed: Sequence[int] = ()) -> None:
        self.counted: list[str] = []
        self.events = FakeEvents(NOW)
        self.reminders = FakeReminders()
        self.events.save_all(events)
        for one in events:
            self.events.settle(one.id, one.known)
        for id_ in agreed:
            self.reminders.agree(id_, Consent.EVENTS, NOW)

    def count(self, names: Sequence[str], _day: object) -> None:
        self.counted += names

    @property
    def transaction(self) -> Transaction:
        return cast(Transaction, self)

    def put(self) -> list[tuple[int, str, datetime]]:
        """Who is to be told what, and when."""
        waiting = self.reminders.waiting.values()
        return sorted((one.conversation_id, one.key, one.due_at) for one in waiting)

    def told(self) -> set[tuple[int, str]]:
        return {(id_, key) for id_, key, due_at in self.put() if due_at == NOW}


class Towns:
    """`bot.events.places.Places` with two towns."""

    _known = (
        Place("luton", "Luton", "England", "GB", LUTON),
        Place("derby", "Derby", "England", "GB", DERBY),
    )

    def find(self, text: str, /) -> Any:
        raise NotImplementedError(text)

    def nearest(self, at: Coordinates) -> Place:
        return min(self._known, key=lambda one: one.at.km_to(at))

    def place(self, place_id: str, /) -> Place | None:
        return next((one for one in self._known if one.id == place_id), None)

    def name_of(self, place: Place, language: str) -> str:
        return f"{place.name} ({language})"
