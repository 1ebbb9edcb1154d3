"""What goes out by itself about an event, to those who agreed to it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.events.listed import WHEN
from bot.events.model import Event, Registration
from bot.ports import Transaction
from bot.reminders.model import Consent, Reminder
from bot.worded import value

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SOON, MOVED, CALLED_OFF, SEAT_FREE, NEW_NEAR = (
    f"occasions.{name}" for name in ("soon", "moved", "called_off", "seat_free", "new_near")
)
"""What is said: nothing of what the event is about."""
NEAR = "near"
"""The key of what is said of new ones near her: one word, however many there are."""
NEAR_AFTER, NEAR_UNTIL = timedelta(minutes=10), timedelta(days=3)
"""A calendar that is read brings many, one after another."""
_REMINDED, _NEAR = "events.reminded", "events.newly_near"
"""States whose choices stand under it."""
_CHOICES = ("mine", "stop", "menu")


def prefix_of(event_id: int) -> str:
    """Of the keys of all that is said about this event."""
    return f"event.{event_id}."


def a_day_before(event: Event) -> datetime:
    """At the same time by the clocks of the place, be they changed that night or not."""
    there = event.starts_at.astimezone(ZoneInfo(event.zone))
    return (there.replace(tzinfo=None) - DAY).replace(tzinfo=there.tzinfo).astimezone(UTC)


def remind(
    transaction: Transaction, event: Event, registrations: Iterable[Registration], now: datetime
) -> None:
    """A day and an hour before; what was put before for this event is moved."""
    if event.is_shown:
        agreed = list(_who_agreed(transaction, registrations))
        transaction.reminders.put([one for id_ in agreed for one in _due(event, id_, now)])


def _due(event: Event, conversation_id: int, now: datetime) -> Iterator[Reminder]:
    hour = event.starts_at - HOUR
    day = a_day_before(event)
    for name, (due_at, until) in {"day": (day, hour), "hour": (hour, event.starts_at)}.items():
        if due_at > now:
            one = _about(event, conversation_id, SOON, due_at)
            yield replace(one, key=f"{prefix_of(event.id)}{name}", until=until)


def _about(event: Event, conversation_id: int, say: str, due_at: datetime) -> Reminder:
    return Reminder(
        conversation_id,
        f"{prefix_of(event.id)}{say.partition('.')[2]}",
        Consent.EVENTS,
        due_at,
        event.starts_at,
        say,
        _CHOICES,
        {"when": value(WHEN, str(event.id))},
        _REMINDED,
    )


def say_now(
    transaction: Transaction,
    event: Event,
    registrations: Iterable[Registration],
    say: str,
    now: datetime,
) -> None:
    """To those of them who agreed to hear of it."""
    agreed = _who_agreed(transaction, registrations)
    transaction.reminders.put([_about(event, id_, say, now) for id_ in agreed])


def _who_agreed(transaction: Transaction, registrations: Iterable[Registration]) -> Iterator[int]:
    for one in registrations:
        if Consent.EVENTS in transaction.reminders.agreed(one.conversation_id):
            yield one.conversation_id


def say_near(transaction: Transaction, conversation_ids: Iterable[int], now: datetime) -> None:
    """There is something near the place that she named: it does not say what."""
    transaction.reminders.put(
        [
            Reminder(
                id_,
                NEAR,
                Consent.NEAR,
                now + NEAR_AFTER,
                now + NEAR_UNTIL,
                NEW_NEAR,
                ("see", "stop", "menu"),
                at=_NEAR,
            )
            for id_ in conversation_ids
        ]
    )
