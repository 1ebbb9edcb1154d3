"""Nobody can work out a small number from what is shown, even who knows the rule."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from adapters.console.suppression import AT_LEAST, Hidden, Shown, show_lines, show_total

TABLES = some.lists(
    some.one_of(some.integers(0, 12), some.integers(0, 60)), min_size=1, max_size=12
)
LEFT = AT_LEAST - 1
"""How many numbers a hidden one could at least be for who knows the rule as well."""


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([40, 12], [40, 12]),
        ([10, 10], [10, 10]),
        ([3, 2], ["<10", "<10"]),
        ([0], ["<10"]),
        ([9, 0], ["<10", "<10"]),
        ([40, 3], ["10+", "<10"]),
        ([3, 40, 50], ["<10", "10+", 50]),
        ([3, 12, 50], ["<10", "10+", "10+"]),
        ([10, 9], ["10+", "<10"]),
        ([10, 8], ["hidden", "hidden"]),
        ([9, 9, 9], ["hidden", "hidden", "hidden"]),
        ([30, 0, 0], ["10+", "<10", "<10"]),
        ([], []),
    ],
)
def test_a_table_is_shown_so(numbers: list[int], shown: list[Shown]) -> None:
    assert show_lines(numbers) == shown


def reachable(shown: Sequence[Shown], total: int, place: int) -> set[int]:
    """What the line at `place` could be, for who sees the table and its total."""
    others = [one for number, one in enumerate(shown) if number != place]
    known = sum(one for one in others if isinstance(one, int))
    few, more = others.count(Hidden.FEW), others.count(Hidden.MORE)
    least = AT_LEAST * more
    most = total if more or Hidden.ALL in others else (AT_LEAST - 1) * few
    own: dict[Shown, range] = {Hidden.FEW: range(AT_LEAST), Hidden.MORE: range(AT_LEAST, total + 1)}
    numbers = own.get(shown[place], range(total + 1))
    return {one for one in numbers if least <= total - known - one <= most}


@settings(deadline=None)
@given(TABLES)
def test_a_hidden_number_could_be_any(numbers: list[int]) -> None:
    shown, total = show_lines(numbers), sum(numbers)
    for place, one in enumerate(shown):
        if not isinstance(one, Hidden) or show_total(total) is Hidden.FEW:
            continue
        could_be = reachable(shown, total, place)
        assert numbers[place] in could_be
        assert len(could_be) >= AT_LEAST
        if one is Hidden.FEW:
            assert could_be == set(range(AT_LEAST))


@settings(deadline=None)
@given(TABLES)
def test_no_number_of_few_people_is_shown_and_none_is_shown_falsely(numbers: list[int]) -> None:
    for number, one in zip(numbers, show_lines(numbers), strict=True):
        if isinstance(one, int):
            assert one == number >= AT_LEAST
        elif one is not Hidden.ALL:
            assert (one is Hidden.FEW) is (number < AT_LEAST)
    total = show_total(sum(numbers))
    assert total == (sum(numbers) if sum(numbers) >= AT_LEAST else Hidden.FEW)


@pytest.mark.parametrize("lines", [2, 3])
def test_who_knows_the_rule_cannot_tell_either(lines: int) -> None:
    """Every table there is, up to a size, by what is shown of it."""
    could_be: dict[tuple[Shown, ...], list[set[int]]] = defaultdict(
        lambda: [set() for _ in range(lines)]
    )
    for numbers in tables(lines, 45):
        if sum(numbers) >= AT_LEAST:
            seen = (sum(numbers), *show_lines(numbers))
            for place, number in enumerate(numbers):
                could_be[seen][place].add(number)
    for seen, places in could_be.items():
        for one, found in zip(seen[1:], places, strict=True):
            assert not isinstance(one, Hidden) or len(found) >= LEFT, (seen, found)


def tables(lines: int, most: int) -> Iterator[tuple[int, ...]]:
    return (one for one in product(range(most + 1), repeat=lines) if sum(one) <= most)


def test_a_rule_that_hides_small_numbers_alone_is_found_out() -> None:
    assert reachable([40, Hidden.FEW], 43, 1) == {3}
    assert reachable([Hidden.MORE, Hidden.FEW], 11, 1) == {0, 1}
