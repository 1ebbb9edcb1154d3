"""Nobody comes past it who should not."""

import httpx2
import pytest
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from adapters.console.forms import BODY_AT_MOST
from adapters.console.guard import OPEN, ConsoleRoute, Guard, Undeclared
from bot.desk.model import Role
from bot.desk.roles import Permission, may
from tests.adapters.console.entrance import HOME, SITE, Entrance, csrf, home

FORM = "application/x-www-form-urlencoded"
EVERY_WAY = [(permission, role) for permission in Permission for role in Role]


def path_of(route: ConsoleRoute) -> str:
    return route.path.replace("{id:int}", "7")


def declared(entrance: Entrance) -> list[ConsoleRoute]:
    return [route for route in entrance.routes if isinstance(route, ConsoleRoute)]


def ask(browser: TestClient, route: ConsoleRoute, token: str) -> httpx2.Response:
    method, data = route.methods[0], {"csrf": token} if "POST" in route.methods else None
    return browser.request(method, path_of(route), data=data, headers={"Origin": SITE})


class TestRoutes:
    @pytest.mark.parametrize("missing", [None, "", "answer"])
    def test_that_declare_no_permission_cannot_be_built(self, missing: object) -> None:
        with pytest.raises(Undeclared):
            ConsoleRoute("/console/x", home, missing)  # type: ignore[arg-type]

    def test_that_are_no_console_routes_are_refused(self, entrance: Entrance) -> None:
        with pytest.raises(Undeclared):
            entrance.guard.build([Route("/console/x", Response())])

    def test_open_to_everybody_are_the_log_in_and_what_it_is_made_of(self) -> None:
        assert {"/console/login", "/console/static/{name:path}"} == OPEN

    @pytest.mark.parametrize("role", list(Role))
    def test_serve_whose_role_has_their_permission_and_nobody_else(
        self, entrance: Entrance, role: Role
    ) -> None:
        entrance.hire(role=role)
        browser = entrance.at_work()
        token = csrf(browser)
        for route in declared(entrance):
            if route.path.endswith(("/logout", "/sessions")):
                continue  # they end what the others are asked with
            answer = ask(browser, route, token)
            refused = "Your role does not allow this." in answer.text
            assert refused is not may(role, route.permission), route.path
            assert (answer.status_code == 403) >= refused

    @pytest.mark.parametrize(("permission", "role"), EVERY_WAY)
    def test_of_every_permission_refuse_every_role_that_lacks_it(
        self, entrance: Entrance, permission: Permission, role: Role
    ) -> None:
        entrance.more = [ConsoleRoute("/console/one", home, permission), HOME]
        entrance.__post_init__()
        entrance.hire(role=role)
        answer = entrance.at_work().get("/console/one")
        assert answer.status_code == (200 if may(role, permission) else 403)
        assert ("refused" in entrance.audit()) is not may(role, permission)

    def test_serve_nobody_without_a_session(self, entrance: Entrance) -> None:
        browser = entrance.browser()
        for route in declared(entrance):
            answer = ask(browser, route, "")
            assert answer.status_code == 303, route.path
            assert answer.headers["location"].startswith("/console/login"), route.path

    def test_tell_a_script_without_a_session_so(self, entrance: Entrance) -> None:
        for accept in ("text/event-stream", "application/json", "*/*"):
            answer = entrance.browser().get("/console/", headers={"Accept": accept})
            assert answer.status_code == 401
            assert answer.text.startswith("You are logged out.")

    def test_let_whoever_is_not_finished_do_nothing_but_finish(self, entrance: Entrance) -> None:
        entrance.hire(role=Role.ADMIN, must_change=True)
        browser = entrance.at_work()
        token = csrf(browser, "/console/finish")
        for route in declared(entrance):
            if route.permission is not Permission.ENTER:
                answer = ask(browser, route, token)
                assert answer.headers.get("location") == "/console/finish", route.path
        script = browser.get("/console/", headers={"Accept": "*/*"})
        assert script.status_code == 403


