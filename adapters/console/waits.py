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


def _is_wide(bounds: Sequence[Bounds], place: int, total: int, marks: Sequence[Mark]) -> bool:
    """Whether the line could be ten different numbers."""
    *_, never = bounds
    found: set[int] = set()
    for answered in range(max(AT_LEAST, total - never.most), total - never.least + 1):
        found.update(_numbers(bounds, place, answered, total, marks)[:AT_LEAST])
        if len(found) >= AT_LEAST:
            return True
    return False


def _numbers(
    bounds: Sequence[Bounds], place: int, answered: int, total: int, marks: Sequence[Mark]
) -> range:
    """What the line could be when so many were answered: what may stand before it and what has to
    stand with it are runs of numbers, and so is what lies between."""
    sums = [_between(end, answered, marks) for end in range(len(bounds) - 2)]
    sums += [Bounds(answered, answered), Bounds(total, total)]
    before = _walk(Bounds(0, 0), bounds[:place], sums)
    steps_back = [Bounds(-line.most, -line.least) for line in reversed(bounds[place + 1 :])]
    up_to = _walk(sums[-1], steps_back, list(reversed(sums[:-1])))
    if before is None or up_to is None:
        return range(0)
    line = bounds[place]
    least = max(line.least, up_to.least - before.most)
    return range(least, min(line.most, up_to.most - before.least) + 1)


def _walk(start: Bounds, steps: Sequence[Bounds], sums: Sequence[Bounds]) -> Bounds | None:
    """Where one can be after these steps, every one of which ends within the sum beside it."""
    at = start
    for step, within in zip(steps, sums, strict=False):
        least, most = at.least + step.least, at.most + step.most
        at = Bounds(max(least, within.least), min(most, within.most))
        if at.least > at.most:
            return None
    return at


def _between(place: int, answered: int, marks: Sequence[Mark]) -> Bounds:
    """How many the lines up to this one have together, for all that the marks tell."""
    before = [mark.part.count(answered) for mark in marks if mark.place <= place]
    after = [mark.part.count(answered) - 1 for mark in marks if mark.place > place]
    return Bounds(max(before, default=0), min(after, default=answered))
