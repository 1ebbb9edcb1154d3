"""Figures as a file: two people, once, and no cell that a spreadsheet would run."""

import csv
import io
import re
from datetime import timedelta

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

from adapters.console.csv_text import csv_bytes, neutral
from bot.desk.exports import Exports, OfExport
from bot.desk.refusals import Refusal, Why
from bot.engine.turn import Engine
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import ADA, IDA, LENA, Leads
from tests.contracts.conftest import World
from tests.postgres import Postgres

REPORTS = "/console/reports"
FORMULA = tuple("=+-@\t\r\0＝＋－＠﹢﹣﹦﹫⁺⁻−")
ANY = some.text(
    some.one_of(
        some.sampled_from([*FORMULA, '"', ",", ";", "\n", " ", "\u200b", "\ufeff", "'"]),
        some.characters(codec="utf-8"),
    ),
    max_size=12,
)
TABLES = some.lists(some.lists(ANY, min_size=2, max_size=2), min_size=1, max_size=5)


def read_by_python(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def read_by_postgres(postgres: Postgres, data: bytes) -> list[list[str]]:
    with psycopg.connect(postgres.url("postgres")) as connection:
        connection.execute("CREATE TEMP TABLE cells (number serial, one text, two text)")
        copy = "COPY cells (one, two) FROM STDIN WITH (FORMAT csv, ENCODING 'UTF8')"
        with connection.cursor().copy(copy) as into:
            into.write(data.removeprefix(b"\xef\xbb\xbf"))
        rows = connection.execute("SELECT one, two FROM cells ORDER BY number").fetchall()
        connection.rollback()
    return [[one or "", two or ""] for one, two in rows]


class TestCells:
    @pytest.mark.parametrize("sign", FORMULA)
    @pytest.mark.parametrize("before", ["", " ", "\t", "\r\n", "\0", "\u200b", "\ufeff", "\u00a0"])
    def test_that_begin_like_a_formula_become_text(self, sign: str, before: str) -> None:
        shown = neutral(f"{before}{sign}1+1")
        assert not shown.startswith(FORMULA)
        assert "1+1" in shown

    @pytest.mark.parametrize("text", ["general", "<10", "10+", "hidden", "57", "سلام", ""])
    def test_of_plain_words_stay(self, text: str) -> None:
        assert neutral(text) == text

    def test_end_for_no_country_before_their_end(self) -> None:
        assert neutral("a;=1\tb\n=2") == "a,=1 b =2"

    @settings(deadline=None)
    @given(TABLES)
    def test_are_read_by_python_as_they_were_meant(self, rows: list[list[str]]) -> None:
        data = csv_bytes(rows)
        assert data.startswith(b"\xef\xbb\xbf")
        read = read_by_python(data)
        assert read == [[neutral(cell) for cell in row] for row in rows]
        assert not [cell for row in read for cell in row if cell.startswith(FORMULA)]

    def test_are_read_by_postgresql_as_they_were_meant(self, postgres: Postgres) -> None:
        rows = [[f"{sign}cmd", f'"{sign},;"\n{sign}'] for sign in FORMULA]
        read = read_by_postgres(postgres, csv_bytes(rows))
        assert read == read_by_python(csv_bytes(rows))
        assert not [cell for row in read for cell in row if cell.startswith(FORMULA)]

    def test_end_with_cr_lf_and_are_all_quoted(self) -> None:
        assert csv_bytes([["a", 'b"c']]) == b'\xef\xbb\xbf"a","b""c"\r\n'


@pytest.fixture
def leads(on_sqlite: World, engine: Engine) -> Leads:
    return Leads(on_sqlite, engine)


@pytest.fixture
def lena(leads: Leads) -> TestClient:
    return leads.browser(LENA)


@pytest.fixture
def ada(leads: Leads) -> TestClient:
    return leads.browser(ADA)


def ask(browser: TestClient) -> None:
    assert send(browser, REPORTS, f"{REPORTS}/export", month="2026-10").status_code == 303


def export_of(browser: TestClient) -> str:
    found = re.search(r'name="export" value="([^"]+)"', browser.get(REPORTS).text)
    assert found is not None
    return found[1]


def agree(lena: TestClient, ada: TestClient) -> str:
    ask(lena)
    id_ = export_of(ada)
    assert send(ada, REPORTS, f"{REPORTS}/export/agree", export=id_).status_code == 303
    return id_


class TestTwoPeople:
    def test_one_asks_another_agrees_the_first_has_it_once(
        self, leads: Leads, lena: TestClient, ada: TestClient
    ) -> None:
        id_ = agree(lena, ada)
        answer = send(lena, REPORTS, f"{REPORTS}/export/file", export=id_)
        assert answer.headers["content-type"].startswith("text/csv")
        name = f'attachment; filename="hearthline-{id_}.csv"'
        assert answer.headers["content-disposition"] == name
        rows = read_by_python(answer.content)
        assert rows[0] == ["export", "month", "table", "line", "cases"]
        assert {tuple(row[:2]) for row in rows[1:]} == {(id_, "2026-10")}
        assert {row[4] for row in rows[1:]} == {"<10", "hidden"}
        again = send(lena, REPORTS, f"{REPORTS}/export/file", export=id_)
        assert (again.status_code, "downloaded already" in again.text) == (409, True)
        audited = [one for one in leads.entrance.audit() if one.startswith("export")]
        assert audited == ["export_asked", "export_agreed", "export_taken", "export_taken"]

    def test_nobody_agrees_with_themselves(self, leads: Leads, lena: TestClient) -> None:
        ask(lena)
        id_ = leads.database.desk_reader.approvals("export", leads.clock() - timedelta(days=1))[0][
            0
        ]
        answer = send(lena, REPORTS, f"{REPORTS}/export/agree", export=id_)
        assert "You asked for it yourself." in answer.text
        answer = send(lena, REPORTS, f"{REPORTS}/export/file", export=id_)
        assert "A second person has to agree." in answer.text
        assert "content-disposition" not in answer.headers
        assert "Download once" not in lena.get(REPORTS).text

    def test_only_who_asked_has_the_file(self, lena: TestClient, ada: TestClient) -> None:
        id_ = agree(lena, ada)
        answer = send(ada, REPORTS, f"{REPORTS}/export/file", export=id_)
        assert "Only who asked for a file can download it." in answer.text
        assert "Download once" in lena.get(REPORTS).text
        assert "Download once" not in ada.get(REPORTS).text

    def test_after_a_day_it_is_gone(self, leads: Leads, lena: TestClient, ada: TestClient) -> None:
        id_ = agree(lena, ada)
        leads.clock.go_on(hours=24)
        lena = leads.browser(LENA)
        answer = send(lena, REPORTS, f"{REPORTS}/export/file", export=id_)
        assert "There is no such file any more." in answer.text
        assert "Nobody has asked for a file in the last day." in lena.get(REPORTS).text

    def test_asked_twice_it_is_one(self, leads: Leads, lena: TestClient) -> None:
        ask(lena)
        ask(lena)
        since = leads.clock() - timedelta(days=1)
        assert len(leads.database.desk_reader.approvals("export", since)) == 1

    @pytest.mark.parametrize("id_", ["", "x", "2026-10", "2026-10.902.1", "2026-11.902.1", "a.b.c"])
    def test_what_is_no_export_is_refused(self, lena: TestClient, id_: str) -> None:
        for path in ("agree", "file"):
            answer = send(lena, REPORTS, f"{REPORTS}/export/{path}", export=id_)
            assert answer.status_code in (303, 409)
            assert "content-disposition" not in answer.headers

    def test_a_month_that_is_not_over_cannot_be_asked_for(
        self, leads: Leads, lena: TestClient
    ) -> None:
        send(lena, REPORTS, f"{REPORTS}/export", month="2026-11")
        assert "export_asked" not in leads.entrance.audit()

    def test_an_adviser_has_no_part_in_it(self, leads: Leads) -> None:
        batch = Exports(leads.clock).agree
        assert leads.does(batch, OfExport(IDA, "2026-10.903.1")) == Refusal(Why.NOT_ALLOWED)
        assert leads.does(batch, OfExport(1, "2026-10.903.1")) == Refusal(Why.NOT_ALLOWED)