class TestForms:
    @pytest.fixture
    def browser(self, entrance: Entrance) -> TestClient:
        entrance.hire()
        return entrance.at_work()

    def test_need_the_token_of_the_session(self, entrance: Entrance, browser: TestClient) -> None:
        entrance.hire("zara", id_=8)
        zaras = csrf(entrance.at_work("zara"))
        for token in ("", "0" * 64, zaras, "\u0661"):
            refused = browser.post(
                "/console/account/codes", data={"csrf": token}, headers={"Origin": SITE}
            )
            assert refused.status_code == 403
            assert "Nothing was changed." in refused.text

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": ""},
            {"Origin": "https://desk.example.evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": SITE, "Sec-Fetch-Site": "cross-site"},
        ],
        ids=str,
    )
    def test_come_from_our_own_pages(
        self, entrance: Entrance, browser: TestClient, headers: dict[str, str]
    ) -> None:
        token = csrf(browser)
        refused = browser.post("/console/logout", data={"csrf": token}, headers=headers)
        assert refused.status_code == 403
        assert "signed_out" not in entrance.audit()

    def test_may_come_from_the_public_address(self, entrance: Entrance) -> None:
        entrance.guard = Guard(
            entrance.sessions,
            entrance.pages.render,
            entrance.pages.words,
            entrance.envelope,
            "outside.example",
        )
        entrance.hire()
        browser = entrance.at_work()
        done = browser.post(
            "/console/logout",
            data={"csrf": csrf(browser)},
            headers={"Origin": "https://outside.example"},
        )
        assert done.headers["location"] == "/console/login"

    @pytest.mark.parametrize(
        ("kind", "status"),
        [("text/plain", 403), ("multipart/form-data; boundary=x", 403), ("application/json", 403)],
    )
    def test_have_one_kind(self, browser: TestClient, kind: str, status: int) -> None:
        body = f"csrf={csrf(browser)}".encode()
        headers = {"Origin": SITE, "Content-Type": kind}
        refused = browser.post("/console/logout", content=body, headers=headers)
        assert refused.status_code == status

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"x=" + b"a" * BODY_AT_MOST, 413),
            (b"&".join(b"x=1" for _ in range(300)), 400),
            (b"\xff\xfe", 403),
        ],
        ids=["long", "many fields", "no text"],
    )
    def test_have_bounds(self, browser: TestClient, body: bytes, status: int) -> None:
        headers = {"Origin": SITE, "Content-Type": FORM}
        refused = browser.post("/console/logout", content=body, headers=headers)
        assert refused.status_code == status
        assert 'role="alert"' in refused.text

    def test_stay_good_when_the_token_of_the_session_is_changed(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        token = csrf(browser)
        for _ in range(6):
            entrance.world.clock.go_on(minutes=14)
            assert browser.get("/console/").status_code == 200
        left = browser.post("/console/logout", data={"csrf": token}, headers={"Origin": SITE})
        assert left.headers["location"] == "/console/login"


def test_without_the_database_nothing_is_served(entrance: Entrance) -> None:
    entrance.hire()
    browser = entrance.at_work()
    entrance.database.close()
    entrance.world.file.rename(entrance.world.file.with_suffix(".away"))
    entrance.world.file.mkdir()
    refused = browser.get("/console/")
    assert refused.status_code == 503
    assert "Nothing was changed." in refused.text


def test_every_answer_is_kept_by_nobody(entrance: Entrance) -> None:
    entrance.hire()
    browser = entrance.at_work()
    for answer in (
        browser.get("/console/"),
        browser.get("/console/login"),
        browser.get("/console/x"),
    ):
        assert answer.headers["cache-control"] == "no-store"
    assert browser.get("/console/").headers["referrer-policy"] == "same-origin"
