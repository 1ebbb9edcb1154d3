"""How long to wait before trying again."""

from dataclasses import dataclass

from adapters.telegram.transport import CallFailed
from bot.errors import StoreUnavailable

Setback = CallFailed | StoreUnavailable


@dataclass(slots=True)
class Patience:
    """Seconds between tries: from `shortest` doubling to `longest`, or exactly as Telegram says."""

    shortest: float = 1.0
    longest: float = 60.0
    _tries: int = 0

    def after(self, setback: Setback) -> float:
        wait = min(self.longest, self.shortest * 2.0 ** min(self._tries, 16))
        self._tries += 1
        told = setback.retry_after if isinstance(setback, CallFailed) else 0.0
        return told or wait

    def reset(self) -> None:
        self._tries = 0


def name_of(setback: Setback) -> str:
    """What went wrong, for a log: a word, never a text from outside."""
    return setback.failure if isinstance(setback, CallFailed) else type(setback).__name__
