"""A hand-off from the first word to the last on a real database; and a race there."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from adapters.database import Database
from bot.desk import commands as ask
from bot.desk.desk import Desk
from bot.desk.ladder import Ladder
from bot.desk.model import Case, CaseStatus, Outcome, Presence
from bot.desk.presence import Attendance
from bot.desk.refusals import Refusal, Why
from bot.engine.turn import Engine
from bot.ports import Transaction
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.contracts.desks import CASE, add_adviser, hear, opened, put
from tests.desk.office import plan_with
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]

Item = TypeVar("Item")
Result = TypeVar("Result")
AMINA, BELA = 1, 2


class Real:
    """The desk as one process has it."""

    def __init__(self, world: World, engine: Engine) -> None:
        self.world = world
        self.database: Database = world.open()
        self.desk = Desk(plan_with(), world.clock, engine)
        self.attendance = Attendance(plan_with(), world.clock, engine)
        self.ladder = Ladder(self.attendance)

    def do(
        self, batch: Callable[[Transaction, Sequence[Item]], Sequence[Result]], item: Item
    ) -> Result:
        return self.database.writer.submit(batch, item).result(30)

    def looks(self, **duration: float) -> int:
        self.world.clock.go_on(**duration)
        return self.do(self.ladder.run_due, self.world.clock())

    def case(self) -> Case:
        case: Case = do(self.database, lambda transaction: opened(transaction)[0])
        return case

    def told(self) -> list[str]:
        now = self.world.clock()
        due = do(self.database, lambda transaction: transaction.claim_due(now, 50))
        return [one.say.key for one in due]


@pytest.fixture
def real(world: World, engine: Engine) -> Real:
    for id_, name in ((AMINA, "Amina"), (BELA, "Bela")):
        add_adviser(world, id_, name)
    real = Real(world, engine)
    do(real.database, put(CASE))
    return real


def test_a_hand_off_from_claim_to_close(real: Real) -> None:
    claimed = real.do(real.desk.claim, ask.Claim(AMINA, CASE, None))
    assert isinstance(claimed, Case)
    version = claimed.version
    do(real.database, hear("he has a knife", is_danger=True))
    reply = ask.Reply(AMINA, CASE, version, "k1", "Are you safe?")
    assert isinstance(real.do(real.desk.reply, reply), Case)
    assert real.do(real.desk.reply, reply) == Refusal(Why.ALREADY_DONE)
    assert len(real.world.rows("SELECT * FROM outbox")) == 2
    assert real.told() == ["desk.claimed"], "the reply is next in line"
    close = ask.Close(AMINA, CASE, version, Outcome.LISTENED, "call")
    assert real.do(real.desk.close, close) == Refusal(Why.DANGER_NOW)
    real.world.clock.go_on(hours=2)

    closed = real.do(real.desk.close, close)

    assert isinstance(closed, Case)
    assert real.case().status is CaseStatus.CLOSED
    [adviser] = real.world.rows("SELECT * FROM advisers WHERE id = 1")
    assert (adviser.handled_since_break, bool(adviser.needs_debrief)) == (1, True)


def test_an_adviser_who_is_gone_loses_the_case_in_two_minutes(real: Real) -> None:
    real.do(real.desk.claim, ask.Claim(AMINA, CASE, None))
    real.looks(seconds=46)
    assert real.case().status is CaseStatus.AWAY
    real.do(real.attendance.sign_of_life, ask.SignOfLife(AMINA))
    assert real.case().status is CaseStatus.CLAIMED
    real.looks(seconds=46)
    real.looks(seconds=75)
    assert (real.case().status, real.case().owner) == (CaseStatus.WAITING, None)


def test_a_disabled_adviser_has_no_case_any_more(real: Real) -> None:
    real.do(real.desk.claim, ask.Claim(AMINA, CASE, None))
    do(real.database, put(CASE + 1))
    real.do(real.desk.claim, ask.Claim(BELA, CASE + 1, None))
    real.world.rows("UPDATE advisers SET disabled = true WHERE id = 1")
    real.looks(seconds=1)
    assert (real.case().status, real.case().owner) == (CaseStatus.WAITING, None)
    assert real.world.rows("SELECT owner FROM cases WHERE id = 18")[0].owner == BELA


def test_a_case_is_handed_on_and_adviser_goes_home(real: Real) -> None:
    real.do(real.desk.claim, ask.Claim(AMINA, CASE, None))
    transfer = ask.Transfer(AMINA, CASE, None, BELA, "", "She is tired.")
    assert isinstance(real.do(real.desk.transfer, transfer), Case)
    home = ask.SetPresence(BELA, Presence.OFF)
    assert real.do(real.attendance.set_presence, home) == Refusal(Why.HOLDS_CASES)
    assert real.do(real.attendance.hand_over_all, ask.HandOverAll(BELA, BELA)) == 1
    assert not isinstance(real.do(real.attendance.set_presence, home), Refusal)


def test_two_processes_and_one_winner(real: Real, engine: Engine) -> None:
    other = Real(real.world, engine)

    def claim(one: tuple[Real, int]) -> Any:
        process, by = one
        return process.do(process.desk.claim, ask.Claim(by, CASE, None))

    with ThreadPoolExecutor() as threads:
        results = list(threads.map(claim, [(real, AMINA), (other, BELA)]))

    [won] = [result for result in results if isinstance(result, Case)]
    [lost] = [result for result in results if isinstance(result, Refusal)]
    assert lost == Refusal(Why.TAKEN, "Amina" if won.owner == AMINA else "Bela")


def test_two_agree_to_block(real: Real) -> None:
    real.do(real.desk.claim, ask.Claim(AMINA, CASE, None))
    real.do(real.desk.invite, ask.Invite(AMINA, CASE, None, BELA))
    first, second = (ask.Block(by, CASE, None) for by in (AMINA, BELA))
    assert real.do(real.desk.block, first) == Refusal(Why.NEEDS_SECOND)
    assert isinstance(real.do(real.desk.block, second), Case)
    [contact] = real.world.rows("SELECT * FROM conversations")
    assert contact.blocked
