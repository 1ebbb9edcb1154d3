"""What pages and the index read of events: no locks, connections of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping

from adapters.database.data_keys import open_data_key
from adapters.database.event_rows import (
    load_event,
    load_feed,
    load_host_request,
    load_registration,
)
from adapters.database.event_statements import EventQueries
from adapters.database.reading import Reading
from adapters.database.sealing import DataKey, Keys
from adapters.database.statements import Compiler, Statement
from adapters.database.times import to_micros
from bot.events.model import Event, Feed, HostRequest, Registration, Standing


class EventReader:
    """`bot.events.ports.EventReader`. Errors raised: StoreUnavailable."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._reading = Reading(engine)
        self._keys = keys
        self._run = EventQueries(Compiler(engine.dialect))

    def version(self) -> int:
        found = self._reading.read(lambda one: self._run.version.run(one).scalar())
        return int(found or 0)

    def coming(self, since: datetime) -> list[Event]:
        return [load_event(row) for row in self._all(self._run.coming, since=to_micros(since))]

    def changed(self, after: int) -> list[Event]:
        return [load_event(row) for row in self._all(self._run.changed, since=after)]

    def event(self, event_id: int) -> Event | None:
        rows = self._all(self._run.find, id=event_id)
        return load_event(rows[0]) if rows else None

    def registered(self, event_id: int) -> list[Registration]:
        rows = self._all(self._run.registered, event_id=event_id)
        return [load_registration(row, self._key(row)) for row in rows]

    def counts(self, event_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        ids = list(dict.fromkeys(event_ids))
        rows = {
            tuple(row) for row in self._reading.read(lambda one: self._run.counts.run(one, ids))
        }
        number = {(id_, standing): found for id_, standing, found in rows}
        return {
            id_: (number.get((id_, Standing.SEAT), 0), number.get((id_, Standing.WAITING), 0))
            for id_ in ids
        }

    def host_requests(self, at_most: int) -> list[HostRequest]:
        rows = self._all(self._run.host_requests, room=at_most)
        return [load_host_request(row, self._key(row)) for row in rows]

    def feeds(self) -> list[Feed]:
        return [load_feed(row, self._keys) for row in self._all(self._run.feeds)]

    def _all(self, statement: Statement, **values: Any) -> Sequence[RowMapping]:
        return self._reading.read(
            lambda connection: statement.run(connection, **values).mappings().all()
        )

    def _key(self, row: RowMapping) -> DataKey | None:
        return open_data_key(self._keys, row["conversation_id"], row["data_key"])
