"""What is near: places by their names, events by their places."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.events.nearby import EventIndex
from bot.places.model import Coordinates, Place


class Found(Protocol):
    """Places that may be meant, the likeliest first; `is_certain`: it is the first."""

    @property
    def places(self) -> Sequence[Place]: ...

    @property
    def is_certain(self) -> bool: ...


class Places(Protocol):
    """The gazetteer."""

    def find(self, text: str, /) -> Found: ...

    def nearest(self, at: Coordinates) -> Place | None: ...

    def place(self, place_id: str, /) -> Place | None: ...

    def name_of(self, place: Place, language: str) -> str: ...


class Around(NamedTuple):
    places: Places
    events: EventIndex


class _NothingFound(NamedTuple):
    places: tuple[Place, ...] = ()
    is_certain: bool = False


class NoPlaces:
    """`Places` where there is no gazetteer."""

    def find(self, text: str) -> Found:
        del text
        return _NothingFound()

    def nearest(self, at: Coordinates) -> Place | None:
        del at
        return None

    def place(self, place_id: str, /) -> Place | None:
        del place_id
        return None

    def name_of(self, place: Place, language: str) -> str:
        del language
        return place.name


NOTHING_AROUND = Around(NoPlaces(), EventIndex())
