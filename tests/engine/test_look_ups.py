"""The checks and the use cases that answer look-ups and do deeds know the same ones."""

from bot.deeds import DEEDS as DONE
from bot.engine.checks.structure import (
    DEEDS,
    LOOK_UP_RESULTS,
    NUMBERS_LOOKED_UP,
    SEARCHES,
    WORDS_LOOKED_UP,
)
from bot.look_ups import LOOK_UPS


def test_the_checks_know_every_look_up_that_is_answered() -> None:
    known = set(LOOK_UP_RESULTS) | set(SEARCHES)
    assert set(LOOK_UPS) == known | NUMBERS_LOOKED_UP | WORDS_LOOKED_UP


def test_the_checks_know_every_deed_that_is_done() -> None:
    assert set(DONE) == DEEDS
