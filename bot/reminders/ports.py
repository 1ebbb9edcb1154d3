"""What reminders ask of the store, within one transaction (`Transaction.reminders`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.ports import Conversation
from bot.reminders.model import Consent, Reminder


class Due(NamedTuple):
    """A reminder whose time has come, and its conversation, both locked. `has_answered`: she was
    asked to write, so that it can be said, and has written."""

    reminder: Reminder
    conversation: Conversation
    agreed: frozenset[Consent]
    has_answered: bool = False


class ReminderStore(Protocol):
    def agree(self, conversation_id: int, consent: Consent, at: datetime) -> None: ...

    def withdraw(self, conversation_id: int, consent: Consent | None = None) -> None:
        """Take back one consent or all; what waits to go out because of it is forgotten."""

    def agreed(self, conversation_id: int) -> frozenset[Consent]: ...

    def put(self, reminders: Sequence[Reminder]) -> None:
        """Write them; one of this conversation and key is replaced, and waits for her if that
        did."""

    def forget(self, conversation_id: int, prefix: str) -> None:
        """Those whose key begins so."""

    def forget_everywhere(self, prefix: str) -> None:
        """For every conversation: what they were about does not take place."""

    def due(self, now: datetime, at_most: int) -> list[Due]:
        """Earliest first; those that another process holds are left to it. None of a conversation
        that a person holds, nor those for which she was asked to write and has not, before it is
        too late for them."""

    def done(self, reminders: Sequence[Reminder]) -> None:
        """They went into the outbox, or will never: removed."""

    def postpone(self, reminder: Reminder, due_at: datetime) -> None: ...

    def wait_for_her(self, reminder: Reminder, asked_at: datetime) -> bool:
        """It is kept until she writes. Whether she has to be asked to: not when she was, and has
        not written since. One of this key is replaced."""

    def approved_templates(self) -> frozenset[str]:
        """Names of the prepared messages that the provider lets through."""
