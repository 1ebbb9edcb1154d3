"""A channel's pace: a second's worth at once, then one after the other."""

import asyncio

import pytest

from bot.pace import Pace
from tests.post import HandTime

pytestmark = pytest.mark.anyio


async def passed(time: HandTime, waiting: list["asyncio.Task[None]"]) -> int:
    """How many have been let through by now."""
    await asyncio.wait(waiting, timeout=0)
    await asyncio.wait(waiting, timeout=0)
    return sum(task.done() for task in waiting)


def wait_for(pace: Pace, times: int) -> list["asyncio.Task[None]"]:
    return [asyncio.create_task(pace.wait()) for _ in range(times)]


async def test_a_second_s_worth_passes_at_once_and_the_rest_evenly() -> None:
    time = HandTime()
    waiting = wait_for(Pace(4.0, time, time.sleep), 10)

    assert await passed(time, waiting) == 4
    for expected in (5, 6, 7, 8):
        time.go_on(0.25)
        assert await passed(time, waiting) == expected
    assert [task.done() for task in waiting] == [True] * 8 + [False] * 2
    time.go_on(1.0)
    assert await passed(time, waiting) == 10


async def test_a_long_rest_is_worth_no_more_than_a_second() -> None:
    time = HandTime()
    pace = Pace(2.0, time, time.sleep)
    await asyncio.gather(*wait_for(pace, 2))
    time.go_on(3600.0)

    waiting = wait_for(pace, 5)

    assert await passed(time, waiting) == 2
    time.go_on(2.0)
    await asyncio.gather(*waiting)


async def test_without_a_limit_nobody_waits() -> None:
    time = HandTime()
    waiting = wait_for(Pace(0.0, time, time.sleep), 1000)

    assert await passed(time, waiting) == 1000
