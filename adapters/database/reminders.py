"""What goes out by itself, within one transaction: consents, and what waits for its time."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from adapters.database.arrays import Value
from adapters.database.reminder_statements import ReminderStatements
from adapters.database.rows import address_place, load_conversation, load_param
from adapters.database.sealing import Keys, Tampered
from adapters.database.tables import RESTORED
from adapters.database.times import from_micros, to_micros
from bot.ports import Conversation
from bot.reminders.model import Consent, Reminder
from bot.reminders.ports import Due


class Contacts:
    """Conversations loaded beside something else: each is one object, however often it comes."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._loaded: dict[int, Conversation] = {}

    def of(self, row: RowMapping) -> Conversation:
        id_ = row["conversation_id"]
        if id_ not in self._loaded:
            stored = [row[f"contact_{column.name}"] for column in RESTORED]
            address = self._address(id_, row["contact_address"])
            self._loaded[id_] = load_conversation(id_, row["contact_channel"], address, stored)
        return self._loaded[id_]

    def _address(self, id_: int, sealed: bytes) -> str:
        """Of a damaged one nothing is known, and nothing can be sent."""
        try:
            return self._keys.open(sealed, address_place(id_))
        except Tampered:
            return ""


class Reminders:
    """`bot.reminders.ports.ReminderStore`."""

    def __init__(self, connection: Connection, statements: ReminderStatements, keys: Keys) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys

    def agree(self, conversation_id: int, consent: Consent, at: datetime) -> None:
        given: dict[str, Value] = {"consent": consent.value, "at": to_micros(at)}
        self._run.agree.run(self._connection, conversation_id=conversation_id, **given)

    def withdraw(self, conversation_id: int, consent: Consent | None = None) -> None:
        if consent is None:
            self._run.withdraw.run(self._connection, conversation_id=conversation_id)
            self.forget(conversation_id, "")
            return
        given: dict[str, Value] = {"conversation_id": conversation_id, "consent": consent.value}
        self._run.withdraw_one.run(self._connection, **given)
        self._run.forget_kind.run(self._connection, **given)

    def agreed(self, conversation_id: int) -> frozenset[Consent]:
        return self._agreed([conversation_id])[conversation_id]

    def _agreed(self, ids: Sequence[int]) -> dict[int, frozenset[Consent]]:
        found: dict[int, set[Consent]] = {id_: set() for id_ in ids}
        for id_, consent in self._run.agreed.run(self._connection, list(found)):
            found[id_].add(Consent(consent))
        return {id_: frozenset(some) for id_, some in found.items()}

    def put(self, reminders: Sequence[Reminder]) -> None:
        latest = {(one.conversation_id, one.key): one for one in reminders}
        rows = [_row(latest[key], None) for key in sorted(latest)]
        self._run.put.run(self._connection, rows)

    def forget(self, conversation_id: int, prefix: str) -> None:
        given: dict[str, Value] = {"prefix": prefix, "length": len(prefix)}
        self._run.forget.run(self._connection, conversation_id=conversation_id, **given)

    def forget_everywhere(self, prefix: str) -> None:
        self._run.forget_everywhere.run(self._connection, prefix=prefix, length=len(prefix))

    def due(self, now: datetime, at_most: int) -> list[Due]:
        found = self._run.due.run(self._connection, now=to_micros(now), room=at_most)
        rows, contacts = found.mappings().all(), Contacts(self._keys)
        agreed = self._agreed([row["conversation_id"] for row in rows])
        return [
            Due(
                _load(row),
                contacts.of(row),
                agreed[row["conversation_id"]],
                row["asked_at"] is not None,
            )
            for row in rows
        ]

    def done(self, reminders: Sequence[Reminder]) -> None:
        keys = sorted((one.conversation_id, one.key) for one in reminders)
        self._run.done.run(self._connection, keys)

    def postpone(self, reminder: Reminder, due_at: datetime) -> None:
        given: dict[str, Value] = {"key": reminder.key, "to": to_micros(due_at)}
        self._run.postpone.run(self._connection, conversation_id=reminder.conversation_id, **given)

    def wait_for_her(self, reminder: Reminder, asked_at: datetime) -> bool:
        given = {"conversation_id": reminder.conversation_id}
        is_asked = self._run.is_asked.run(self._connection, **given).scalar_one()
        self._run.put.run(self._connection, [_row(reminder, to_micros(asked_at))])
        return not is_asked

    def approved_templates(self) -> frozenset[str]:
        return frozenset(row.name for row in self._run.approved.run(self._connection))


def _row(one: Reminder, asked_at: int | None) -> tuple[Value, ...]:
    return (
        one.conversation_id,
        one.key,
        one.consent.value,
        to_micros(one.due_at),
        to_micros(one.until),
        one.say,
        " ".join(one.choices),
        json.dumps(dict(one.params)),
        one.at,
        asked_at,
    )


def _load(row: RowMapping) -> Reminder:
    params: dict[str, Any] = json.loads(row["params"])
    return Reminder(
        row["conversation_id"],
        row["key"],
        Consent(row["consent"]),
        from_micros(row["due_at"]),
        from_micros(row["until"]),
        row["say"],
        tuple(row["choices"].split()),
        {name: load_param(value) for name, value in params.items()},
        row["at"],
    )
