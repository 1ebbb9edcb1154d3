"""Whether something goes out to her now: the one place that decides it."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.desk.timing import WINDOWS
from bot.ports import Conversation
from bot.reminders.model import Consent, Reminder
from bot.reminders.ports import Due
from bot.reminders.quiet import begins_in_quiet, is_quiet, morning_after
from bot.reminders.templates import language_to_ask_in
from bot.reminders.zones import zone_of

SOON = timedelta(hours=1)
MARGIN = timedelta(minutes=10)
"""A message may wait in the outbox while a window shuts."""
REGISTERED_FOR = frozenset({Consent.EVENTS, Consent.PANELS})

CHANGES = frozenset({"occasions.moved", "occasions.called_off"})
"""What she would go to in vain, were she not told."""


class Way(StrEnum):
    SAY = "say"
    ASK = "ask"  # a template asks her to write
    LATER = "later"
    NOT_WANTED = "not_wanted"
    TOO_LATE = "too_late"
    NO_TEMPLATE = "no_template"


class Verdict(NamedTuple):
    """`due_at`: of LATER. `language`: of ASK, in which the template is."""

    way: Way
    due_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """`home`: the zone of the installation. `base`: its first language."""

    home: ZoneInfo
    base: str

    def judge(self, due: Due, now: datetime, approved: Set[str]) -> Verdict:
        """`approved`: names of templates."""
        reminder, contact = due.reminder, due.conversation
        if not is_wanted(contact) or reminder.consent not in due.agreed:
            return Verdict(Way.NOT_WANTED)
        if now >= reminder.until:
            return Verdict(Way.TOO_LATE)
        if not due.has_answered and (later := self._morning(reminder, contact, now)):
            return Verdict(Way.LATER, later) if later < reminder.until else Verdict(Way.TOO_LATE)
        if is_window_open(contact, now):
            return Verdict(Way.SAY)
        language = language_to_ask_in(contact.language, self.base, approved)
        return Verdict(Way.NO_TEMPLATE) if language is None else Verdict(Way.ASK, None, language)

    def _morning(self, reminder: Reminder, contact: Conversation, now: datetime) -> datetime | None:
        """When the night is over; None by day, and for what she wanted to be called to at night."""
        zone = zone_of(contact.channel, contact.address, self.home)
        begins_soon = reminder.consent in REGISTERED_FOR and reminder.until - now <= SOON
        if not is_quiet(now, zone) or (begins_soon and begins_in_quiet(reminder.until, zone)):
            return None
        morning = morning_after(now, zone)
        # Better woken than at a shut door.
        return None if reminder.say in CHANGES and morning >= reminder.until else morning


def is_wanted(contact: Conversation) -> bool:
    return bool(contact.address) and not (contact.stopped or contact.blocked or contact.discreet)


def is_window_open(contact: Conversation, now: datetime) -> bool:
    window = WINDOWS.get(contact.channel)
    if window is None:
        return True
    return contact.heard_at is not None and now < contact.heard_at + window - MARGIN
