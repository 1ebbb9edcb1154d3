"""Two thousand hand-offs on days that go wrong: none ends without a word, a deadline is always
there, and the guide never talks over a person."""

from collections.abc import Callable

import pytest

from bot.desk import claiming, words
from bot.desk import commands as ask
from bot.desk.adviser_work import AdviserWork
from bot.desk.casework import CaseWork
from bot.desk.claiming import claim
from bot.desk.ladder import Ladder
from bot.desk.model import Case, Outcome
from bot.desk.refusals import Refusal
from bot.engine.turn import Engine
from bot.messages import Say
from tests.desk.days import HER_OWN, Days

SCHEDULES = 2000
AT_ONCE = 100


def run(engine: Engine, seeds: range) -> list[Days]:
    all_days = [Days(engine, seed) for seed in seeds]
    for days in all_days:
        days.run()
    return all_days


@pytest.mark.parametrize("first", range(0, SCHEDULES, AT_ONCE))
def test_no_hand_off_ends_silent(engine: Engine, first: int) -> None:
    run(engine, range(first, first + AT_ONCE))


def test_the_schedules_reach_every_end_and_every_state(engine: Engine) -> None:
    """They would prove little if nobody was ever answered, or nothing ever went wrong."""
    ends: set[Outcome | None] = set()
    said: set[str] = set()
    for days in run(engine, range(200)):
        ends |= {case.outcome for case in days.ends.values()}
        said |= {say.key for says in days.told.values() for say in says}
    assert ends >= HER_OWN | {Outcome.LISTENED, Outcome.NO_ANSWER, Outcome.TOLD_NOBODY_FREE}
    assert Outcome.ABUSIVE in ends
    assert said >= {
        *("desk.claimed", "desk.reply", "desk.returned", "desk.transferred", "desk.closed"),
        *("desk.silent_end", "desk.still_waiting", "desk.back_on", "desk.numbers"),
        *("desk.warned", "desk.ended_abuse", "desk.ask_to_write", "guide.nobody_free"),
    }


def _without_a_word(_work: CaseWork, *_says: Say) -> None:
    """What nobody says."""


def _epoch_stays(work: AdviserWork, item: ask.Claim) -> Case | Refusal:
    before = work.conversation.epoch
    done = claim(work, item)
    work.conversation.epoch = before
    work.transaction.save([work.conversation])
    return done


SABOTEURS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "nothing is said": lambda patch: patch.setattr(CaseWork, "say", _without_a_word),
    "the guide's words stay queued": lambda patch: patch.setattr(claiming, "claim", _epoch_stays),
    "no numbers": lambda patch: patch.setattr(words, "NOBODY_FREE", Say("guide.nobody_free")),
    "no worker": lambda patch: patch.setattr(Ladder, "run_due", lambda *_: [0]),
}


@pytest.mark.parametrize("saboteur", SABOTEURS)
def test_a_planted_fault_is_found(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, saboteur: str
) -> None:
    SABOTEURS[saboteur](monkeypatch)
    with pytest.raises(AssertionError):
        run(engine, range(SCHEDULES // 10))
