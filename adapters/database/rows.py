"""Between the product's values and the columns of a row."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping

from adapters.database.arrays import Value
from adapters.database.sealing import DataKey, Keys, Tampered
from adapters.database.times import from_micros, to_micros
from bot.engine.session import Session, dump_session, load_session
from bot.messages import Inbound, Param, Say, Urgency
from bot.ports import Conversation, Delivery, Handled, Hold, Outgoing

INBOUND_KEY_BYTES = 16
HOLDS = {hold.value: hold for hold in Hold}

# ASCII: what is not escaped might be a NUL or half a character, which PostgreSQL refuses.
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode


def urn_hash(keys: Keys, channel: str, address: str) -> bytes:
    return keys.hash(f"{channel}:{address}")


def inbound_key(keys: Keys, inbound: Inbound) -> bytes:
    """The provider's id of a message, as a hash: an id may hold an address."""
    return keys.hash(f"{inbound.channel}\0{inbound.external_id}", INBOUND_KEY_BYTES)


def address_place(conversation_id: int) -> str:
    return f"conversations.address:{conversation_id}"


def dump_say(say: Say) -> str:
    """As compact JSON, fields at their default left out; urgency has a column of its own."""
    if say.params or say.ticked or say.replaces or say.at:
        return _dump_fields(say)
    return _dump_plain(say.key, say.choices, say.lines, say.multiple, say.again)


@lru_cache(maxsize=4096)
def _dump_plain(
    key: str, choices: tuple[str, ...], lines: tuple[str, ...], multiple: bool, again: bool
) -> str:
    """There are only so many of these as the flows have states: each is written once."""
    return _dump_fields(Say(key, choices, lines, multiple=multiple, again=again))


def _dump_fields(say: Say) -> str:
    every = {
        "choices": say.choices,
        "lines": say.lines,
        "params": dict(say.params),
        "ticked": say.ticked,
        "multiple": say.multiple,
        "again": say.again,
        "replaces": say.replaces,
        "at": say.at,
    }
    return _encode({"key": say.key, **{name: value for name, value in every.items() if value}})


def load_say(body: str, urgency: str) -> Say:
    """The inverse of `dump_say`."""
    fields: dict[str, Any] = json.loads(body)
    for name in ("choices", "lines", "ticked"):
        if name in fields:
            fields[name] = tuple(fields[name])
    if "params" in fields:
        fields["params"] = {name: load_param(value) for name, value in fields["params"].items()}
    return Say(**fields, urgency=Urgency(urgency))


def load_param(value: str | int | list[str]) -> Param:
    return tuple(value) if isinstance(value, list) else value


def seal_body(body: str, seq: int, key: DataKey) -> str:
    """An adviser's words may wait here in no clear text. As base64, for the column holds text."""
    return base64.b64encode(key.seal(body, body_place(seq))).decode()


def open_body(body: str, seq: int, key: DataKey) -> str:
    """Errors raised: Tampered."""
    try:
        sealed = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise Tampered("an adviser's words are not sealed") from None
    return key.open(sealed, body_place(seq))


def body_place(seq: int) -> str:
    return f"outbox.body:{seq}"


def dump_optional(session: Session | None) -> str | None:
    return None if session is None else dump_session(session)


def load_optional(stored: str | None) -> Session | None:
    """A session that cannot be read counts as none: she begins at the menu instead of getting no
    answer."""
    try:
        return None if stored is None else load_session(stored)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def conversation_changes(conversation: Conversation, now: int) -> tuple[Value, ...]:
    """The columns that a turn may change, then the id."""
    return (
        conversation.language,
        dump_optional(conversation.session),
        conversation.epoch,
        conversation.next_seq,
        conversation.stopped,
        now,
        conversation.hold.value,
        conversation.case_id,
        conversation.blocked,
        _micros(conversation.heard_at),
        conversation.discreet,
        conversation.id,
    )


def new_conversation(conversation: Conversation, keys: Keys, now: int) -> tuple[Value, ...]:
    return (
        conversation.id,
        conversation.channel,
        urn_hash(keys, conversation.channel, conversation.address),
        keys.seal(conversation.address, address_place(conversation.id)),
        conversation.language,
        dump_optional(conversation.session),
        conversation.epoch,
        conversation.next_seq,
        conversation.stopped,
        now,
        conversation.hold.value,
        conversation.case_id,
        conversation.blocked,
        None,  # a data key is made when there is something to seal
        _micros(conversation.heard_at),
        conversation.discreet,
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)


def handled_row(handled: Handled, key: bytes, now: int) -> tuple[Value, ...]:
    return (
        key,
        handled.conversation_id or None,  # 0: its conversation was erased by this very message
        now,
        handled.first_reply,
        handled.last_reply,
        handled.error,
    )


def outgoing_row(
    outgoing: Outgoing, body: str, status: Delivery, due_at: int, holder: int | None
) -> tuple[Value, ...]:
    return (
        outgoing.conversation_id,
        outgoing.seq,
        outgoing.channel,
        outgoing.epoch,
        outgoing.language,
        body,
        str(outgoing.say.urgency),
        str(status),
        due_at,
        holder,
        outgoing.attempts,
        outgoing.parts_sent,
        "",
        "",
    )


def load_outgoing(row: RowMapping, address: str, keys: Keys) -> Outgoing:
    """From a row of the outbox with its conversation's `data_key`. Errors raised: Tampered."""
    body = row["body"]
    if row["urgency"] == Urgency.ADVISER:
        body = _opened(row, keys)
    return Outgoing(
        row["conversation_id"],
        row["seq"],
        row["channel"],
        address,
        row["epoch"],
        row["language"],
        load_say(body, row["urgency"]),
        from_micros(row["due_at"]),
        row["attempts"],
        row["parts_sent"],
    )


def _opened(row: RowMapping, keys: Keys) -> str:
    if row["data_key"] is None:
        raise Tampered("an adviser's words are not sealed")
    key = keys.data_key(row["data_key"], row["conversation_id"])
    return open_body(row["body"], row["seq"], key)


def load_conversation(id_: int, channel: str, address: str, stored: Sequence[Any]) -> Conversation:
    """`stored` holds the columns of `tables.RESTORED`."""
    language, session, epoch, next_seq, stopped, hold, case_id, blocked, heard, discreet = stored
    return Conversation(
        id_,
        channel,
        address,
        language,
        load_optional(session),
        epoch,
        next_seq,
        bool(stopped),
        False,
        HOLDS[hold],
        case_id,
        bool(blocked),
        None if heard is None else from_micros(heard),
        bool(discreet),
    )
