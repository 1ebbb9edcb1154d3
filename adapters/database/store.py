"""The transaction that use cases work in: turns here, the outbox and the desk in files of their
own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from adapters.database.broadcast_statements import BroadcastStatements
from adapters.database.broadcasts import Broadcasts
from adapters.database.cohort_statements import CohortStatements
from adapters.database.cohorts import Cohorts
from adapters.database.counters import Counters, CounterStatements
from adapters.database.data_keys import DataKeys, DataKeyStatements
from adapters.database.desk import Desk
from adapters.database.desk_statements import DeskStatements
from adapters.database.event_statements import EventStatements
from adapters.database.events import Events
from adapters.database.ids import new_id
from adapters.database.ledger import Ledger, LedgerStatements
from adapters.database.outbox import Outbox, OutboxStatements
from adapters.database.panel_statements import PanelStatements
from adapters.database.panels import Panels
from adapters.database.reminder_statements import ReminderStatements
from adapters.database.reminders import Reminders
from adapters.database.rows import (
    conversation_changes,
    handled_row,
    inbound_key,
    load_conversation,
    load_outgoing,
    new_conversation,
    urn_hash,
)
from adapters.database.sealing import Keys
from adapters.database.statements import Compiler, Values
from adapters.database.tables import (
    RESTORED,
    channel_templates,
    conversations,
    inbound,
    outbox,
    pulse,
)
from adapters.database.times import to_micros
from bot.messages import Inbound
from bot.ports import Clock, Conversation, Delivery, Handled, Outcome, Outgoing

URN_HASH = list(conversations.c.keys()).index("urn_hash")
CHANGED = (
    *("language", "session", "epoch", "next_seq", "stopped", "updated_at"),
    *("hold", "case_id", "blocked", "heard_at", "discreet", "id"),
)


class Statements:
    """Everything a transaction runs, compiled once for one engine."""

    def __init__(self, compiler: Compiler) -> None:
        self.seen = compiler.lookup(select(inbound.c.key), inbound.c.key)
        self.load = compiler.lookup(_locked_conversations(), conversations.c.urn_hash)
        self.add = compiler.insert(conversations)
        self.change = compiler.bulk({name: conversations.c[name].type for name in CHANGED}, _change)
        self.remember = compiler.insert(inbound)
        self.replies = compiler.one(_replies())
        self.erase = compiler.one(delete(conversations).where(_is(conversations.c.id, "id")))
        self.beat = compiler.one(_beat())
        self.keep_template = compiler.one(_keep_template())
        self.outbox = OutboxStatements(compiler)
        self.data_keys = DataKeyStatements(compiler)
        self.desk = DeskStatements(compiler)
        self.events = EventStatements(compiler)
        self.reminders = ReminderStatements(compiler)
        self.broadcasts = BroadcastStatements(compiler)
        self.panels = PanelStatements(compiler)
        self.cohorts = CohortStatements(compiler)
        self.ledger = LedgerStatements(compiler)
        self.counters = CounterStatements(compiler)


@dataclass(frozen=True, slots=True)
class Setting:
    """What transactions of one process share. `lease` in microseconds; `holder` tells processes
    apart."""

    statements: Statements
    keys: Keys
    clock: Clock
    lease: int
    holder: int


class StoreTransaction:
    """`bot.ports.Transaction` over one connection. Lives as long as the database's own
    transaction."""

    def __init__(self, connection: Connection, setting: Setting) -> None:
        self._connection = connection
        self._run = setting.statements
        self._keys = setting.keys
        self._now = to_micros(setting.clock())
        self._added: set[int] = set()
        self._inbound_keys: dict[tuple[str, str], bytes] = {}
        self._data_keys = DataKeys(connection, self._run.data_keys, self._keys)
        self._outbox = Outbox(
            connection,
            self._run.outbox,
            self._keys,
            self._data_keys,
            now=self._now,
            lease=setting.lease,
            holder=setting.holder,
        )
        self._ledger = Ledger(connection, self._run.ledger, self._now)
        self.desk = Desk(connection, self._run.desk, self._keys, self._data_keys, self._ledger)
        self.events = Events(connection, self._run.events, self._keys, self._data_keys, self._now)
        self.reminders = Reminders(connection, self._run.reminders, self._keys)
        self.broadcasts = Broadcasts(connection, self._run.broadcasts, self._keys)
        self.panels = Panels(connection, self._run.panels, self._keys, self._data_keys, self._now)
        self.cohorts = Cohorts(connection, self._run.cohorts)
        self._counters = Counters(connection, self._run.counters)
        self.has_erased = False

    @property
    def has_news(self) -> bool:
        """Whether live pages should be told of this transaction."""
        return self._ledger.has_news or self.events.have_changed

    @property
    def connection(self) -> Connection:
        """For work that has a file of its own (`account_work.py`)."""
        return self._connection

    @property
    def now(self) -> int:
        """In microseconds."""
        return self._now

    def fresh(self, inbounds: Sequence[Inbound]) -> list[bool]:
        keys = [self._key(inbound) for inbound in inbounds]
        seen = {bytes(row[0]) for row in self._run.seen.run(self._connection, keys)}
        answers = []
        for key in keys:
            answers.append(key not in seen)
            seen.add(key)
        return answers

    def conversations(self, inbounds: Sequence[Inbound]) -> dict[str, Conversation]:
        wanted = {
            urn_hash(self._keys, inbound.channel, inbound.address): inbound for inbound in inbounds
        }
        # In one order everywhere, so that processes that want the same rows never wait in a ring.
        rows = self._run.load.run(self._connection, sorted(wanted))
        found = {}
        for hashed, id_, *stored in rows:
            inbound = wanted.pop(bytes(hashed))
            found[inbound.urn] = load_conversation(id_, inbound.channel, inbound.address, stored)
        for inbound in wanted.values():
            found[inbound.urn] = Conversation(
                new_id(), inbound.channel, inbound.address, is_new=True
            )
        return found

    def save(self, conversations: Sequence[Conversation]) -> None:
        if self.desk.blocked:
            for one in conversations:
                one.blocked = self.desk.blocked.get(one.id, one.blocked)
        new = [one for one in conversations if one.is_new and one.id not in self._added]
        # In one order, as above: two processes may be making the same contacts at once.
        rows = [new_conversation(one, self._keys, self._now) for one in new]
        rows.sort(key=itemgetter(URN_HASH))
        self._run.add.run(self._connection, rows)
        added = {one.id for one in new}
        changed = [one for one in conversations if one.id not in added]
        self._run.change.run(
            self._connection, [conversation_changes(one, self._now) for one in changed]
        )
        self._added |= added

    def remember(self, handled: Sequence[Handled]) -> None:
        rows = [handled_row(one, self._key(one.inbound), self._now) for one in handled]
        self._run.remember.run(self._connection, rows)

    def queue(self, outgoing: Sequence[Outgoing], status: Delivery) -> None:
        self._outbox.queue(outgoing, status)

    def replies(self, inbound: Inbound) -> list[Outgoing]:
        key = self._key(inbound)
        found = self._run.replies.run(self._connection, key=key).mappings()
        return [load_outgoing(row, inbound.address, self._keys) for row in found]

    def claim_due(self, now: datetime, at_most: int) -> list[Outgoing]:
        return self._outbox.claim_due(to_micros(now), at_most)

    def record(self, outcomes: Sequence[Outcome]) -> None:
        self._outbox.record(outcomes)

    def advance(self, channel: str, external_id: str, status: Delivery) -> None:
        self._outbox.advance(channel, external_id, status)

    def count(self, names: Sequence[str], day: date) -> None:
        self._counters.count(names, day)

    def total(self, name: str) -> int:
        return self._counters.total(name)

    def erase(self, conversation_id: int) -> None:
        self.desk.tell_of_erasure(conversation_id)
        self._run.erase.run(self._connection, id=conversation_id)
        self._added.discard(conversation_id)
        self._data_keys.forget(conversation_id)
        self.has_erased = True

    def finish(self) -> None:
        """Write what was kept for the end; the commit follows."""
        self._counters.finish()
        self._ledger.finish()

    def beat(self) -> None:
        """Write a little, to find out whether the database can be written."""
        self._run.beat.run(self._connection, now=self._now)

    def keep_template(self, name: str, sid: str, status: str = "") -> None:
        """Keep the provider's id of a prepared message template, in place of an earlier one; and
        how far it is, where that is told."""
        self._run.keep_template.run(self._connection, name=name, sid=sid, status=status)

    def _key(self, inbound: Inbound) -> bytes:
        """A message's key is wanted twice: to look it up, and to remember it."""
        name = (inbound.channel, inbound.external_id)
        key = self._inbound_keys.get(name)
        if key is None:
            key = self._inbound_keys[name] = inbound_key(self._keys, inbound)
        return key


