"""The checks and the use case that answers look-ups know the same ones."""

from bot.engine.checks.structure import LOOK_UP_RESULTS, NUMBERS_LOOKED_UP, WORDS_LOOKED_UP
from bot.look_ups import LOOK_UPS


def test_the_checks_know_every_look_up_that_is_answered() -> None:
    assert set(LOOK_UPS) == set(LOOK_UP_RESULTS) | NUMBERS_LOOKED_UP | WORDS_LOOKED_UP
