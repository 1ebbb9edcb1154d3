"""Registering for an event: a seat, or a place on the waiting list, and giving either back."""

from datetime import datetime

from bot.counting import Group
from bot.events.model import Event, Registration, Standing
from bot.events.reminding import SEAT_FREE, prefix_of, remind, say_now
from bot.ports import Transaction

NAME_AT_MOST = 40


def to_come(transaction: Transaction, event_id: int, now: datetime) -> Event | None:
    """The event, locked, if it can be registered for: so nothing changes before the turn ends."""
    event = transaction.events.event(event_id)
    return event if event and event.is_shown and event.starts_at > now else None


def standing_of(transaction: Transaction, event_id: int, conversation_id: int) -> Standing | None:
    one = transaction.events.registration(event_id, conversation_id)
    return one.standing if one else None


def standing_now(transaction: Transaction, event: Event, conversation_id: int) -> Standing:
    """What she has, or would get by registering. Nobody overtakes those who wait."""
    others = transaction.events.registrations(event.id)
    hers = next((one for one in others if one.conversation_id == conversation_id), None)
    if hers is not None:
        return hers.standing
    is_full = event.capacity is not None and len(others) >= event.capacity
    return Standing.WAITING if is_full else Standing.SEAT


def register(
    transaction: Transaction, event_id: int, conversation_id: int, name: str, now: datetime
) -> Standing | None:
    """None when it cannot be registered for any more. Who has registered keeps her place."""
    event = to_come(transaction, event_id, now)
    if event is None:
        return None
    before = transaction.events.registration(event_id, conversation_id)
    standing = standing_now(transaction, event, conversation_id)
    since = before.at if before else now
    one = Registration(event_id, conversation_id, standing, first_name(name), since)
    transaction.events.register(one)
    if before is None:
        transaction.count([Group.REGISTRATION], now.date())
    if standing is Standing.SEAT:
        remind(transaction, event, [one], now)
    return standing


def first_name(text: str) -> str:
    """Of what she wrote the first line, and not much of it."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)[:NAME_AT_MOST].strip()


def leave(transaction: Transaction, event_id: int, conversation_id: int, now: datetime) -> bool:
    """Her place goes to who waits longest. False when she had none."""
    event = transaction.events.event(event_id)
    if not transaction.events.cancel(event_id, conversation_id):
        return False
    transaction.reminders.forget(conversation_id, prefix_of(event_id))
    if event is not None:
        move_up(transaction, event, now)
    return True


def move_up(transaction: Transaction, event: Event, now: datetime) -> int:
    """Free seats go to those who wait, in their order, and they are told; how many there were."""
    if not event.is_shown or event.starts_at <= now:
        return 0
    everybody = transaction.events.registrations(event.id)
    waiting = [one for one in everybody if one.standing is Standing.WAITING]
    taken = len(everybody) - len(waiting)
    free = len(waiting) if event.capacity is None else max(0, event.capacity - taken)
    seated = [
        Registration(one.event_id, one.conversation_id, Standing.SEAT, one.name, one.at)
        for one in waiting[:free]
    ]
    for one in seated:
        transaction.events.register(one)
    say_now(transaction, event, seated, SEAT_FREE, now)
    remind(transaction, event, seated, now)
    return len(seated)
