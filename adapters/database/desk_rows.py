"""Between the desk's values and the columns of a row."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import RowMapping

from adapters.database.arrays import Value
from adapters.database.sealing import DataKey, Keys, Tampered
from adapters.database.times import from_micros, to_micros
from bot.desk.model import (
    Adviser,
    Author,
    Case,
    CaseMessage,
    CaseStatus,
    NextAction,
    Note,
    Outcome,
    Presence,
    Role,
)
from bot.desk.ports import Approval
from bot.messages import Failure
from bot.ports import Delivery

KEY_BYTES = 16


def message_key(keys: Keys, case_id: int, key: str) -> bytes:
    """As a hash: the key may be a provider's id, which may hold an address."""
    return keys.hash(f"{case_id}\0{key}", KEY_BYTES)


def optional_micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)


def optional_moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def case_row(case: Case, choices: bytes | None) -> tuple[Value, ...]:
    """Every column of a `Case`, in the table's order."""
    return (
        case.id,
        case.conversation_id,
        case.name,
        case.queue,
        case.language,
        case.channel,
        json.dumps(case.consents),
        to_micros(case.opened_at),
        to_micros(case.waiting_since),
        optional_micros(case.deadline),
        None if case.next_action is None else case.next_action.value,
        case.status.value,
        case.is_urgent,
        case.is_unsafe_phone,
        case.owner,
        dump_ids(case.invited),
        case.version,
        optional_micros(case.last_heard_at),
        optional_micros(case.unanswered_since),
        case.warned,
        choices,
        optional_micros(case.closed_at),
        "" if case.outcome is None else case.outcome.value,
    )


def load_case(row: RowMapping, key: DataKey | None) -> Case:
    return Case(
        row["id"],
        row["conversation_id"],
        row["name"],
        row["queue"],
        row["language"],
        row["channel"],
        tuple(json.loads(row["consents"])),
        from_micros(row["opened_at"]),
        from_micros(row["waiting_since"]),
        optional_moment(row["deadline"]),
        None if row["next_action"] is None else NextAction(row["next_action"]),
        CaseStatus(row["status"]),
        bool(row["is_urgent"]),
        bool(row["is_unsafe_phone"]),
        row["owner"],
        load_ids(row["invited"]),
        row["version"],
        optional_moment(row["last_heard_at"]),
        optional_moment(row["unanswered_since"]),
        row["warned"],
        open_choices(row, key),
        optional_moment(row["closed_at"]),
        Outcome(row["outcome"]) if row["outcome"] else None,
    )


def dump_ids(ids: Iterable[int]) -> str:
    """With a comma at both ends, so that an id is found by `,7,`."""
    joined = ",".join(map(str, ids))
    return f",{joined}," if joined else ""


def load_ids(stored: str) -> tuple[int, ...]:
    return tuple(int(one) for one in stored.split(",") if one)


def seal_choices(case: Case, key: DataKey) -> bytes:
    return key.seal(json.dumps(case.choices), _choices_place(case.id))


def open_choices(row: RowMapping, key: DataKey | None) -> tuple[str, ...]:
    """Choices that do not open count as none: the case is still somebody who waits."""
    if row["choices"] is None or key is None:
        return ()
    try:
        return tuple(json.loads(key.open(row["choices"], _choices_place(row["id"]))))
    except Tampered:
        return ()


def _choices_place(case_id: int) -> str:
    return f"cases.choices:{case_id}"


def seal_text(table: str, id_: int, key: str, text: str, data_key: DataKey) -> bytes:
    """With the key that stops a repeat, of which the row holds the hash alone."""
    return data_key.seal(f"{key}\0{text}", f"{table}.text:{id_}")


def open_text(table: str, row: RowMapping, data_key: DataKey) -> tuple[str, str]:
    """The key and the text. Errors raised: Tampered."""
    key, _, text = data_key.open(row["text"], f"{table}.text:{row['id']}").partition("\0")
    return key, text


def load_message(row: RowMapping, data_key: DataKey) -> CaseMessage:
    """From a row of `case_messages`, with what its outbox row knows. Errors raised: Tampered."""
    key, text = open_text("case_messages", row, data_key)
    failure = row["failure"] or ""
    return CaseMessage(
        row["id"],
        row["case_id"],
        row["conversation_id"],
        from_micros(row["at"]),
        Author(row["author"]),
        text,
        key,
        row["adviser_id"],
        row["seq"],
        bool(row["is_edited"]),
        bool(row["is_danger"]),
        None if row["delivery"] is None else Delivery(row["delivery"]),
        Failure(failure) if failure in set(Failure) else None,
    )


def load_note(row: RowMapping, data_key: DataKey) -> Note:
    """Errors raised: Tampered."""
    key, text = open_text("notes", row, data_key)
    at = from_micros(row["at"])
    return Note(row["id"], row["case_id"], row["conversation_id"], at, row["adviser_id"], text, key)


def load_adviser(row: RowMapping) -> Adviser:
    return Adviser(
        row["id"],
        row["login"],
        row["name"],
        Role(row["role"]),
        tuple(json.loads(row["languages"])),
        tuple(json.loads(row["queues"])),
        row["capacity"],
        Presence(row["presence"]),
        optional_moment(row["seen_at"]),
        optional_moment(row["on_since"]),
        row["handled_since_break"],
        bool(row["needs_debrief"]),
        bool(row["disabled"]),
    )


def load_approval(row: RowMapping) -> Approval:
    return Approval(row["subject"], row["adviser_id"], from_micros(row["at"]))


SAVED = ("languages", "queues", "capacity", "presence", "seen_at", "on_since")
COUNTED = ("handled_since_break", "needs_debrief")
"""With `SAVED`, the columns of `advisers` that the desk changes."""


def adviser_changes(adviser: Adviser) -> tuple[Value, ...]:
    """As `SAVED` and `COUNTED`, then the id."""
    return (
        json.dumps(adviser.languages),
        json.dumps(adviser.queues),
        adviser.capacity,
        adviser.presence.value,
        optional_micros(adviser.seen_at),
        optional_micros(adviser.on_since),
        adviser.handled_since_break,
        adviser.needs_debrief,
        adviser.id,
    )
