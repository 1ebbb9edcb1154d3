"""What should happen, as values. The engine returns them; `bot.conversations` carries them out."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from bot.messages import Say

WAIT_FOR_ME, NOT_LATER = "wait_for_me", "not_later"
"""Among the consents of a case, those that hold advisers back: nothing goes to her before she has
written again; nothing once her last word is some hours old."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Open a case in `queue`; she agreed to `consents`."""

    queue: str
    consents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddToCase:
    """What she wrote belongs to her open case: an adviser reads it."""

    text: str


class Patience(StrEnum):
    WAIT = "wait"  # she goes on waiting here
    LATER = "later"  # she goes her way, and is written to when somebody is free


@dataclass(frozen=True, slots=True)
class KeepWaiting:
    """Her case goes on waiting, as she chose."""

    patience: Patience


@dataclass(frozen=True, slots=True)
class EndTalk:
    """She ends the talk with an adviser, or waits for none any more: her case is closed."""


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


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that concerns more than this conversation: an event, a panel, a course. `what` is
    one of `bot.deeds.DEEDS`, `about` ids, `text` what she wrote for it."""

    what: str
    about: tuple[str, ...] = ()
    text: str = field(default="", repr=False)


Effect: TypeAlias = (
    Say | OpenCase | AddToCase | KeepWaiting | EndTalk | SetLanguage | Stop | Erase | Count | Deed
)
