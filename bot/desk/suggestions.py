"""Where the guide misread somebody: what it truly was, and how one could say that, in an adviser's
own words. Nothing in it leads back to a case, and none of her words are in it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk.refusals import Refusal, Why
from bot.understanding.languages import Variant, script_of
from bot.understanding.needs import DANGERS, Need
from bot.understanding.reading import fold, read

PHRASE_AT_MOST = 200
ALIKE = 20
"""Characters in a row that two texts share by copying, hardly by chance."""
_NO_WORD = re.compile(r"[\W_]+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_JOINERS = frozenset("\u200c\u200d")
"""Some scripts need them."""


class Misreading(StrEnum):
    MISSED = "missed"  # it should have been taken for danger
    FALSE_ALARM = "false_alarm"


class Standing(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`need`: what it truly was; `near`: the danger that a false alarm was taken for. `text` may be
    empty. `at` is a day: by a moment the case could be found."""

    id: int
    at: datetime
    variant: Variant
    need: Need
    near: Need | None
    kind: Misreading
    text: str
    adviser_id: int
    status: Standing = Standing.PROPOSED
    decided_by: int | None = None
    decided_at: datetime | None = None


def fault_of_needs(kind: Misreading, need: Need, near: Need | None) -> Refusal | None:
    if kind is Misreading.MISSED:
        is_right = need in DANGERS and near is None
    else:
        is_right = need not in DANGERS and near in DANGERS
    return None if is_right else Refusal(Why.OTHER_NEED)


def fault_of_phrase(text: str, variant: Variant) -> Refusal | None:
    if len(text) > PHRASE_AT_MOST:
        return Refusal(Why.LONG_PHRASE)
    words = read(text).words
    if text and not words:
        return Refusal(Why.EMPTY)
    script = script_of(words)
    return Refusal(Why.OTHER_LETTERS) if script not in ("", variant.script) else None


def cleaned(text: str) -> str:
    """On one line, without what nobody sees."""
    return " ".join("".join(filter(_is_kept, text)).split())


def _is_kept(sign: str) -> bool:
    return sign in _JOINERS or sign.isspace() or unicodedata.category(sign) not in _UNSEEN


def repeats(text: str, written: Iterable[str]) -> bool:
    """Whether it is one of these texts, or has a piece of one, however it is spelt."""
    plain = _plain(text)
    pieces = {plain[at : at + ALIKE] for at in range(len(plain) - ALIKE + 1)}
    for other in map(_plain, written):
        if other and (other == plain or any(piece in other for piece in pieces)):
            return True
    return False


def _plain(text: str) -> str:
    return _NO_WORD.sub(" ", fold(text)).strip()
