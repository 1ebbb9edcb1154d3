"""Reports: months that are over, small numbers hidden."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from adapters.console.figures import cells, read_figures
from adapters.console.periods import months_over
from adapters.console.suppression import Hidden
from bot.desk.model import Outcome
from bot.desk.ports import DeskReader
from bot.engine.turn import Engine
from tests.adapters.console.leads import Leads
from tests.contracts.conftest import World
from tests.desk.office import LONDON, plan_with

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OCTOBER = months_over(NOW, LONDON)[0]
ADA_ONLY = ("general", "en", "telegram")


class Counted:
    """Of the reader what reports ask. Every week has the same cases."""

    def __init__(
        self,
        opened: Mapping[tuple[str, str, str], int],
        closed: Mapping[tuple[str, str, str], int] | None = None,
        waited: Sequence[int] = (),
    ) -> None:
        self._opened, self._closed, self._waited = opened, closed or {}, waited
        self.asked: list[tuple[datetime, datetime]] = []

    def opened_between(
        self, since: datetime, until: datetime
    ) -> Mapping[tuple[str, str, str], int]:
        self.asked.append((since, until))
        return self._opened

    def closed_between(self, *_when: datetime) -> Mapping[tuple[str, str, str], int]:
        return self._closed

    def answer_times(self, *_when: datetime) -> Sequence[int]:
        return self._waited


def figures_of(*counted: Any, **more: Any) -> dict[str, dict[str, str]]:
    reader = cast(DeskReader, Counted(*counted, **more))
    tables: dict[str, dict[str, str]] = {}
    for table, line, number in cells(read_figures(reader, plan_with(), ["en", "ur"], OCTOBER)):
        tables.setdefault(table, {})[line] = number
    return tables


class TestMonths:
    def test_only_those_that_are_over_are_shown(self) -> None:
        names = [month.name for month in months_over(NOW, LONDON)]
        assert (names[0], names[-1], len(names)) == ("2026-10", "2025-11", 12)

    def test_they_begin_and_end_by_the_clocks_of_the_desk(self) -> None:
        late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
        assert months_over(late, ZoneInfo("Asia/Karachi"))[0].name == "2026-10"
        assert months_over(late, LONDON)[0].name == "2026-09"
        assert OCTOBER.period.since == datetime(2026, 9, 30, 23, tzinfo=UTC)
        assert OCTOBER.period.until == datetime(2026, 11, 1, tzinfo=UTC)

    def test_weeks_fill_a_month_and_no_two_overlap(self) -> None:
        for month in months_over(NOW, LONDON):
            weeks = list(month.period.weeks())
            assert weeks[0].first == month.period.first
            assert weeks[-1].last == month.period.last
            for one, following in pairwise(weeks):
                assert following.first == one.last + timedelta(days=1)
                assert (one.last.weekday(), one.until) == (6, following.since)

    def test_october_is_cut_at_its_ends(self) -> None:
        weeks = [(week.first, week.last) for week in OCTOBER.period.weeks()]
        assert weeks[0] == (date(2026, 10, 1), date(2026, 10, 4))
        assert weeks[-1] == (date(2026, 10, 26), date(2026, 10, 31))


class TestFigures:
    def test_are_counted_by_week_queue_language_and_channel(self) -> None:
        found = figures_of(
            {
                ("general", "en", "telegram"): 10,
                ("young", "ur", "whatsapp"): 10,
                ("gone", "so", "webchat"): 10,
                ("gone", "so", "terminal"): 10,
            }
        )
        assert found["week"]["all"] == "200"
        assert set(found["week"].values()) == {"40", "200"}
        assert found["queue"] == {"general": "50", "young": "50", "other": "100", "all": "200"}
        assert found["language"] == {"en": "50", "ur": "50", "other": "100", "all": "200"}
        assert found["channel"]["other"] == "50"

    def test_of_few_cases_show_nothing(self) -> None:
        found = figures_of({ADA_ONLY: 1}, {("general", "en", "listened"): 1}, [60])
        numbers = {number for table in found.values() for number in table.values()}
        assert numbers == {"<10", "hidden"}

    def test_a_line_is_there_when_it_is_nought(self) -> None:
        found = figures_of({})
        assert list(found["outcome"]) == [*Outcome, "other", "all"]
        assert set(found["queue"]) == {"general", "young", "other", "all"}

    def test_one_queue_of_many_cases_hides_itself_for_the_other(self) -> None:
        found = figures_of({("general", "en", "telegram"): 20, ("young", "en", "telegram"): 1})
        assert found["queue"] == {"general": "10+", "young": "<10", "other": "<10", "all": "105"}

    def test_answers_are_counted_under_the_step_that_they_kept(self) -> None:
        waited = [120] * 15 + [121] * 15 + [600] * 15 + [601] * 15
        found = figures_of({ADA_ONLY: 16}, waited=waited)
        steps = {"2": "15", "5": "15", "10": "15", "later": "15", "never": "20", "all": "80"}
        assert found["answer"] == steps
        minutes = found["minutes to the first answer"]
        assert minutes == {"half": "3", "most": "11"}

    def test_every_table_of_a_month_has_the_same_total(self) -> None:
        found = figures_of({ADA_ONLY: 13, ("young", "ur", "webchat"): 2})
        totals = {found[name]["all"] for name in ("week", "queue", "language", "channel")}
        assert totals == {"75"} == {found["answer"]["all"]}

    def test_the_month_under_way_is_never_asked_for(self) -> None:
        reader = Counted({})
        read_figures(cast(DeskReader, reader), plan_with(), ["en"], OCTOBER)
        assert max(until for _, until in reader.asked) == OCTOBER.period.until < NOW


class TestPage:
    @pytest.fixture
    def leads(self, on_sqlite: World, engine: Engine) -> Leads:
        return Leads(on_sqlite, engine)

    def fill(self, leads: Leads) -> None:
        """In October: 30 cases of one queue, one of the other."""
        at = datetime(2026, 10, 7, 12, tzinfo=UTC)
        for id_ in range(1, 32):
            leads.asks(id_, "general" if id_ < 31 else "young", opened_at=at, name="Secret Name")
        leads.asks(99, name="Of November")

    def test_shows_tables_with_small_numbers_hidden(self, leads: Leads) -> None:
        self.fill(leads)
        html = leads.browser().get("/console/reports").text
        assert '<th scope="row">general</th><td class="figure">10+</td>' in html
        assert '<th scope="row">young</th><td class="figure">&lt;10</td>' in html
        assert '<th scope="row">All</th><td class="figure">31</td>' in html
        assert "Too few cases to say." in html
        assert "2026-11" not in html

    def test_shows_no_case_and_no_contact(self, leads: Leads) -> None:
        self.fill(leads)
        html = leads.browser().get("/console/reports").text
        assert "Secret Name" not in html
        assert "/console/cases/" not in html

    @pytest.mark.parametrize("month", ["2026-11", "2019-01", "x", "2026-10' --"])
    def test_what_is_no_month_that_is_over_shows_the_last(self, leads: Leads, month: str) -> None:
        answer = leads.browser().get("/console/reports", params={"month": month})
        assert "<option selected>2026-10</option>" in answer.text

    def test_says_in_words_what_hidden_means(self, leads: Leads) -> None:
        html = leads.browser().get("/console/reports").text
        assert "A number under 10 is shown as &lt;10, nought as well." in html
        assert str(Hidden.FEW) == "<10"
