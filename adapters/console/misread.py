"""The form in which an adviser says that the guide misread somebody."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from adapters.console.forms import BadForm
from bot.desk.commands import Misread
from bot.desk.suggestions import PHRASE_AT_MOST, Misreading
from bot.understanding.languages import VARIANTS, Variant
from bot.understanding.needs import DANGERS, NEEDS, Need

Closed = TypeVar("Closed", bound=StrEnum)
BY_KEY: Mapping[str, Variant] = {variant.key: variant for variant in VARIANTS}


OTHERS = tuple(need for need in NEEDS if need not in DANGERS)


class Choices(NamedTuple):
    """What the form offers."""

    kinds: tuple[Misreading, ...] = tuple(Misreading)
    dangers: tuple[Need, ...] = DANGERS
    others: tuple[Need, ...] = OTHERS
    variants: tuple[str, ...] = tuple(BY_KEY)
    phrase_at_most: int = PHRASE_AT_MOST


CHOICES = Choices()


def misread(by: int, case_id: int, key: str, form: Mapping[str, str]) -> Misread:
    """Errors raised: BadForm, for what the form does not offer."""
    variant = BY_KEY.get(form["variant"])
    if variant is None:
        raise BadForm(400, "refusals.malformed")
    kind, need = _one(Misreading, form["kind"]), _one(Need, form["need"])
    near = _one(Need, form["near"]) if form["near"] else None
    return Misread(by, case_id, key, kind, need, near, variant, form["phrase"])


def _one(closed: type[Closed], name: str) -> Closed:
    if name not in set(closed):
        raise BadForm(400, "refusals.malformed")
    return closed(name)
