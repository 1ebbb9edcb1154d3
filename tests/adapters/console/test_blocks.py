"""The list of blocks, and how a lead lifts one."""

import pytest
from starlette.testclient import TestClient

from bot.desk import commands as ask
from bot.engine.turn import Engine
from bot.ports import Conversation
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import IDA, LENA, OMAR, Leads
from tests.contracts.conftest import World, do

BLOCKS, ACCOUNT = "/console/board/blocks", "/console/account"


@pytest.fixture
def leads(on_sqlite: World, engine: Engine) -> Leads:
    return Leads(on_sqlite, engine)


@pytest.fixture
def lena(leads: Leads) -> TestClient:
    return leads.browser(LENA)


@pytest.fixture
def blocked(leads: Leads) -> int:
    """By two; the number of the case."""
    leads.claims(leads.asks(7))
    for by in (OMAR, LENA):
        leads.does(leads.desk.block, ask.Block(by, 7, None))
    assert contact(leads).blocked
    return 7


def contact(leads: Leads) -> Conversation:
    def work(transaction: object) -> Conversation:
        opened = transaction.desk.case(7)  # type: ignore[attr-defined]
        found: Conversation = opened.conversation
        return found

    return do(leads.database, work)


def test_nobody_was_blocked(lena: TestClient) -> None:
    assert "Nobody was ever blocked." in lena.get(BLOCKS).text


def test_it_shows_who_is_blocked_by_whom(blocked: int, lena: TestClient) -> None:
    page = lena.get(BLOCKS).text
    for shown in (f"Elm Lark {blocked}", ">Lena<", "Lift the block"):
        assert shown in page


def test_an_agreement_alone_is_no_block(leads: Leads, lena: TestClient) -> None:
    leads.claims(leads.asks(7))
    leads.does(leads.desk.block, ask.Block(OMAR, 7, None))
    assert "Elm Lark 7" not in lena.get(BLOCKS).text


def test_a_lead_lifts_it_and_the_list_shows_it(
    leads: Leads, blocked: int, lena: TestClient
) -> None:
    answer = send(lena, BLOCKS, f"{BLOCKS}/lift", case_id=str(blocked), reason="talked_over")
    assert answer.headers["location"] == BLOCKS
    page = lena.get(BLOCKS).text

    assert not contact(leads).blocked
    assert "Lifted: It was talked over" in page
    assert "Not in force any more" in page
    assert "Lift the block</button>" not in page
    [line, *_] = leads.database.desk_reader.audit_page(2**62, 1)
    assert line.entry == (f"adviser:{LENA}", "unblock", "case:7", "talked_over")


def test_after_an_erasure_nobody_is_left_to_be_shown(
    leads: Leads, blocked: int, lena: TestClient
) -> None:
    do(leads.database, lambda transaction: transaction.erase(contact_id(leads)))
    assert "Nobody was ever blocked." in lena.get(BLOCKS).text


def contact_id(leads: Leads) -> int:
    return leads.case(7).conversation_id


@pytest.mark.parametrize("reason", ["", "anything"])
def test_without_a_reason_it_stands(
    leads: Leads, blocked: int, lena: TestClient, reason: str
) -> None:
    answer = send(lena, BLOCKS, f"{BLOCKS}/lift", case_id=str(blocked), reason=reason)

    assert answer.status_code == 409
    assert "Choose why it is lifted." in answer.text
    assert contact(leads).blocked


@pytest.mark.parametrize("adviser", [OMAR, IDA])
def test_advisers_lift_none(leads: Leads, blocked: int, adviser: int) -> None:
    browser = leads.browser(adviser)
    assert browser.get(BLOCKS).status_code == 403
    answer = send(browser, ACCOUNT, f"{BLOCKS}/lift", case_id=str(blocked), reason="mistake")
    assert answer.status_code == 403
    assert contact(leads).blocked


def test_the_case_says_that_its_contact_is_blocked(leads: Leads, blocked: int) -> None:
    view = leads.database.desk_reader.view(blocked)
    assert view
    assert view.is_blocked
