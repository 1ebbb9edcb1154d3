"""From an adviser's words to an editor's decision on a real database, each engine."""

import pytest

from bot.desk import commands as ask
from bot.desk.misreading import Decide, Deciding
from bot.desk.model import Case
from bot.desk.refusals import Refusal, Why
from bot.desk.suggestions import Misreading, Standing, Suggestion
from bot.engine.turn import Engine
from bot.understanding.languages import Variant
from bot.understanding.needs import Need
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.contracts.desks import CASE, add_adviser, hear
from tests.desk.test_on_a_store import AMINA, Real, real
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "real", "sqlite_template", "world"]

ED = 9
HERS = "My boy took the long knife out of the kitchen drawer and left."


def item(phrase: str, key: str = "a" * 32) -> ask.Misread:
    given = (Misreading.MISSED, Need.EMERGENCY, None, Variant("en", "Latn"))
    return ask.Misread(AMINA, CASE, key, *given, phrase)


@pytest.fixture
def held(real: Real) -> Real:
    real.do(real.desk.claim, ask.Claim(AMINA, CASE, None))
    do(real.database, hear(HERS))
    add_adviser(real.world, ED, "Ed", role="'editor'")
    return real


def test_her_words_never_reach_the_table(held: Real) -> None:
    for phrase in (HERS, HERS.upper(), f"so: {HERS[3:40]}"):
        assert held.do(held.desk.misread, item(phrase)) == Refusal(Why.HER_WORDS)
    assert held.world.rows("SELECT * FROM phrase_suggestions") == []


def test_a_phrase_is_proposed_once_and_decided_by_another(held: Real, engine: Engine) -> None:
    assert isinstance(held.do(held.desk.misread, item("he left armed")), Case)
    assert held.do(held.desk.misread, item("he left armed")) == Refusal(Why.ALREADY_DONE)
    [one] = held.database.desk_reader.proposed_phrases(9)
    deciding = Deciding(held.world.clock)
    own = Decide(AMINA, one.id, accepts=True, text=one.text)
    assert held.do(deciding.decide, own) == Refusal(Why.NOT_ALLOWED)

    done = held.do(deciding.decide, Decide(ED, one.id, accepts=True, text="he has a weapon"))

    assert isinstance(done, Suggestion)
    [kept] = held.database.desk_reader.accepted_phrases()
    assert kept == done
    assert (kept.text, kept.status, kept.decided_by) == ("he has a weapon", Standing.ACCEPTED, ED)


def test_the_record_names_kinds_and_no_case(held: Real) -> None:
    held.do(held.desk.misread, item("he left armed"))
    [line, *_] = held.database.desk_reader.audit_page(2**62, 1)
    assert line.entry == (f"adviser:{AMINA}", "misread", "", "missed")
    assert held.database.desk_reader.audit_break() is None


def test_of_a_case_that_was_erased_nothing_can_be_said(held: Real, world: World) -> None:
    case = held.case()
    do(held.database, lambda transaction: transaction.erase(case.conversation_id))
    assert held.do(held.desk.misread, item("he left armed")) == Refusal(Why.NO_SUCH_CASE)
