"""The first log in, and the page of one's own account."""

import re

import httpx2
import pyotp
import pytest
from starlette.testclient import TestClient

from adapters.console.cookies import SESSION
from adapters.console.totp import in_groups
from bot.desk.accounts import Account
from bot.desk.model import Role
from bot.desk.staff import LinkAsked
from tests.adapters.console.entrance import PASSWORD, SECRET, Entrance, csrf, post, send

NEW = "seven geese over the lake"
SECRETS = re.compile(r'<code class="secret">([^<]+)</code>')


def secret_on(browser: TestClient, page: str) -> str:
    found = SECRETS.search(browser.get(page).text)
    assert found is not None
    return found[1].replace(" ", "")


def known(entrance: Entrance) -> Account:
    account = entrance.store.by_id(7)
    assert account is not None
    return account


class TestFirstLogIn:
    @pytest.fixture
    def browser(self, entrance: Entrance) -> TestClient:
        entrance.hire(totp="", must_change=True)
        browser = entrance.browser()
        assert entrance.log_in(browser, code="").status_code == 303
        return browser

    def finish(self, entrance: Entrance, browser: TestClient, **fields: str) -> httpx2.Response:
        secret = secret_on(browser, "/console/finish")
        given = {"password": NEW, "again": NEW, "code": entrance.code(secret), **fields}
        return send(browser, "/console/finish", "/console/finish", **given)

    def test_leads_to_a_password_of_ones_own(self, browser: TestClient) -> None:
        assert browser.get("/console/").headers["location"] == "/console/finish"
        page = browser.get("/console/finish").text
        assert "<svg" in page
        assert "Type this key" in page or "type this key" in page

    def test_sets_up_password_app_and_ten_codes(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        secret = secret_on(browser, "/console/finish")
        codes = SECRETS.findall(self.finish(entrance, browser).text)
        assert len(set(codes)) == 10
        account = known(entrance)
        assert (account.totp, account.recovery_left) == (secret, 10)
        assert not account.is_unfinished
        assert browser.get("/console/").text == "Hello Amina"
        assert browser.get("/console/finish").headers["location"] == "/console/"

    def test_gives_a_new_token(self, entrance: Entrance, browser: TestClient) -> None:
        before = browser.cookies.get(SESSION, domain="desk.example", path="/")
        self.finish(entrance, browser)
        assert browser.cookies.get(SESSION, domain="desk.example", path="/") != before

    def test_takes_the_code_once_only(self, entrance: Entrance, browser: TestClient) -> None:
        secret = secret_on(browser, "/console/finish")
        self.finish(entrance, browser)
        again = {"password": NEW, "code": entrance.code(secret)}
        assert entrance.log_in(entrance.browser(), **again).status_code == 401

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"password": "short", "again": "short"}, "fewer than 12 characters"),
            ({"password": "x" * 129, "again": "x" * 129}, "more than 128 characters"),
            ({"password": "qwertyuiop123", "again": "qwertyuiop123"}, "Many people use"),
            ({"password": "amina.hearthline", "again": "amina.hearthline"}, "too close"),
            ({"again": "something else here"}, "not the same"),
            ({"password": PASSWORD, "again": PASSWORD}, "the password you have now"),
            ({"code": "000000"}, "The code is not right"),
            ({"code": ""}, "The code is not right"),
        ],
    )
    def test_says_what_is_wrong_and_changes_nothing(
        self, entrance: Entrance, browser: TestClient, fields: dict[str, str], sentence: str
    ) -> None:
        before = known(entrance)
        refused = self.finish(entrance, browser, **fields)
        assert refused.status_code == 422
        assert sentence in refused.text
        assert known(entrance) == before
        assert NEW not in refused.text

    def test_of_who_has_an_app_asks_for_no_other(self, entrance: Entrance) -> None:
        entrance.hire(must_change=True)
        browser = entrance.at_work()
        assert "<svg" not in browser.get("/console/finish").text
        done = send(browser, "/console/finish", "/console/finish", password=NEW, again=NEW)
        assert len(SECRETS.findall(done.text)) == 10
        assert known(entrance).totp == SECRET

    def test_is_done_once(self, entrance: Entrance, browser: TestClient) -> None:
        self.finish(entrance, browser)
        done = send(browser, "/console/account", "/console/finish", password=PASSWORD)
        assert done.headers["location"] == "/console/"
        assert entrance.audit().count("account_finished") == 1


