"""The facilitator's guide: whole in every language, from the words of the course, and printable."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from click.testing import CliRunner
from fpdf import FPDF
from fpdf.fonts import TTFFont

from adapters.cli import main
from adapters.guide_pdf import make_pdf
from adapters.guide_pdf.paper import FONTS, LATIN, POINT, close_fonts, face_of
from adapters.sample_cohort import put_sample_cohort
from bot.cohorts.guide import Block, Kind, build_guide
from bot.cohorts.model import STEPS
from bot.cohorts.sample import CODE
from bot.engine.content import CHECK_LASTS_DAYS, Catalogue
from tests.contracts.conftest import World, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]

TODAY = date(2026, 11, 21)
CODES = ("en", "ur", "ar", "bn", "so", "pa", "tg", "ru", "pl")
ALL_FONTS_AT_MOST = 1_500_000  # bytes


def of_kind(blocks: list[Block], kind: Kind) -> list[Block]:
    return [one for one in blocks if one.kind is kind]


@pytest.mark.parametrize("code", CODES)
def test_each_step_has_every_part_in_its_own_language(catalogue: Catalogue, code: str) -> None:
    blocks = build_guide(catalogue, code, TODAY)
    said = {one.text for one in blocks if one.language == code}
    spoken = catalogue.languages[code].wordings
    for step in STEPS:
        for part in ("reading", "more", "exercise", "reflection", "practice"):
            text = spoken[f"school.{step}_{part}"].text.replace("{emergency}", "999")
            assert text in said
    assert len(of_kind(blocks, Kind.STEP)) == len(STEPS)


def test_it_says_how_to_keep_a_group_safe_before_the_first_step(catalogue: Catalogue) -> None:
    blocks = build_guide(catalogue, "en", TODAY)
    first_step = next(at for at, one in enumerate(blocks) if one.kind is Kind.STEP)
    before = "\n".join(one.text for one in blocks[:first_step])
    for words in ("What is said here stays here", "Do not promise to keep it secret", "calls 999"):
        assert words in before


def test_numbers_come_from_the_one_table_and_old_ones_are_left_out(catalogue: Catalogue) -> None:
    shown = [one.text for one in of_kind(build_guide(catalogue, "ur", TODAY), Kind.NUMBER)]
    known = {line.number for line in catalogue.lines.values()}
    assert shown[0] == "999"
    assert len(shown) > 3
    assert set(shown) <= known
    later = TODAY + timedelta(days=CHECK_LASTS_DAYS + 1)
    assert [one.text for one in of_kind(build_guide(catalogue, "ur", later), Kind.NUMBER)] == [
        "999"
    ]


def test_what_nobody_has_translated_is_in_english(catalogue: Catalogue) -> None:
    polish = catalogue.languages["pl"]
    without = {k: w for k, w in polish.wordings.items() if k != "school.worth_reading"}
    cut = replace(
        catalogue, languages={**catalogue.languages, "pl": replace(polish, wordings=without)}
    )
    english = catalogue.default.wordings["school.worth_reading"].text
    assert Block(Kind.TEXT, english, "en") in build_guide(cut, "pl", TODAY)


@pytest.mark.parametrize("code", CODES)
def test_its_font_has_every_letter(catalogue: Catalogue, code: str) -> None:
    for block in build_guide(catalogue, code, TODAY):
        font = LATIN if block.kind is Kind.NUMBER else face_of(block.language).font
        letters = set(letters_of(font))
        missing = set(block.text + POINT) - letters - {"\n", "\u200c", "\u200d"}
        assert not missing, (block.text, missing)


def letters_of(font: str) -> Iterator[str]:
    paper = FPDF()
    paper.add_font(font, fname=FONTS / f"{font}-Regular.ttf")
    added = paper.fonts[font.lower()]
    assert isinstance(added, TTFFont)
    letters = [*map(chr, added.cmap)]
    close_fonts(paper)
    return iter(letters)


def test_fonts_are_small_and_come_with_their_licence() -> None:
    fonts = list(FONTS.glob("*.ttf"))
    assert sum(one.stat().st_size for one in fonts) < ALL_FONTS_AT_MOST
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License" in licence
    assert all(one.name in licence for one in fonts)


@pytest.mark.parametrize("code", ["en", "ur", "bn", "pa"])
def test_it_is_a_pdf_with_a_page_for_each_step(catalogue: Catalogue, code: str) -> None:
    made = make_pdf(build_guide(catalogue, code, TODAY), code, TODAY)
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") >= len(STEPS) + 1


def test_the_command_writes_it_and_refuses_what_is_no_language() -> None:
    run = CliRunner().invoke(main, ["guide", "pdf", "--language", "pl"])
    assert (run.exit_code, run.stdout_bytes[:5]) == (0, b"%PDF-")
    wrong = CliRunner().invoke(main, ["guide", "pdf", "--language", "xx"])
    assert wrong.exit_code == 1
    assert "There is no language xx" in wrong.output


def test_no_heading_ends_the_guide_or_follows_a_heading_of_its_kind(catalogue: Catalogue) -> None:
    blocks = build_guide(catalogue, "en", TODAY)
    kinds = [one.kind for one in blocks]
    assert kinds[-1] is not Kind.LABEL
    assert (Kind.LABEL, Kind.LABEL) not in set(pairwise(kinds))


def test_the_sample_group_is_put_in_once_and_begins_anew(on_sqlite: World) -> None:
    database, clock = on_sqlite.open(), on_sqlite.clock
    for _ in range(2):
        put_sample_cohort(database, clock)
    [first] = database.cohorts.cohorts()
    assert (first.code, first.open_steps(clock.now)) == (CODE, 2)
    clock.now = datetime(2027, 11, 21, 9, tzinfo=UTC)
    put_sample_cohort(database, clock)
    [again] = database.cohorts.cohorts()
    assert again.open_steps(clock.now) == 2
