"""Within how many minutes half, and nine in ten, of the answered cases had their first answer.

A median says how many lines of the table beside it there are on either side. So it is shown where
every line that is hidden there could still be ten different numbers, for all that it tells.
"""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from adapters.console.suppression import AT_LEAST, Hidden, Shown


class Part(NamedTuple):
    """`over` of `of` cases."""

    over: int
    of: int

    def count(self, number: int) -> int:
        return -(-number * self.over // self.of)


HALF, MOST = Part(1, 2), Part(9, 10)


class Mark(NamedTuple):
    """The case at the end of `part` of them was answered within what line `place` says."""

    part: Part
    place: int


class Bounds(NamedTuple):
    least: int
    most: int


def usual_waits(
    waited: Sequence[int], steps: Sequence[int], lines: Sequence[Shown], total: int
) -> tuple[int | None, int | None]:
    """In minutes; None for what would tell too much. `waited`: in seconds, in order. `lines`: for
    each step how many were answered within it, then later, then never, as shown."""
    if len(waited) < AT_LEAST:
        return None, None
    half, most = (ceil(waited[part.count(len(waited)) - 1] / 60) for part in (HALF, MOST))
    marks = [Mark(HALF, _place(half, steps)), Mark(MOST, _place(most, steps))]
    if _tells_little(lines, total, marks):
        return half, most
    return (half if _tells_little(lines, total, marks[:1]) else None), None


def _place(minutes: int, steps: Sequence[int]) -> int:
    return sum(minutes > step for step in steps)


def _tells_little(lines: Sequence[Shown], total: int, marks: Sequence[Mark]) -> bool:
    bounds = [_bounds(line, total) for line in lines]
    hidden = [place for place, line in enumerate(lines) if isinstance(line, Hidden)]
    return all(_is_wide(bounds, place, total, marks) for place in hidden)


def _bounds(line: Shown, total: int) -> Bounds:
    if isinstance(line, int):
        return Bounds(line, line)
    least = AT_LEAST if line is Hidden.MORE else 0
    return Bounds(least, AT_LEAST - 1 if line is Hidden.FEW else total)


def _is_wide(bounds: list[Bounds], place: int, total: int, marks: Sequence[Mark]) -> bool:
    found = 0
    for number in range(bounds[place].least, bounds[place].most + 1):
        supposed = [*bounds[:place], Bounds(number, number), *bounds[place + 1 :]]
        found += _could_be(supposed, total, marks)
        if found == AT_LEAST:
            return True
    return False


def _could_be(bounds: Sequence[Bounds], total: int, marks: Sequence[Mark]) -> bool:
    *_, never = bounds
    numbers = range(max(AT_LEAST, total - never.most), total - never.least + 1)
    return any(_adds_up(bounds[:-1], answered, marks) for answered in numbers)


def _adds_up(bounds: Sequence[Bounds], answered: int, marks: Sequence[Mark]) -> bool:
    """Whether lines within these bounds make this sum and have the marks where they are."""
    least = most = 0
    for place, line in enumerate(bounds):
        floor, ceiling = _between(place, answered, marks)
        least, most = max(least + line.least, floor), min(most + line.most, ceiling)
        if least > most:
            return False
    return least <= answered <= most


def _between(place: int, answered: int, marks: Sequence[Mark]) -> Bounds:
    """How many the lines up to this one have together, for all that the marks tell."""
    before = [mark.part.count(answered) for mark in marks if mark.place <= place]
    after = [mark.part.count(answered) - 1 for mark in marks if mark.place > place]
    return Bounds(max(before, default=0), min(after, default=answered))
