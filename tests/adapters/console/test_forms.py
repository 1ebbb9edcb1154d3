"""Numbers of a form: every id that the database holds, and nothing else."""

import pytest

from adapters.console.forms import Form
from adapters.console.kept import case_id_of

LARGEST = 2**63 - 1


@pytest.mark.parametrize("number", [0, 1, 10**18, LARGEST])
def test_every_id_is_read(number: int) -> None:
    assert Form([("id", f" {number} ")]).number("id") == number
    assert case_id_of(f"/console/cases/{number}/reply") == number


@pytest.mark.parametrize(
    "text", ["", "-1", "1.0", "1e3", "0x1", "\u0663", "1 2", str(LARGEST + 1), "9" * 30]
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert Form([("id", text)]).number("id") is None
    assert case_id_of(f"/console/cases/{text}/reply") is None


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/console/cases/7", 7),
        ("/console/cases/7.json", 7),
        ("/console/cases/7/break_glass", 7),
        ("/console/cases/7x", None),
        ("/console/cases/7/reply/more", None),
        ("/console/board", None),
    ],
)
def test_a_case_is_known_by_its_path(path: str, number: int | None) -> None:
    assert case_id_of(path) == number
