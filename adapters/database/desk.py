"""The desk within one transaction. Whoever changes a case holds the lock of its conversation."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping

from adapters.database.arrays import Value
from adapters.database.data_keys import DataKeys
from adapters.database.desk_rows import (
    adviser_changes,
    case_row,
    load_adviser,
    load_approval,
    load_case,
    message_key,
    optional_micros,
    optional_moment,
    seal_choices,
    seal_text,
)
from adapters.database.desk_statements import DeskStatements
from adapters.database.ids import new_id
from adapters.database.ledger import Ledger
from adapters.database.phrases import Phrases
from adapters.database.rows import address_place, load_conversation
from adapters.database.sealing import Keys, Tampered
from adapters.database.tables import RESTORED
from adapters.database.times import MICROSECOND, to_micros
from bot.desk.model import (
    Adviser,
    AuditEntry,
    Author,
    Case,
    CaseMessage,
    DeskEvent,
    EventKind,
    Note,
)
from bot.desk.ports import Approval, Opened

DAY, MINUTE = timedelta(days=1) // MICROSECOND, timedelta(minutes=1) // MICROSECOND


class Desk:
    """`bot.desk.ports.DeskStore`."""

    def __init__(
        self,
        connection: Connection,
        statements: DeskStatements,
        keys: Keys,
        data_keys: DataKeys,
        ledger: Ledger,
    ) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys
        self._data_keys = data_keys
        self._ledger = ledger
        self.phrases = Phrases(connection, statements.phrases, keys, data_keys)
        self._choices: dict[int, tuple[str, ...]] = {}
        self.blocked: dict[int, bool] = {}
        """By conversation: what a `Conversation` loaded before must not undo when it is saved."""

    def new_id(self) -> int:
        return new_id()

    def open(self, case: Case) -> None:
        choices = seal_choices(case, self._data_keys.of(case.conversation_id))
        self._run.open.run(self._connection, [case_row(case, choices)])
        self._choices[case.id] = case.choices

    def case(self, case_id: int) -> Opened | None:
        row = self._run.case.run(self._connection, id=case_id).mappings().first()
        return None if row is None else self._opened(row)

    def open_case(self, conversation_id: int) -> Case | None:
        row = self._run.open_case.run(self._connection, id=conversation_id).mappings().first()
        return None if row is None else self._case(row)

    def save(self, case: Case) -> None:
        case.version += 1
        self._run.save.run(self._connection, [case_row(case, self._changed_choices(case))])
        self._choices[case.id] = case.choices

    def note_heard(self, case: Case) -> None:
        self._run.note_heard.run(
            self._connection,
            id=case.id,
            status=case.status.value,
            last_heard_at=optional_micros(case.last_heard_at),
            unanswered_since=optional_micros(case.unanswered_since),
            deadline=optional_micros(case.deadline),
            next_action=None if case.next_action is None else case.next_action.value,
            is_urgent=case.is_urgent,
        )

    def last_danger(self, case_id: int) -> datetime | None:
        newest = self._run.last_danger.run(self._connection, id=case_id).scalar_one()
        return optional_moment(newest)

    def due(self, now: datetime, at_most: int) -> list[Opened]:
        found = self._run.due.run(self._connection, now=to_micros(now), room=at_most)
        return [self._opened(row) for row in found.mappings().all()]

    def add_message(self, message: CaseMessage) -> bool:
        is_new = self._add(
            self._run.add_message,
            "case_messages",
            message,
            author=message.author.value,
            seq=message.seq,
            is_edited=message.is_edited,
            is_danger=message.is_danger,
        )
        if is_new and message.author is Author.ADVISER:
            self._run.answer.run(self._connection, id=message.case_id, at=to_micros(message.at))
        return is_new

    def add_note(self, note: Note) -> bool:
        return self._add(self._run.add_note, "notes", note)

    def mark_read(self, case_id: int, adviser_id: int, at: datetime) -> None:
        self._run.mark_read.run(self._connection, id=case_id, adviser=adviser_id, at=to_micros(at))

    def adviser(self, adviser_id: int) -> Adviser | None:
        row = self._run.adviser.run(self._connection, id=adviser_id).mappings().first()
        return None if row is None else load_adviser(row)

    def advisers(self) -> list[Adviser]:
        return [load_adviser(row) for row in self._run.advisers.run(self._connection).mappings()]

    def colleague(self, adviser_id: int) -> Adviser | None:
        row = self._run.colleague.run(self._connection, id=adviser_id).mappings().first()
        return None if row is None else load_adviser(row)

    def save_adviser(self, adviser: Adviser) -> None:
        self._run.save_adviser.run(self._connection, [adviser_changes(adviser)])

    def held_by(self, adviser_id: int) -> list[Case]:
        found = self._run.held_by.run(self._connection, adviser=adviser_id)
        return [self._case(row) for row in found.mappings().all()]

    def disabled_owners(self) -> list[int]:
        return [row.id for row in self._run.disabled_owners.run(self._connection)]

    def position(self, case: Case) -> int:
        found = self._run.position.run(
            self._connection,
            queue=case.queue,
            is_urgent=case.is_urgent,
            since=to_micros(case.waiting_since),
            id=case.id,
        )
        return int(found.scalar_one())

    def is_waiting_anywhere(self, queue: str) -> bool:
        return bool(self._run.is_waiting.run(self._connection, queue=queue).scalar_one())

    def tell(self, event: DeskEvent) -> None:
        self._ledger.tell(event)

    def tell_of_erasure(self, conversation_id: int) -> None:
        """Pages that show one of her cases, open or closed, go blank."""
        for row in self._run.cases_of.run(self._connection, id=conversation_id):
            self.tell(DeskEvent(EventKind.ERASED, row.id, row.owner or 0, row.queue))

    def audit(self, entry: AuditEntry) -> None:
        self._ledger.audit(entry)

    def approve(self, kind: str, subject: str, adviser_id: int, at: datetime) -> bool:
        named: dict[str, Value] = {"kind": kind, "subject": subject, "adviser_id": adviser_id}
        self._run.approvals.approve.run(self._connection, **named, at=to_micros(at))
        found = self._run.approvals.agreed.run(self._connection, **named, since=to_micros(at) - DAY)
        return bool(found.scalar_one())

    def approvals(self, kind: str, since: datetime) -> list[Approval]:
        found = self._run.approvals.after.run(self._connection, kind=kind, since=to_micros(since))
        return [load_approval(row) for row in found.mappings()]

    def void(self, kind: str, conversation_id: int) -> None:
        for row in self._run.cases_of.run(self._connection, id=conversation_id):
            self._run.approvals.void.run(self._connection, kind=kind, subject=f"case:{row.id}")

    def block(self, conversation_id: int, *, blocked: bool) -> None:
        self._run.block.run(self._connection, id=conversation_id, blocked=blocked)
        self.blocked[conversation_id] = blocked

    def prune(self, now: datetime) -> int:
        """Remove the news and the approvals that are older than a day; how many of the news."""
        before = to_micros(now) - DAY
        self._run.approvals.prune.run(self._connection, before=before)
        return self._run.prune_events.run(self._connection, before=before).rowcount

    def forget_signs(self, now: datetime) -> int:
        """Remove what was of its moment only; how many."""
        return self._run.forget_signs.run(self._connection, before=to_micros(now) - MINUTE).rowcount

    def _add(self, statement: Any, table: str, one: CaseMessage | Note, **more: Any) -> bool:
        data_key = self._data_keys.of(one.conversation_id)
        added = statement.run(
            self._connection,
            id=one.id,
            case_id=one.case_id,
            conversation_id=one.conversation_id,
            at=to_micros(one.at),
            adviser_id=one.adviser_id,
            text=seal_text(table, one.id, one.key, one.text, data_key),
            key=message_key(self._keys, one.case_id, one.key),
            **more,
        )
        return bool(added.rowcount)

    def _opened(self, row: RowMapping) -> Opened:
        case = self._case(row)
        stored = [row[f"contact_{column.name}"] for column in RESTORED]
        address = self._address(row)
        contact = load_conversation(case.conversation_id, case.channel, address, stored)
        return Opened(case, contact)

    def _address(self, row: RowMapping) -> str:
        """Of a damaged one nothing is known, and nothing can be sent; the case goes on."""
        try:
            return self._keys.open(row["address"], address_place(row["conversation_id"]))
        except Tampered:
            return ""

    def _case(self, row: RowMapping) -> Case:
        key = None
        if row["choices"] is not None:
            key = self._data_keys.learn(row["conversation_id"], row["data_key"])
        case = load_case(row, key)
        self._choices[case.id] = case.choices
        return case

    def _changed_choices(self, case: Case) -> bytes | None:
        if case.choices == self._choices.get(case.id):
            return None
        return seal_choices(case, self._data_keys.of(case.conversation_id))
