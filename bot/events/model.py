"""An event, and who has registered for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.places.model import Coordinates


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
    said. `cost`: "" is free. `capacity`: None is no limit. `feed`, `uid`: where it came from, and
    what it is called there; "" when it was entered here. `version` goes up with every change.
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
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    def text(self, language: str) -> tuple[str, EventText]:
        """In this language, else in the one it was written in; and which it is."""
        code = language if language in self.texts else next(iter(self.texts))
        return code, self.texts[code]


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
