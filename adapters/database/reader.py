"""Reads that take no lock, on connections of their own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Connection, Engine, LargeBinary, Select, bindparam, func, select

from adapters.database.desk_rows import optional_moment
from adapters.database.desk_tables import IS_OPEN, cases, desk_events
from adapters.database.reading import Reading
from adapters.database.rows import load_outgoing, urn_hash
from adapters.database.sealing import Keys
from adapters.database.statements import Compiler
from adapters.database.tables import channel_templates, conversations, outbox, word
from adapters.database.times import to_micros
from bot.desk.model import EventKind
from bot.desk.typing import SHOWN_FOR
from bot.ports import Clock, Delivery, Hold, Outgoing, Talk

# The page is told of a message while it is being sent, and must find it then.
ON_THE_PAGE = (Delivery.SENDING, Delivery.SENT, Delivery.DELIVERED, Delivery.READ)


class StoreReader:
    """`bot.ports.Reader`, and what operators look up. Errors raised by all but `is_healthy`:
    StoreUnavailable."""

    def __init__(
        self, engine: Engine, keys: Keys, can_write: Callable[[], bool], clock: Clock
    ) -> None:
        compiler = Compiler(engine.dialect)
        self._read = Reading(engine).read
        self._keys = keys
        self._can_write = can_write
        self._clock = clock
        self._messages = compiler.one(_messages_after())
        self._named = compiler.one(_named())
        self._talk = compiler.one(_talk())
        self._open_cases = compiler.one(_open_cases())
        self._templates = compiler.one(select(channel_templates.c.name, channel_templates.c.sid))

    def messages_after(self, channel: str, address: str, seq: int) -> list[Outgoing]:
        hashed = urn_hash(self._keys, channel, address)

        def read(connection: Connection) -> list[Outgoing]:
            rows = self._messages.run(connection, urn_hash=hashed, seq=seq).mappings()
            return [load_outgoing(row, address, self._keys) for row in rows]

        return self._read(read)

    def knows(self, channel: str, address: str) -> bool:
        return self.conversation_id(channel, address) is not None

    def conversation_id(self, channel: str, address: str) -> int | None:
        """The id of the conversation with that contact; None when there is none."""
        hashed = urn_hash(self._keys, channel, address)
        return self._read(lambda connection: self._named.run(connection, urn_hash=hashed).scalar())

    def talk(self, channel: str, address: str) -> Talk | None:
        hashed = urn_hash(self._keys, channel, address)
        since = to_micros(self._clock() - SHOWN_FOR)
        row = self._read(lambda one: self._talk.run(one, urn_hash=hashed, since=since).first())
        return row and Talk(row.hold == Hold.HELD, optional_moment(row.typed_at))

    def templates(self) -> dict[str, str]:
        """The provider's ids of prepared message templates, by our names."""
        return self._read(
            lambda connection: {row.name: row.sid for row in self._templates.run(connection)}
        )

    def open_cases(self) -> dict[str, int]:
        """How many cases are open, by queue."""
        return self._read(
            lambda connection: {
                row["queue"]: row["count"] for row in self._open_cases.run(connection).mappings()
            }
        )

    def is_healthy(self) -> bool:
        """Whether the database answers and can be written: it commits a beat of the pulse."""
        return self._can_write()


def _has_urn() -> Any:
    return conversations.c.urn_hash == bindparam("urn_hash", type_=LargeBinary)


def _named() -> Select[Any]:
    return select(conversations.c.id).where(_has_urn())


def _talk() -> Select[Any]:
    """Of a sign that her adviser types as much as may still be shown: they have the case yet, and
    nothing holds them back since."""
    one, sign = cases.c, desk_events.c
    typed = select(func.max(sign.at)).where(
        sign.at > bindparam("since", type_=BigInteger),
        sign.kind == word(EventKind.ADVISER_TYPING),
        sign.case_id == one.id,
        sign.adviser_id == one.owner,
    )
    typed_at = typed.correlate(cases).scalar_subquery().label("typed_at")
    held = (one.id == conversations.c.case_id) & IS_OPEN & ~one.is_unsafe_phone
    is_held = held & (conversations.c.hold == word(Hold.HELD)) & ~conversations.c.stopped
    joined = conversations.outerjoin(cases, is_held)
    return select(conversations.c.hold, typed_at).select_from(joined).where(_has_urn())


def _open_cases() -> Select[Any]:
    counted = select(cases.c.queue, func.count().label("count"))
    return counted.where(IS_OPEN).group_by(cases.c.queue)


def _messages_after() -> Select[Any]:
    return (
        select(outbox, conversations.c.data_key)
        .join(conversations, conversations.c.id == outbox.c.conversation_id)
        .where(
            _has_urn(),
            outbox.c.seq > bindparam("seq", type_=BigInteger),
            outbox.c.status.in_([word(status) for status in ON_THE_PAGE]),
        )
        .order_by(outbox.c.seq)
    )