@pytest.fixture
def browser(entrance: Entrance) -> TestClient:
    entrance.hire()
    return entrance.at_work()


def change(browser: TestClient, **fields: str) -> httpx2.Response:
    given = {"present": PASSWORD, "password": NEW, "again": NEW, **fields}
    return send(browser, "/console/account", "/console/account/password", **given)


class TestPassword:
    def test_is_changed(self, entrance: Entrance, browser: TestClient) -> None:
        done = change(browser)
        assert done.status_code == 303
        assert "Your password is changed." in browser.get(done.headers["location"]).text
        assert entrance.log_in(entrance.browser(), password=NEW).status_code == 303
        assert "password_changed" in entrance.audit()

    def test_logs_out_everywhere_else(self, entrance: Entrance, browser: TestClient) -> None:
        elsewhere = entrance.at_work()
        change(browser)
        assert elsewhere.get("/console/").status_code == 303
        assert browser.get("/console/").status_code == 200

    def test_is_asked_for_again(self, entrance: Entrance, browser: TestClient) -> None:
        before = known(entrance)
        refused = change(browser, present="not it")
        assert "Your password now is not right." in refused.text
        assert known(entrance) == before

    def test_cannot_be_guessed_at_an_open_page(self, browser: TestClient) -> None:
        for _ in range(3):
            change(browser, present="not it")
        assert "Please wait half a minute" in change(browser).text


class TestApp:
    def test_is_changed(self, entrance: Entrance, browser: TestClient) -> None:
        secret = secret_on(browser, "/console/account/app")
        assert secret == secret_on(browser, "/console/account/app") != SECRET
        fields = {"present": PASSWORD, "code": entrance.code(secret)}
        done = send(browser, "/console/account/app", "/console/account/app", **fields)
        assert done.headers["location"] == "/console/account?done=app"
        assert known(entrance).totp == secret
        assert secret_on(browser, "/console/account/app") != secret

    @pytest.mark.parametrize(
        "wrong", [{"present": "not it"}, {"code": "000000"}, {"code": in_groups(SECRET)}]
    )
    def test_stays_when_anything_is_wrong(
        self, entrance: Entrance, browser: TestClient, wrong: dict[str, str]
    ) -> None:
        secret = secret_on(browser, "/console/account/app")
        fields = {"present": PASSWORD, "code": entrance.code(secret), **wrong}
        refused = send(browser, "/console/account/app", "/console/account/app", **fields)
        assert refused.status_code == 422
        assert known(entrance).totp == SECRET

    def test_stays_when_its_code_is_of_the_half_minute_of_the_log_in(
        self, entrance: Entrance, browser: TestClient
    ) -> None:
        """And they are told: else they would throw away the app that still holds."""
        secret, url = secret_on(browser, "/console/account/app"), "/console/account/app"
        [[step]] = entrance.world.rows("SELECT totp_last_step FROM advisers")
        code = pyotp.TOTP(secret).generate_otp(step)
        refused = send(browser, url, url, present=PASSWORD, code=code)
        assert refused.status_code == 422
        assert known(entrance).totp == SECRET


def test_recovery_codes_are_made_again(entrance: Entrance, browser: TestClient) -> None:
    make = ("/console/account", "/console/account/codes")
    first = SECRETS.findall(send(browser, *make, present=PASSWORD).text)
    second = SECRETS.findall(send(browser, *make, present=PASSWORD).text)
    assert len(set(first + second)) == 20
    assert known(entrance).recovery_left == 10
    assert entrance.log_in(entrance.browser(), code=first[0]).status_code == 401
    assert entrance.log_in(entrance.browser(), code=second[0]).status_code == 303


