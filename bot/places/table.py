"""The two tables, as tools/places/cut.py cut them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.places.model import Coordinates, Place

FOLDER = Path(__file__).parent
HOME = "GB"


class Town(NamedTuple):
    """`keys`: what it is looked up by; one after a "~" is a name cut short ("newcastle")."""

    place: Place
    people: int
    names: dict[str, str]
    keys: list[str]


def towns() -> Iterator[Town]:
    for line in _lines("places.tsv"):
        code, name, region, country, north, east, people, names, keys = line.split("\t")
        place = Place(code, name, region, country, Coordinates(float(north), float(east)))
        shown = dict(one.split("=") for one in names.split("|")) if names else {}
        yield Town(place, int(people), shown, keys.split("|"))


def districts() -> Iterator[Place]:
    """Postcode districts and, by their letters alone, areas."""
    for line in _lines("districts.tsv"):
        code, name, north, east = line.split("\t")
        yield Place(code, code, name, HOME, Coordinates(float(north), float(east)))


def _lines(name: str) -> list[str]:
    return (FOLDER / name).read_text("utf-8").splitlines()
