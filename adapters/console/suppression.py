"""Figures that tell nothing about a few people (threat: small numbers).

The rule, for a table whose lines add up to its total:

1. A number under 10, nought as well, is shown as "<10".
2. Where a line is hidden and the total is not, the hidden lines could be had by subtraction. So
   lines of 10 or more, in the order of the table, are shown as "10+" until what is hidden
   together is by 9 or more above the least it could be: each "<10" could then be any number.
3. Where the table has too few such lines, no line of it is shown.

Lines are taken in the order of the table and never by size: which were taken tells nothing. A table
shows all its lines at all times: that one is missing would tell that it is nought. Tables of one
report share their total and nothing else, and no period overlaps another.
"""

from collections.abc import Sequence
from enum import StrEnum

AT_LEAST = 10


class Hidden(StrEnum):
    FEW = "<10"
    MORE = "10+"  # so that those of few people cannot be had by subtraction
    ALL = "hidden"  # so is every line of the table


Shown = int | Hidden


def show_total(total: int) -> Shown:
    return total if total >= AT_LEAST else Hidden.FEW


def show_lines(numbers: Sequence[int]) -> list[Shown]:
    """The lines of one table, whose total is shown by `show_total`."""
    if all(number >= AT_LEAST for number in numbers):
        return list(numbers)
    if sum(numbers) < AT_LEAST:
        return [Hidden.FEW] * len(numbers)
    covers = _covers(numbers)
    if covers is None:
        return [Hidden.ALL] * len(numbers)
    return [
        Hidden.FEW if number < AT_LEAST else Hidden.MORE if place in covers else number
        for place, number in enumerate(numbers)
    ]


def _covers(numbers: Sequence[int]) -> set[int] | None:
    """The places of the lines that are hidden besides the small ones; None: there are too few."""
    covers: set[int] = set()
    above_least = sum(number for number in numbers if number < AT_LEAST)
    for place, number in enumerate(numbers):
        if number >= AT_LEAST:
            covers.add(place)
            above_least += number - AT_LEAST
            if above_least >= AT_LEAST - 1:
                return covers
    return None