def test_recovery_codes_are_not_readable(entrance: Entrance, browser: TestClient) -> None:
    page = send(browser, "/console/account", "/console/account/codes", present=PASSWORD)
    [[kept]] = entrance.world.rows("SELECT recovery FROM advisers")
    for code in SECRETS.findall(page.text):
        assert code not in kept
        assert code.replace("-", "") not in kept


class TestOwnSessions:
    def test_are_listed(self, entrance: Entrance, browser: TestClient) -> None:
        entrance.at_work()
        page = browser.get("/console/account").text
        assert page.count("testclient") == 2
        assert page.count("This one") == 1

    def test_are_ended_one_by_one(self, entrance: Entrance, browser: TestClient) -> None:
        elsewhere = entrance.at_work()
        [newest, _] = entrance.store.sessions_of(7, entrance.world.clock.now)
        began = newest.created_at.isoformat()
        send(browser, "/console/account", "/console/account/sessions", began=began)
        assert elsewhere.get("/console/").status_code == 303
        assert browser.get("/console/").status_code == 200

    def test_are_ended_all_but_this_one(self, entrance: Entrance, browser: TestClient) -> None:
        elsewhere = [entrance.at_work(), entrance.at_work()]
        send(browser, "/console/account", "/console/account/sessions", began="others")
        assert [one.get("/console/").status_code for one in elsewhere] == [303, 303]
        assert browser.get("/console/").status_code == 200

    def test_of_others_are_out_of_reach(self, entrance: Entrance, browser: TestClient) -> None:
        entrance.hire("zara", id_=8)
        zaras = entrance.at_work("zara")
        [theirs] = entrance.store.sessions_of(8, entrance.world.clock.now)
        for began in (theirs.created_at.isoformat(), "others", "", "yesterday", "2026-11-21"):
            send(browser, "/console/account", "/console/account/sessions", began=began)
        assert zaras.get("/console/").status_code == 200


def test_a_page_from_before_a_new_log_in_can_get_the_new_token(
    entrance: Entrance, browser: TestClient
) -> None:
    old = csrf(browser)
    entrance.log_in(browser)
    assert post(browser, "/console/logout", {"csrf": old}).status_code == 403
    given = browser.get("/console/token").json()
    assert given["adviser"] == "7"
    assert post(browser, "/console/logout", {"csrf": given["csrf"]}).status_code == 303


class TestStaffGroup:
    PAGE, LINK = "/console/account", "/console/account/link"

    def at_desk(self, entrance: Entrance, role: Role = Role.ADVISER) -> TestClient:
        entrance.has_group = True
        entrance.__post_init__()
        entrance.hire(role=role)
        return entrance.at_work()

    def test_gives_a_code_that_links(self, entrance: Entrance) -> None:
        browser = self.at_desk(entrance)
        assert "Telegram staff group" in browser.get(self.PAGE).text
        given = send(browser, self.PAGE, self.LINK, present=PASSWORD)
        [line] = SECRETS.findall(given.text)
        assert line.startswith("/link ")
        assert "within 15 minutes" in given.text
        asked = LinkAsked(4711, line.removeprefix("/link "))
        linked = entrance.database.writer.submit(entrance.database.staff.link, asked).result(30)
        assert linked == 7
        assert entrance.audit()[-2] == "link_code"

    def test_asks_for_the_password(self, entrance: Entrance) -> None:
        browser = self.at_desk(entrance)
        refused = send(browser, self.PAGE, self.LINK, present="a guess at it")
        assert refused.status_code == 422
        assert "/link " not in refused.text
        assert "link_code" not in entrance.audit()

    def test_is_for_those_who_answer(self, entrance: Entrance) -> None:
        browser = self.at_desk(entrance, Role.EDITOR)
        assert "staff group" not in browser.get(self.PAGE).text
        assert send(browser, self.PAGE, self.LINK, present=PASSWORD).status_code == 403

    def test_is_not_spoken_of_where_there_is_none(self, entrance: Entrance) -> None:
        entrance.hire()
        browser = entrance.at_work()
        assert "staff group" not in browser.get(self.PAGE).text
        refused = send(browser, self.PAGE, self.LINK, present=PASSWORD)
        assert "There is no staff group here." in refused.text
