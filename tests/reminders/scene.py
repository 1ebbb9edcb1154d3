"""One contact, one reminder, and a moment at which it is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.messages import Say
from bot.ports import Conversation, Transaction
from bot.reminders.judging import Judge
from bot.reminders.model import Consent, Reminder
from bot.reminders.sending import Sending
from tests.desk.fake import FakeStore, FakeTransaction
from tests.reminders.fake import FakeReminders

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HER = 7


class Counting(FakeTransaction):
    counted: list[str]

    def count(self, names: Sequence[str], _day: object) -> None:
        self.counted += names


@dataclass
class Scene:
    channel: str = "telegram"
    address: str = "3527"
    store: FakeStore = field(default_factory=FakeStore)
    counted: list[str] = field(default_factory=list)
    sending: Sending = field(default_factory=lambda: Sending(Judge(LONDON, "en")))

    def __post_init__(self) -> None:
        contact = Conversation(HER, self.channel, self.address, "ur", heard_at=NOON)
        self.store.tables.conversations[HER] = contact
        self.reminders.consents.add((HER, Consent.EVENTS))

    @property
    def reminders(self) -> FakeReminders:
        self.store.tables.reminders.contacts = self.store.tables.conversations
        return self.store.tables.reminders

    def is_now(self, **fields: Any) -> None:
        contacts = self.store.tables.conversations
        contacts[HER] = replace(contacts[HER], **fields)

    def put(self, key: str = "event.12.day", **fields: Any) -> None:
        new = Reminder(HER, key, Consent.EVENTS, NOON, NOON + 2 * DAY, "events.tomorrow")
        self.reminders.put([replace(new, **fields)])

    def look(self, at: datetime = NOON) -> list[Say]:
        """What goes into the outbox then."""

        def batch(transaction: Any, _items: Any) -> list[int]:
            counting = Counting(transaction.tables, transaction.new_id)
            counting.counted = self.counted
            return self.sending.send_due(cast(Transaction, counting), [at])

        self.store.do(batch, None)
        return [message.say for message in self.store.deliver()]

    @property
    def waiting(self) -> list[str]:
        return [key for _, key in self.reminders.waiting]
