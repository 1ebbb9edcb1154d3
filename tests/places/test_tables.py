"""The tables as they were cut: whole, small, and looked up as they are spelt today."""

import re

from bot.places.model import Coordinates
from bot.places.spelling import key
from bot.places.table import FOLDER, districts, towns

AREAS = 124
FAR = 130
"""Kilometres from the middle of a postcode area to its farthest district, the isles left out."""
ISLES = frozenset(("HS", "KW", "PA", "PH", "IV", "TR", "ZE"))


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.tsv")) < 700_000


def test_every_town_is_found_by_its_own_names() -> None:
    """Cut them anew after a change of how names are spelt."""
    for town in towns():
        assert {key(name) for name in (town.place.name, *town.names.values())} <= set(town.keys)


def test_every_postcode_area_has_its_districts() -> None:
    every = {place.id for place in districts()}
    areas = {code for code in every if code.isalpha()}
    assert len(areas) == AREAS
    assert {re.sub("[0-9].*", "", code) for code in every} == areas
    assert len(every) > 2_800


def test_no_district_lies_far_from_its_area() -> None:
    middle: dict[str, Coordinates] = {one.id: one.at for one in districts() if one.id.isalpha()}
    for one in districts():
        area = re.sub("[0-9].*", "", one.id)
        assert area in ISLES or one.at.km_to(middle[area]) < FAR, one.id


def test_well_known_districts_lie_where_they_are() -> None:
    at = {one.id: one.at for one in districts()}
    for code, place in {
        "LU1": Coordinates(51.878, -0.417),
        "E7": Coordinates(51.547, 0.027),
        "B10": Coordinates(52.469, -1.855),
        "BD8": Coordinates(53.806, -1.776),
        "EH6": Coordinates(55.973, -3.17),
        "CF10": Coordinates(51.48, -3.178),
        "BT1": Coordinates(54.6, -5.93),
        "TR18": Coordinates(50.118, -5.538),
    }.items():
        assert at[code].km_to(place) < 3, code
