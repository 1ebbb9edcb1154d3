"""What she agreed to holds: nobody writes before she does, or later than she wants."""

from datetime import time, timedelta

import pytest

from bot.desk import commands as ask
from bot.desk import timing
from bot.desk.hours import Shift
from bot.desk.model import Case, CaseStatus, NextAction, Outcome
from bot.desk.refusals import Refusal, Why
from bot.engine.turn import Engine
from tests.desk.office import LEAD, OMAR, Office, plan_with
from tests.desk.room import room_of_who_asked

WAITS = ("keep_talk", "wait_for_me", "write_later")
EARLY = tuple((Shift(time(6), time(8)),) for _ in range(7))
NOT_LATER = ("keep_talk", "write_first", "not_later")


def reply(office: Office, case: Case) -> Case | Refusal:
    key = str(office.clock())
    [done] = office.store.do(office.desk.reply, ask.Reply(OMAR, case.id, None, key, "I am here."))
    return done


def test_who_asked_us_to_wait_hears_nothing_before_she_writes(office: Office) -> None:
    case = office.asks(consents=WAITS)
    office.goes_on(minutes=9)
    office.claims(case)
    assert reply(office, case) == Refusal(Why.WAITS_FOR_HER)
    assert office.told() == []


def test_once_she_writes_her_adviser_may_answer(office: Office) -> None:
    case = office.asks(consents=WAITS)
    office.clock.go_on(seconds=30)
    office.claims(case)
    office.writes()
    assert isinstance(reply(office, case), Case)


def test_who_asked_us_to_wait_is_not_told_that_somebody_left(office: Office) -> None:
    """She never heard that anybody was there."""
    case = office.asks(consents=WAITS)
    for _ in range(2):
        office.clock.go_on(seconds=30)
        office.claims(case)
        office.goes_on(minutes=6)
        assert office.now(case).status is CaseStatus.WAITING
    assert office.told() == []
    office.writes()
    office.claims(case)
    office.goes_on(minutes=6)
    assert office.told() == ["desk.claimed", "desk.returned"]


def test_who_asked_us_to_wait_hears_nothing_while_the_desk_is_shut(engine: Engine) -> None:
    office = Office(engine, plan_with((EARLY[0], *[()] * 6)))
    case = office.asks(consents=WAITS)
    office.goes_on(hours=30)
    assert not office.now(case).is_closed
    assert office.told() == []


def test_who_asked_us_to_wait_gets_one_message_when_nobody_is_free(office: Office) -> None:
    case = office.asks(consents=WAITS)
    office.goes_on(hours=20, minutes=1)
    assert office.told() == ["guide.nobody_free"]
    assert office.now(case).outcome is Outcome.TOLD_NOBODY_FREE


def test_at_her_first_word_she_is_told_who_is_there(engine: Engine) -> None:
    room = room_of_who_asked(engine, may_write="wait")
    room.adviser("claims")
    assert not room.store.tables.outbox
    room.now += timedelta(minutes=1)
    assert room.writes("Are you there?") == ["desk.claimed"]
    assert room.read[-1] == "Are you there?"
    assert room.writes("I am worried.") == []


def test_who_asked_for_no_late_word_is_told_within_two_hours(office: Office) -> None:
    case = office.asks(consents=NOT_LATER)
    office.goes_on(hours=2, minutes=1)
    assert office.told() == ["desk.still_waiting", "guide.nobody_free"]
    assert office.now(case).status is CaseStatus.CLOSED


def test_a_desk_that_opens_only_tomorrow_tells_her_so_within_two_hours(engine: Engine) -> None:
    office = Office(engine, plan_with(EARLY))
    case = office.asks(consents=NOT_LATER)
    assert office.now(case).next_action is NextAction.TELL_NOBODY_FREE
    office.goes_on(hours=2, minutes=1)
    assert office.told() == ["guide.nobody_free"]
    assert office.now(case).is_closed


def test_later_than_she_wants_no_adviser_writes(office: Office) -> None:
    case = office.held(consents=NOT_LATER)
    office.told()
    office.clock.go_on(hours=2, minutes=1)
    assert reply(office, case) == Refusal(Why.NOT_LATER)
    office.writes()
    assert isinstance(reply(office, case), Case)


def test_her_silence_ends_while_she_may_still_be_told_so(office: Office) -> None:
    case = office.held(consents=NOT_LATER)
    office.goes_on(minutes=1)
    office.told()
    office.replies(case)
    office.clock.go_on(minutes=110)
    office.replies(case)
    assert office.now(case).deadline == office.now(case).opened_at + timedelta(hours=2)
    office.goes_on(minutes=10)
    assert "desk.silent_end" in office.told()
    assert office.now(case).outcome is Outcome.NO_ANSWER


def test_past_what_she_agreed_to_a_case_is_not_looked_at_without_end(office: Office) -> None:
    case = office.held(consents=NOT_LATER)
    office.clock.go_on(hours=3)
    timing.wait_for_her(case, office.plan, office.clock())
    assert case.deadline == office.clock() + timedelta(minutes=1)


def test_to_ask_for_a_later_word_is_to_agree_to_it(engine: Engine) -> None:
    room = room_of_who_asked(engine, may_write_later="no")
    assert "not_later" in room.her_case.consents
    room.now += timedelta(minutes=10)
    room.presses("desk.still_waiting:later")
    assert "not_later" not in room.her_case.consents


@pytest.mark.parametrize("consents", [WAITS, NOT_LATER])
def test_whatever_she_agreed_to_an_open_case_has_a_promise(
    office: Office, consents: tuple[str, ...]
) -> None:
    case = office.asks(consents=consents)
    for _ in range(30):
        office.goes_on(hours=1, there=(LEAD,))
        now = office.now(case)
        assert now.is_closed or (now.deadline and now.next_action)
    assert office.now(case).is_closed
