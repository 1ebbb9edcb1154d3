"""Who is there, and what becomes of the cases of who is gone."""

import pytest

from bot.desk import commands as ask
from bot.desk.model import Adviser, CaseStatus, Presence
from bot.desk.refusals import Refusal, Why
from bot.ports import Hold
from tests.desk.office import IDA, LEAD, OMAR, Office


def sets(office: Office, presence: Presence, by: int = OMAR) -> Adviser | Refusal:
    return office.store.do(office.attendance.set_presence, ask.SetPresence(by, presence))[0]


def test_a_lost_connection_is_silent_for_a_while(office: Office) -> None:
    case = office.held()
    office.told()
    office.goes_on(seconds=44, there=())
    assert office.now(case).status is CaseStatus.CLAIMED
    office.goes_on(seconds=1, there=())
    assert office.now(case).status is CaseStatus.AWAY
    assert office.contact().hold is Hold.HELD
    assert office.told() == []


def test_who_is_back_in_time_has_the_case_again(office: Office) -> None:
    case = office.held()
    office.told()
    office.goes_on(seconds=100, there=())
    office.goes_on(seconds=60)
    assert (office.now(case).status, office.now(case).owner) == (CaseStatus.CLAIMED, OMAR)
    assert office.told() == []


def test_after_two_minutes_it_goes_back_and_she_is_told(office: Office) -> None:
    case = office.held()
    office.told()
    office.goes_on(seconds=119, there=())
    assert office.told() == []
    office.goes_on(seconds=1, there=())
    assert office.told() == ["desk.returned"]
    assert (office.now(case).status, office.now(case).owner) == (CaseStatus.WAITING, None)


def test_a_case_that_waits_for_her_survives_a_shut_page(office: Office) -> None:
    case = office.held()
    office.replies(case)
    office.pauses(case)
    office.told()
    office.goes_on(hours=1, there=())
    assert office.now(case).status is CaseStatus.CONTACT

    office.writes()
    office.goes_on(minutes=3, there=())

    assert office.told() == ["desk.returned"]
    assert office.now(case).status is CaseStatus.WAITING


@pytest.mark.parametrize("presence", [Presence.BREAK, Presence.OFF])
def test_nobody_walks_away_from_a_talk(office: Office, presence: Presence) -> None:
    case = office.held()
    assert sets(office, presence) == Refusal(Why.HOLDS_CASES)
    assert office.adviser().presence is Presence.ON

    office.store.do(office.attendance.hand_over_all, ask.HandOverAll(OMAR, OMAR))

    assert isinstance(sets(office, presence), Adviser)
    assert office.now(case).status is CaseStatus.WAITING


def test_on_a_break_cases_that_wait_for_her_are_kept(office: Office) -> None:
    case = office.held()
    office.replies(case)
    office.pauses(case)
    assert isinstance(sets(office, Presence.BREAK), Adviser)
    assert sets(office, Presence.OFF) == Refusal(Why.HOLDS_CASES)


def test_all_cases_are_handed_over_and_each_contact_is_told(office: Office) -> None:
    office.add_contact(2)
    cases = [office.held(), office.held(contact=2)]
    office.told()
    item = ask.HandOverAll(IDA, OMAR)
    assert office.store.do(office.attendance.hand_over_all, item) == [Refusal(Why.NOT_ALLOWED)]

    item = ask.HandOverAll(LEAD, OMAR)
    assert office.store.do(office.attendance.hand_over_all, item) == [2]

    assert office.told() == ["desk.returned"] * 2
    assert all(office.now(case).status is CaseStatus.WAITING for case in cases)


def test_a_break_of_ten_minutes_makes_room_for_more(office: Office) -> None:
    office.adviser().handled_since_break = 6
    sets(office, Presence.BREAK)
    office.clock.go_on(minutes=9)
    sets(office, Presence.ON)
    assert office.adviser().handled_since_break == 6
    sets(office, Presence.BREAK)
    office.clock.go_on(minutes=10)
    sets(office, Presence.ON)
    assert office.adviser().handled_since_break == 0


def test_presence_is_news_and_in_the_record(office: Office) -> None:
    sets(office, Presence.BREAK)
    assert office.news() == ["presence"]
    assert office.store.tables.audit[-1][1:] == ("presence", f"adviser:{OMAR}", "break")


def test_a_disabled_adviser_does_nothing(office: Office) -> None:
    office.adviser().is_disabled = True
    assert sets(office, Presence.BREAK) == Refusal(Why.NOT_ALLOWED)
    life = ask.SignOfLife(OMAR)
    assert office.store.do(office.attendance.sign_of_life, life) == [Refusal(Why.NOT_ALLOWED)]


@pytest.mark.parametrize("is_paused", [True, False])
def test_the_cases_of_a_disabled_adviser_go_back_and_she_is_told(
    office: Office, is_paused: bool
) -> None:
    case = office.held()
    office.replies(case)
    if is_paused:
        office.pauses(case)
    office.told()
    office.news()
    office.adviser().is_disabled = True

    office.looks()

    assert (office.now(case).status, office.now(case).owner) == (CaseStatus.WAITING, None)
    assert office.told() == ["desk.returned"]
    assert "alert" in office.news()
