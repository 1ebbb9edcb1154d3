"""A broadcast, and where it stands with those it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.reminders.model import Consent

TITLE_AT_MOST = 80
TEXT_AT_MOST = 700
"""Characters: with the words around it, it fits every channel in one message."""
GOES_FOR = timedelta(days=3)
"""After that it is no news: who could not be told until then is left out."""


class Status(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"  # a second person has agreed
    PREPARING = "preparing"  # whom it goes to is being written down
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


GOING = frozenset({Status.PREPARING, Status.RUNNING})
"""One broadcast at a time is in these."""
OVER = frozenset({Status.DONE, Status.CANCELLED})


class Fate(StrEnum):
    """What became of it for one contact."""

    WAITING = "waiting"
    TOLD = "told"  # it is in the outbox
    ASKED = "asked"  # a template asked her to write first
    NOT_WANTED = "not_wanted"  # she took her consent back, stopped, or keeps her phone silent
    NO_TEMPLATE = "no_template"  # her channel takes a template alone, and none is approved
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`title` is for the console. `texts` by language; the one in `base` is always there, for whom
    there is none in hers. Empty `languages` or `channels`: all. `prepared_to`: the last
    conversation of which it was looked whether it goes there."""

    id: int
    at: datetime
    title: str
    consent: Consent
    base: str
    texts: Mapping[str, str]
    created_by: int
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    status: Status = Status.DRAFT
    approved_by: int | None = None
    approved_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    prepared_to: int | None = None
    fed_at: datetime | None = None

    def text(self, language: str) -> str:
        return self.texts.get(language) or self.texts[self.base]

    @property
    def until(self) -> datetime:
        return (self.started_at or self.at) + GOES_FOR


class Tally(NamedTuple):
    """So many contacts of this channel and language."""

    channel: str
    language: str
    number: int


class Progress(NamedTuple):
    """So many targets of this channel and fate; `failed` of them did not arrive."""

    channel: str
    fate: Fate
    number: int
    failed: int
