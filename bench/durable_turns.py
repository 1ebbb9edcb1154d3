"""Durable turns a second: 64 people wait, each for the commit that holds her turn.

Against the same rows written by hand: on SQLite with the `sqlite3` module, in bulk, in the same
batches and settings; on PostgreSQL by pgbench, one turn a commit, 16 clients, fsync on. Runs
alternate; figures are medians. What is compared is the store; beside it stand turns with the whole
guide on top.
"""

import asyncio
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from adapters.database import Database, Keys, new_key, open_database, upgrade
from bench.by_hand import ByHand, Pgbench
from bench.cast import CONTACTS, SAYS, TURNS, WAITING, contact
from bot.conversations import Conversations
from bot.engine.loading import load_catalogue
from bot.engine.turn import Engine
from bot.flows import build_flows
from bot.messages import Inbound, Say
from bot.ports import Conversation, Delivery, Handled, Outgoing, Transaction
from tests.postgres import Postgres

RUNS = 5
TIMES_ALONE = 100
WORDS = ("menu", "I am worried about my son", "back", "who can I call", "help")

Batch = Callable[[Transaction, Sequence[Inbound]], Sequence[object]]


def _now() -> datetime:
    return datetime.now(UTC)


def turn(transaction: Transaction, inbounds: Sequence[Inbound]) -> list[tuple[Outgoing, ...]]:
    """The rows of a turn with two replies, without the guide's thinking."""
    fresh = transaction.fresh(inbounds)
    loaded = transaction.conversations(inbounds)
    handled, answers = [], []
    for is_fresh, one in zip(fresh, inbounds, strict=True):
        contact = loaded[one.urn]
        replies = tuple(_reply(contact, say) for say in SAYS) if is_fresh else ()
        handled += [Handled(one, contact.id, replies[0].seq, replies[-1].seq)] if is_fresh else []
        answers.append(replies)
    transaction.save(list(loaded.values()))
    transaction.remember(handled)
    transaction.queue([reply for replies in answers for reply in replies], Delivery.SENDING)
    return answers


def _reply(contact: Conversation, say: Say) -> Outgoing:
    seq = contact.next_seq
    contact.next_seq += 1
    return Outgoing(
        contact.id,
        seq,
        contact.channel,
        contact.address,
        contact.epoch,
        contact.language,
        say,
        _now(),
    )


@dataclass
class Engines:
    """What one engine did: turns a second (ours, with the guide, by hand), milliseconds (one
    alone)."""

    store: list[float] = field(default_factory=list)
    guide: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    commit: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        medians = {name: statistics.median(values) for name, values in vars(self).items()}
        return {
            **medians,
            "store_to_by_hand": medians["store"] / medians["by_hand"],
            "guide_to_by_hand": medians["guide"] / medians["by_hand"],
            "alone_beyond_commit": medians["alone"] - medians["commit"],
        }


def _message(text: str = "hello") -> Inbound:
    number = str(1 + secrets.randbelow(CONTACTS))
    return Inbound("telegram", number, secrets.token_hex(8), text=text)


async def together(database: Database, batch: Batch) -> float:
    """Turns a second through the writer, `WAITING` at a time."""

    async def person(messages: Sequence[Inbound]) -> None:
        for message in messages:
            await database.writer.submit_async(batch, message)

    share = TURNS // WAITING
    shares = [[_message(WORDS[n % len(WORDS)]) for n in range(share)] for _ in range(WAITING)]
    began = time.perf_counter()
    await asyncio.gather(*(person(messages) for messages in shares))
    return TURNS / (time.perf_counter() - began)


async def alone(database: Database) -> float:
    """Median milliseconds from handing in one message to its commit, nobody else waiting."""
    taken = []
    for _ in range(TIMES_ALONE):
        began = time.perf_counter()
        await database.writer.submit_async(turn, _message())
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def prepared(url: str, keys: Keys) -> Database:
    """A database in which every contact has written before."""

    def add(transaction: Transaction, contacts: Sequence[Conversation]) -> Sequence[Conversation]:
        transaction.save(contacts)
        return contacts

    upgrade(url)
    database = open_database(url, keys, _now)
    futures = [database.writer.submit(add, contact(one)) for one in range(1, CONTACTS + 1)]
    for future in futures:
        future.result()
    return database


def guide() -> Batch:
    """Whole turns, as in the product."""
    catalogue = load_catalogue()
    engine = Engine(build_flows(tuple(catalogue.languages)), catalogue)
    sending = {"telegram": Delivery.SENDING}
    return Conversations(engine, catalogue, _now, sending).receive_all


def compare(ours: Database, other: ByHand | Pgbench, whole_turn: Batch) -> dict[str, float]:
    """All runs on one engine, in turn, so that a busy machine is busy for all of them."""
    done = Engines()
    for _ in range(RUNS):
        done.by_hand.append(other.run())
        done.store.append(asyncio.run(together(ours, turn)))
        done.guide.append(asyncio.run(together(ours, whole_turn)))
        done.commit.append(statistics.median(other.commit_one() for _ in range(TIMES_ALONE)))
        done.alone.append(asyncio.run(alone(ours)))
    return done.figures()


def on_sqlite(whole_turn: Batch) -> dict[str, float]:
    keys = Keys.parse(new_key())
    with tempfile.TemporaryDirectory() as folder:
        prepared(f"sqlite:///{folder}/by_hand.db", keys).close()
        with (
            prepared(f"sqlite:///{folder}/ours.db", keys) as ours,
            ByHand(Path(folder) / "by_hand.db", keys) as other,
        ):
            return compare(ours, other, whole_turn)


def on_postgresql(whole_turn: Batch) -> dict[str, float]:
    keys = Keys.parse(new_key())
    server = Postgres(durable=True)
    try:
        prepared(server.create("by_hand"), keys).close()
        with (
            prepared(server.create("ours"), keys) as ours,
            Pgbench(server, "by_hand") as other,
        ):
            return compare(ours, other, whole_turn)
    finally:
        server.close()


ROWS = (
    ("by_hand", "by hand (SQLite: sqlite3 in bulk; PostgreSQL: pgbench, 16 clients), turns/s", 0),
    ("store", "the store, 64 waiting, turns/s", 0),
    ("guide", "the whole guide, 64 waiting, turns/s", 0),
    ("store_to_by_hand", "store / by hand", 2),
    ("guide_to_by_hand", "guide / by hand", 2),
    ("commit", "the disk's own commit, ms", 2),
    ("alone", "one message alone, ms", 2),
    ("alone_beyond_commit", "one message alone, beyond the commit, ms", 2),
)


def main() -> dict[str, dict[str, float]]:
    """Print the table; the figures by engine."""
    whole_turn = guide()
    figures = {"SQLite": on_sqlite(whole_turn), "PostgreSQL": on_postgresql(whole_turn)}
    print(f"{'durable turns':75}{'SQLite':>12}{'PostgreSQL':>12}")
    for name, label, digits in ROWS:
        cells = "".join(f"{of[name]:12,.{digits}f}" for of in figures.values())
        print(f"{label:75}{cells}")
    return figures


if __name__ == "__main__":
    main()
