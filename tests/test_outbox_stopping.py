"""Delivery when a process stops, is slow, or cannot write down what it did."""

import asyncio
import sqlite3
import threading
from collections.abc import Sequence

import pytest

from bot.messages import Failure, SendFailed, Urgency
from bot.outbox import HELD_AT_MOST
from bot.ports import Delivery, Transaction
from tests.contracts.conftest import (
    World,
    on_sqlite,
    postgresql_template,
    sqlite_template,
    world,
)
from tests.parts import FakeChannel
from tests.post import HandTime, Post
from tests.postgres import postgres

__all__ = ["on_sqlite", "postgres", "postgresql_template", "sqlite_template", "world"]

pytestmark = pytest.mark.anyio
A, B = "100", "200"


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def post(world: World, channel: FakeChannel) -> Post:
    return Post(world, channel)


async def end(post: Post) -> None:
    await post.outbox.close(20.0)
    post.database.close()


async def test_a_stop_lets_the_message_under_way_arrive_and_gives_back_the_rest(
    world: World, post: Post
) -> None:
    post.channel.gate.clear()
    post.say(A, "one", "two", "three")
    await post.channel.has_tried(1)
    ending = asyncio.create_task(end(post))
    await asyncio.wait(post.outbox.sending(), timeout=0)
    post.channel.gate.set()
    await ending

    assert post.texts == ["one"]
    assert post.statuses() == {"one": "sent", "two": "queued", "three": "queued"}
    heir = Post(world, FakeChannel())
    while await heir.sweep():
        pass
    assert heir.texts == ["two", "three"]


async def test_a_stop_does_not_wait_for_a_provider_for_ever(world: World, post: Post) -> None:
    post.channel.gate.clear()
    post.say(A, "one", "two")
    await post.channel.has_tried(1)

    await post.outbox.close(0.0)
    post.database.close()

    assert post.statuses() == {"one": "sending", "two": "queued"}  # nobody knows of the first
    assert post.outbox.sending() == []


async def test_a_stop_does_not_wait_for_the_pace(world: World) -> None:
    channel = FakeChannel(per_second=1.0)
    post = Post(world, channel)
    for number in range(5):
        post.say(str(number), f"to {number}")
    await channel.has_sent(1)

    await end(post)

    assert sorted(post.statuses().values()) == ["queued"] * 4 + ["sent"]
    assert {row.attempts for row in world.rows("SELECT attempts FROM outbox")} == {0, 1}


async def test_a_turn_that_ends_during_the_stop_is_given_back(world: World, post: Post) -> None:
    await post.outbox.close(0.0)
    post.say(A, "late")
    await post.written()

    heir = Post(world, FakeChannel())
    await heir.sweep()
    assert heir.texts == ["late"]


async def test_what_was_just_claimed_is_given_back(world: World, post: Post) -> None:
    """The sweep is stopped between the claim's commit and its answer."""
    post.commit(A, "hello", status=Delivery.QUEUED, urgency=Urgency.ADVISER)
    free = threading.Event()

    def busy(_transaction: Transaction, items: Sequence[None]) -> Sequence[None]:
        free.wait(20)
        return items

    post.database.writer.submit(busy, None)
    sweeping = asyncio.create_task(post.outbox.sweep())
    await asyncio.wait([sweeping], timeout=0)
    sweeping.cancel()
    await asyncio.gather(sweeping, return_exceptions=True)
    free.set()
    await end(post)

    assert post.statuses() == {"hello": "queued"}


async def test_an_outcome_that_could_not_be_written_is_written_later(
    on_sqlite: World, channel: FakeChannel
) -> None:
    post = Post(on_sqlite, channel)
    channel.gate.clear()
    post.say(A, "hello")
    await channel.has_tried(1)
    other = sqlite3.connect(on_sqlite.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    channel.gate.set()
    await asyncio.wait(post.outbox.sending())
    assert await post.outbox.sweep() == 0  # comes after the outcome, and meets the lock as it did
    assert post.statuses() == {"hello": "sending"}
    other.execute("ROLLBACK")
    other.close()

    on_sqlite.clock.go_on(seconds=61)  # the lease is over: would it be sent again?
    await post.sweep()

    assert post.texts == ["hello"]
    assert post.statuses() == {"hello": "sent"}


async def test_what_is_still_held_after_its_lease_is_not_sent_twice(
    world: World, post: Post
) -> None:
    post.channel.gate.clear()
    post.say(A, "hello")
    await post.channel.has_tried(1)
    world.clock.go_on(seconds=61)
    assert await post.outbox.sweep() == 1

    post.channel.gate.set()
    await post.settle()

    assert post.texts == ["hello"]
    assert post.statuses() == {"hello": "sent"}


async def test_no_more_is_held_than_can_be_sent_within_a_lease(world: World, post: Post) -> None:
    post.channel.gate.clear()
    people = HELD_AT_MOST + 40
    for number in range(people):
        post.say(str(number), f"to {number}")
    assert post.outbox.waiting == HELD_AT_MOST
    post.say("urgent", "999", urgency=Urgency.SAFETY)
    assert post.outbox.waiting == HELD_AT_MOST + 1

    post.channel.gate.set()
    await post.settle()
    world.clock.go_on(seconds=6)
    while await post.sweep():
        pass

    assert len(post.texts) == len(set(post.texts)) == people + 1


async def test_a_slow_channel_holds_little(world: World) -> None:
    channel = FakeChannel(per_second=0.5)
    post = Post(world, channel)
    for number in range(20):
        post.say(str(number), f"to {number}")

    assert post.outbox.waiting == 10
    await end(post)


async def test_the_pace_holds_for_all_but_safety(world: World) -> None:
    time, channel = HandTime(), FakeChannel(per_second=2.0)
    post = Post(world, channel, time=time)
    for number in range(4):
        post.say(str(number), f"to {number}")
    await channel.has_sent(2)
    assert len(post.outbox.sending()) == 2

    post.say("2", "999", urgency=Urgency.SAFETY)  # who also waits for the pace
    await channel.has_sent(3)
    assert post.texts[-1] == "999"
    time.go_on(1.0)
    await channel.has_sent(4)
    time.go_on(1.0)
    await post.settle()

    assert sorted(post.texts) == ["999", "to 0", "to 1", "to 2", "to 3"]


async def test_running_catches_up_before_it_rests(world: World, post: Post) -> None:
    post.channel.failures.append(SendFailed(Failure.CONNECTION))
    post.say(A, "one", "two", "three")
    await post.settle()
    world.clock.go_on(seconds=3)
    rested = asyncio.Event()

    async def rest(_seconds: float) -> None:
        rested.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(post.outbox.run(5.0, rest))
    async with asyncio.timeout(20):
        await rested.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert post.texts == ["one", "two", "three"]


async def test_what_a_dead_process_held_is_sent_after_its_lease(world: World, post: Post) -> None:
    post.commit(A, "hello", "again")  # and the process dies
    heir = Post(world, FakeChannel())
    world.clock.go_on(seconds=59)
    assert await heir.sweep() == 0
    world.clock.go_on(seconds=2)
    while await heir.sweep():
        pass

    assert heir.texts == ["hello", "again"]


async def test_what_is_for_no_channel_of_ours_is_left_in_peace(world: World, post: Post) -> None:
    post.commit(A, "hello", status=Delivery.QUEUED, channel="pigeon")
    assert await post.sweep() == 1
    assert await post.sweep() == 0

    world.clock.go_on(minutes=11)

    assert await post.sweep() == 1
    assert post.statuses() == {"hello": "queued"}
