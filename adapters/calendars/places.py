"""Where entries are that only name a postcode or a town."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from adapters.calendars.hints import postcode_of
from bot.events.model import Entry
from bot.places.model import Coordinates

Locate = Callable[[str], Coordinates | None]
"""Where a postcode or a town is; None when nobody knows for certain."""


def located(entries: Iterable[Entry], locate: Locate) -> tuple[Entry, ...]:
    """What a calendar says of a place in degrees stays."""
    return tuple(entry if entry.at else replace(entry, at=_at(entry, locate)) for entry in entries)


def _at(entry: Entry, locate: Locate) -> Coordinates | None:
    named = filter(None, (postcode_of(entry.address), entry.town))
    return next(filter(None, map(locate, named)), None)
