"""Canned replies for one case, filled in."""

from typing import NamedTuple

from adapters.console.console import Console
from bot.desk.model import Adviser, Case


class CannedLine(NamedTuple):
    """`is_borrowed`: there is none in her language, so this one is in English."""

    name: str
    title: str
    text: str
    language: str
    direction: str
    is_borrowed: bool


def canned_lines(console: Console, case: Case, adviser: Adviser) -> list[CannedLine]:
    """In her language; those it lacks in the first."""
    catalogue = console.catalogue
    spoken = catalogue.language(case.language)
    return [
        CannedLine(
            name,
            reply.title,
            reply.filled(adviser.name, console.plan.usual_minutes),
            reply.language,
            catalogue.language(reply.language).direction,
            reply.language != spoken.code,
        )
        for name, reply in catalogue.canned(case.language).items()
    ]
