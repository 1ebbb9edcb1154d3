"""What tools/places says, added to the towns of GeoNames."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geonames import AT_LEAST_HOME, HOME, LANGUAGES, RENAMED, Town, stop

from bot.places.model import Coordinates
from bot.places.spelling import key

OURS = Path(__file__).parent
SAME_KM = 4.0
WITHIN_KM = 170
"""The Highlands are wide."""
QUARTER = 20_000
"""People of a quarter whose number nobody gives: as many as a ward or two."""
SMALL = {
    "Douglas": Coordinates(54.15, -4.48), "St Helier": Coordinates(49.186, -2.106),
    "St Peter Port": Coordinates(49.455, -2.54), "Galashiels": Coordinates(55.615, -2.807),
}  # fmt: skip
PLACED = re.compile(r"(.+?)\s+(-?\d+\.\d+)\s+(-?\d+\.\d+)$")


def lines(name: str) -> Iterator[str]:
    for line in (OURS / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line.strip()


class Book:
    """The towns by name, and what is added to them by hand."""

    def __init__(self, towns: Iterable[Town]) -> None:
        self.towns: list[Town] = []
        self.by_key: defaultdict[str, list[Town]] = defaultdict(list)
        for town in sorted(towns, key=lambda one: -one.people):
            self.add(town)

    def add(self, town: Town) -> Town:
        """One entry for one place, however often it is given."""
        for same in self.by_key[key(town.name)]:
            if same.country == town.country and same.at.km_to(town.at) < SAME_KM:
                same.people = max(same.people, town.people)
                return same
        self.towns.append(town)
        self.by_key[key(town.name)].append(town)
        for other in town.others:
            if other in RENAMED:
                self.by_key[key(other)].append(town)
        return town

    def quarter(self, name: str, at: Coordinates, area: str) -> Town:
        known = [one for one in self.by_key[key(name)] if one.at.km_to(at) < SAME_KM]
        if known:
            known[0].people = max(known[0].people, QUARTER)
            return known[0]
        return self.add(Town(f"q{key(name)}{area.lower()}", name, "GB", at, QUARTER))

    def nearest(self, name: str, at: Coordinates) -> Town:
        known = [one for one in self.by_key[key(name)] if one.country in HOME]
        near = min(known, key=lambda one: one.at.km_to(at), default=None)
        if near is None or near.at.km_to(at) > WITHIN_KM:
            stop(f"{name} is not in the gazetteer: give latitude and longitude")
        near.people = max(near.people or QUARTER, AT_LEAST_HOME)
        return near


def districts_of(book: Book) -> dict[str, Town]:
    found: dict[str, Town] = {}
    area, middle = "", Coordinates(0, 0)
    for line in lines("postcodes.txt"):
        if line.startswith("=="):
            area, town = line.removeprefix("==").strip().split(" ", 1)
            placed = middle_of(book, town)
            middle, found[area] = placed.at, placed
            continue
        codes, _, name = line.partition(": ")
        match = PLACED.fullmatch(name)
        if match:
            at = Coordinates(float(match[2]), float(match[3]))
            place = book.quarter(match[1], at, area)
            place = replace(place, at=at)
        else:
            place = book.nearest(name.strip(), middle)
        for code in spread(codes):
            found[area + code] = place
    return found | heads(found)


def middle_of(book: Book, town: str) -> Town:
    known = [one for one in book.by_key[key(town)] if one.country in HOME]
    if town in SMALL:
        return Town("", town, "GB", SMALL[town], QUARTER)
    return known[0] if known else stop(f"{town}, the town of an area, is not in the gazetteer")


def spread(codes: str) -> Iterator[str]:
    """
    >>> list(spread("1-3 5 1W"))
    ['1', '2', '3', '5', '1W']
    """
    for part in codes.split():
        first, _, last = part.partition("-")
        yield from (str(n) for n in range(int(first), int(last) + 1)) if last else (first,)


def heads(found: dict[str, Town]) -> dict[str, Town]:
    """SW1 for SW1A, SW1E, ...: people leave the letter out."""
    inside = defaultdict(list)
    for code, town in found.items():
        if code[-1].isalpha() and code[:-1][-1:].isdigit() and code[:-1] not in found:
            inside[code[:-1]].append(town.at)
    areas = {head: found[head.rstrip("0123456789")] for head in inside}
    return {head: replace(areas[head], at=mean(points)) for head, points in inside.items()}


def mean(points: list[Coordinates]) -> Coordinates:
    return Coordinates(*(sum(axis) / len(points) for axis in zip(*points, strict=True)))


def add_quarters(book: Book) -> None:
    for line in lines("quarters.txt"):
        city, _, rest = line.partition(": ")
        match = PLACED.fullmatch(rest) or stop(f"{line}: latitude and longitude are missing")
        at = Coordinates(float(match[2]), float(match[3]))
        book.quarter(match[1], at, city[:2])


def add_names(book: Book) -> None:
    for line in lines("names.txt"):
        town, *fields = (part.strip() for part in line.split("|"))
        name, country = town.rsplit(", ", 1)
        known = [one for one in book.by_key[key(name)] if one.country == country]
        if not known:
            stop(f"{name} in names.txt is not in the gazetteer")
        for language, spellings in zip(LANGUAGES, fields, strict=True):
            every = [one.strip() for one in spellings.split("/") if one.strip()]
            if every:
                known[0].shown[language] = every[0]
                known[0].own += every
