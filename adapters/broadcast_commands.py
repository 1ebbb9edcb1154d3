"""The command `hearthline broadcast`: a test send to oneself, before anybody else has it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import click

from adapters.desk_commands import opened_database
from bot.broadcasts.feeding import reminder_of
from bot.messages import Inbound
from bot.outgoing import next_message
from bot.ports import Delivery, Transaction

NO_BROADCAST = "There is no broadcast of this number."
NO_CONVERSATION = (
    "Nobody has written to the guide from there. Write to it from your own phone first; "
    "a URN looks like telegram:3527 or whatsapp:+447700900123."
)
STOPPED = "From there STOP was written. Write anything to the guide, then try again."
SENT = "It is on its way to you. Nobody else has it, and it counts nowhere."


class Test(NamedTuple):
    broadcast: int
    channel: str
    address: str


@click.group()
def broadcast() -> None:
    """News to many; the console writes, approves and sends them."""


@broadcast.command()
@click.argument("number", type=int)
@click.argument("urn")
def test(number: int, urn: str) -> None:
    """Send broadcast NUMBER to yourself alone, at the URN from which you have written before."""
    channel, _, address = urn.partition(":")
    with opened_database() as (_, database):
        if database.broadcasts.broadcast(number) is None:
            raise click.ClickException(NO_BROADCAST)
        if not database.reader.knows(channel, address):
            raise click.ClickException(NO_CONVERSATION)
        item = Test(number, channel, address)
        if not database.writer.submit(_send, item).result():
            raise click.ClickException(STOPPED)
    click.echo(SENT)


def _send(transaction: Transaction, items: Sequence[Test]) -> list[bool]:
    return [_send_one(transaction, item) for item in items]


def _send_one(transaction: Transaction, item: Test) -> bool:
    inbound = Inbound(item.channel, item.address, "")
    contact = transaction.conversations([inbound])[inbound.urn]
    found, now = transaction.broadcasts.find(item.broadcast), datetime.now(UTC)
    if found is None or contact.is_new or contact.stopped:
        return False
    say = reminder_of(found, contact.id, now).as_say()
    message = next_message(contact, say, now)
    transaction.save([contact])
    transaction.queue([message], Delivery.QUEUED)
    return True
