"""What a lead does for somebody else."""

import pytest

from bot.desk import commands as ask
from bot.desk.model import CaseStatus, Presence
from bot.desk.refusals import Refusal, Why
from tests.desk.office import EDITOR, IDA, LEAD, OMAR, Office


def set_for(office: Office, by: int, presence: Presence, whose: int | None) -> object:
    return office.store.do(office.attendance.set_presence, ask.SetPresence(by, presence, whose))[0]


@pytest.mark.parametrize("presence", [Presence.BREAK, Presence.OFF])
def test_a_lead_sends_somebody_away_from_the_desk(office: Office, presence: Presence) -> None:
    seen = office.adviser().seen_at
    office.clock.go_on(minutes=1)
    set_for(office, LEAD, presence, OMAR)
    assert (office.adviser().presence, office.adviser().seen_at) == (presence, seen)
    entry = office.store.tables.audit[-1]
    assert entry[:3] == (f"adviser:{LEAD}", "presence", f"adviser:{OMAR}")
    assert office.news() == ["presence"]


@pytest.mark.parametrize(
    ("by", "presence", "whose", "why"),
    [
        (IDA, Presence.BREAK, OMAR, Why.NOT_ALLOWED),
        (EDITOR, Presence.BREAK, OMAR, Why.NOT_ALLOWED),
        (LEAD, Presence.ON, OMAR, Why.NOT_ALLOWED),
        (LEAD, Presence.BREAK, 1, Why.NO_SUCH_ADVISER),
        (1, Presence.BREAK, OMAR, Why.NOT_ALLOWED),
    ],
)
def test_nobody_else_does(
    office: Office, by: int, presence: Presence, whose: int, why: Why
) -> None:
    assert set_for(office, by, presence, whose) == Refusal(why)
    assert office.adviser().presence is Presence.ON


def test_cases_are_given_back_before_a_break(office: Office) -> None:
    office.held()
    assert set_for(office, LEAD, Presence.BREAK, OMAR) == Refusal(Why.HOLDS_CASES)
    assert office.adviser().presence is Presence.ON


def test_ones_own_number_is_oneself(office: Office) -> None:
    set_for(office, OMAR, Presence.BREAK, OMAR)
    set_for(office, OMAR, Presence.ON, OMAR)
    assert office.adviser().presence is Presence.ON


def give(office: Office, by: int, to: int) -> object:
    case = office.asks()
    office.told()
    return office.store.do(office.desk.transfer, ask.Transfer(by, case.id, None, to, "", ""))[0]


def test_a_waiting_case_is_given_to_somebody_who_is_there(office: Office) -> None:
    give(office, LEAD, IDA)
    [case] = office.cases()
    assert (case.owner, case.status) == (IDA, CaseStatus.CLAIMED)
    assert office.told() == ["desk.claimed"]


def test_it_is_given_to_nobody_who_is_away_and_by_no_adviser(office: Office) -> None:
    office.adviser(IDA).presence = Presence.BREAK
    assert give(office, LEAD, IDA) == Refusal(Why.NOT_ON, "Ida")
    office.stops()
    assert give(office, OMAR, IDA) == Refusal(Why.NOT_YOURS)
    assert [case.owner for case in office.cases()] == [None, None]
