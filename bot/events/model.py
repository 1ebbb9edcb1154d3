"""An event, and who has registered for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.places.model import Coordinates

CELL = 0.02
"""Degrees: about two kilometres."""


class EventStatus(StrEnum):
    DRAFT = "draft"  # an editor works on it
    PUBLISHED = "published"
    CANCELLED = "cancelled"  # those who registered are told
    WITHDRAWN = "withdrawn"  # gone from the feed it came from, or taken back


class AddressFor(StrEnum):
    """Who is shown the address. Events for women draw those who would harm them."""

    ALL = "all"
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class EventText:
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """`starts_at`, `ends_at` in UTC; `zone` is the IANA name by whose clocks it goes. `texts` by
    language, at least one; the first is the one it was written in. `town` is shown to all,
    `address` as `address_for` says. `at` is None when nobody knows where that is. `link`: where an
    event online takes place, shown as the address is. `step_free`, `childcare`: None when nobody
    said. `cost`: "" when nobody named one. `capacity`: None is no limit. `feed`, `uid`: where it
    came from, and what it is called there; "" when it was entered here. `version` goes up with
    every change.
    """

    id: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    texts: Mapping[str, EventText]
    organiser: str = ""
    host: str = ""
    town: str = ""
    address: str = ""
    address_for: AddressFor = AddressFor.REGISTERED
    at: Coordinates | None = None
    is_online: bool = False
    link: str = ""
    languages: tuple[str, ...] = ()
    audience: str = ""
    step_free: bool | None = None
    childcare: bool | None = None
    cost: str = ""
    capacity: int | None = None
    status: EventStatus = EventStatus.DRAFT
    feed: str = ""
    uid: str = ""
    version: int = 1

    @property
    def is_shown(self) -> bool:
        return self.status is EventStatus.PUBLISHED

    @property
    def is_free(self) -> bool:
        """Whoever enters it here is asked for the price; another calendar may leave it out."""
        return not (self.cost or self.feed)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def found_at(self) -> Coordinates | None:
        """Where it is looked for. Distances from enough places tell a place to a few steps: where
        not everybody is told the address, this is the middle of a neighbourhood."""
        if self.at is None or self.address_for is AddressFor.ALL:
            return self.at
        return Coordinates(*(round(degrees / CELL) * CELL for degrees in self.at))

    @property
    def known(self) -> "Known":
        where = (self.town, self.address, self.link, "online" if self.is_online else "")
        return Known(self.status, self.starts_at, where)

    def text(self, language: str) -> tuple[str, EventText]:
        """In this language, else in the one it was written in; and which it is."""
        code = language if language in self.texts else next(iter(self.texts))
        return code, self.texts[code]


class Known(NamedTuple):
    """What those who registered must be told of when it changes."""

    status: EventStatus
    starts_at: datetime
    where: tuple[str, ...]


class Stirred(NamedTuple):
    """An event that was saved, and what was known of it before; None when nothing was."""

    event: Event
    before: Known | None


class Standing(StrEnum):
    """Where a registration stands."""

    SEAT = "seat"
    WAITING = "waiting"  # the event is full: next when somebody cancels


@dataclass(frozen=True, slots=True)
class Registration:
    """`name`: a first name, or "". `at`: when she registered; who waits longest comes first."""

    event_id: int
    conversation_id: int
    standing: Standing
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """She wants to hear when there is something near: `district` is all that is kept of where she
    is, with her consent. "" means online events."""

    conversation_id: int
    district: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HostRequest:
    """Somebody would host an event in her community; for an editor to look at. `text` is what she
    wrote about it, `town` where."""

    id: int
    conversation_id: int
    town: str
    text: str
    at: datetime
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """Another calendar. `state`: "" when the last look went well, else one sentence about what was
    wrong; the events are then those of the last good one."""

    id: int
    url: str
    name: str
    zone: str
    etag: str = ""
    state: str = ""
    looked_at: datetime | None = None
    good_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One occurrence of an event as another calendar or a CSV file has it, to be made an `Event`.

    `uid` is the same at every import (with the start of the occurrence for one that recurs).
    `fields` are the columns that were given (`adapters/calendars`), so that what a file does not
    say stays as an editor has written it.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    about: str = ""
    organiser: str = ""
    host: str = ""
    town: str = ""
    address: str = ""
    address_for: AddressFor | None = None
    at: Coordinates | None = None
    is_online: bool = False
    link: str = ""
    languages: tuple[str, ...] = ()
    audience: str = ""
    step_free: bool | None = None
    childcare: bool | None = None
    cost: str = ""
    capacity: int | None = None
    language: str = "en"
    is_cancelled: bool = False
