"""Delivery: in order for each contact, each failure by its class, nobody held up by another."""

from datetime import timedelta

import pytest

from bot.messages import Failure, Part, SendFailed, Urgency
from bot.ports import Delivery, Outgoing
from bot.retrying import LONGEST_RETRY_SECONDS, back_off
from tests.contracts.conftest import World, postgresql_template, sqlite_template, world
from tests.parts import FakeChannel, plain
from tests.post import Post
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]

pytestmark = pytest.mark.anyio
A, B = "100", "200"
AWAY = SendFailed(Failure.CONNECTION)


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def post(world: World, channel: FakeChannel) -> Post:
    return Post(world, channel)


async def test_a_turn_goes_out_in_order(post: Post) -> None:
    post.say(A, "one", "two", "three")
    post.say(A, "four")
    await post.settle()

    assert post.texts == ["one", "two", "three", "four"]
    assert set(post.statuses().values()) == {"sent"}
    assert post.observed == [(Delivery.SENT, None)] * 4


async def test_one_contact_does_not_wait_for_another(post: Post) -> None:
    post.channel.gate.clear()
    post.say(A, "for A")
    await post.channel.has_tried(1)
    post.say(B, "for B")
    await post.channel.has_tried(2)

    post.channel.gate.set()
    await post.settle()

    assert sorted(post.texts) == ["for A", "for B"]


async def test_a_retry_survives_a_restart(world: World, post: Post) -> None:
    post.channel.failures.append(AWAY)
    post.say(A, "hello")
    await post.settle()
    assert post.statuses() == {"hello": "queued"}
    assert post.observed == [(Delivery.QUEUED, Failure.CONNECTION)]

    restarted = Post(world, FakeChannel())
    assert await restarted.sweep() == 0
    world.clock.go_on(seconds=2.5)
    assert await restarted.sweep() == 1

    assert restarted.texts == ["hello"]
    assert post.statuses() == {"hello": "sent"}


def test_patience_grows_to_half_an_hour() -> None:
    for attempts, seconds in [(0, 2), (1, 4), (5, 64), (12, 1800), (5000, 1800)]:
        assert seconds <= back_off(attempts) <= seconds * 1.2
    assert LONGEST_RETRY_SECONDS == 1800


async def test_patience_ends_after_about_a_day(world: World, post: Post) -> None:
    post.channel.fails_for[A] = AWAY
    began = world.clock()
    post.say(A, "hello")
    await post.settle()
    while post.statuses() == {"hello": "queued"}:
        world.clock.go_on(seconds=LONGEST_RETRY_SECONDS * 1.2)
        await post.sweep()

    assert post.statuses() == {"hello": "failed"}
    assert timedelta(hours=20) < world.clock() - began < timedelta(hours=40)


async def test_a_provider_that_says_wait_is_obeyed_exactly(world: World, post: Post) -> None:
    post.channel.failures.append(SendFailed(Failure.THROTTLED, retry_after=30.0))
    post.say(A, "for A")
    await post.settle()
    post.say(B, "for B")
    await post.settle()
    assert post.texts == ["for B"]

    world.clock.go_on(seconds=29.999)
    assert await post.sweep() == 0
    post.say(A, "and this")
    assert await post.sweep() == 0
    world.clock.go_on(seconds=0.001)
    while await post.sweep():
        pass

    assert post.texts == ["for B", "for A", "and this"]


async def test_a_new_turn_waits_behind_a_retry(world: World, post: Post) -> None:
    post.channel.failures.append(AWAY)
    post.say(A, "first", "second")
    await post.settle()
    post.say(A, "third")
    await post.settle()
    assert post.texts == []

    world.clock.go_on(seconds=2.5)
    await post.sweep()
    assert post.texts == ["first"]
    post.say(A, "fourth")  # "second" and "third" are still in the database
    await post.settle()
    while await post.sweep():
        pass

    assert post.texts == ["first", "second", "third", "fourth"]


async def test_once_all_is_caught_up_new_turns_go_straight_out(world: World, post: Post) -> None:
    post.channel.failures.append(AWAY)
    post.say(A, "first")
    await post.settle()
    world.clock.go_on(seconds=2.5)
    await post.sweep()

    post.say(A, "second")
    await post.settle()

    assert post.texts == ["first", "second"]


