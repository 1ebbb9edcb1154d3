"""That an adviser types is shown to their contact alone, and kept nowhere."""

from typing import Any

import pytest

from bot.desk import commands as ask
from bot.desk.model import Case
from bot.desk.typing import Shown, Typing
from bot.engine.effects import NOT_LATER, WAIT_FOR_ME
from bot.engine.turn import Engine
from tests.desk.office import IDA, LEAD, OMAR, Office

HERS = Shown("telegram", "address-1")


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def types(office: Office, case: Case, by: int = OMAR) -> Shown | None:
    typing = Typing(office.clock)
    [shown] = office.store.do(typing.by_adviser, ask.Types(by, case.id))
    return shown


def test_it_is_shown_to_the_contact_of_the_case(office: Office) -> None:
    assert types(office, office.held()) == HERS


def test_it_leaves_nothing_behind(office: Office) -> None:
    case = office.held()
    before = office.store.tables.copy()
    types(office, case)

    assert office.store.tables == before


def test_the_page_of_the_web_chat_finds_a_sign_of_ids_alone(office: Office) -> None:
    office.add_contact(2, "webchat")
    case = office.held(contact=2)
    office.news()
    types(office, case)

    [event] = office.store.tables.events
    assert event == ("adviser_typing", case.id, OMAR, "general", 0)


def test_nobody_shows_it_before_the_case_is_claimed(office: Office) -> None:
    assert types(office, office.asks()) is None


@pytest.mark.parametrize("by", [IDA, LEAD])
def test_nobody_else_shows_it(office: Office, by: int) -> None:
    case = office.held()
    office.store.do(office.desk.invite, ask.Invite(OMAR, case.id, None, IDA))

    assert types(office, case, by) is None


def test_a_phone_that_may_be_unsafe_shows_nothing(office: Office) -> None:
    case = office.held()
    office.writes()
    office.store.do(office.desk.flag_phone, ask.FlagPhone(OMAR, case.id, None, unsafe=True))
    assert types(office, case) is None

    office.store.do(office.desk.flag_phone, ask.FlagPhone(OMAR, case.id, None, unsafe=False))
    assert types(office, case) == HERS


def test_who_asked_that_we_wait_sees_nothing_before_they_write(office: Office) -> None:
    case = office.held(consents=("keep_talk", WAIT_FOR_ME))
    assert types(office, case) is None

    office.goes_on(seconds=5)
    office.writes()
    assert types(office, case) == HERS


def test_who_asked_not_to_be_written_to_later_sees_nothing_later(office: Office) -> None:
    case = office.held(consents=("keep_talk", NOT_LATER))
    office.clock.go_on(hours=2, seconds=1)

    assert types(office, case) is None


def gives_back(office: Office, case: Case) -> None:
    office.store.do(office.desk.give_back, ask.GiveBack(OMAR, case.id, None))


def passes_on(office: Office, case: Case) -> None:
    office.store.do(office.desk.transfer, ask.Transfer(OMAR, case.id, None, IDA, "", ""))


@pytest.mark.parametrize(
    "over",
    [
        gives_back,
        passes_on,
        lambda office, case: office.closes(case),
        lambda office, _: office.stops(),
        lambda office, _: office.erases(),
    ],
)
def test_once_the_talk_is_not_theirs_any_more_nothing_is_shown(office: Office, over: Any) -> None:
    case = office.held()
    over(office, case)

    assert types(office, case) is None