def _is(column: Any, name: str) -> Any:
    return column == bindparam(name, type_=column.type)


def _locked_conversations() -> Any:
    table = conversations.c
    query = select(table.urn_hash, table.id, *RESTORED).order_by(table.id)
    return query.with_for_update(key_share=True)


def _change(values: Values) -> Any:
    changed = {name: values[name] for name in CHANGED if name != "id"}
    return update(conversations).where(conversations.c.id == values["id"]).values(changed)


def _replies() -> Any:
    """In order: those numbered when the message was handled."""
    numbered = outbox.c.seq.between(inbound.c.first_reply, inbound.c.last_reply)
    joined = inbound.join(
        outbox, (outbox.c.conversation_id == inbound.c.conversation_id) & numbered
    ).join(conversations, conversations.c.id == outbox.c.conversation_id)
    query = (
        select(outbox, conversations.c.data_key)
        .select_from(joined)
        .where(_is(inbound.c.key, "key"))
    )
    return query.order_by(outbox.c.seq)


def _keep_template() -> Any:
    new = upsert(channel_templates).values(
        name=bindparam("name", type_=channel_templates.c.name.type),
        sid=bindparam("sid", type_=channel_templates.c.sid.type),
        status=bindparam("status", type_=channel_templates.c.status.type),
    )
    told = func.coalesce(func.nullif(new.excluded.status, ""), channel_templates.c.status)
    changed = {"sid": new.excluded.sid, "status": told}
    return new.on_conflict_do_update(index_elements=["name"], set_=changed)


def _beat() -> Any:
    new = upsert(pulse).values(id=literal_column("1"), beat_at=bindparam("now", type_=BigInteger))
    return new.on_conflict_do_update(index_elements=["id"], set_={"beat_at": new.excluded.beat_at})