async def test_what_another_process_sent_is_not_waited_for_for_ever(
    world: World, post: Post
) -> None:
    post.channel.failures.append(AWAY)
    post.say(A, "first")
    await post.settle()
    other = Post(world, FakeChannel())
    world.clock.go_on(seconds=2.5)
    await other.sweep()
    assert other.texts == ["first"]

    world.clock.go_on(seconds=61)
    post.say(A, "second")
    await post.settle()

    assert post.texts == ["second"]


async def test_when_she_writes_again_our_own_patience_ends(world: World, post: Post) -> None:
    post.channel.failures.extend([AWAY] * 5)
    post.say(A, "first")
    await post.settle()
    for _ in range(4):
        world.clock.go_on(seconds=20)
        await post.sweep()
    assert post.texts == []

    post.say(A, "second")
    assert await post.sweep() == 1
    assert await post.sweep() == 1

    assert post.texts == ["first", "second"]


async def test_safety_passes_whatever_waits(post: Post) -> None:
    post.channel.failures.append(SendFailed(Failure.THROTTLED, retry_after=600.0))
    post.say(A, "menu", "more")
    await post.settle()

    post.say(A, "999", "what is it?", urgency=Urgency.SAFETY)
    await post.settle()

    assert post.texts == ["999", "what is it?"]


@pytest.mark.parametrize(
    ("urgency", "status", "times"),
    [
        (Urgency.SAFETY, "sent", 2),
        (Urgency.STATUS, "sent", 2),
        (Urgency.PROMPT, "sent", 2),
        (Urgency.ADVISER, "ambiguous", 1),
    ],
)
async def test_an_unknown_outcome_is_tried_again_but_for_an_advisers_words(
    world: World, post: Post, urgency: Urgency, status: str, times: int
) -> None:
    post.channel.failures.append(SendFailed(Failure.OUTCOME_UNKNOWN))
    post.say(A, "hello", urgency=urgency)
    await post.settle()
    world.clock.go_on(hours=1)
    await post.sweep()

    assert post.statuses() == {"hello": status}
    assert len(post.channel.tried) == times


@pytest.mark.parametrize(
    "failure", [Failure.CONTACT_GONE, Failure.WINDOW_SHUT, Failure.REFUSED], ids=str
)
async def test_what_cannot_succeed_is_not_tried_again(
    world: World, post: Post, failure: Failure
) -> None:
    post.channel.failures.append(SendFailed(failure))
    post.say(A, "first", "second")
    await post.settle()
    world.clock.go_on(days=2)
    await post.sweep()

    assert post.texts == ["second"]
    assert post.statuses() == {"first": "failed", "second": "sent"}


async def test_what_was_said_before_a_stop_does_not_go_out_after_it(post: Post) -> None:
    post.channel.gate.clear()
    post.say(A, "on its way", "old")
    await post.channel.has_tried(1)
    post.say(A, "999", urgency=Urgency.SAFETY)
    post.outbox.dispatch(post.commit(A, "goodbye", is_stop=True))
    post.channel.gate.set()
    await post.settle()

    assert sorted(post.texts) == sorted(["on its way", "999", "goodbye"])
    assert post.statuses()["old"] == "failed"


async def test_a_retry_from_before_a_stop_is_dropped(world: World, post: Post) -> None:
    post.channel.failures.append(AWAY)
    post.say(A, "old")
    await post.settle()
    post.outbox.dispatch(post.commit(A, "goodbye", is_stop=True))
    world.clock.go_on(minutes=5)
    while await post.sweep():
        pass

    assert post.texts == ["goodbye"]


@pytest.mark.parametrize("fault", [KeyError("signs.gone"), ZeroDivisionError()], ids=repr)
async def test_a_message_without_words_does_not_hold_up_the_next(
    world: World, channel: FakeChannel, fault: Exception
) -> None:
    def shape(message: Outgoing) -> list[Part]:
        if message.say.key == "gone":
            raise fault
        return plain(message)

    post = Post(world, channel, shape)
    post.say(A, "gone", "here")
    await post.settle()

    assert post.texts == ["here"]
    assert post.statuses() == {"gone": "failed", "here": "sent"}


async def test_a_long_text_goes_on_where_it_stopped(world: World, channel: FakeChannel) -> None:
    def shape(message: Outgoing) -> list[Part]:
        return [Part(f"{message.say.key} {number}", "en", "ltr") for number in (1, 2, 3)]

    channel.failures.extend([None, AWAY])
    post = Post(world, channel, shape)
    post.say(A, "part")
    await post.settle()
    world.clock.go_on(seconds=3)
    await post.sweep()

    assert post.texts == ["part 1", "part 2", "part 3"]
    assert post.statuses() == {"part": "sent"}
