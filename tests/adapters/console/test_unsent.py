"""A session that is over in the middle of a reply: nothing is lost, nothing is sent twice, and
nobody else gets to see it. All without scripts."""

import re
from datetime import timedelta
from html import unescape

import httpx2
import pytest

from adapters.console.case import CasePage
from adapters.console.envelope import OPENS_FOR
from adapters.console.forms import BODY_AT_MOST
from adapters.console.routes import routes
from bot.desk import commands as ask
from bot.desk.accounts import ABSOLUTE, IDLE, Change
from bot.desk.model import Role
from bot.engine.turn import Engine
from tests.adapters.console.entrance import post
from tests.adapters.console.leads import IDA, OMAR, Leads
from tests.contracts.conftest import World

WORDS = "I know how <hard> this is & I am with you \u0627\u0645\u0651"
CASE = "/console/cases/11"
FIELD = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


class Desk(Leads):
    """The console with its log in. Omar has a case and writes."""

    def __init__(self, world: World, engine: Engine) -> None:
        super().__init__(world, engine)
        self.entrance.more = routes(self.console)
        self.entrance.take_up = CasePage(self.console).take_up
        self.entrance.__post_init__()
        self.asks(11)
        self.claims(11)
        self.tab = self.browser(OMAR)
        self.html = self.tab.get(CASE).text

    def sends(self, what: str = "reply", **fields: str) -> httpx2.Response:
        """A form of the page as it was opened."""
        start = self.html.index(f'action="{CASE}/{what}"')
        given = dict(FIELD.findall(self.html[start : self.html.index("</form>", start)]))
        return post(self.tab, f"{CASE}/{what}", given | fields)

    def logs_in(self, page: httpx2.Response, login: str = "omar", **wrong: str) -> httpx2.Response:
        """With the form of this page, by a code that was not used yet."""
        self.clock.go_on(seconds=30)
        return self.tries(page, login, **wrong)

    def tries(self, page: httpx2.Response, login: str = "omar", **wrong: str) -> httpx2.Response:
        given = dict(FIELD.findall(page.text)) | wrong
        return self.entrance.log_in(self.tab, login, **given)

    def is_over(self, after: timedelta = IDLE) -> None:
        self.clock.go_on(seconds=after.total_seconds())

    def written(self) -> list[str]:
        view = self.database.desk_reader.view(11)
        assert view is not None
        return [one.text for one in view.messages] + [one.text for one in view.notes]


@pytest.fixture
def desk(on_sqlite: World, engine: Engine) -> Desk:
    return Desk(on_sqlite, engine)


def composer(page: httpx2.Response, name: str = "text") -> str:
    area = rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>'
    found = re.search(area, page.text, re.DOTALL)
    assert found is not None
    return unescape(found[1])


@pytest.mark.parametrize("after", [IDLE, ABSOLUTE])
def test_what_was_written_stands_in_the_reply_again_and_is_sent_once(
    desk: Desk, after: timedelta
) -> None:
    desk.is_over(after)
    asked = desk.sends(text=WORDS)
    assert asked.status_code == 401
    assert "What you wrote is not lost" in asked.text
    shown = desk.logs_in(asked)

    assert shown.status_code == 200
    assert composer(shown) == WORDS
    assert "was not sent" in shown.text
    assert desk.written() == [], "nothing is sent by itself"
    desk.html = shown.text
    for _ in range(2):
        assert desk.sends(text=composer(shown)).status_code == 303
    assert desk.written() == [WORDS]


def test_until_the_log_in_nothing_of_it_is_readable(desk: Desk) -> None:
    desk.is_over()
    asked = desk.sends(text=WORDS)
    for word in ("hard", "with you", "I know"):
        assert word not in asked.text
    assert "location" not in asked.headers
    assert asked.headers["cache-control"] == "no-store"
    short = desk.sends(text="yes")
    assert len(short.text) == len(asked.text), "nor how long it is"


def test_a_wrong_code_does_not_lose_it(desk: Desk) -> None:
    desk.is_over()
    refused = desk.logs_in(desk.sends(text=WORDS), code="000000")
    assert refused.status_code == 401
    assert "hard" not in refused.text
    assert composer(desk.logs_in(refused)) == WORDS


