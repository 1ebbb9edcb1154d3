"""A small turn, as the store sees one, for tests: every fresh message gets two replies."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.model import Case, CaseStatus, NextAction, Outcome
from bot.messages import Inbound, Say, Urgency
from bot.ports import Conversation, Delivery, Handled, Outgoing, Transaction

ADDRESS = "447700900123"
"""Ofcom keeps such numbers free for drama: nobody has them."""
START = datetime(2026, 11, 21, 9, tzinfo=UTC)


def message(external_id: str, address: str = ADDRESS) -> Inbound:
    return Inbound("telegram", address, external_id)


def next_of(
    contact: Conversation,
    *,
    due_at: datetime = START,
    urgency: Urgency = Urgency.PROMPT,
    say: Say | None = None,
) -> Outgoing:
    seq = contact.next_seq
    contact.next_seq += 1
    return Outgoing(
        contact.id,
        seq,
        contact.channel,
        contact.address,
        contact.epoch,
        "en",
        say or Say("signs.heard", urgency=urgency),
        due_at,
    )


def receive(transaction: Transaction, inbounds: Sequence[Inbound]) -> list[list[Outgoing]]:
    fresh = transaction.fresh(inbounds)
    contacts = transaction.conversations(inbounds)
    answers: list[list[Outgoing]] = []
    handled = []
    for is_fresh, one in zip(fresh, inbounds, strict=True):
        contact = contacts[one.urn]
        replies = [next_of(contact), next_of(contact)] if is_fresh else []
        if is_fresh:
            handled.append(Handled(one, contact.id, replies[0].seq, replies[-1].seq))
        answers.append(replies)
    transaction.save(list(contacts.values()))
    transaction.remember(handled)
    transaction.queue([reply for replies in answers for reply in replies], Delivery.QUEUED)
    return answers


def contact_of(transaction: Transaction, address: str = ADDRESS) -> Conversation:
    one = message("", address)
    return transaction.conversations([one])[one.urn]


def tell(*urgencies: Urgency, address: str = ADDRESS) -> Callable[[Transaction], list[Outgoing]]:
    """Queues a message of each urgency for one contact."""

    def work(transaction: Transaction) -> list[Outgoing]:
        contact = contact_of(transaction, address)
        queued = [next_of(contact, urgency=urgency) for urgency in urgencies]
        transaction.save([contact])
        transaction.queue(queued, Delivery.QUEUED)
        return queued

    return work


def new_case(contact: Conversation, id_: int = 17, **fields: Any) -> Case:
    case = Case(
        id_,
        contact.id,
        "Alder Heron 417",
        "advisers",
        "en",
        contact.channel,
        ("notes",),
        START,
        START,
        START + timedelta(hours=20),
        NextAction.TELL_NOBODY_FREE,
    )
    return replace(case, **fields)


def open_case(
    transaction: Transaction, address: str = ADDRESS, id_: int = 17, **fields: Any
) -> Conversation:
    contact = contact_of(transaction, address)
    transaction.save([contact])
    transaction.desk.open(new_case(contact, id_, **fields))
    return contact


def close(transaction: Transaction, case_id: int = 17) -> None:
    opened = transaction.desk.case(case_id)
    assert opened
    case = opened.case
    case.status, case.outcome, case.closed_at = CaseStatus.CLOSED, Outcome.WITHDRAWN, START
    transaction.desk.save(case)
