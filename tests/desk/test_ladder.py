"""What happens by itself in time: nobody waits without a word."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from bot.desk import timing
from bot.desk.ladder import AT_MOST, WHILE_HELD, WHILE_WAITING
from bot.desk.model import Case, CaseStatus, NextAction, Outcome
from bot.engine.turn import Engine
from bot.ports import Hold
from tests.desk.office import OFFICE, OMAR, Office, plan_with

SATURDAY = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def closed(engine: Engine) -> Office:
    """Open from nine to five on weekdays. It is a Saturday."""
    return Office(engine, plan_with(OFFICE))


def test_there_is_a_step_for_everything_that_may_come() -> None:
    assert set(WHILE_WAITING) | set(WHILE_HELD) == set(NextAction)


def test_advisers_are_alerted_then_the_lead_then_she_is_told(office: Office) -> None:
    office.asks()
    office.news()
    seen = []
    for minutes in (2, 3, 5):
        office.goes_on(minutes=minutes)
        seen.append((office.news(), office.told()))
    assert seen == [(["alert"], []), (["alert_lead"], []), ([], ["desk.still_waiting"])]


def test_told_that_she_still_waits_she_has_numbers_and_choices(office: Office) -> None:
    office.asks()
    office.goes_on(minutes=10)
    [said] = office.out()
    assert said.say.choices == ("wait", "later", "stop_waiting")
    assert "emergency" in said.say.lines


def test_when_nobody_was_free_she_is_told_and_the_case_is_closed(office: Office) -> None:
    case = office.asks()
    office.goes_on(hours=19, minutes=59)
    office.told()
    assert office.now(case).status is CaseStatus.WAITING
    office.goes_on(minutes=1)
    [said] = office.out()
    assert (said.say.key, "samaritans" in said.say.lines) == ("guide.nobody_free", True)
    assert office.now(case).outcome is Outcome.TOLD_NOBODY_FREE
    assert office.contact().hold is Hold.NONE
    assert office.looks() == 0


def test_her_word_while_she_waits_moves_the_end_on(office: Office) -> None:
    case = office.asks()
    office.goes_on(hours=10)
    office.writes()
    assert office.now(case).deadline == office.clock() + timedelta(hours=20)


def test_she_may_choose_to_wait_or_to_be_written_to_later(office: Office) -> None:
    case = office.asks()
    office.goes_on(minutes=10)
    steps = []
    for choose in (timing.wait, timing.later):
        choose(case, office.plan, office.clock())
        steps.append((case.next_action, case.deadline))
    assert steps == [
        (NextAction.ALERT_AGAIN, SATURDAY + timedelta(minutes=12)),
        (NextAction.TELL_NOBODY_FREE, SATURDAY + timedelta(hours=20)),
    ]


def test_while_the_desk_is_shut_she_is_told_once_a_day_when_it_opens(closed: Office) -> None:
    case = closed.asks()
    closed.goes_on(hours=19)
    assert closed.told() == []
    closed.goes_on(hours=2)
    [said] = closed.out()
    assert said.say.key == "desk.back_on"
    assert "emergency" in said.say.lines
    assert "T09:00" in str(said.say.params["when"])
    closed.goes_on(hours=26, minutes=59)
    assert closed.told() == ["desk.back_on"]
    assert closed.now(case).status is CaseStatus.WAITING

    closed.news()
    closed.goes_on(minutes=1)

    assert closed.news() == ["alert"]
    assert closed.now(case).next_action is NextAction.ALERT_AGAIN
    closed.goes_on(minutes=10)
    assert closed.told() == ["desk.still_waiting"]


def test_no_opening_is_promised_where_no_adviser_could_answer(closed: Office) -> None:
    case = closed.asks()
    for adviser in closed.store.tables.advisers.values():
        adviser.is_disabled = True
    closed.goes_on(hours=20, minutes=1, there=())
    assert closed.told() == ["guide.nobody_free"]
    assert closed.now(case).outcome is Outcome.TOLD_NOBODY_FREE


def test_a_holiday_is_waited_out(engine: Engine) -> None:
    office = Office(engine, plan_with(OFFICE, {date(2026, 11, 23): ()}))
    case = office.asks()
    told = []
    while office.now(case).next_action is not NextAction.ALERT_AGAIN:
        office.goes_on(hours=1)
        told += office.told()
    assert office.clock() == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert told == ["desk.back_on"] * 3


def test_after_a_day_in_vain_nobody_is_promised_another(closed: Office) -> None:
    case = closed.asks()
    told = []
    while not closed.now(case).is_closed:
        closed.goes_on(hours=1)
        told += closed.told()
    assert told == [*["desk.back_on"] * 2, "desk.still_waiting", "guide.nobody_free"]
    assert closed.clock() < datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_desk_that_never_opens_tells_her_in_time(engine: Engine) -> None:
    office = Office(engine, plan_with(()))
    case = office.asks()
    office.goes_on(hours=20)
    assert office.told() == ["guide.nobody_free"]
    assert office.now(case).is_closed


def test_when_the_desk_shuts_while_she_waits_she_is_told(engine: Engine) -> None:
    office = Office(engine, plan_with(OFFICE))
    office.clock.now = datetime(2026, 11, 23, 16, 59, tzinfo=UTC)
    case = office.asks()
    office.goes_on(minutes=2)
    assert office.told() == ["desk.back_on"]
    assert office.now(case).deadline == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_an_adviser_who_does_not_answer_is_nudged_and_loses_the_case(office: Office) -> None:
    case = office.held()
    office.told()
    office.news()
    office.goes_on(minutes=3)
    assert office.news() == ["nudge"]
    office.goes_on(minutes=2)
    assert office.told() == ["desk.returned"]
    assert "alert_lead" in office.news()
    assert (office.now(case).status, office.now(case).owner) == (CaseStatus.WAITING, None)


def test_the_clock_runs_from_her_first_unanswered_word(office: Office) -> None:
    case = office.held()
    office.replies(case)
    office.told()
    office.goes_on(minutes=10)
    office.writes()
    office.goes_on(minutes=4)
    office.writes("are you there?")
    office.goes_on(minutes=1)
    assert office.told() == ["desk.returned"]


def test_an_hour_of_her_silence_ends_the_talk_kindly(office: Office) -> None:
    case = office.held()
    office.replies(case)
    office.told()
    office.goes_on(minutes=59)
    assert office.told() == []
    office.goes_on(minutes=1)
    assert office.told() == ["desk.silent_end", "menu.choose"]
    assert office.now(case).outcome is Outcome.NO_ANSWER
    assert office.contact().hold is Hold.NONE


def test_nothing_goes_by_itself_to_an_unsafe_phone_and_nobody_is_dropped(office: Office) -> None:
    case = office.asks()
    office.store.tables.cases[case.id].is_unsafe_phone = True
    office.goes_on(hours=50)
    assert office.told() == []
    assert office.now(case).status is CaseStatus.WAITING
    assert "alert_lead" in office.news()


@pytest.mark.parametrize(("action", "status"), list(product(NextAction, CaseStatus)))
def test_no_step_says_a_word_to_an_unsafe_phone(
    office: Office, action: NextAction, status: CaseStatus
) -> None:
    if status is CaseStatus.CLOSED:
        assert office.looks() == 0
        return
    case = office.asks()
    stored = office.store.tables.cases[case.id]
    stored.is_unsafe_phone, stored.status, stored.owner = True, status, OMAR
    stored.next_action, stored.deadline = action, office.clock()
    office.looks()
    assert office.told() == []


def test_who_cannot_be_reached_has_left(office: Office) -> None:
    case = office.asks()
    office.contact().stopped = True
    office.goes_on(minutes=3)
    assert office.now(case).outcome is Outcome.CONTACT_LEFT
    assert office.told() == []


def test_after_a_standstill_each_step_comes_once(office: Office) -> None:
    office.asks()
    office.clock.go_on(hours=5)
    assert [office.looks() for _ in range(3)] == [1, 0, 0]
    assert office.told() == []


def test_many_are_seen_to_in_turns(office: Office) -> None:
    for contact in range(10, 15 + AT_MOST):
        office.add_contact(contact)
        office.asks(contact)
    office.clock.go_on(minutes=3)
    assert [office.looks() for _ in range(3)] == [AT_MOST, 5, 0]


def is_promised(case: Case) -> bool:
    return case.is_closed or bool(case.deadline and case.next_action)


def test_every_step_leaves_a_promise(office: Office) -> None:
    for contact, action in enumerate(NextAction, start=20):
        office.add_contact(contact)
        case = office.asks(contact)
        if action in {
            NextAction.NUDGE_ADVISER,
            NextAction.RETURN_TO_QUEUE,
            NextAction.END_FOR_SILENCE,
        }:
            office.adviser().capacity = 9
            office.claims(case)
        stored = office.store.tables.cases[case.id]
        stored.next_action, stored.deadline = action, office.clock()
    office.looks()
    assert all(is_promised(case) for case in office.cases())
