"""A case is a promise: its states, how one opens and how one ends."""

from itertools import product

import pytest

from bot import cases
from bot.desk.model import Case, CaseStatus, NextAction, Outcome
from bot.desk.names import BIRDS, TREES_AND_RIVERS, case_name
from bot.engine.machine import NoWayOut
from bot.engine.turn import Engine
from bot.flows import build_flows
from bot.messages import Urgency
from bot.ports import Hold
from tests.desk.office import Office

WAITING, CLAIMED = CaseStatus.WAITING, CaseStatus.CLAIMED
AWAY, CONTACT, CLOSED = CaseStatus.AWAY, CaseStatus.CONTACT, CaseStatus.CLOSED
LEADS_TO = {
    ("claim", WAITING): CLAIMED,
    ("drop", CLAIMED): AWAY,
    ("resume", AWAY): CLAIMED,
    ("resume", CONTACT): CLAIMED,
    ("give_back", CLAIMED): WAITING,
    ("give_back", AWAY): WAITING,
    ("give_back", CONTACT): WAITING,
    ("transfer", CLAIMED): CLAIMED,
    ("transfer", AWAY): CLAIMED,
    ("transfer", CONTACT): CLAIMED,
    ("pause", CLAIMED): CONTACT,
    ("contact_wrote", WAITING): WAITING,
    ("contact_wrote", CLAIMED): CLAIMED,
    ("contact_wrote", AWAY): AWAY,
    ("contact_wrote", CONTACT): CLAIMED,
    ("close", WAITING): CLOSED,
    ("close", CLAIMED): CLOSED,
    ("close", AWAY): CLOSED,
    ("close", CONTACT): CLOSED,
}
TRIGGERS = (
    *(cases.CLAIM, cases.DROP, cases.RESUME, cases.GIVE_BACK),
    *(cases.TRANSFER, cases.PAUSE, cases.CONTACT_WROTE, cases.CLOSE),
)


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


@pytest.mark.parametrize(("trigger", "status"), list(product(TRIGGERS, CaseStatus)))
def test_every_way_between_states(office: Office, trigger: str, status: CaseStatus) -> None:
    case = office.asks()
    case.status = status
    if (trigger, status) in LEADS_TO:
        cases.move(case, trigger)
        assert case.status is LEADS_TO[trigger, status]
    else:
        with pytest.raises(NoWayOut):
            cases.move(case, trigger)
        assert case.status is status


def test_from_every_open_state_a_case_can_be_closed() -> None:
    assert set(cases.WAYS[cases.CLOSE]) == set(CaseStatus) - {CLOSED}
    assert all(CLOSED not in ways for ways in cases.WAYS.values())


def test_a_new_case_waits_and_has_a_deadline(office: Office) -> None:
    case = office.asks(choices=["menu.choose:signs"])

    assert (case.status, case.next_action) == (WAITING, NextAction.ALERT_AGAIN)
    assert case.deadline is not None
    assert case.choices == ("menu.choose:signs",)
    assert (office.contact().hold, office.contact().case_id) == (Hold.WAITING, case.id)
    assert office.news() == ["opened"]


def test_a_second_case_beside_an_open_one_is_refused(office: Office) -> None:
    office.asks()
    with pytest.raises(AssertionError):
        office.asks()


@pytest.mark.parametrize(
    ("queue", "choices", "is_urgent"),
    [
        ("general", (), False),
        ("general", ("signs.ask:yes", "menu.choose:urgently"), False),
        ("general", ("urgent.what:hurt",), True),
        ("young", (), True),
    ],
)
def test_urgent_is_what_she_said_and_nothing_else(
    office: Office, queue: str, choices: tuple[str, ...], *, is_urgent: bool
) -> None:
    assert office.asks(queue=queue, choices=choices).is_urgent is is_urgent


def test_urgent_flows_are_those_of_safety() -> None:
    of_safety = {flow.name for flow in build_flows(("en",)) if flow.urgency is Urgency.SAFETY}
    # That she was asked whether there is danger is no danger: her answer leads on.
    assert of_safety == cases.URGENT_FLOWS | {"in_danger"}


def test_a_name_says_nothing_and_stays(office: Office) -> None:
    case = office.asks()
    assert case.name == case_name(case.id)
    assert len({case_name(number) for number in range(90_000)}) == 90_000
    assert case_name(2**62).split()[:2] != case_name(2**62 + 1).split()[:2]
    assert len(set(TREES_AND_RIVERS) | set(BIRDS)) == 60


def test_what_closes_by_her_own_word_frees_the_conversation(office: Office) -> None:
    case = office.asks()
    office.stops()

    case = office.now(case)
    assert (case.status, case.outcome) == (CLOSED, Outcome.WITHDRAWN)
    assert (case.deadline, case.next_action) == (None, None)
    assert (office.contact().hold, office.contact().case_id) == (Hold.NONE, None)
    assert office.told() == []


def after_her_word(office: Office, case: Case) -> Case:
    office.clock.go_on(minutes=1)
    office.writes()
    return office.now(case)


def test_her_word_brings_back_a_case_that_waited_for_her(office: Office) -> None:
    case = office.held()
    office.replies(case)
    office.pauses(case)
    assert office.now(case).status is CONTACT

    heard = after_her_word(office, case)

    assert heard.status is CLAIMED
    assert heard.next_action is NextAction.NUDGE_ADVISER
    assert heard.version == office.now(case).version == case.version


def test_her_word_is_no_new_version(office: Office) -> None:
    case = office.held()
    assert after_her_word(office, case).version == case.version
