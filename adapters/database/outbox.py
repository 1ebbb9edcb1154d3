"""Messages on their way: queued, claimed with a lease, recorded, moved forward by callbacks.

A lease belongs to a process. One that comes back after its lease ran out, while another sends,
cannot overwrite what the other knows; only "it was sent" is believed from anybody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    RowMapping,
    Select,
    Text,
    Update,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from adapters.database.arrays import Value
from adapters.database.data_keys import DataKeys
from adapters.database.rows import (
    address_place,
    dump_say,
    load_outgoing,
    outgoing_row,
    seal_body,
)
from adapters.database.sealing import Keys, Tampered
from adapters.database.statements import Compiler, Statement, Values
from adapters.database.tables import awaits_news, conversations, outbox, unsent, word
from adapters.database.times import to_micros
from bot.messages import Failure, Urgency
from bot.ports import Delivery, Outcome, Outgoing

KEY = ("conversation_id", "seq")
RECORDED = (*KEY, "status", "attempts", "parts_sent", "external_id", "failure", "due_at", "holder")
WITHDRAWN = "withdrawn"
"""Why a message failed that was not wanted any more: the conversation's epoch is newer, or it is
stopped."""
UNREADABLE = "unreadable"
"""Why a message failed whose address, or whose words, do not open."""

_BEFORE = {
    Delivery.DELIVERED: (Delivery.SENT,),
    Delivery.READ: (Delivery.SENT, Delivery.DELIVERED),
    Delivery.FAILED: (Delivery.SENT,),
}
"""Which statuses a callback's status may follow. Others are no news from a provider."""


class OutboxStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.queue = compiler.insert(outbox)
        self.urgent = compiler.one(_due(only_urgent=True))
        self.due = compiler.one(_due(only_urgent=False))
        self.lease = compiler.bulk(
            _kinds((*KEY, "status", "attempts", "due_at", "holder")), _update_row
        )
        self.settle = compiler.bulk(_kinds((*KEY, "status", "failure")), _update_row)
        self.record = compiler.bulk({**_kinds(RECORDED), "me": outbox.c.holder.type}, _record)
        self.advance = {status: compiler.one(_advance(status)) for status in _BEFORE}


class Outbox:
    """The outbox within one transaction. Times in microseconds."""

    def __init__(
        self,
        connection: Connection,
        statements: OutboxStatements,
        keys: Keys,
        data_keys: DataKeys,
        *,
        now: int,
        lease: int,
        holder: int,
    ) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys
        self._data_keys = data_keys
        self._now = now
        self._lease = lease
        self._holder = holder

    def queue(self, outgoing: Sequence[Outgoing], status: Delivery) -> None:
        if status is Delivery.SENDING:
            end, body = self._now + self._lease, self._body
            rows = [outgoing_row(one, body(one), status, end, self._holder) for one in outgoing]
        else:
            rows = [
                outgoing_row(one, self._body(one), status, to_micros(one.due_at), None)
                for one in outgoing
            ]
        self._run.queue.run(self._connection, rows)

    def claim_due(self, now: int, at_most: int) -> list[Outgoing]:
        """Safety first; it must not wait behind a backlog."""
        claimed = self._claim(self._run.urgent, now, at_most)
        return claimed + self._claim(self._run.due, now, at_most - len(claimed))

    def record(self, outcomes: Sequence[Outcome]) -> None:
        latest = {(one.conversation_id, one.seq): one for one in outcomes}
        rows = [self._outcome_row(latest[key]) for key in sorted(latest)]
        self._run.record.run(self._connection, rows)

    def advance(self, channel: str, external_id: str, status: Delivery) -> None:
        if external_id and status in self._run.advance:
            self._run.advance[status].run(
                self._connection, channel=channel, external_id=external_id
            )

    def _body(self, outgoing: Outgoing) -> str:
        body = dump_say(outgoing.say)
        if outgoing.say.urgency is not Urgency.ADVISER:
            return body
        return seal_body(body, outgoing.seq, self._data_keys.of(outgoing.conversation_id))

    def _claim(self, statement: Statement, now: int, at_most: int) -> list[Outgoing]:
        claimed: list[Outgoing] = []
        while len(claimed) < at_most:
            found = statement.run(self._connection, now=now, room=at_most - len(claimed))
            rows = found.mappings().all()
            fates = [self._judge(row) for row in rows]
            claimed += self._take([fate for fate in fates if isinstance(fate, Outgoing)])
            set_aside = [fate for fate in fates if not isinstance(fate, Outgoing)]
            self._run.settle.run(self._connection, set_aside)
            if not set_aside:
                break  # else something may have waited behind what was set aside
        return claimed

    def _judge(self, row: RowMapping) -> Outgoing | tuple[Value, ...]:
        """The message to send, or the row's columns when it must not be sent."""
        vanished = row["status"] == Delivery.SENDING
        urgency = row["urgency"]
        if vanished and urgency == Urgency.ADVISER:
            return _settled(row, Delivery.AMBIGUOUS, Failure.OUTCOME_UNKNOWN)
        if row["withdrawn"] and urgency != Urgency.SAFETY:
            return _settled(row, Delivery.FAILED, WITHDRAWN)
        try:
            address = self._keys.open(row["address"], address_place(row["conversation_id"]))
            outgoing = load_outgoing(row, address, self._keys)
        except Tampered:
            return _settled(row, Delivery.FAILED, UNREADABLE)
        # An attempt whose sender vanished counts: else a message that kills senders would live for
        # ever.
        return outgoing._replace(attempts=outgoing.attempts + 1) if vanished else outgoing

    def _take(self, claimed: list[Outgoing]) -> list[Outgoing]:
        end = self._now + self._lease
        rows = [
            (one.conversation_id, one.seq, "sending", one.attempts, end, self._holder)
            for one in claimed
        ]
        self._run.lease.run(self._connection, rows)
        return claimed

    def _outcome_row(self, outcome: Outcome) -> tuple[Value, ...]:
        goes_on = outcome.status is Delivery.SENDING
        due_at = None if outcome.due_at is None else to_micros(outcome.due_at)
        return (
            outcome.conversation_id,
            outcome.seq,
            outcome.status.value,
            outcome.attempts,
            outcome.parts_sent,
            outcome.external_id,
            "" if outcome.failure is None else outcome.failure.value,
            self._now + self._lease if goes_on else due_at,
            self._holder if goes_on else None,
            self._holder,
        )


