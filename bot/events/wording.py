"""Events in words, on the day they are said, in her language (`bot.worded.Worder`)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location

from bot.engine.content import Language
from bot.events.distances import UNITS, in_units
from bot.events.listed import LIST, ONE, PLACES, WHEN, Listed, read_listed
from bot.events.model import AddressFor, Event, Standing
from bot.events.nearby import EventIndex
from bot.events.places import Around
from bot.rendering import isolated
from bot.worded import Telling, Worder

ABOUT_AT_MOST = 700
"""Characters of what is said about an event."""
_WAY = (
    "https://www.openstreetmap.org/?mlat={north:.5f}&mlon={east:.5f}#map=17/{north:.5f}/{east:.5f}"
)


def event_worders(around: Around) -> Mapping[str, Worder]:
    return {
        LIST: partial(_list, around.events),
        ONE: partial(_one, around.events),
        WHEN: partial(_when, around.events),
        PLACES: partial(_places, around),
    }


def _part(name: str, telling: Telling, /, **values: str) -> str:
    key = f"occasions.{name}"
    wording = telling.language.wordings.get(key) or telling.catalogue.default.wordings[key]
    return wording.text.format_map(values)


def _list(index: EventIndex, about: str, telling: Telling) -> str:
    wanted = [one for one in map(read_listed, about.split()) if one]
    if not wanted:  # she came back to a list that was forgotten when she left
        return _part("gone", telling)
    lines = (_line(index.event(one.event_id), one, telling) for one in wanted)
    return "\n\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _line(event: Event | None, one: Listed, telling: Telling) -> str:
    if event is None or not event.is_shown:
        return _part("gone", telling)
    where = event.town if not event.is_online else _part("online", telling)
    place = " · ".join(filter(None, (where, _distance(one, telling))))
    for_whom = " · ".join(filter(None, (_languages(event, telling.language), event.audience)))
    lines = (_title(event, telling), _moment(event, telling), place, for_whom)
    return "\n".join(filter(None, lines))


def _title(event: Event, telling: Telling) -> str:
    return event.text(telling.language.code)[1].title


def _distance(one: Listed, telling: Telling) -> str:
    if one.unit not in UNITS:
        return ""
    own = telling.language.pages.get("events", {})
    words = {**telling.catalogue.default.pages["events"], **own}
    far = in_units(one.distance, one.unit, _locale(telling.language), words)
    return _part("distance", telling, distance=isolated(far, telling.language))


def _languages(event: Event, language: Language) -> str:
    names = _locale(language).languages
    return ", ".join(str(names.get(code.replace("-", "_"), code)) for code in event.languages)


def _locale(language: Language) -> Locale:
    """English is the British one: kilometres."""
    return Locale.parse("en-GB" if language.code == "en" else language.code, sep="-")


def _moment(event: Event, telling: Telling, *, with_end: bool = False) -> str:
    """By the clocks of the place, which is named where she is not going there."""
    zone = ZoneInfo(event.zone)
    start = event.starts_at.astimezone(zone)
    days = (start.date() - telling.now.astimezone(zone).date()).days
    name = {0: "today", 1: "tomorrow"}.get(days, "on_day")
    locale = _locale(telling.language)
    day = format_date(start.date(), "EEEE d MMMM", locale)
    said = _part(name, telling, day=day, time=_time(event, start, telling, with_end=with_end))
    if not event.is_online:
        return said
    place = get_timezone_location(zone, locale=locale, return_city=True)
    return _part("by_clocks", telling, moment=said, place=place)


def _time(event: Event, start: datetime, telling: Telling, *, with_end: bool) -> str:
    end = event.ends_at.astimezone(start.tzinfo)
    is_short = with_end and end.date() == start.date() and end > start
    return isolated(f"{start:%H:%M}" + (f"–{end:%H:%M}" if is_short else ""), telling.language)


def _when(index: EventIndex, about: str, telling: Telling) -> str:
    wanted = read_listed(about)
    event = index.event(wanted.event_id) if wanted else None
    return _moment(event, telling) if event else _part("some_day", telling)


def _one(index: EventIndex, about: str, telling: Telling) -> str:
    id_, _, standing = about.partition(" ")
    wanted = read_listed(id_)
    event = index.event(wanted.event_id) if wanted else None
    if wanted is None or event is None or not event.is_shown:
        return _part("gone", telling)
    text = event.text(telling.language.code)[1]
    about_it = text.about[:ABOUT_AT_MOST].strip()
    blocks = (
        f"{text.title}\n{_moment(event, telling, with_end=True)}",
        about_it,
        "\n".join(_details(event, telling)),
        "\n".join(_where(event, standing, telling)),
        _part(standing, telling) if standing in {*Standing, "full"} else "",
    )
    return "\n\n".join(filter(None, blocks))


def _details(event: Event, telling: Telling) -> Iterator[str]:
    if event.organiser:
        yield _part("organiser", telling, name=event.organiser)
    if event.host:
        yield _part("host", telling, name=event.host)
    if event.audience:
        yield _part("for_whom", telling, whom=event.audience)
    if spoken := _languages(event, telling.language):
        yield _part("languages", telling, languages=spoken)
    for name, holds in (("step_free", event.step_free), ("childcare", event.childcare)):
        if holds is not None:
            yield _part(name if holds else f"no_{name}", telling)
    yield from _price(event, telling)


def _price(event: Event, telling: Telling) -> Iterator[str]:
    if event.cost:
        yield _part("cost", telling, cost=event.cost)
    elif event.is_free:
        yield _part("free", telling)


def _where(event: Event, standing: str, telling: Telling) -> Iterator[str]:
    """The address, the way there and the link only for those who may know them."""
    may_know = event.address_for is AddressFor.ALL or standing == Standing.SEAT
    if event.is_online:
        if event.link and may_know:
            yield _part("link", telling, link=isolated(event.link, telling.language))
        elif event.link:
            yield _part("link_later", telling)
        return
    if not may_know:
        yield _part("address_later", telling, town=event.town)
        return
    address = ", ".join(filter(None, (event.address, event.town)))
    if address:
        yield _part("address", telling, address=address)
    if event.at is not None:
        way = _WAY.format(north=event.at.latitude, east=event.at.longitude)
        yield _part("way", telling, link=isolated(way, telling.language))


def _places(around: Around, about: str, telling: Telling) -> str:
    found = [around.places.place(one) for one in about.split()]
    spoken = ((around.places.name_of(one, telling.language.code), one) for one in found if one)
    named = [", ".join(filter(None, (name, one.region))) for name, one in spoken]
    return "\n".join(f"{number}. {name}" for number, name in enumerate(named, start=1))
