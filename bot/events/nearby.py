"""Which events are near, and soon: all that are to come, in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.events.model import Event
from bot.places.model import EARTH_KM, Coordinates

STEPS_KM = (25.0, 100.0, 300.0)
"""How far is looked: further only where nearer there is nothing."""
ALIKE_KM = (8.0, 25.0, 50.0, 100.0, 200.0)
"""Within one of these rings the sooner one comes first."""
KM_IN_A_DEGREE = np.pi * EARTH_KM / 180
KEPT_AFTER = timedelta(days=1)
ANY = "*"

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Near(NamedTuple):
    """`km` is None where distance means nothing."""

    event: Event
    km: float | None = None


class Nearby(NamedTuple):
    """`within_km`: how far was looked; None where distance means nothing."""

    events: tuple[Near, ...] = ()
    within_km: float | None = None


class _Table(NamedTuple):
    """Of every event that is shown, a row, by when it starts; without a place it is nowhere. All
    columns are arrays."""

    events: NDArray[np.object_]
    ids: NDArray[np.int64]
    starts: Floats
    ends: Floats
    north: Floats
    east: Floats
    cosine: Floats
    is_online: Mask
    languages: NDArray[np.uint64]


class EventIndex:
    """Looked at by any thread while another takes what is new: that replaces the whole table."""

    def __init__(self) -> None:
        self._all: dict[int, Event] = {}
        self._tongues: dict[str, int] = {ANY: 1}
        self._table = self._rows(())
        self.version = -1

    def event(self, event_id: int) -> Event | None:
        """Of any status."""
        return self._all.get(event_id)

    def coming(self, now: datetime) -> list[Event]:
        """All that are not over, of any status, soonest first."""
        found = (event for event in self._all.values() if event.ends_at > now)
        return sorted(found, key=lambda event: (event.starts_at, event.id))

    def take(self, events: Iterable[Event], version: int, now: datetime) -> None:
        """New ones and new versions, as of this version of the store."""
        new = {event.id: event for event in events}
        over = now - KEPT_AFTER
        known = self._all | new
        self._all = {id_: event for id_, event in known.items() if event.ends_at > over}
        rows = self._rows([event for event in new.values() if event.is_shown])
        self._table = _merged(self._table, rows, list(new), over.timestamp())
        self.version = version

    def find(
        self,
        now: datetime,
        near: Coordinates | None = None,
        *,
        online: bool = False,
        languages: Sequence[str] = (),
        at_most: int = 15,
        beyond_km: float = 0.0,
    ) -> Nearby:
        """Near a place: nearest and soonest first, those alone that are further than `beyond_km`.
        Without one: those online, or all there are, soonest first."""
        table = self._table
        fits = (table.starts > now.timestamp()) & self._speaks(table, languages)
        if near is not None:
            return _near(table, fits, near, at_most, beyond_km)
        rows = np.flatnonzero(fits & table.is_online if online else fits)[:at_most]
        return Nearby(tuple(Near(table.events[row]) for row in rows))

    def _speaks(self, table: _Table, languages: Sequence[str]) -> Mask:
        """Where nobody said which languages are spoken, it may be any."""
        if not languages:
            return np.ones(len(table.events), dtype=np.bool_)
        wanted = np.uint64(sum({self._tongues.get(one, 0) for one in (*languages, ANY)}))
        return np.asarray((table.languages & wanted) != 0)

    def _tongue(self, language: str) -> int:
        """Its bit. The 63rd and all after it share one, and are looked at as one."""
        return self._tongues.setdefault(language, 1 << min(len(self._tongues), 63))

    def _rows(self, events: Sequence[Event]) -> _Table:
        nowhere = Coordinates(np.nan, np.nan)
        places = np.radians([event.found_at or nowhere for event in events]).reshape(-1, 2)
        spoken = [sum({self._tongue(one) for one in event.languages or (ANY,)}) for event in events]
        return _Table(
            np.fromiter(events, dtype=np.object_, count=len(events)),
            np.array([event.id for event in events], dtype=np.int64),
            np.array([event.starts_at.timestamp() for event in events], dtype=np.float64),
            np.array([event.ends_at.timestamp() for event in events], dtype=np.float64),
            places[:, 0],
            places[:, 1],
            np.cos(places[:, 0]),
            np.array([event.is_online for event in events], dtype=np.bool_),
            np.array(spoken, dtype=np.uint64),
        )


def _merged(table: _Table, new: _Table, changed: list[int], over: float) -> _Table:
    """What has not changed is not looked at event by event: there are many."""
    stays = (table.ends > over) & ~np.isin(table.ids, np.array(changed, dtype=np.int64))
    comes = new.ends > over
    both = [
        np.concatenate((old[stays], fresh[comes])) for old, fresh in zip(table, new, strict=True)
    ]
    whole = _Table._make(both)
    order = np.lexsort((whole.ids, whole.starts))
    return _Table._make(column[order] for column in whole)


def _near(table: _Table, fits: Mask, near: Coordinates, at_most: int, beyond_km: float) -> Nearby:
    widest = STEPS_KM[-1]
    # A band around the earth first: most are far north or south of it.
    band = np.radians(widest / KM_IN_A_DEGREE)
    fits = fits & (np.abs(table.north - np.radians(near.latitude)) <= band)
    rows = np.flatnonzero(fits)
    km = _km(table, rows, near)
    for within in (step for step in STEPS_KM if step > beyond_km):
        is_in = (km <= within) & (km >= beyond_km)
        if is_in.any():
            return Nearby(_sorted(table, rows[is_in], km[is_in], at_most), within)
    return Nearby(within_km=widest)


def _km(table: _Table, rows: NDArray[np.intp], near: Coordinates) -> Floats:
    """Along great circles, as `Coordinates.km_to`."""
    north, east = np.radians(near.latitude), np.radians(near.longitude)
    up = np.sin((table.north[rows] - north) / 2) ** 2
    along = np.sin((table.east[rows] - east) / 2) ** 2
    share = up + np.cos(north) * table.cosine[rows] * along
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(share)), dtype=np.float64)


def _sorted(table: _Table, rows: NDArray[np.intp], km: Floats, at_most: int) -> tuple[Near, ...]:
    rings = np.searchsorted(ALIKE_KM, km)
    order = np.lexsort((km, table.starts[rows], rings))[:at_most]
    return tuple(Near(table.events[rows[one]], float(km[one])) for one in order)
