"""Nearest and soonest first; further only where there is nothing near; nothing that is not on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events.listed import Listed, listed, read_listed
from bot.events.model import AddressFor, Event, EventStatus
from bot.events.nearby import EventIndex, Near
from bot.places.model import Coordinates
from tests.events.scenes import DAY, HOUR, LUTON, NOW, event


def north_of(km: float) -> Coordinates:
    return Coordinates(LUTON.latitude + km / 111.195, LUTON.longitude)


def at(id_: int, km: float, days: float = 3) -> Event:
    return event(id_, at=north_of(km), starts_at=NOW + days * DAY)


def index(*events: Event) -> EventIndex:
    made = EventIndex()
    made.take(events, 1, NOW)
    return made


def ids(found: tuple[Near, ...]) -> list[int]:
    return [one.event.id for one in found]


def test_nearest_and_soonest_come_first() -> None:
    found = index(at(1, 20, 1), at(2, 3, 9), at(3, 5, 2), at(4, 90, 1)).find(NOW, LUTON)
    assert ids(found.events) == [3, 2, 1]
    assert found.within_km == 25


def test_it_is_looked_further_only_where_nothing_is_near() -> None:
    assert index(at(1, 90)).find(NOW, LUTON).within_km == 100
    assert index(at(1, 290)).find(NOW, LUTON).within_km == 300
    assert index(at(1, 310)).find(NOW, LUTON).events == ()
    found = index(at(1, 10), at(2, 90)).find(NOW, LUTON, beyond_km=25)
    assert ids(found.events) == [2]


@pytest.mark.parametrize(
    "hidden",
    [
        *(event(status=one) for one in EventStatus if one is not EventStatus.PUBLISHED),
        event(starts_at=NOW - HOUR / 2),
        event(at=None),
    ],
)
def test_what_is_not_on_or_nowhere_is_not_found(hidden: Event) -> None:
    assert index(hidden).find(NOW, LUTON).events == ()


def test_distance_is_the_one_along_the_earth() -> None:
    for place in (Coordinates(52.9, -1.47), Coordinates(51.2, 1.4), Coordinates(53.4, 0.1)):
        [found] = index(event(at=place, address_for=AddressFor.ALL)).find(NOW, LUTON).events
        assert found.km == pytest.approx(LUTON.km_to(place))


def test_across_the_date_line_it_is_near() -> None:
    fiji, west = Coordinates(-17.0, 179.95), Coordinates(-17.0, -179.95)
    [found] = index(event(at=fiji, address_for=AddressFor.ALL)).find(NOW, west).events
    assert found.km == pytest.approx(10.6, abs=0.1)


def test_online_ones_and_all_come_by_their_dates() -> None:
    online = event(1, at=None, is_online=True, starts_at=NOW + 5 * DAY)
    known = index(online, at(2, 1, 7), at(3, 1, 2))
    assert ids(known.find(NOW, online=True).events) == [1]
    assert ids(known.find(NOW).events) == [3, 1, 2]
    assert ids(known.find(NOW, at_most=2).events) == [3, 1]


def test_languages_are_those_spoken_or_unknown() -> None:
    urdu, polish, any_ = event(1, languages=("ur", "en")), event(2, languages=("pl",)), event(3)
    known = index(urdu, polish, any_)
    assert ids(known.find(NOW, languages=["ur"]).events) == [1, 3]
    assert ids(known.find(NOW, languages=["xx"]).events) == [3]


def test_a_new_version_takes_the_place_of_the_old() -> None:
    known = index(event(), event(6))
    known.take([event(status=EventStatus.CANCELLED)], 2, NOW)
    assert ids(known.find(NOW).events) == [6]
    kept = known.event(5)
    assert kept is not None
    assert kept.status is EventStatus.CANCELLED
    assert known.version == 2


def test_what_is_long_over_is_forgotten() -> None:
    known = index(event())
    known.take([], 2, NOW + timedelta(days=30))
    assert known.event(5) is None


@pytest.mark.parametrize(
    ("km", "country", "said"),
    [(0.1, "GB", "5:1mi"), (8.1, "GB", "5:5mi"), (8.1, "TJ", "5:10km"), (290, "TJ", "5:300km")],
)
def test_distance_is_told_roughly(km: float, country: str, said: str) -> None:
    assert listed(Near(event(), km), country) == said


def test_what_was_listed_is_read_again() -> None:
    assert read_listed("5:10km") == Listed(5, 10, "km")
    assert read_listed("5") == Listed(5)
    assert read_listed("5:") == Listed(5)
    for odd in ("", "x", "-5", "5x", "٥"):
        assert read_listed(odd) is None


def test_places_cannot_be_worked_out_from_what_is_listed() -> None:
    """Somebody a mile away sees the same numbers."""
    shown = [
        listed(Near(replace(event(), id=number), km), "GB")
        for km in (31.0, 31.9)
        for number in (1, 2)
    ]
    assert len(set(shown)) == 2


def test_no_distances_tell_an_address_that_is_not_for_all() -> None:
    """Places nearby can be asked for one by one, until only one spot has all their distances."""
    corner, asked = Coordinates(51.8711, -0.4289), [north_of(km / 4) for km in range(-80, 80)]
    seen = []
    for place in (corner, Coordinates(51.8889, -0.4111)):
        hidden = index(event(at=place))
        seen.append([hidden.find(NOW, one).events[0].km for one in asked])
    assert seen[0] == seen[1]
    open_to_all = index(event(at=corner, address_for=AddressFor.ALL))
    assert [open_to_all.find(NOW, one).events[0].km for one in asked] != seen[0]
