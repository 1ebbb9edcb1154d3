"""Every sign has been read as four different people would be seen by it (docs/four-readers.md)."""

import re
from pathlib import Path

from bot.engine.content import Catalogue
from bot.flows.signs_taxonomy import GROUPS, SIGNS

ROWS = {
    cells[0]: cells[1:]
    for line in (Path(__file__).parents[2] / "docs/four-readers.md").read_text("utf-8").splitlines()
    if re.match(r"\| [A-Z]+-\d ", line)
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}
READERS = slice(1, 5)


def test_every_sign_has_a_row_and_no_other() -> None:
    assert list(ROWS) == list(SIGNS)


def test_the_row_holds_the_words_that_she_reads(catalogue: Catalogue) -> None:
    said = {
        sign: catalogue.default.wordings[f"signs.{group}"].choices[sign].hint
        for group, signs in GROUPS.items()
        for sign in (one.id for one in signs)
    }
    assert {sign: cells[0] for sign, cells in ROWS.items()} == said


def test_no_sign_fits_one_reader_only() -> None:
    for sign, cells in ROWS.items():
        assert set(cells[READERS]) <= {"yes", "partly", "no"}, sign
        assert sum(cell != "no" for cell in cells[READERS]) >= 2, sign


def test_every_row_has_its_note() -> None:
    assert [sign for sign, cells in ROWS.items() if not cells[5]] == []
