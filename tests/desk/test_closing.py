"""How a case ends: in words, at a place where the guide goes on, and not in danger by one alone."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk import commands as ask
from bot.desk.model import Case, CaseStatus, NextAction, Outcome
from bot.desk.refusals import Refusal, Why
from bot.engine.turn import Engine
from bot.ports import Hold
from tests.desk.office import IDA, LEAD, OMAR, ZOE, Office, plan_with


def close(office: Office, case: Case, by: int = OMAR, **fields: Any) -> Case | Refusal:
    fields = {"outcome": Outcome.ADVISED, **fields}
    return office.store.do(office.desk.close, ask.Close(by, case.id, None, **fields))[0]


def answered(office: Office) -> Case:
    case = office.held()
    office.replies(case)
    office.told()
    return office.now(case)


@pytest.mark.parametrize(
    ("flow", "at"), [("", "menu.choose"), ("call", ""), ("urgent.what", "urgent.what")]
)
def test_on_close_the_guide_goes_on_where_the_adviser_says(
    office: Office, flow: str, at: str
) -> None:
    case = answered(office)

    closed = close(office, case, flow=flow)

    assert isinstance(closed, Case)
    assert (closed.status, closed.outcome) == (CaseStatus.CLOSED, Outcome.ADVISED)
    assert (closed.deadline, closed.next_action) == (None, None)
    assert (office.contact().hold, office.contact().case_id) == (Hold.NONE, None)
    first, *rest = office.told()
    assert first == "desk.closed"
    session = office.contact().session
    assert session is not None
    assert rest[-1] == session.key
    assert session.flow == (flow.partition(".")[0] or "menu")
    assert at in {"", session.key}


@pytest.mark.parametrize(
    "flow", ["nowhere", "menu.nowhere", "person", "desk.holding", "pledge.add"]
)
def test_there_is_no_going_on_at_a_place_that_is_none(office: Office, flow: str) -> None:
    case = answered(office)
    assert close(office, case, flow=flow) == Refusal(Why.NO_SUCH_FLOW)
    assert office.now(case).status is CaseStatus.CLAIMED


def test_an_adviser_chooses_among_the_outcomes_that_are_theirs(office: Office) -> None:
    case = answered(office)
    assert close(office, case, outcome=Outcome.WITHDRAWN) == Refusal(Why.NOT_ALLOWED)


def test_closed_without_an_answer_she_has_numbers(office: Office) -> None:
    case = office.held()
    office.told()
    close(office, case)
    assert office.told()[:2] == ["desk.closed", "desk.numbers"]


def test_who_left_before_an_answer_is_not_counted_as_answered(office: Office) -> None:
    case = office.held()
    office.contact().stopped = True
    close(office, case)
    assert office.now(case).outcome is Outcome.CONTACT_LEFT


def test_a_waiting_case_is_closed_by_nobody(office: Office) -> None:
    case = office.asks()
    assert close(office, case, LEAD) == Refusal(Why.NOT_YOURS)


def in_danger(office: Office) -> Case:
    case = office.held()
    office.writes("he has a knife", danger=True)
    office.replies(case)
    office.told()
    return office.now(case)


def test_in_danger_nobody_closes_alone(office: Office) -> None:
    case = in_danger(office)
    assert close(office, case) == Refusal(Why.DANGER_NOW)
    assert close(office, case) == Refusal(Why.DANGER_NOW), "once more is not a second person"
    assert close(office, case, IDA) == Refusal(Why.NOT_YOURS), "who does not read along"
    end = ask.EndAbuse(OMAR, case.id, None)
    assert office.store.do(office.desk.end_abuse, end) == [Refusal(Why.DANGER_NOW)]

    assert isinstance(close(office, case, LEAD), Case)

    assert office.told()[0] == "desk.closed"
    assert office.adviser().needs_debrief


def test_who_agreed_before_she_was_in_danger_again_has_not_agreed(office: Office) -> None:
    case = in_danger(office)
    assert close(office, case) == Refusal(Why.DANGER_NOW)
    office.clock.go_on(minutes=90)
    office.writes("he has the knife again", danger=True)
    office.replies(case)
    assert close(office, case, LEAD) == Refusal(Why.DANGER_NOW)
    assert isinstance(close(office, case), Case)


def test_an_hour_after_danger_one_may_close(office: Office) -> None:
    case = in_danger(office)
    office.clock.go_on(minutes=59)
    assert close(office, case) == Refusal(Why.DANGER_NOW)
    office.clock.go_on(minutes=1)
    assert isinstance(close(office, case), Case)


def test_after_danger_there_is_a_debrief_until_it_is_had(office: Office) -> None:
    case = in_danger(office)
    office.clock.go_on(hours=2)
    close(office, case)
    assert (office.adviser().handled_since_break, office.adviser().needs_debrief) == (1, True)
    items = [ask.Debriefed(by, OMAR) for by in (IDA, OMAR)]
    first, second = office.store.do(office.attendance.debriefed, *items)
    assert first == Refusal(Why.NOT_ALLOWED)
    assert not isinstance(second, Refusal)
    assert not office.adviser().needs_debrief


def test_after_an_ordinary_case_there_is_no_debrief(office: Office) -> None:
    close(office, answered(office))
    assert (office.adviser().handled_since_break, office.adviser().needs_debrief) == (1, False)


def test_her_silence_after_danger_is_no_end(engine: Engine) -> None:
    office = Office(engine, plan_with(silence=timedelta(minutes=20)))
    case = in_danger(office)
    office.news()
    office.goes_on(minutes=30)
    assert office.now(case).status is CaseStatus.CLAIMED
    assert "alert_lead" in office.news()
    office.goes_on(minutes=60)
    assert office.now(case).outcome is Outcome.NO_ANSWER


def test_a_pause_waits_for_her_for_long(office: Office) -> None:
    case = answered(office)
    office.pauses(case)
    office.goes_on(hours=19)
    assert office.now(case).status is CaseStatus.CONTACT
    office.goes_on(hours=2)
    assert office.now(case).outcome is Outcome.NO_ANSWER
    assert office.told()[0] == "desk.silent_end"


def test_her_open_question_is_not_paused(office: Office) -> None:
    case = office.held()
    office.pauses(case)
    assert office.now(case).next_action is NextAction.NUDGE_ADVISER
    office.goes_on(minutes=6)
    assert office.now(case).status is CaseStatus.WAITING


def test_resumed_it_is_a_talk_again(office: Office) -> None:
    case = answered(office)
    office.pauses(case)
    [resumed] = office.store.do(office.desk.resume, ask.Resume(OMAR, case.id, None))
    assert isinstance(resumed, Case)
    assert resumed.status is CaseStatus.CLAIMED


def test_abuse_is_warned_ended_and_blocked_by_two(office: Office) -> None:
    case = office.held()
    office.told()
    office.store.do(office.desk.warn, ask.Warn(OMAR, case.id, None))
    assert office.now(case).warned == 1
    office.store.do(office.desk.end_abuse, ask.EndAbuse(OMAR, case.id, None))
    said = office.out()
    assert [one.say.key for one in said][:2] == ["desk.warned", "desk.ended_abuse"]
    assert "emergency" in said[1].say.lines
    block = office.desk.block
    assert office.store.do(block, ask.Block(OMAR, case.id, None)) == [Refusal(Why.NEEDS_SECOND)]
    assert office.store.do(block, ask.Block(OMAR, case.id, None)) == [Refusal(Why.NEEDS_SECOND)]
    assert not office.contact().blocked

    office.store.do(block, ask.Block(LEAD, case.id, None))

    assert office.contact().blocked


def test_a_block_ends_an_open_case_with_numbers(office: Office) -> None:
    case = office.held()
    office.told()
    office.store.do(office.desk.block, ask.Block(OMAR, case.id, None))
    office.store.do(office.desk.block, ask.Block(LEAD, case.id, None))
    assert office.now(case).outcome is Outcome.ABUSIVE
    assert office.told()[0] == "desk.ended_abuse"


def test_a_block_after_the_end_ends_the_case_that_was_opened_since(office: Office) -> None:
    first = office.held()
    office.replies(first)
    office.closes(first)
    since = office.held(by=IDA)
    office.told()

    for by in (OMAR, LEAD):
        office.store.do(office.desk.block, ask.Block(by, first.id, None))

    assert office.now(since).outcome is Outcome.ABUSIVE
    assert (office.contact().blocked, office.contact().hold) == (True, Hold.NONE)
    assert office.told()[0] == "desk.ended_abuse"
    assert office.now(first).outcome is Outcome.LISTENED


def test_behind_an_unsafe_phone_nobody_is_dropped_without_a_number(office: Office) -> None:
    case = office.held()
    office.store.do(office.desk.flag_phone, ask.FlagPhone(OMAR, case.id, None, unsafe=True))
    office.clock.go_on(minutes=31)
    assert close(office, case) == Refusal(Why.UNSAFE_PHONE)
    assert office.now(case).status is CaseStatus.CLAIMED


def blocked(office: Office) -> Case:
    case = office.held()
    for by in (OMAR, LEAD):
        office.store.do(office.desk.block, ask.Block(by, case.id, None))
    assert office.contact().blocked
    return case


def test_a_lead_lifts_a_block_with_a_reason(office: Office) -> None:
    case = blocked(office)
    office.store.do(office.desk.unblock, ask.Unblock(LEAD, case.id, "mistake"))

    assert not office.contact().blocked
    last = office.store.tables.audit[-1]
    expected = (f"adviser:{LEAD}", "unblock", f"case:{case.id}", "mistake")
    assert last == expected


def test_to_block_again_takes_two_again(office: Office) -> None:
    case = blocked(office)
    office.store.do(office.desk.unblock, ask.Unblock(LEAD, case.id, "mistake"))

    again = office.store.do(office.desk.block, ask.Block(OMAR, case.id, None))
    assert again == [Refusal(Why.NEEDS_SECOND)]
    assert not office.contact().blocked


@pytest.mark.parametrize(
    ("by", "reason", "why"),
    [
        (OMAR, "mistake", Why.NOT_ALLOWED),
        (ZOE, "mistake", Why.NO_SUCH_CASE),
        (LEAD, "", Why.EMPTY),
        (LEAD, "her own words", Why.EMPTY),
    ],
)
def test_a_block_stands_otherwise(office: Office, by: int, reason: str, why: Why) -> None:
    case = blocked(office)
    done = office.store.do(office.desk.unblock, ask.Unblock(by, case.id, reason))

    assert done == [Refusal(why)]
    assert office.contact().blocked
    assert office.store.tables.audit[-1].detail == why


def test_what_is_not_blocked_is_not_lifted(office: Office) -> None:
    case = office.held()
    done = office.store.do(office.desk.unblock, ask.Unblock(LEAD, case.id, "mistake"))
    assert done == [Refusal(Why.ALREADY_DONE)]
