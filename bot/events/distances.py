"""How far something is, in words. Babel knows no miles in Urdu, Bengali, Panjabi and Tajik: there
the pages' own word for them is taken (`web.toml`, table `events`)."""

from collections.abc import Mapping

from babel import Locale
from babel.units import format_unit

from bot.events.listed import KM, MILES

UNITS: Mapping[str, str] = {MILES: "length-mile", KM: "length-kilometer"}
WORDS: Mapping[str, str] = {MILES: "miles", KM: "kilometres"}
"""Keys of the words that stand in for a missing unit; each has a `{number}`."""


def in_units(distance: int, unit: str, locale: Locale, words: Mapping[str, str]) -> str:
    """`words`: those of the table `events`."""
    far = format_unit(distance, UNITS[unit], "long", locale=locale)
    if UNITS[unit] not in far:
        return str(far)
    return words[WORDS[unit]].format(number=distance)
