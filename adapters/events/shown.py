"""An event as the public may see it: in words, and never an address that is not for all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location

from adapters.languages import Language
from bot.events.distances import UNITS, WORDS, in_units
from bot.events.listed import listed, read_listed
from bot.events.model import AddressFor, Event, EventStatus
from bot.events.nearby import Near

WEB = re.compile(r"https?://", re.IGNORECASE)
PUBLIC = frozenset({EventStatus.PUBLISHED, EventStatus.CANCELLED})
TO = "\u2060–\u2060"
"""Between two times, which stay on one line."""
RTL = frozenset({"ar", "ur", "fa", "ps", "he", "ku"})

Words = Mapping[str, str]


class Text(NamedTuple):
    """`language`, `direction`: what it is written in, which may differ from the page's."""

    title: str
    about: str
    language: str
    direction: str


class Line(NamedTuple):
    """One event of a list. `at` is for machines."""

    path: str
    text: Text
    at: str
    when: str
    where: str
    far: str
    notes: tuple[str, ...]
    is_online: bool


def is_public(event: Event | None) -> bool:
    """What is called off is shown as that; a draft, or what was taken back, is not there."""
    return event is not None and event.status in PUBLIC


def path_of(event: Event) -> str:
    return f"/events/{event.id}"


def address_of(event: Event) -> str:
    """For everybody: "" where only those who registered are told."""
    return event.address if event.address_for is AddressFor.ALL else ""


def link_of(event: Event) -> str:
    """The same of where an event online takes place. Nothing but an address of the web."""
    is_open = event.address_for is AddressFor.ALL and WEB.match(event.link)
    return event.link if is_open else ""


def tells_later(event: Event) -> bool:
    """Whether there is a place to be told to those who register."""
    place = event.link if event.is_online else event.address
    return bool(place) and event.address_for is not AddressFor.ALL


class Shown:
    """In the words of one page, at one moment."""

    def __init__(self, words: Words, language: Language, now: datetime) -> None:
        self._words = words
        self._language = language
        self._locale = Locale.parse(language.code, sep="-")
        self._now = now

    def line(self, near: Near, country: str = "") -> Line:
        event = near.event
        return Line(
            path_of(event),
            self.text(event),
            event.starts_at.isoformat(),
            self.when(event),
            self.where(event),
            self.far(near, country),
            tuple(self.notes(event)),
            event.is_online,
        )

    def text(self, event: Event) -> Text:
        code, text = event.text(self._language.code)
        is_mine = code == self._language.code
        direction = "rtl" if code.partition("-")[0] in RTL and "Latn" not in code else "ltr"
        spoken = self._language.direction if is_mine else direction
        return Text(text.title, text.about, code, spoken)

    def when(self, event: Event) -> str:
        """By the clocks of the place, which is named where nobody goes there."""
        zone = ZoneInfo(event.zone)
        start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        span = self._isolated(_span(start, end))
        said = self._words["events.when"].format(day=self._day(start), time=span)
        if end.date() != start.date():
            time = self._isolated(f"{end:%H:%M}")
            until = self._words["events.when"].format(day=self._day(end), time=time)
            said = f"{said} – {until}"
        if not event.is_online:
            return said
        place = get_timezone_location(zone, locale=self._locale, return_city=True)
        return self._words["events.by_clocks"].format(moment=said, place=place)

    def _isolated(self, time: str) -> str:
        """From left to right, also where everything else goes the other way."""
        return f"\u2066{time}\u2069" if self._language.direction == "rtl" else time

    def _day(self, moment: datetime) -> str:
        is_this_year = moment.year == self._now.year
        return format_date(
            moment.date(), "EEEE d MMMM" if is_this_year else "EEEE d MMMM y", self._locale
        )

    def where(self, event: Event) -> str:
        if event.is_online:
            return self._words["events.online"]
        return ", ".join(filter(None, (address_of(event), event.town)))

    def far(self, near: Near, country: str) -> str:
        one = read_listed(listed(near, country))
        if one is None or one.unit not in UNITS or near.event.is_online:
            return ""
        words = {name: self._words[f"events.{name}"] for name in WORDS.values()}
        far = in_units(one.distance, one.unit, self._locale, words)
        return self._words["events.far"].format(distance=far)

    def notes(self, event: Event) -> Iterator[str]:
        if event.status is EventStatus.CANCELLED:
            yield self._words["events.called_off"]
        if event.languages:
            yield self.spoken(event)
        for name in ("step_free", "childcare"):
            if getattr(event, name):
                yield self._words[f"events.{name}"]
        if event.is_free:
            yield self._words["events.free"]

    def spoken(self, event: Event) -> str:
        return ", ".join(self._name(code) for code in event.languages)

    def _name(self, code: str) -> str:
        return str(self._locale.languages.get(code.replace("-", "_"), code))

    def named(self, codes: Sequence[str]) -> list[tuple[str, str]]:
        """Languages by code and name; another script of one is none."""
        return [(code, self._name(code)) for code in codes if "-" not in code]

    def facts(self, event: Event) -> Iterator[tuple[str, str]]:
        """What is known about it, by the name of the line."""
        if event.organiser:
            yield "organiser", event.organiser
        if event.host:
            yield "host", event.host
        if event.audience:
            yield "audience", event.audience
        if event.languages:
            yield "languages", self.spoken(event)
        for name, holds in (("step_free", event.step_free), ("childcare", event.childcare)):
            if holds is not None:
                yield name, self._words["events.yes" if holds else "events.no"]
        if event.cost or event.is_free:
            yield "cost", event.cost or self._words["events.free"]


def _span(start: datetime, end: datetime) -> str:
    is_one_day = end.date() == start.date() and end > start
    return f"{start:%H:%M}" + (f"{TO}{end:%H:%M}" if is_one_day else "")
