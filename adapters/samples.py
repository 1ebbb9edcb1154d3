"""What `run` puts in to be tried out, where there is nothing yet. All of it says that it is a
sample."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from adapters.database import Database
from bot.events.model import AddressFor, Event, EventStatus, EventText
from bot.places.model import Coordinates
from bot.ports import Clock, Transaction

SAMPLES = "sample"
"""The feed that they come from."""
LONDON, DUSHANBE = "Europe/London", "Asia/Dushanbe"
ABOUT = "A sample, made to try this out. Nothing takes place."
TEA = {"en": EventText("Sample: tea and talk for mothers", ABOUT)}
WORKSHOP = {"en": EventText("Sample: workshop, how to talk at home", ABOUT)}
EVENING = {"en": EventText("Sample: an open evening", ABOUT)}
KHUJAND = {
    "ru": EventText("Пример: чай и разговор для матерей", "Это пример, встречи не будет."),
    "tg": EventText("Намуна: чой ва суҳбат барои модарон", "Ин намуна аст, вохӯрӣ нест."),
    "en": TEA["en"],
}


class Sample(NamedTuple):
    town: str
    at: tuple[float, float] | None
    days: int
    hour: int
    texts: dict[str, EventText]
    languages: tuple[str, ...]
    audience: str = ""
    capacity: int | None = 20
    zone: str = LONDON


PLANNED = (
    Sample("Luton", (51.8797, -0.4175), 3, 18, TEA, ("en", "ur", "bn"), "women"),
    Sample("Luton", (51.8797, -0.4175), 10, 18, WORKSHOP, ("en", "ur"), "parents", 0),
    Sample("Dunstable", (51.8858, -0.5233), 5, 10, EVENING, ("en", "pl")),
    Sample("St Albans", (51.7517, -0.3361), 6, 19, EVENING, ("en",), "", None),
    Sample("Bedford", (52.1346, -0.4611), 8, 10, TEA, ("en", "pa", "pl"), "women"),
    Sample("Hitchin", (51.9477, -0.2792), 12, 14, WORKSHOP, ("en",), "parents"),
    Sample("Leighton Buzzard", (51.9166, -0.6617), 13, 11, EVENING, ("en",)),
    Sample("London", (51.5836, -0.0199), 4, 11, TEA, ("en", "so", "ar"), "women"),
    Sample("Birmingham", (52.4666, -1.8654), 7, 18, WORKSHOP, ("en", "ur", "pa"), "parents"),
    Sample("Bradford", (53.7950, -1.7594), 9, 13, TEA, ("en", "ur"), "women"),
    Sample("Glasgow", (55.8642, -4.2518), 11, 18, EVENING, ("en", "ur", "pl")),
    Sample("Khujand", (40.2826, 69.6222), 6, 15, KHUJAND, ("tg", "ru"), "", 15, DUSHANBE),
    Sample("", None, 2, 19, WORKSHOP, ("en",), "parents", None),
    Sample("", None, 9, 20, TEA, ("ru", "tg"), "", None, DUSHANBE),
)


def sample_events(now: datetime) -> list[Event]:
    """In the next two weeks."""
    return [_event(number, one, now) for number, one in enumerate(PLANNED, start=1)]


def _event(number: int, one: Sample, now: datetime) -> Event:
    zone = ZoneInfo(one.zone)
    day = now.astimezone(zone).date() + timedelta(days=one.days)
    starts_at = datetime.combine(day, time(one.hour), zone).astimezone(UTC)
    is_online = one.at is None
    return Event(
        number,
        starts_at,
        starts_at + timedelta(hours=2),
        one.zone,
        one.texts,
        organiser="Sample group",
        town=one.town,
        address="" if is_online else "1 Sample Street",
        address_for=AddressFor.REGISTERED if one.audience else AddressFor.ALL,
        at=None if one.at is None else Coordinates(*one.at),
        is_online=is_online,
        link="https://example.org/sample" if is_online else "",
        languages=one.languages,
        audience=one.audience,
        step_free=None if is_online else True,
        childcare=True if one.audience == "women" else None,
        capacity=one.capacity,
        status=EventStatus.PUBLISHED,
        feed=SAMPLES,
        uid=f"{SAMPLES}-{number}",
    )


def put_samples(database: Database, clock: Clock) -> None:
    """Events, unless there are some. Errors raised: StoreUnavailable."""
    now = clock()
    if not database.events.coming(now):
        database.writer.submit(_save, sample_events(now)).result()


def _save(transaction: Transaction, batches: Sequence[list[Event]]) -> list[None]:
    for events in batches:
        transaction.events.save_all(events)
    return [None] * len(batches)
