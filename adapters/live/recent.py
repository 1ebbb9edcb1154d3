"""What many want at the same time is read once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.errors import StoreUnavailable
from bot.ports import Clock

Key = TypeVar("Key")
Value = TypeVar("Value")

LASTS = timedelta(seconds=1)
KEPT_AT_MOST = 1000


class Recent(Generic[Key, Value]):
    """A second old at most, but while the store cannot be reached: then as it was last seen.
    Blocks. Errors raised: StoreUnavailable, for what was never seen."""

    def __init__(self, read: Callable[[Key], Value], clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._kept: dict[Key, tuple[Value, datetime]] = {}

    def __call__(self, key: Key) -> Value:
        now, kept = self._clock(), self._kept.get(key)
        if kept is not None and abs(now - kept[1]) < LASTS:
            return kept[0]
        try:
            found = self._read(key)
        except StoreUnavailable:
            if kept is None:
                raise
            return kept[0]
        if len(self._kept) >= KEPT_AT_MOST:
            self._kept.clear()
        self._kept[key] = found, now
        return found
