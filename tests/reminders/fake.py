"""Consents and reminders in memory, by the rules of the real store."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.ports import Conversation, Hold
from bot.reminders.model import Consent, Reminder
from bot.reminders.ports import Due

Key = tuple[int, str]


@dataclass
class FakeReminders:
    """`bot.reminders.ports.ReminderStore`. `contacts` are those of the whole store."""

    contacts: dict[int, Conversation] = field(default_factory=dict)
    consents: set[tuple[int, Consent]] = field(default_factory=set)
    waiting: dict[Key, Reminder] = field(default_factory=dict)
    asked: dict[Key, datetime] = field(default_factory=dict)
    templates: frozenset[str] = frozenset()

    def copy(self) -> "FakeReminders":
        return replace(
            self, consents=set(self.consents), waiting=dict(self.waiting), asked=dict(self.asked)
        )

    def agree(self, conversation_id: int, consent: Consent, _at: datetime) -> None:
        self.consents.add((conversation_id, consent))

    def withdraw(self, conversation_id: int, consent: Consent | None = None) -> None:
        self.consents = {
            one
            for one in self.consents
            if one[0] != conversation_id or consent not in (None, one[1])
        }
        for key, one in list(self.waiting.items()):
            if one.conversation_id == conversation_id and consent in (None, one.consent):
                self._drop(key)

    def agreed(self, conversation_id: int) -> frozenset[Consent]:
        return frozenset(consent for id_, consent in self.consents if id_ == conversation_id)

    def put(self, reminders: Sequence[Reminder]) -> None:
        for one in reminders:
            self.waiting[one.conversation_id, one.key] = one

    def forget(self, conversation_id: int, prefix: str) -> None:
        for key in list(self.waiting):
            if key[0] == conversation_id and key[1].startswith(prefix):
                self._drop(key)

    def forget_everywhere(self, prefix: str) -> None:
        for id_ in {id_ for id_, _ in self.waiting}:
            self.forget(id_, prefix)

    def due(self, now: datetime, at_most: int) -> list[Due]:
        due = sorted(self.waiting.values(), key=lambda one: (one.due_at, one.key))
        loaded: dict[int, Conversation] = {}
        found = []
        for one in due:
            contact = self.contacts[one.conversation_id]
            if one.due_at > now or not self._may_be_said(one, contact, now):
                continue
            shared = loaded.setdefault(contact.id, replace(contact))
            has_answered = (one.conversation_id, one.key) in self.asked
            found.append(Due(one, shared, self.agreed(contact.id), has_answered))
        return found[:at_most]

    def _may_be_said(self, one: Reminder, contact: Conversation, now: datetime) -> bool:
        asked_at = self.asked.get((one.conversation_id, one.key))
        has_written = contact.heard_at is not None and asked_at is not None
        waits = asked_at is not None and not (has_written and contact.heard_at > asked_at)  # type: ignore[operator]
        return one.until <= now or not (waits or contact.hold is Hold.HELD)

    def done(self, reminders: Sequence[Reminder]) -> None:
        for one in reminders:
            self._drop((one.conversation_id, one.key))

    def postpone(self, reminder: Reminder, due_at: datetime) -> None:
        key = (reminder.conversation_id, reminder.key)
        self.waiting[key] = replace(reminder, due_at=due_at)

    def wait_for_her(self, reminder: Reminder, asked_at: datetime) -> bool:
        heard_at = self.contacts[reminder.conversation_id].heard_at
        is_asked = any(
            id_ == reminder.conversation_id and (heard_at is None or at >= heard_at)
            for (id_, _), at in self.asked.items()
        )
        self.put([reminder])
        self.asked[reminder.conversation_id, reminder.key] = asked_at
        return not is_asked

    def approved_templates(self) -> frozenset[str]:
        return self.templates

    def _drop(self, key: Key) -> None:
        self.waiting.pop(key, None)
        self.asked.pop(key, None)
