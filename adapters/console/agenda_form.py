"""The form of an event: read into one, with a sentence at each field that is wrong, and filled from
one. Whatever was typed stands there again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.console.forms import Form
from bot.events.model import AddressFor, Event, EventText
from bot.events.places import Places
from bot.places.model import Coordinates, Place

TITLE_AT_MOST, ABOUT_AT_MOST, LINE_AT_MOST, LINK_AT_MOST = 200, 5000, 300, 2000
CAPACITY_AT_MOST = 100_000
YEARS = range(2000, 2100)
LASTS_AT_MOST = timedelta(days=31)
MOMENT = "%Y-%m-%dT%H:%M"
LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", re.ASCII)
LINES = ("organiser", "host", "town", "address", "audience", "cost")
TELLS = {"": None, "yes": True, "no": False}
SAYS = {told: said for said, told in TELLS.items()}
PLACES_AT_MOST = 8


@dataclass
class Read:
    """`faults`: by field, the key of a sentence. `places`: of which one has to be chosen."""

    event: Event
    faults: dict[str, str] = field(default_factory=dict)
    places: Sequence[Place] = ()


def filled(event: Event) -> Form:
    """As somebody would have filled it in."""
    zone = ZoneInfo(event.zone)
    pairs = [
        ("starts", event.starts_at.astimezone(zone).strftime(MOMENT)),
        ("ends", event.ends_at.astimezone(zone).strftime(MOMENT)),
        ("zone", event.zone),
        *((name, getattr(event, name)) for name in LINES),
        ("address_for", event.address_for.value),
        ("at", f"{event.at.latitude:.5f}, {event.at.longitude:.5f}" if event.at else ""),
        ("online", "1" if event.is_online else ""),
        ("link", event.link),
        *(("language", code) for code in event.languages),
        ("step_free", SAYS[event.step_free]),
        ("childcare", SAYS[event.childcare]),
        ("capacity", "" if event.capacity is None else str(event.capacity)),
    ]
    for code, text in event.texts.items():
        pairs += [(f"title-{code}", text.title), (f"about-{code}", text.about)]
    return Form(pairs)


def empty(event_id: int, zone: str) -> Event:
    """A new one: nothing is said of it yet."""
    never = datetime.fromtimestamp(0, UTC)
    return Event(event_id, never, never, zone, {"en": EventText("")}, version=0)


class EventForm:
    """`before`: the event as it was, or an empty one."""

    def __init__(self, form: Form, before: Event, languages: Sequence[str], places: Places) -> None:
        self._form = form
        self._before = before
        self._languages = languages
        self._places = places
        self._read = Read(before)

    def read(self) -> Read:
        form = self._form
        lines: dict[str, str] = {name: self._line(name) for name in LINES}
        zone = self._zone()
        starts, ends = self._moment("starts", zone), self._moment("ends", zone)
        self._check_span(starts, ends)
        self._read.event = replace(
            self._before,
            **lines,  # type: ignore[arg-type]
            starts_at=starts,
            ends_at=ends,
            zone=zone.key,
            texts=self._texts(),
            address_for=AddressFor.ALL if form["address_for"] == "all" else AddressFor.REGISTERED,
            is_online=form["online"] == "1",
            link=self._link(),
            languages=tuple(dict.fromkeys(filter(CODE.fullmatch, form.all("language")))),
            step_free=TELLS.get(form["step_free"]),
            childcare=TELLS.get(form["childcare"]),
            capacity=self._capacity(),
            at=self._at(lines["town"]),
        )
        return self._read

    def _fault(self, name: str, key: str) -> None:
        self._read.faults.setdefault(name, f"agenda.{key}")

    def _line(self, name: str, at_most: int = LINE_AT_MOST) -> str:
        text = " ".join(self._form[name].split())
        if len(text) > at_most:
            self._fault(name, "too_long")
        return text

    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self._form["zone"].strip())
        except (KeyError, OSError, ValueError):
            self._fault("zone", "bad_zone")
            return ZoneInfo(self._before.zone)

    def _moment(self, name: str, zone: ZoneInfo) -> datetime:
        """By the clocks of the zone. An hour that comes twice is the first one."""
        local = _local(self._form[name].strip()[:16])
        if local is None:
            self._fault(name, "bad_moment")
            return self._before.starts_at
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != local:
            self._fault(name, "no_such_hour")
        return moment

    def _check_span(self, starts: datetime, ends: datetime) -> None:
        if self._read.faults.keys() & {"starts", "ends"}:
            return
        if ends <= starts:
            self._fault("ends", "ends_first")
        elif ends - starts > LASTS_AT_MOST:
            self._fault("ends", "lasts_long")

    def _texts(self) -> Mapping[str, EventText]:
        """First the one that it was written in; those that this page does not show stay."""
        codes = dict.fromkeys((*self._before.texts, *self._languages))
        texts = dict(self._each_text(codes))
        if not texts:
            self._fault(f"title-{next(iter(codes))}", "no_title")
        return texts or self._before.texts

    def _each_text(self, codes: Mapping[str, None]) -> Iterator[tuple[str, EventText]]:
        for code in codes:
            if f"title-{code}" not in self._form:
                if code in self._before.texts and self._before.version:
                    yield code, self._before.texts[code]
                continue
            title = self._line(f"title-{code}", TITLE_AT_MOST)
            about = self._form[f"about-{code}"].strip()
            if len(about) > ABOUT_AT_MOST:
                self._fault(f"about-{code}", "too_long")
            if about and not title:
                self._fault(f"title-{code}", "no_title")
            if title:
                yield code, EventText(title, about)

    def _link(self) -> str:
        link = self._form["link"].strip()
        if link and not (LINK.fullmatch(link) and len(link) <= LINK_AT_MOST):
            self._fault("link", "bad_link")
        return link

    def _capacity(self) -> int | None:
        if not self._form["capacity"].strip():
            return None
        number = self._form.number("capacity")
        if number is None or not 1 <= number <= CAPACITY_AT_MOST:
            self._fault("capacity", "bad_capacity")
        return number

    def _at(self, town: str) -> Coordinates | None:
        """A postcode goes before what was there; a new town is looked up."""
        if chosen := self._places.place(self._form["place"]):
            return chosen.at
        if code := self._form["postcode"].strip():
            return self._at_postcode(code)
        typed = self._form["at"].strip()
        before = filled(self._before)["at"] if self._before.version else ""
        if typed and (typed != before or town == self._before.town):
            return self._coordinates(typed)
        return self._at_town(town) if town else None

    def _at_postcode(self, code: str) -> Coordinates | None:
        found = self._places.find(code)
        if found.is_certain:
            return found.places[0].at
        self._fault("postcode", "unknown_place")
        return None

    def _coordinates(self, typed: str) -> Coordinates | None:
        north, _, east = typed.partition(",")
        try:
            at = Coordinates(float(north), float(east))
        except ValueError:
            at = Coordinates(99, 0)
        if abs(at.latitude) <= 90 and abs(at.longitude) <= 180:  # noqa: PLR2004 - degrees
            return at
        self._fault("at", "bad_at")
        return None

    def _at_town(self, town: str) -> Coordinates | None:
        """Nobody has to know where it is: then it is found by its day alone."""
        found = self._places.find(town)
        if found.is_certain or len(found.places) == 1:
            return found.places[0].at
        if found.places:
            self._read.places = found.places[:PLACES_AT_MOST]
            self._fault("town", "which_place")
        return None


def _local(text: str) -> datetime | None:
    """Its zone is another field."""
    try:
        local = datetime.strptime(text, MOMENT)  # noqa: DTZ007 - see above
    except ValueError:
        return None
    return local if local.year in YEARS else None
