"""How long somebody stays logged in."""

import pytest
from starlette.testclient import TestClient

from adapters.console.cookies import SESSION
from adapters.console.sessions import mark_of
from bot.desk.accounts import Began, Change
from tests.adapters.console.entrance import ASKED, Entrance, send


def token_of(browser: TestClient) -> str:
    return browser.cookies.get(SESSION, domain="desk.example", path="/") or ""


class TestSessions:
    @pytest.fixture
    def browser(self, entrance: Entrance) -> TestClient:
        entrance.hire()
        return entrance.at_work()

    def test_end_after_a_quarter_of_an_hour_alone(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        entrance.world.clock.go_on(minutes=14)
        assert browser.get("/console/").status_code == 200
        entrance.world.clock.go_on(minutes=15)
        assert browser.get("/console/").status_code == 303

    def test_are_not_kept_by_what_a_page_asks_by_itself(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        for _ in range(14):
            entrance.world.clock.go_on(minutes=1)
            assert browser.get(ASKED.path).status_code == 200
        entrance.world.clock.go_on(minutes=1)
        assert browser.get(ASKED.path).status_code == 303

    def test_end_after_eight_hours_however_busy(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        for _ in range(47):
            entrance.world.clock.go_on(minutes=10)
            assert browser.get("/console/").status_code == 200
        entrance.world.clock.go_on(minutes=10)
        assert browser.get("/console/").status_code == 303

    def test_have_a_new_token_every_hour_and_the_old_one_dies(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        first = token_of(browser)
        for _ in range(5):
            entrance.world.clock.go_on(minutes=12)
            browser.get("/console/")
        assert token_of(browser) != first
        late = entrance.browser()
        late.cookies.set(SESSION, first, domain="desk.example")
        assert late.get("/console/").status_code == 200
        assert token_of(late) == first
        entrance.world.clock.go_on(minutes=1)
        assert late.get("/console/").status_code == 303
        assert browser.get("/console/").status_code == 200

    def test_keep_a_new_token_though_the_form_is_refused(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        for _ in range(4):
            entrance.world.clock.go_on(minutes=14)
            browser.get("/console/")
        entrance.world.clock.go_on(minutes=5)
        first = token_of(browser)
        assert browser.post("/console/logout", data={}).status_code == 403
        assert token_of(browser) != first

    @pytest.mark.parametrize("token", ["", "x", "\u00e4", "a" * 4000])
    def test_are_not_made_up(self, entrance: Entrance, token: str) -> None:
        headers = {b"Cookie": f"{SESSION}={token}".encode("latin-1")}
        assert entrance.browser().get("/console/", headers=headers).status_code == 303

    def test_of_who_was_disabled_are_over(self, entrance: Entrance, browser: TestClient) -> None:
        found = entrance.store.by_id(7)
        assert found is not None
        found.adviser.is_disabled = True
        entrance.store.change(Change(7, "operator", "x", adviser=found.adviser))
        assert browser.get("/console/").status_code == 303


@pytest.mark.anyio
class TestOpenStreams:
    async def test_are_cut_soon_after_the_session_was_ended(self, entrance: Entrance) -> None:
        entrance.hire()
        browser = entrance.at_work()
        [began] = entrance.store.live_sessions(entrance.world.clock.now)
        assert await entrance.sessions.is_live(mark_of(began))
        send(browser, "/console/account", "/console/logout")
        entrance.world.clock.go_on(seconds=2)
        assert not await entrance.sessions.is_live(mark_of(began))

    async def test_go_on_when_the_token_is_changed(self, entrance: Entrance) -> None:
        entrance.hire()
        browser = entrance.at_work()
        [began] = entrance.store.live_sessions(entrance.world.clock.now)
        first = token_of(browser)
        for _ in range(5):
            entrance.world.clock.go_on(minutes=13)
            browser.get("/console/")
        assert token_of(browser) != first
        assert await entrance.sessions.is_live(mark_of(began))

    async def test_begin_though_others_were_looked_up_just_before(self, entrance: Entrance) -> None:
        entrance.hire()
        entrance.hire("zara", id_=8)
        entrance.at_work()
        [began] = entrance.store.live_sessions(entrance.world.clock.now)
        assert await entrance.sessions.is_live(mark_of(began))
        assert entrance.log_in(entrance.browser(), "zara").status_code == 303
        live = entrance.store.live_sessions(entrance.world.clock.now)
        assert len(live) == 2
        for one in live:
            assert await entrance.sessions.is_live(mark_of(one))

    async def test_share_one_look_at_the_database(
        self, entrance: Entrance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began = (7, entrance.world.clock.now)
        looks: list[object] = []

        def look(now: object) -> frozenset[Began]:
            looks.append(now)
            return frozenset({began})

        monkeypatch.setattr(entrance.store, "live_sessions", look)
        for _ in range(200):
            assert await entrance.sessions.is_live(mark_of(began))
        assert len(looks) == 1
