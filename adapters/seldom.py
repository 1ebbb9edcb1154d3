"""Not more often than now and then."""

import time
from collections.abc import Callable, Hashable

KNOWN_AT_MOST = 10_000


class Seldom:
    """Whether something may happen again, for each key by itself. Each process counts alone."""

    def __init__(self, every: float, now: Callable[[], float] = time.monotonic) -> None:
        """`every`: in seconds."""
        self._every = every
        self._now = now
        self._again_at: dict[Hashable, float] = {}

    def may(self, key: Hashable) -> bool:
        now = self._now()
        if now < self._again_at.get(key, now):
            return False
        if len(self._again_at) >= KNOWN_AT_MOST:
            self._again_at = {one: at for one, at in self._again_at.items() if at > now}
        if len(self._again_at) >= KNOWN_AT_MOST:
            return False
        self._again_at[key] = now + self._every
        return True
