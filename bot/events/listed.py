"""An event as an answer holds it: its id and, where she looked near a place, about how far it is
from there ("12:5mi")."""

from bisect import bisect_left
from typing import NamedTuple

from bot.events.nearby import Near
from bot.places.model import KM_IN_A_MILE

LIST, ONE, PLACES, WHEN = "events", "event", "places", "event_when"
"""Names of values that become words when they are said (`wording.py`)."""
AT_ONCE = 5
"""How many are shown in one message."""
AT_MOST = 3 * AT_ONCE
ROUGHLY = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300)
MILES, KM = "mi", "km"
COUNTRY_OF_MILES = "GB"


class Listed(NamedTuple):
    """`unit` is "" where distance means nothing."""

    event_id: int
    distance: int = 0
    unit: str = ""


def listed(found: Near, country: str = "") -> str:
    if found.km is None:
        return str(found.event.id)
    unit = MILES if country == COUNTRY_OF_MILES else KM
    far = found.km / KM_IN_A_MILE if unit == MILES else found.km
    step = min(bisect_left(ROUGHLY, round(far)), len(ROUGHLY) - 1)
    return f"{found.event.id}:{ROUGHLY[step]}{unit}"


def read_listed(text: str) -> Listed | None:
    """None for what was not made here."""
    id_, _, far = text.partition(":")
    if not (id_.isascii() and id_.isdecimal()):
        return None
    distance = far.removesuffix(MILES).removesuffix(KM)
    if not (distance.isascii() and distance.isdecimal()):
        return Listed(int(id_))
    return Listed(int(id_), int(distance), far.removeprefix(distance))
