"""How fast a channel takes messages: a token bucket that may hold one second's worth."""

import asyncio
from collections.abc import Awaitable, Callable


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


class Pace:
    """`per_second` messages a second, 0: no limit. Short bursts up to one second's worth pass at
    once. `now` in seconds, never backwards."""

    def __init__(
        self,
        per_second: float,
        now: Callable[[], float] = _loop_time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._per_second = per_second
        self._now = now
        self._sleep = sleep
        self._free_at = float("-inf")

    async def wait(self) -> None:
        """Return when one more message may go; callers leave in the order they came."""
        if not self._per_second:
            return
        now = self._now()
        self._free_at = max(self._free_at, now - 1.0) + 1.0 / self._per_second
        if self._free_at > now:
            await self._sleep(self._free_at - now)
