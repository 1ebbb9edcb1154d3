"""The page of the record."""

import re

import pytest
from starlette.testclient import TestClient

from bot.desk import commands as ask
from bot.engine.turn import Engine
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import LENA, OMAR, Leads
from tests.contracts.conftest import World

AUDIT = "/console/audit"
LINE = re.compile(r'<th scope="row" class="figure">(\d+)</th>')


@pytest.fixture
def leads(on_sqlite: World, engine: Engine) -> Leads:
    return Leads(on_sqlite, engine)


@pytest.fixture
def lena(leads: Leads) -> TestClient:
    return leads.browser(LENA)


def numbers(html: str) -> list[int]:
    return [int(one) for one in LINE.findall(html)]


def tamper(leads: Leads, number: int) -> None:
    leads.world.rows("DROP TRIGGER audit_refuses_update")
    leads.world.rows(f"UPDATE audit SET detail = 'other' WHERE number = {number}")  # noqa: S608


def test_it_is_read_page_by_page_newest_first(leads: Leads, lena: TestClient) -> None:
    for id_ in range(1, 61):
        leads.asks(id_)
        leads.does(leads.desk.look, ask.Look(LENA, id_))
    first = lena.get(AUDIT).text
    found = numbers(first)
    assert found == sorted(found, reverse=True)
    assert len(found) == 50
    older = lena.get(AUDIT, params={"before": str(found[-1])}).text
    assert numbers(older)[0] == found[-1] - 1
    assert f"before={found[-1]}" in first


def test_it_is_narrowed_by_who_and_by_case(leads: Leads, lena: TestClient) -> None:
    leads.claims(leads.asks(17))
    leads.asks(18)
    leads.does(leads.desk.look, ask.Look(LENA, 18))
    of_omar = lena.get(AUDIT, params={"actor": f"adviser:{OMAR}"}).text
    assert "case:17" in of_omar
    assert "case:18" not in of_omar
    of_case = lena.get(AUDIT, params={"case": "18"}).text
    assert (of_case.count(">case:18<"), of_case.count(">case:17<")) == (1, 0)
    assert "There are no such lines." in lena.get(AUDIT, params={"case": "5"}).text


@pytest.mark.parametrize(
    "params",
    [
        {"before": "x", "case": "9" * 30, "actor": "\0"},
        {"before": "-1", "case": "1;--", "actor": "adviser:x"},
        {"before": "٣", "case": "²", "actor": "<script>"},
    ],
)
def test_what_makes_no_sense_is_not_asked_for(lena: TestClient, params: dict[str, str]) -> None:
    answer = lena.get(AUDIT, params=params)
    assert answer.status_code == 200
    assert numbers(answer.text)
    assert "<script>" not in answer.text.replace('<script type="module"', "")


def test_a_whole_record_is_said_to_be_whole(leads: Leads, lena: TestClient) -> None:
    assert "The record is whole." in send(lena, AUDIT, f"{AUDIT}/verify").text
    assert leads.entrance.audit()[-1] == "audit_verified"


def test_the_first_broken_line_is_named(leads: Leads, lena: TestClient) -> None:
    leads.claims(leads.asks(17))
    tamper(leads, 3)
    answer = send(lena, AUDIT, f"{AUDIT}/verify")
    assert "The first broken line is number 3." in answer.text
    assert 'role="alert"' in answer.text


def test_who_reads_it_stands_in_it(leads: Leads, lena: TestClient) -> None:
    lena.get(AUDIT)
    assert leads.entrance.audit()[-1] == "audit_read"
