"""The facilitator's guide as a run of blocks, from the words of the course: a page of paper is made
of it elsewhere (`adapters.guide_pdf`)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date

from bot.cohorts.guide_words import AIMS
from bot.cohorts.model import STEPS
from bot.engine.content import Catalogue, Language, Wording
from bot.rendering import EMERGENCY

LINES = ("emergency", "act_early", "police_101", "nspcc", "samaritans", "refuge")


class Kind(StrEnum):
    TITLE = "title"
    CHAPTER = "chapter"
    STEP = "step"  # begins a page
    LABEL = "label"
    TEXT = "text"
    POINTS = "points"
    NUMBER = "number"  # to call: always from left to right
    NOTE = "note"


class Block(NamedTuple):
    """`language`: the one its words are in, which may be another where nobody has translated it."""

    kind: Kind
    text: str
    language: str


def build_guide(catalogue: Catalogue, language: str, today: date) -> list[Block]:
    return list(_Guide(catalogue, language, today).blocks())


class _Guide:
    def __init__(self, catalogue: Catalogue, language: str, today: date) -> None:
        self._catalogue = catalogue
        self._spoken = catalogue.language(language)
        self._today = today

    def blocks(self) -> Iterator[Block]:
        yield self._block(Kind.TITLE, "facilitator.title")
        yield self._block(Kind.TEXT, "facilitator.about")
        yield self._made()
        yield self._block(Kind.CHAPTER, "facilitator.safe")
        for name in ("rules", "disclosure", "danger"):
            yield from self._passage(f"facilitator.{name}")
        yield self._block(Kind.LABEL, "facilitator.lines")
        yield from self._lines()
        for name in ("yourself", "plan"):
            yield from self._passage(f"facilitator.{name}")
        for number, step in enumerate(STEPS, start=1):
            yield from self._step(number, step)

    def _step(self, number: int, step: str) -> Iterator[Block]:
        spoken = self._with_phrase(f"school.{step}")
        title = f"{number}. {spoken.phrases[f'school.{step}']}"
        yield Block(Kind.STEP, title, spoken.code)
        yield self._block(Kind.LABEL, "facilitator.aim")
        yield self._block(Kind.TEXT, AIMS[step])
        yield self._block(Kind.LABEL, "facilitator.read_out")
        yield self._block(Kind.TEXT, f"school.{step}_reading")
        yield self._block(Kind.TEXT, f"school.{step}_more")
        for label, part in (("exercise", "exercise"), ("thought", "reflection")):
            yield self._block(Kind.LABEL, f"facilitator.{label}")
            yield self._block(Kind.TEXT, f"school.{step}_{part}")
        yield self._block(Kind.LABEL, "facilitator.circle")
        yield self._block(Kind.POINTS, "facilitator.questions")
        yield self._block(Kind.LABEL, "facilitator.home")
        yield self._block(Kind.TEXT, f"school.{step}_practice")

    def _block(self, kind: Kind, key: str) -> Block:
        spoken, wording = self._found(key)
        return Block(kind, self._filled(wording.text), spoken.code)

    def _passage(self, key: str) -> Iterator[Block]:
        """A text whose first line says what it is about."""
        spoken, wording = self._found(key)
        first, _, rest = self._filled(wording.text).partition("\n")
        yield Block(Kind.LABEL, first, spoken.code)
        yield Block(Kind.POINTS, rest, spoken.code)

    def _made(self) -> Block:
        spoken, wording = self._found("facilitator.made")
        day = format_date(self._today, "d MMMM y", locale=Locale.parse(spoken.code, sep="-"))
        return Block(Kind.NOTE, wording.text.format(day=day), spoken.code)

    def _lines(self) -> Iterator[Block]:
        """As anywhere: none that was checked too long ago."""
        for id_ in LINES:
            line, words = self._catalogue.lines[id_], self._spoken.lines[id_]
            if line.may_be_shown(self._today):
                yield Block(Kind.NUMBER, line.number, self._spoken.code)
                about = f"{words.name}. {words.note}" if words.note else words.name
                yield Block(Kind.NOTE, about, self._spoken.code)

    def _filled(self, text: str) -> str:
        numbers = {"emergency": self._catalogue.lines[EMERGENCY].number}
        return text.format_map(numbers).strip() if "{" in text else text

    def _found(self, key: str) -> tuple[Language, Wording]:
        spoken = self._spoken if key in self._spoken.wordings else self._catalogue.default
        return spoken, spoken.wordings[key]

    def _with_phrase(self, key: str) -> Language:
        return self._spoken if key in self._spoken.phrases else self._catalogue.default
