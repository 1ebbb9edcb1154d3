"""Numbers without people: what is counted, and that no few can be found in what is shown."""

from collections.abc import Sequence
from datetime import date

import pytest

from adapters.console.numbers import chart, weeks_over
from adapters.console.suppression import Hidden
from bot.counting import Group, opened
from bot.engine.session import Session
from bot.engine.turn import Engine
from bot.ports import Transaction
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import OMAR, Leads
from tests.contracts.conftest import World

WEEKS = weeks_over(date(2026, 11, 21))


def test_only_weeks_that_are_over_are_shown() -> None:
    assert (len(WEEKS), WEEKS[0], WEEKS[-1]) == (12, "2026-08-24", "2026-11-09")


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        (None, Session("welcome", "hello"), "flow.welcome"),
        (Session("menu", "choose"), Session("signs", "start"), "flow.signs"),
        (Session("signs", "start"), Session("signs", "sleep"), ""),
        (Session("signs", "start"), None, ""),
    ],
)
def test_a_flow_counts_when_she_comes_to_it(
    before: Session | None, after: Session | None, counted: str
) -> None:
    assert opened(before, after) == counted


def test_small_numbers_are_hidden_and_cannot_be_had_by_subtraction() -> None:
    counted = {("flow.signs", WEEKS[0]): 40, ("flow.talk", WEEKS[0]): 3, ("flow.call", WEEKS[1]): 9}
    shown = chart(Group.FLOW, WEEKS, counted)
    assert shown.total == 52
    assert [bar.shown for bar in shown.weeks[:3]] == [Hidden.MORE, Hidden.FEW, Hidden.FEW]
    assert {bar.name: bar.shown for bar in shown.lines} == {
        "signs": 40,
        "other": 12,
    }
    assert not any(bar.width for bar in shown.weeks if bar.is_hidden)


def test_other_groups_and_other_weeks_do_not_count() -> None:
    counted = {
        ("pledge", WEEKS[3]): 20,
        ("flow.signs", "2026-11-16"): 50,
        ("helpful.x.yes", "1"): 9,
    }
    assert chart(Group.FLOW, WEEKS, counted).total is Hidden.FEW
    pledges = chart(Group.PLEDGE, WEEKS, counted)
    assert (pledges.total, pledges.lines) == (20, ())
    assert pledges.weeks[3].shown is Hidden.MORE


class TestPage:
    @pytest.fixture
    def leads(self, on_sqlite: World, engine: Engine) -> Leads:
        return Leads(on_sqlite, engine)

    def test_the_page_and_the_file_say_the_same(self, leads: Leads) -> None:
        leads.does(_counts, ("flow.signs", 40))
        lena = leads.browser()
        html = lena.get("/console/numbers").text
        assert '<th scope="row">signs</th><td class="figure">10+</td>' in html
        assert "In all twelve weeks: 40" in html
        file = send(lena, "/console/numbers", "/console/numbers/file")
        assert file.headers["content-type"].startswith("text/csv")
        assert '"flow","all","all","40"' in file.text or "flow,all,all,40" in file.text

    def test_who_may_not_see_reports_does_not_see_it(self, leads: Leads) -> None:
        assert leads.browser(OMAR).get("/console/numbers").status_code == 403


def _counts(transaction: Transaction, items: Sequence[tuple[str, int]]) -> list[None]:
    for name, number in items:
        transaction.count([name] * number, date.fromisoformat(WEEKS[-1]))
    return [None] * len(items)