def _settled(row: RowMapping, status: Delivery, failure: str) -> tuple[Value, ...]:
    return (row["conversation_id"], row["seq"], status.value, failure)


def _kinds(names: Sequence[str]) -> dict[str, TypeEngine[Any]]:
    return {name: outbox.c[name].type for name in names}


def _same_row(values: Values) -> ColumnElement[bool]:
    return (outbox.c.conversation_id == values["conversation_id"]) & (outbox.c.seq == values["seq"])


def _update_row(values: Values) -> Update:
    changed = {name: value for name, value in values.items() if name not in KEY}
    return update(outbox).where(_same_row(values)).values(changed)


def _record(values: Values) -> Update:
    status, holder = outbox.c.status, outbox.c.holder
    mine = (status == word("sending")) & (holder.is_(None) | (holder == values["me"]))
    was_sent = (values["status"] == word("sent")) & status.in_([word("sending"), word("ambiguous")])
    given = values["external_id"]
    changed = {name: values[name] for name in RECORDED if name not in KEY}
    changed["external_id"] = case((given != word(""), given), else_=outbox.c.external_id)
    changed["due_at"] = func.coalesce(values["due_at"], outbox.c.due_at)
    allowed = or_(status == word("queued"), mine, was_sent)
    return update(outbox).where(_same_row(values), allowed).values(changed)


def _advance(status: Delivery) -> Update:
    return (
        update(outbox)
        .where(
            outbox.c.external_id == bindparam("external_id", type_=Text),
            outbox.c.external_id != word(""),
            outbox.c.channel == bindparam("channel", type_=Text),
            awaits_news(outbox.c.status),
            outbox.c.status.in_([word(before) for before in _BEFORE[status]]),
        )
        .values(status=word(status))
    )


def _due(*, only_urgent: bool) -> Select[Any]:
    """The earliest unsent message of each conversation, when its time has come.

    Messages that are withdrawn do not hold up those behind them.
    """
    one, contact, earlier = outbox.c, conversations.c, outbox.alias("earlier")
    stands = (earlier.c.epoch >= one.epoch) & ~contact.stopped
    waits = exists().where(
        earlier.c.conversation_id == one.conversation_id,
        earlier.c.seq < one.seq,
        unsent(earlier.c.status),
        or_(stands, earlier.c.urgency == word(Urgency.SAFETY)),
    )
    withdrawn = or_(contact.stopped, contact.epoch > one.epoch).label("withdrawn")
    query = (
        select(outbox, contact.address, contact.data_key, withdrawn)
        .join(conversations, contact.id == one.conversation_id)
        .where(unsent(one.status), one.due_at <= bindparam("now", type_=BigInteger), ~waits)
        .order_by(one.due_at, one.conversation_id, one.seq)
        .limit(bindparam("room", type_=Integer))
        .with_for_update(of=outbox, skip_locked=True)
    )
    return query.where(one.urgency == word(Urgency.SAFETY)) if only_urgent else query
