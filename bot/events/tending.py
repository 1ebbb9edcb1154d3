"""What follows from changes, whoever made them: those who have to know are told, seats that came
free are given on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.events.model import Event, EventStatus, Known
from bot.events.places import Places
from bot.events.registering import move_up
from bot.events.reminding import CALLED_OFF, MOVED, prefix_of, remind, say_near, say_now
from bot.places.model import Coordinates
from bot.ports import Transaction

AT_A_TIME = 100
NEAR_KM = 40.0
KEPT = timedelta(days=30)
"""Who registered, after it is over."""


class Waited(NamedTuple):
    """A district that somebody waits for something in."""

    district: str
    at: Coordinates


class Tending:
    """Batches for the writer; in one process or several, each change is told once."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def tend(self, transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
        """At each moment, how much there was to do: more may be left while this is not 0."""
        return [self._tell(transaction, now) + _fill(transaction, now) for now in moments]

    def forget(self, transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
        """At each moment what is not needed any more; how many rows went."""
        return [transaction.events.forget_over(now - KEPT) for now in moments]

    def _tell(self, transaction: Transaction, now: datetime) -> int:
        stirred = transaction.events.stirred(AT_A_TIME)
        is_new = any(event.is_shown and not _was_shown(before) for event, before in stirred)
        waited = self._waited(transaction) if is_new else []
        for event, before in stirred:
            if event.starts_at > now:
                _tell_registered(transaction, event, before, now)
                if event.is_shown and before is None:
                    _tell_near(transaction, event, waited, now)
            # Of a draft nobody knows anything: it is new on the day it is published.
            is_known = event.status is not EventStatus.DRAFT or before is not None
            transaction.events.settle(event.id, event.known if is_known else None)
        return len(stirred)

    def _waited(self, transaction: Transaction) -> list[Waited]:
        found = ((one, self._places.place(one)) for one in transaction.events.districts() if one)
        return [Waited(district, place.at) for district, place in found if place]


def _was_shown(before: Known | None) -> bool:
    return before is not None and before.status is EventStatus.PUBLISHED


def _tell_registered(
    transaction: Transaction, event: Event, before: Known | None, now: datetime
) -> None:
    if before is None or event.known == before:
        return
    registrations = transaction.events.registrations(event.id)
    if event.is_shown or _was_shown(before):
        transaction.reminders.forget_everywhere(prefix_of(event.id))
        say = MOVED if event.is_shown else CALLED_OFF
        say_now(transaction, event, registrations, say, now)
        remind(transaction, event, registrations, now)


def _tell_near(
    transaction: Transaction, event: Event, waited: Sequence[Waited], now: datetime
) -> None:
    at = event.found_at
    near = [one.district for one in waited if at is not None and one.at.km_to(at) <= NEAR_KM]
    if event.is_online:
        near.append("")
    alerts = transaction.events.alerts(near)
    say_near(transaction, dict.fromkeys(one.conversation_id for one in alerts), now)


def _fill(transaction: Transaction, now: datetime) -> int:
    """Somebody erased everything, or there is more room: the seats go to those who wait."""
    done = 0
    for event_id in transaction.events.with_room(AT_A_TIME):
        event = transaction.events.event(event_id)
        done += move_up(transaction, event, now) if event else 0
    return done
