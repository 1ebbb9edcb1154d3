"""Events within one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from adapters.database.data_keys import DataKeys
from adapters.database.event_rows import (
    district_hash,
    dump_known,
    event_row,
    feed_values,
    load_alert,
    load_event,
    load_feed,
    load_host_request,
    load_known,
    load_registration,
    seal_district,
    seal_name,
    seal_wish,
)
from adapters.database.event_statements import EventStatements
from adapters.database.event_tables import event_alerts
from adapters.database.ids import new_id
from adapters.database.sealing import Keys
from adapters.database.times import to_micros
from bot.events.model import Alert, Event, Feed, HostRequest, Known, Registration, Stirred


class Events:
    """`bot.events.ports.EventStore`."""

    def __init__(
        self,
        connection: Connection,
        statements: EventStatements,
        keys: Keys,
        data_keys: DataKeys,
        now: int,
    ) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys
        self._data_keys = data_keys
        self._now = now
        self._change = 0

    @property
    def have_changed(self) -> bool:
        return self._change > 0

    def new_id(self) -> int:
        return new_id()

    def event(self, event_id: int) -> Event | None:
        row = self._run.find.run(self._connection, id=event_id).mappings().first()
        return None if row is None else load_event(row)

    def save(self, event: Event) -> None:
        self.save_all([event])

    def save_all(self, events: Sequence[Event]) -> None:
        newest = {event.id: event for event in events}
        if newest:
            change = self._number()
            rows = [event_row(newest[id_], change) for id_ in sorted(newest)]
            self._run.save.run(self._connection, rows)

    def _number(self) -> int:
        """Of this transaction's changes: they are seen together."""
        if not self._change:
            self._change = int(self._run.bump.run(self._connection).scalar_one())
        return self._change

    def of_feed(self, feed: str) -> list[Event]:
        found = self._run.of_feed.run(self._connection, feed=feed, now=self._now)
        return [load_event(row) for row in found.mappings()]

    def stirred(self, at_most: int) -> list[Stirred]:
        found = self._run.stirred.run(self._connection, room=at_most).mappings()
        return [Stirred(load_event(row), load_known(row["known"])) for row in found]

    def settle(self, event_id: int, known: Known | None) -> None:
        self._run.settle.run(self._connection, id=event_id, known=dump_known(known))

    def forget_over(self, before: datetime) -> int:
        statements = (self._run.forget_registrations, self._run.forget_wishes)
        given = to_micros(before)
        return sum(one.run(self._connection, before=given).rowcount for one in statements)

    def with_room(self, at_most: int) -> list[int]:
        found = self._run.with_room.run(self._connection, now=self._now, room=at_most)
        return [row[0] for row in found]

    def register(self, registration: Registration) -> None:
        key = self._data_keys.of(registration.conversation_id)
        self._run.register.run(
            self._connection,
            event_id=registration.event_id,
            conversation_id=registration.conversation_id,
            standing=registration.standing.value,
            name=seal_name(registration, key),
            at=to_micros(registration.at),
        )

    def cancel(self, event_id: int, conversation_id: int) -> bool:
        gone = self._run.cancel.run(
            self._connection, event_id=event_id, conversation_id=conversation_id
        )
        return bool(gone.rowcount)

    def registration(self, event_id: int, conversation_id: int) -> Registration | None:
        found = self.registrations(event_id)
        return next((one for one in found if one.conversation_id == conversation_id), None)

    def registrations(self, event_id: int) -> list[Registration]:
        found = self._run.registrations.run(self._connection, event_id=event_id)
        return [self._registration(row) for row in found.mappings().all()]

    def registered_by(self, conversation_id: int) -> list[Registration]:
        found = self._run.registered_by.run(
            self._connection, conversation_id=conversation_id, now=self._now
        )
        return [self._registration(row) for row in found.mappings().all()]

    def _registration(self, row: RowMapping) -> Registration:
        key = self._data_keys.learn(row["conversation_id"], row["data_key"])
        return load_registration(row, key)

    def set_alert(self, alert: Alert) -> None:
        self._run.set_alert.run(
            self._connection,
            district_hash=district_hash(self._keys, alert.district),
            conversation_id=alert.conversation_id,
            district=seal_district(alert, self._keys),
            at=to_micros(alert.at),
        )

    def drop_alerts(self, conversation_id: int) -> None:
        self._run.drop_alerts.run(self._connection, conversation_id=conversation_id)

    def alerts(self, districts: Sequence[str]) -> list[Alert]:
        hashes = sorted({district_hash(self._keys, one) for one in districts})
        rows = dict.fromkeys(map(tuple, self._run.alerts.run(self._connection, hashes)))
        named = [dict(zip(event_alerts.columns.keys(), row, strict=True)) for row in rows]
        found = [load_alert(row, self._keys) for row in named]
        return sorted(found, key=lambda alert: (alert.at, alert.conversation_id))

    def alerts_of(self, conversation_id: int) -> list[Alert]:
        found = self._run.alerts_of.run(self._connection, conversation_id=conversation_id)
        return [load_alert(row, self._keys) for row in found.mappings()]

    def districts(self) -> list[str]:
        found = self._run.districts.run(self._connection).mappings()
        return sorted(load_alert(row, self._keys).district for row in found)

    def add_host_request(self, request: HostRequest) -> None:
        self._run.put_wish.run(
            self._connection,
            id=request.id,
            conversation_id=request.conversation_id,
            wish=seal_wish(request, self._data_keys.of(request.conversation_id)),
            at=to_micros(request.at),
            is_done=request.is_done,
        )

    def host_request_of(self, conversation_id: int) -> HostRequest | None:
        found = self._run.wish_of.run(self._connection, conversation_id=conversation_id)
        row = found.mappings().first()
        return None if row is None else load_host_request(row, self._data_keys.of(conversation_id))

    def close_host_request(self, request_id: int) -> bool:
        return bool(self._run.close_wish.run(self._connection, id=request_id).rowcount)

    def feeds(self) -> list[Feed]:
        found = self._run.feeds.run(self._connection).mappings()
        return [load_feed(row, self._keys) for row in found]

    def save_feed(self, feed: Feed) -> None:
        self._run.put_feed.run(self._connection, **feed_values(feed, self._keys))

    def drop_feed(self, feed_id: int) -> None:
        self._run.drop_feed.run(self._connection, id=feed_id)
