"""What pages of the desk read: no locks, connections of their own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from adapters.database.data_keys import open_data_key
from adapters.database.desk_queries import DeskQueries
from adapters.database.desk_rows import (
    load_adviser,
    load_approval,
    load_case,
    load_message,
    load_note,
    optional_moment,
)
from adapters.database.phrases import load_suggestion
from adapters.database.reading import Reading
from adapters.database.sealing import Keys
from adapters.database.statements import Compiler, Statement
from adapters.database.times import from_micros, to_micros
from bot.desk.audit import Head, first_break
from bot.desk.model import (
    Adviser,
    AuditEntry,
    CaseMessage,
    CaseRow,
    CaseStatus,
    CaseView,
    DeskEvent,
    Note,
)
from bot.desk.ports import Approval, AuditLine, BlockLine, Counts
from bot.desk.suggestions import Suggestion

SECOND = 1_000_000
PAGE = 1000
"""Lines of the audit that are read at once while the whole is verified."""


class DeskReader:
    """`bot.desk.ports.DeskReader`. Errors raised: StoreUnavailable; by `view` Tampered too, when a
    text stands in another row than the one it was sealed for."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._reading = Reading(engine)
        self._keys = keys
        is_postgresql = engine.dialect.name == "postgresql"
        self._run = DeskQueries(Compiler(engine.dialect), is_postgresql=is_postgresql)

    def waiting(self, queues: Sequence[str], languages: Sequence[str], limit: int) -> list[CaseRow]:
        given = {"queues": _framed(queues), "languages": _framed(languages)}

        def read(connection: Connection) -> list[CaseRow]:
            found: list[CaseRow] = []
            for is_urgent in (True, False):
                room = limit - len(found)
                rows = self._run.waiting.run(connection, **given, is_urgent=is_urgent, room=room)
                found += [self._row(row) for row in rows.mappings()]
            return found

        return self._reading.read(read)

    def cases_of(self, adviser_id: int) -> list[CaseRow]:
        """Those held first, each group by when they were opened."""

        def read(connection: Connection) -> list[CaseRow]:
            held = self._run.held.run(connection, adviser=adviser_id).mappings().all()
            asked = self._run.invited.run(connection, framed=f",{adviser_id},").mappings().all()
            others = [row for row in asked if row["owner"] != adviser_id]
            return [
                self._row(row)
                for rows in (held, others)
                for row in sorted(rows, key=lambda row: row["opened_at"])
            ]

        return self._reading.read(read)

    def recently_closed(self, adviser_id: int, limit: int) -> list[CaseRow]:
        return [
            self._row(row) for row in self._all(self._run.closed, adviser=adviser_id, room=limit)
        ]

    def view(self, case_id: int) -> CaseView | None:
        return self._reading.read_at_one_moment(lambda connection: self._view(connection, case_id))

    def case_row(self, case_id: int) -> CaseRow | None:
        rows = self._all(self._run.row, id=case_id)
        return self._row(rows[0]) if rows else None

    def board(self) -> list[Counts]:
        return [
            Counts(
                row["queue"],
                row["language"],
                CaseStatus(row["status"]),
                int(row["number"]),
                int(row["urgent"]),
                optional_moment(row["oldest_waiting"]),
                optional_moment(row["next_deadline"]),
            )
            for row in self._all(self._run.board)
        ]

    def adviser(self, adviser_id: int) -> Adviser | None:
        rows = self._all(self._run.adviser, id=adviser_id)
        return load_adviser(rows[0]) if rows else None

    def advisers(self) -> list[Adviser]:
        """Disabled ones too: their names stand in old cases."""
        return [load_adviser(row) for row in self._all(self._run.advisers)]

    def events_after(self, cursor: int) -> list[DeskEvent]:
        """Events are committed in the order of their ids (see `ledger.py`): none comes late."""
        return [DeskEvent(**row) for row in self._all(self._run.events, cursor=cursor)]

    def last_event(self) -> int:
        return self._reading.read(lambda one: int(self._run.last_event.run(one).scalar_one()))

    def closed_between(
        self, since: datetime, until: datetime
    ) -> Mapping[tuple[str, str, str], int]:
        rows = self._all(self._run.closed_between, since=to_micros(since), until=to_micros(until))
        return {(row["queue"], row["language"], row["outcome"]): row["number"] for row in rows}

    def answer_times(self, since: datetime, until: datetime) -> Sequence[int]:
        rows = self._all(self._run.answer_times, since=to_micros(since), until=to_micros(until))
        return [row["waited"] // SECOND for row in rows]

    def opened_between(
        self, since: datetime, until: datetime
    ) -> Mapping[tuple[str, str, str], int]:
        rows = self._all(self._run.opened_between, since=to_micros(since), until=to_micros(until))
        return {(row["queue"], row["language"], row["channel"]): row["number"] for row in rows}

    def loads(self) -> Mapping[tuple[int, CaseStatus], int]:
        rows = self._all(self._run.loads)
        return {(row["owner"], CaseStatus(row["status"])): row["number"] for row in rows}

    def approvals(self, kind: str, since: datetime) -> Sequence[Approval]:
        rows = self._all(self._run.approvals, kind=kind, since=to_micros(since))
        return [load_approval(row) for row in rows]

    def blocks(self, limit: int) -> Sequence[BlockLine]:
        """Not those of contacts who have erased everything: there is nobody left to know."""
        lines = [_line(row) for row in self._all(self._run.blocks, room=limit)]
        found: list[BlockLine] = []
        known: set[int] = set()
        for line in lines:
            for row in self._all(self._run.row, id=int(line.entry.subject.removeprefix("case:"))):
                is_newest = row["conversation_id"] not in known
                known.add(row["conversation_id"])
                found.append(BlockLine(line, self._row(row).case, is_newest and row["blocked"]))
        return found

    def proposed_phrases(self, limit: int) -> list[Suggestion]:
        return self._phrases(self._run.phrases.proposed, room=limit)

    def decided_phrases(self, limit: int) -> list[Suggestion]:
        return self._phrases(self._run.phrases.decided, room=limit)

    def accepted_phrases(self) -> list[Suggestion]:
        return self._phrases(self._run.phrases.accepted)

    def counted(self, since: date, until: date) -> dict[tuple[str, str], int]:
        given = {"since": since.isoformat(), "until": until.isoformat()}

        def read(connection: Connection) -> dict[tuple[str, str], int]:
            rows = self._run.counted.run(connection, **given).mappings()
            return {(row["name"], row["week"]): int(row["number"]) for row in rows}

        return self._reading.read(read)

    def audit_page(
        self, before: int, limit: int, actor: str = "", subject: str = ""
    ) -> Sequence[AuditLine]:
        given = {"before": before, "room": limit, "actor": actor, "subject": subject}
        return [_line(row) for row in self._all(self._run.audit_before, **given)]

    def audit_break(self) -> int | None:
        def verify(connection: Connection) -> int | None:
            newest = self._run.audit_head.run(connection).mappings().first()
            # A head that is gone matches nothing.
            head = Head(newest["number"], bytes(newest["digest"])) if newest else Head(0, b"")
            return first_break(self._audit(connection), head)

        return self._reading.read_at_one_moment(verify)

    def _audit(self, connection: Connection) -> Iterator[AuditLine]:
        last = -1
        while True:
            rows = self._run.audit_after.run(connection, after=last, room=PAGE).mappings().all()
            yield from map(_line, rows)
            if len(rows) < PAGE:
                return
            last = rows[-1]["number"]

    def _all(self, statement: Statement, **values: Any) -> Sequence[RowMapping]:
        return self._reading.read(
            lambda connection: statement.run(connection, **values).mappings().all()
        )

    def _phrases(self, statement: Statement, **values: Any) -> list[Suggestion]:
        return [load_suggestion(row, self._keys) for row in self._all(statement, **values)]

    def _row(self, row: RowMapping) -> CaseRow:
        key = open_data_key(self._keys, row["conversation_id"], row["data_key"])
        return CaseRow(load_case(row, key), row["owner_name"] or "", row["unread"])

    def _view(self, connection: Connection, case_id: int) -> CaseView | None:
        row = self._run.row.run(connection, id=case_id).mappings().first()
        if row is None:
            return None
        messages, notes = self._written(connection, row)
        owner = self._run.adviser.run(connection, id=row["owner"]).mappings().first()
        case = self._row(row).case
        found = self._run.names.run(connection, sorted(_who(case.invited, messages, notes)))
        holder = None if owner is None else load_adviser(owner)
        standing = (bool(row["stopped"]), bool(row["blocked"]))
        return CaseView(case, holder, messages, notes, dict(map(tuple, found)), *standing)

    def _written(
        self, connection: Connection, row: RowMapping
    ) -> tuple[tuple[CaseMessage, ...], tuple[Note, ...]]:
        messages = self._run.messages.run(connection, id=row["id"]).mappings().all()
        notes = self._run.notes.run(connection, id=row["id"]).mappings().all()
        if not (messages or notes):
            return (), ()
        key = self._keys.data_key(row["data_key"] or b"", row["conversation_id"])
        return (
            tuple(load_message(one, key) for one in messages),
            tuple(load_note(one, key) for one in notes),
        )


def _framed(words: Sequence[str]) -> str:
    return "\n" + "\n".join(words) + "\n" if words else ""


def _who(
    invited: Sequence[int], messages: Sequence[CaseMessage], notes: Sequence[Note]
) -> set[int]:
    wrote = {one.adviser_id for one in messages} | {one.adviser_id for one in notes}
    return {id_ for id_ in (*invited, *wrote) if id_ is not None}


def _line(row: RowMapping) -> AuditLine:
    entry = AuditEntry(row["actor"], row["action"], row["subject"], row["detail"])
    at = from_micros(row["at"])
    return AuditLine(row["number"], at, entry, bytes(row["previous"]), bytes(row["digest"]))
