"""The pages where leads and admins see to the accounts of others."""

import re
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from bot.desk.accounts import Account
from bot.desk.model import EventKind, Role
from tests.adapters.console.entrance import Entrance, csrf, post, send

PAGE = "/console/advisers"
GIVEN = re.compile(r'<code class="secret">([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</code>')
ZARA = {"login": "zara", "name": "Zara", "role": "adviser", "capacity": "2"}


@pytest.fixture
def lead(entrance: Entrance) -> TestClient:
    entrance.hire("lina", Role.LEAD, id_=1)
    return entrance.at_work("lina")


@pytest.fixture
def admin(entrance: Entrance) -> TestClient:
    entrance.hire("adam", Role.ADMIN, id_=2)
    return entrance.at_work("adam")


def add(browser: TestClient, **fields: Any) -> httpx2.Response:
    return send(browser, PAGE, PAGE, **{**ZARA, **fields})


def one(entrance: Entrance, id_: int = 7) -> Account:
    found = entrance.store.by_id(id_)
    assert found is not None
    return found


def act(browser: TestClient, what: str, id_: int = 7, **fields: str) -> httpx2.Response:
    return post(browser, f"{PAGE}/{id_}/{what}", {"csrf": csrf(browser), **fields})


class TestAdding:
    def test_gives_a_password_to_begin_with(self, entrance: Entrance, lead: TestClient) -> None:
        page = add(lead, queue=["family"], language=["ur", "en"])
        found = GIVEN.search(page.text)
        assert found is not None
        zara = entrance.store.by_login("zara")
        assert zara is not None
        assert zara.is_unfinished
        assert (zara.adviser.queues, zara.adviser.languages) == (("family",), ("ur", "en"))
        assert zara.adviser.capacity == 2
        browser = entrance.browser()
        assert entrance.log_in(browser, "zara", password=found[1], code="").status_code == 303
        assert browser.get("/console/").headers["location"] == "/console/finish"

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"login": "z"}, "A login has 2 to 32"),
            ({"login": "z\u00e4ra"}, "A login has 2 to 32"),
            ({"login": "<b>"}, "A login has 2 to 32"),
            ({"login": "LINA "}, "with this login already"),
            ({"name": " "}, "A first name is needed"),
            ({"name": "z" * 41}, "A first name is needed"),
            ({"name": "Za\u202era"}, "A first name is needed"),
            ({"role": "emperor"}, "You cannot give this role."),
            ({"role": "lead"}, "You cannot give this role."),
            ({"role": "admin"}, "You cannot give this role."),
            ({"queue": "nowhere"}, "There is no such queue."),
            ({"language": "xx"}, "There is no such language."),
            ({"capacity": "0"}, "from 1 to 20"),
            ({"capacity": "many"}, "from 1 to 20"),
        ],
    )
    def test_says_what_is_wrong(
        self, entrance: Entrance, lead: TestClient, wrong: dict[str, str], sentence: str
    ) -> None:
        refused = add(lead, **wrong)
        assert refused.status_code == 422
        assert sentence in refused.text
        assert len(entrance.database.desk_reader.advisers()) == 1

    def test_shows_what_was_typed_as_text(self, lead: TestClient) -> None:
        refused = add(lead, login="<script>alert(1)</script>", name='"><img src=x>')
        assert "<script>alert" not in refused.text
        assert "<img" not in refused.text


class TestChanging:
    def test_reaches_the_account(self, entrance: Entrance, lead: TestClient) -> None:
        entrance.hire()
        act(lead, "change", name="Ami", role="adviser", queue="general", capacity="9")
        adviser = one(entrance).adviser
        assert (adviser.name, adviser.queues, adviser.capacity) == ("Ami", ("general",), 9)
        assert adviser.login == "amina"

    def test_of_the_role_logs_out(self, entrance: Entrance, admin: TestClient) -> None:
        entrance.hire()
        browser = entrance.at_work()
        act(admin, "change", name="Amina", role="adviser", capacity="3")
        assert browser.get("/console/").status_code == 200
        act(admin, "change", name="Amina", role="lead", capacity="3")
        assert browser.get("/console/").status_code == 303

    def test_of_nobody_is_not_found(self, lead: TestClient) -> None:
        for answer in (lead.get(f"{PAGE}/99"), act(lead, "disable", 99)):
            assert answer.status_code == 404
            assert "There is no such adviser." in answer.text


