"""A median is shown where it tells little about small numbers."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as some

from adapters.console.suppression import AT_LEAST, Hidden, show_lines
from adapters.console.waits import HALF, MOST, Part, usual_waits

STEPS = [2, 5]
"""With later and never: four lines."""


def waits(*minutes: int, never: int = 0) -> tuple[int | None, int | None]:
    """Each of `minutes` was waited once."""
    waited = sorted(one * 60 for one in minutes)
    return usual_waits(waited, STEPS, show_lines(lines_of(waited, never)), len(waited) + never)


def lines_of(waited: list[int], never: int) -> list[int]:
    within = [sum(one <= step * 60 for one in waited) for step in STEPS]
    return [within[0], within[1] - within[0], len(waited) - within[1], never]


def test_of_many_answers_half_and_nine_in_ten_are_shown() -> None:
    assert waits(*[1] * 50, *[4] * 35, *[9] * 15, never=40) == (1, 9)


def test_minutes_are_rounded_up() -> None:
    lines = show_lines([30, 30, 30, 30])
    assert usual_waits(sorted([61] * 46 + [400] * 44), STEPS, lines, 120) == (2, 7)


def test_of_few_answers_nothing_is() -> None:
    assert waits(*[1] * 9, never=100) == (None, None)


def test_a_median_that_tells_that_nobody_went_without_is_hidden() -> None:
    assert waits(*[1] * 10) == (None, None)
    assert waits(*[1] * 12, never=3) == (None, None)


def test_half_may_be_shown_where_nine_in_ten_would_tell_too_much() -> None:
    assert waits(*[1] * 35, 4, 4, 9, never=2) == (1, None)


WAITED = some.lists(some.sampled_from([1, 2, 3, 5, 8]), max_size=34)


@settings(deadline=None)
@given(WAITED, some.integers(0, 12))
def test_every_hidden_line_could_be_ten_numbers(minutes: list[int], never: int) -> None:
    shown = waits(*minutes, never=never)
    if shown[0] is None:
        assert shown[1] is None
        return
    total = len(minutes) + never
    lines = show_lines(lines_of(sorted(one * 60 for one in minutes), never))
    could_be: list[set[int]] = [set() for _ in lines]
    for guess in product(range(total + 1), repeat=3):
        full = (*guess, total - sum(guess))
        if full[3] >= 0 and fits(full, lines) and same(full, shown):
            for place, number in enumerate(full):
                could_be[place].add(number)
    for one, found in zip(lines, could_be, strict=True):
        assert not isinstance(one, Hidden) or len(found) >= AT_LEAST, (lines, shown, found)


def fits(guess: tuple[int, ...], lines: list[int | Hidden]) -> bool:
    of_few = {Hidden.FEW: range(AT_LEAST), Hidden.MORE: range(AT_LEAST, 1000)}
    return all(
        number == line if isinstance(line, int) else number in of_few.get(line, range(1000))
        for number, line in zip(guess, lines, strict=True)
    )


def same(guess: tuple[int, ...], shown: tuple[int | None, int | None]) -> bool:
    """Whether such a table could have these medians, as far as its lines go."""
    answered = sum(guess[:3])
    return answered >= AT_LEAST and all(
        minutes is None or line_of(guess, part.count(answered)) == place(minutes)
        for part, minutes in zip((HALF, MOST), shown, strict=True)
    )


def line_of(guess: tuple[int, ...], number: int) -> int:
    return next(place for place in range(3) if sum(guess[: place + 1]) >= number)


def place(minutes: int) -> int:
    return sum(minutes > step for step in STEPS)


def test_parts_are_counted_up() -> None:
    assert [HALF.count(one) for one in (1, 2, 3, 10)] == [1, 1, 2, 5]
    assert [Part(9, 10).count(one) for one in (1, 10, 11, 20)] == [1, 9, 10, 18]
