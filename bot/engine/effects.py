"""What should happen, as values. The engine returns them; `bot.conversations` carries them out."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.messages import Say


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Open a case in `queue`; she agreed to `consents`."""

    queue: str
    consents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Send nothing more until she writes again; an open case is withdrawn."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Remove everything kept about this conversation, once the replies of this turn are out."""


@dataclass(frozen=True, slots=True)
class Count:
    """Add one to an anonymous counter: a number by week, and nothing about who."""

    what: str


Effect: TypeAlias = Say | OpenCase | SetLanguage | Stop | Erase | Count
