"""How many messages a group takes: Telegram lets a bot write 20 a minute into one."""

from collections import deque
from collections.abc import Callable

MINUTE = 60.0
A_MINUTE = 20
KEPT_FREE = 5
"""For danger, claims and answers, which do not wait for the talk of other cases."""


class GroupPace:
    """`now` in seconds, never backwards."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._sent: deque[float] = deque(maxlen=A_MINUTE)
        self._held_until = float("-inf")

    def delay(self, *, urgent: bool) -> float:
        """Seconds until one more may go."""
        now = self._now()
        room = A_MINUTE if urgent else A_MINUTE - KEPT_FREE
        recent = [at for at in self._sent if at > now - MINUTE]
        free_at = recent[-room] + MINUTE if len(recent) >= room else now
        return max(0.0, free_at - now, self._held_until - now)

    def note(self) -> None:
        self._sent.append(self._now())

    def hold(self, seconds: float) -> None:
        """Telegram has said how long to wait."""
        self._held_until = max(self._held_until, self._now() + seconds)
