"""Blocks of the guide laid out on A4, in every script that it is written in.

HarfBuzz joins and orders the letters, so Arabic, Urdu, Bengali and Gurmukhi come out as they are
written. A number to call stands on a line of its own and runs from left to right: in a line from
right to left its groups would change places.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from fpdf import FPDF
from fpdf.fonts import TTFFont
from typing_extensions import override

from bot.cohorts.guide import Block, Kind

FONTS = Path(__file__).parent / "fonts"
LATIN = "NotoSans"
MARGIN = 20  # millimetres
INK, QUIET = (32, 32, 40), (80, 84, 96)
RIGHT_TO_LEFT = frozenset({"ar", "ur"})


class Face(NamedTuple):
    """`leading`: the height of a line, by the size of its letters. `script`: ISO 15924."""

    font: str
    leading: float
    script: str
    scale: float = 1.0


LATIN_FACE = Face(LATIN, 1.45, "latn")
FACES: Mapping[str, Face] = MappingProxyType(
    {
        "ar": Face("NotoNaskhArabic", 1.75, "arab", 1.1),
        "ur": Face("NotoNastaliqUrdu", 1.9, "arab", 0.82),
        "bn": Face("NotoSansBengali", 1.6, "beng"),
        "pa": Face("NotoSansGurmukhi", 1.6, "guru"),
        **dict.fromkeys(("ru", "tg"), Face(LATIN, 1.45, "cyrl")),
    }
)


class Look(NamedTuple):
    """Sizes in points, spaces in millimetres."""

    size: float
    before: float = 0.0
    after: float = 2.0
    colour: tuple[int, int, int] = INK


LOOKS: Mapping[Kind, Look] = MappingProxyType(
    {
        Kind.TITLE: Look(22, 4, 6),
        Kind.CHAPTER: Look(16, 6, 3),
        Kind.STEP: Look(18, 0, 4),
        Kind.LABEL: Look(12, 4, 1.5, (24, 84, 92)),
        Kind.TEXT: Look(11.5),
        Kind.POINTS: Look(11.5),
        Kind.NUMBER: Look(13, 1.5, 0),
        Kind.NOTE: Look(9.5, 0, 2, QUIET),
    }
)
POINT = "• "
MM_IN_A_POINT = 25.4 / 72
KEPT_WITH_NEXT = frozenset({Kind.LABEL, Kind.CHAPTER, Kind.NUMBER})
ROOM_BELOW = 28  # millimetres: a heading does not stand alone at the foot of a page


class _Paper(FPDF):
    def __init__(self, language: str, today: date) -> None:
        super().__init__(format="A4")
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.set_lang(language)
        self.set_creation_date(datetime.combine(today, time(), UTC))
        for font in dict.fromkeys((LATIN, face_of(language).font)):
            self.add_font(font, fname=FONTS / f"{font}-Regular.ttf")

    @override
    def footer(self) -> None:
        self.set_y(-MARGIN + 4)
        self.set_text_shaping(use_shaping_engine=False)
        self.set_font(LATIN, size=9)
        self.set_text_color(*QUIET)
        self.cell(w=0, text=str(self.page_no()), align="C")

    def block(self, block: Block) -> None:
        look = LOOKS[block.kind]
        if block.kind is Kind.STEP or self._is_near_the_foot(block):
            self.add_page()
        else:
            self.set_y(self.get_y() + look.before)
        for line in block.text.split("\n"):
            self._line(POINT + line if block.kind is Kind.POINTS else line, block, look)
        self.set_y(self.get_y() + look.after)

    def _is_near_the_foot(self, block: Block) -> bool:
        return block.kind in KEPT_WITH_NEXT and self.get_y() > self.h - MARGIN - ROOM_BELOW

    def _line(self, text: str, block: Block, look: Look) -> None:
        is_number = block.kind is Kind.NUMBER
        face = LATIN_FACE if is_number else face_of(block.language)
        is_rtl = block.language in RIGHT_TO_LEFT
        self.set_text_shaping(
            use_shaping_engine=True,
            direction="rtl" if is_rtl and not is_number else "ltr",
            script=face.script,
            language=block.language,
        )
        size = look.size * face.scale
        self.set_font(face.font, size=size)
        self.set_text_color(*look.colour)
        self.multi_cell(
            w=0,
            h=size * MM_IN_A_POINT * face.leading,
            text=text,
            align="R" if is_rtl else "L",
            new_x="LMARGIN",
            new_y="NEXT",
        )


def face_of(language: str) -> Face:
    return FACES.get(language, LATIN_FACE)


def make_pdf(blocks: Sequence[Block], language: str, today: date) -> bytes:
    """`blocks` in `language`, or in English where nobody has translated them."""
    paper = _Paper(language, today)
    paper.set_title(blocks[0].text)
    paper.add_page()
    for block in blocks:
        paper.block(block)
    made = bytes(paper.output())
    close_fonts(paper)
    return made


def close_fonts(paper: FPDF) -> None:
    """fpdf2 leaves their files open."""
    for font in paper.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont.close()
