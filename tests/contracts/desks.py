"""Advisers and what is written in a case, for tests of the desk's store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk.model import Author, Case, CaseMessage, CaseStatus, Note
from bot.messages import Say, Urgency
from bot.ports import Conversation, Delivery, Transaction
from tests.contracts.conftest import World
from tests.contracts.turns import START, next_of, open_case

LATE = START + timedelta(hours=20)
CASE = 17


def add_adviser(world: World, id_: int, name: str = "Amina", **columns: object) -> None:
    values: dict[str, object] = {
        "id": id_,
        "login": f"'{name.lower()}{id_}'",
        "name": f"'{name}'",
        "role": "'adviser'",
        "password_hash": "''",
        "recovery": "'[]'",
        "must_change": "false",
        "disabled": "false",
        "languages": "'[]'",
        "queues": "'[]'",
        "capacity": 3,
        "presence": "'on'",
        "handled_since_break": 0,
        "needs_debrief": "false",
        "created_at": 0,
        **columns,
    }
    names, given = ", ".join(values), ", ".join(map(str, values.values()))
    world.rows(f"INSERT INTO advisers ({names}) VALUES ({given})")  # noqa: S608 (our own words)


def put(id_: int, **fields: Any) -> Callable[[Transaction], Conversation]:
    """Opens a case of that id for a contact of her own."""
    return lambda transaction: open_case(transaction, str(id_), id_, **fields)


def opened(transaction: Transaction, case_id: int = CASE) -> tuple[Case, Conversation]:
    found = transaction.desk.case(case_id)
    assert found is not None
    return found


def hear(
    text: str, key: str = "", *, at: datetime = START, case_id: int = CASE, **fields: Any
) -> Callable[[Transaction], bool]:
    def work(transaction: Transaction) -> bool:
        case, _ = opened(transaction, case_id)
        id_ = transaction.desk.new_id()
        message = CaseMessage(
            id_, case.id, case.conversation_id, at, Author.CONTACT, text, key or f"in-{id_}"
        )
        return transaction.desk.add_message(replace(message, **fields))

    return work


def note(text: str, key: str = "", case_id: int = CASE) -> Callable[[Transaction], bool]:
    def work(transaction: Transaction) -> bool:
        case, _ = opened(transaction, case_id)
        id_ = transaction.desk.new_id()
        one = Note(id_, case.id, case.conversation_id, START, 1, text, key or f"note-{id_}")
        return transaction.desk.add_note(one)

    return work


def reply(text: str, key: str = "", case_id: int = CASE) -> Callable[[Transaction], bool]:
    """An adviser's: a message of the case, and the same words in the outbox."""

    def work(transaction: Transaction) -> bool:
        case, contact = opened(transaction, case_id)
        params = {"name": "Amina", "text": text}
        sent = next_of(contact, say=Say("desk.reply", params=params, urgency=Urgency.ADVISER))
        transaction.save([contact])
        transaction.queue([sent], Delivery.QUEUED)
        return hear(text, key, case_id=case.id, author=Author.ADVISER, adviser_id=1, seq=sent.seq)(
            transaction
        )

    return work


def claim(adviser_id: int = 1, case_id: int = CASE, **fields: Any) -> Callable[[Transaction], Case]:
    def work(transaction: Transaction) -> Case:
        case, _ = opened(transaction, case_id)
        case.status, case.owner = CaseStatus.CLAIMED, adviser_id
        for name, value in fields.items():
            setattr(case, name, value)
        transaction.desk.save(case)
        return case

    return work