class TestResetting:
    def test_a_password_keeps_the_app(self, entrance: Entrance, lead: TestClient) -> None:
        before = entrance.hire()
        browser = entrance.at_work()
        found = GIVEN.search(act(lead, "password").text)
        assert found is not None
        assert browser.get("/console/").status_code == 303
        assert entrance.log_in(entrance.browser()).status_code == 401
        assert one(entrance).totp == before.totp
        assert entrance.log_in(entrance.browser(), password=found[1]).status_code == 303

    def test_the_app_gives_a_new_password_too(self, entrance: Entrance, lead: TestClient) -> None:
        before = entrance.hire()
        found = GIVEN.search(act(lead, "app").text)
        assert found is not None
        after = one(entrance)
        assert after.totp == ""
        assert after.password_hash != before.password_hash
        assert entrance.log_in(entrance.browser(), code="").status_code == 401
        new = {"password": found[1], "code": ""}
        assert entrance.log_in(entrance.browser(), **new).status_code == 303
        assert "totp_reset" in entrance.audit()


class TestDisabling:
    def test_logs_out_at_once_and_gives_the_cases_back(
        self, entrance: Entrance, lead: TestClient
    ) -> None:
        entrance.hire()
        browser = entrance.at_work()
        act(lead, "disable")
        assert browser.get("/console/").status_code == 303
        assert entrance.log_in(entrance.browser()).status_code == 401
        assert entrance.handed_over == [(1, 7)]
        [event] = entrance.database.desk_reader.events_after(0)
        assert (event.kind, event.adviser_id) == (EventKind.SIGNED_OUT, 7)

    def test_is_taken_back(self, entrance: Entrance, lead: TestClient) -> None:
        entrance.hire()
        act(lead, "disable")
        assert "Enable" in lead.get(f"{PAGE}/7").text
        act(lead, "enable")
        assert entrance.log_in(entrance.browser()).status_code == 303


class TestSessionsOfOthers:
    def test_are_ended_one_by_one(self, entrance: Entrance, lead: TestClient) -> None:
        entrance.hire()
        first, second = entrance.at_work(), entrance.at_work()
        [_, oldest] = entrance.store.sessions_of(7, entrance.world.clock.now)
        act(lead, "sessions", began=oldest.created_at.isoformat())
        assert first.get("/console/").status_code == 303
        assert second.get("/console/").status_code == 200

    def test_are_ended_all(self, entrance: Entrance, lead: TestClient) -> None:
        entrance.hire()
        browsers = [entrance.at_work(), entrance.at_work()]
        act(lead, "sessions", began="all")
        assert [one.get("/console/").status_code for one in browsers] == [303, 303]


ACTS = ["change", "password", "app", "disable", "enable", "sessions"]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("role", [Role.LEAD, Role.EDITOR, Role.ADMIN])
def test_a_lead_changes_nobody_but_advisers(
    entrance: Entrance, lead: TestClient, role: Role, name: str
) -> None:
    before = entrance.hire(role=role)
    refused = act(lead, name, role="adviser", name="Low", capacity="1")
    assert refused.status_code == 403
    assert "You cannot change this account." in refused.text
    assert one(entrance) == before


@pytest.mark.parametrize("name", ACTS)
def test_nobody_changes_their_own_account_here(
    entrance: Entrance, admin: TestClient, name: str
) -> None:
    before = one(entrance, 2)
    assert act(admin, name, 2, role="adviser", name="Low", capacity="1").status_code == 403
    assert one(entrance, 2) == before


def test_a_lead_cannot_make_an_adviser_more_than_that(entrance: Entrance, lead: TestClient) -> None:
    before = entrance.hire()
    refused = act(lead, "change", name="Amina", role="admin", capacity="3")
    assert "You cannot give this role." in refused.text
    assert one(entrance) == before
