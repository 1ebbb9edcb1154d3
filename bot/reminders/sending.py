"""What is due goes into the outbox, each once, and never to who does not want it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.outgoing import next_message
from bot.ports import Conversation, Delivery, Outgoing, Transaction
from bot.reminders.judging import Judge, Verdict, Way
from bot.reminders.ports import Due
from bot.reminders.templates import ASK_TO_WRITE

AT_MOST = 20
"""Reminders within one transaction, and, as it is run each second, in a second: conversations have
to pass."""
NO_TEMPLATE = "reminders_without_template"
"""A counter: how often something was dropped because no template is approved."""


class Said(NamedTuple):
    """`seq`: its number in the outbox, where something was said."""

    verdict: Verdict
    seq: int | None = None


class Sending:
    """`send_due` is a batch for the writer."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def send_due(self, transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
        """One moment in, the number of reminders seen to out. AT_MOST of them: there may be
        more."""
        return [self._send_due(transaction, now) for now in moments]

    def _send_due(self, transaction: Transaction, now: datetime) -> int:
        store = transaction.reminders
        found = store.due(now, AT_MOST)
        for due, said in zip(found, self.pass_on(transaction, found, now), strict=True):
            way, later, _ = said.verdict
            if way is Way.LATER and later is not None:
                store.postpone(due.reminder, later)
            elif way is not Way.ASK:
                store.done([due.reminder])
        return len(found)

    def pass_on(self, transaction: Transaction, found: Sequence[Due], now: datetime) -> list[Said]:
        """What is to be said goes into the outbox; for whom a template asks to write, it is kept
        until she has."""
        approved = transaction.reminders.approved_templates() if found else frozenset[str]()
        passing = _Passing(transaction, now)
        said = [passing.take(due, self._judge.judge(due, now, approved)) for due in found]
        passing.write()
        return said


class _Passing:
    """Within one transaction."""

    def __init__(self, transaction: Transaction, now: datetime) -> None:
        self._transaction = transaction
        self._now = now
        self._outgoing: list[Outgoing] = []
        self._changed: dict[int, Conversation] = {}

    def take(self, due: Due, verdict: Verdict) -> Said:
        contact = due.conversation
        if verdict.way is Way.SAY:
            message = next_message(contact, due.reminder.as_say(), self._now)
            return Said(verdict, self._add(message, contact))
        if verdict.way is Way.ASK:
            return Said(verdict, self._ask(due, verdict.language))
        if verdict.way is Way.NO_TEMPLATE:
            self._transaction.count([NO_TEMPLATE], self._now.date())
        return Said(verdict)

    def _ask(self, due: Due, language: str) -> int | None:
        if not self._transaction.reminders.wait_for_her(due.reminder, self._now):
            return None
        asking = next_message(due.conversation, ASK_TO_WRITE, self._now)
        return self._add(asking._replace(language=language), due.conversation)

    def _add(self, message: Outgoing, contact: Conversation) -> int:
        self._outgoing.append(message)
        self._changed[contact.id] = contact
        return message.seq

    def write(self) -> None:
        self._transaction.save(list(self._changed.values()))
        self._transaction.queue(self._outgoing, Delivery.QUEUED)