def test_too_many_tries_do_not_lose_it(desk: Desk) -> None:
    desk.is_over()
    page = desk.sends(text=WORDS)
    while page.status_code != 429:
        page = desk.tries(page, password="not mine")
    desk.is_over(timedelta(hours=1))
    assert composer(desk.logs_in(page)) == WORDS


def test_nobody_else_gets_it(desk: Desk) -> None:
    desk.is_over()
    asked = desk.sends(text=WORDS)
    shown = desk.logs_in(asked, "ida")
    assert (shown.status_code, shown.headers["location"]) == (303, "/console/")
    assert desk.written() == []


@pytest.mark.parametrize("unsent", ["", "x", "====", "\u0663", "AAAA" * 100])
def test_what_is_not_of_our_making_is_nothing(desk: Desk, unsent: str) -> None:
    desk.is_over()
    asked = desk.sends(text=WORDS)
    shown = desk.logs_in(asked, unsent=unsent)
    assert shown.status_code == 303


def test_after_a_day_it_is_gone(desk: Desk) -> None:
    desk.is_over()
    asked = desk.sends(text=WORDS)
    desk.is_over(OPENS_FOR)
    assert desk.logs_in(asked).status_code == 303


def test_one_who_has_to_choose_a_password_first_sees_nothing(desk: Desk) -> None:
    desk.is_over()
    asked = desk.sends(text=WORDS)
    desk.database.accounts.change(Change(OMAR, "operator", "password_reset", must_change=True))
    shown = desk.logs_in(asked)
    assert shown.status_code == 303


def test_a_case_that_went_back_shows_the_words_and_nothing_of_the_case(desk: Desk) -> None:
    desk.is_over()
    asked = desk.sends(text=WORDS)
    desk.does(desk.desk.give_back, ask.GiveBack(OMAR, 11, None))
    desk.claims(11, IDA)
    shown = desk.logs_in(asked)
    assert shown.status_code == 404
    assert composer(shown) == WORDS
    assert "What you wrote is still here" in shown.text
    assert "Elm Lark" not in shown.text
    assert desk.written() == []


def test_words_that_arrived_before_the_session_was_over_are_not_offered_again(desk: Desk) -> None:
    assert desk.sends(text=WORDS).status_code == 303
    desk.is_over()
    shown = desk.logs_in(desk.sends(text=WORDS))
    assert composer(shown) == ""
    assert desk.written() == [WORDS]


@pytest.mark.parametrize(("what", "name"), [("note", "note"), ("transfer", "passing")])
def test_other_words_are_kept_as_well(desk: Desk, what: str, name: str) -> None:
    desk.is_over()
    shown = desk.logs_in(desk.sends(what, **{name: WORDS}))
    assert composer(shown, name) == WORDS
    assert desk.written() == []


def test_the_longest_form_fits(desk: Desk) -> None:
    text = "\u0985" * (BODY_AT_MOST // 10)
    desk.is_over()
    assert composer(desk.logs_in(desk.sends(text=text))) == text


def test_without_words_there_is_nothing_to_keep(desk: Desk) -> None:
    desk.is_over()
    asked = desk.sends("pause")
    assert (asked.status_code, asked.headers["location"]) == (303, "/console/login")


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a_form_of_another_site_is_kept_by_nobody(desk: Desk, origin: str) -> None:
    desk.is_over()
    token = dict(FIELD.findall(desk.html))["csrf"]
    asked = desk.tab.post(
        f"{CASE}/reply", data={"csrf": token, "text": "planted"}, headers={"Origin": origin}
    )
    assert asked.status_code == 303


def test_a_form_that_is_nobodys_is_kept_by_nobody(desk: Desk) -> None:
    desk.is_over()
    for token in ("", "0" * 96, "x" * 96, "\u0663" * 96):
        asked = desk.sends(csrf=token, text="planted")
        assert asked.status_code == 303


def test_the_login_page_alone_opens_no_case(desk: Desk) -> None:
    """A permission that was taken away meanwhile."""
    desk.is_over()
    asked = desk.sends(text=WORDS)
    omar = desk.adviser(OMAR)
    omar.role = Role.EDITOR
    desk.database.accounts.change(Change(OMAR, "operator", "changed", adviser=omar))
    assert desk.logs_in(asked).status_code == 303


def test_reading_on_is_in_the_record(desk: Desk) -> None:
    desk.is_over()
    before = desk.entrance.audit().count("look")
    desk.logs_in(desk.sends(text=WORDS))
    assert desk.entrance.audit().count("look") == before + 1
