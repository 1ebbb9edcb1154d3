"""Logging in."""

from datetime import timedelta

import pytest

from adapters.console import passwords
from adapters.console.cookies import DEVICE, SESSION
from bot.desk.accounts import Change
from tests.adapters.console.entrance import PASSWORD, Entrance, csrf, post, send

WRONG = "That did not work. Check login, password and code."


def test_it_leads_to_the_console(entrance: Entrance) -> None:
    entrance.hire()
    browser = entrance.browser()
    done = entrance.log_in(browser)
    assert (done.status_code, done.headers["location"]) == (303, "/console/")
    assert browser.get("/console/").text == "Hello Amina"
    assert entrance.audit() == ["adviser_added", "signed_in"]


def test_the_login_is_read_as_people_type_it(entrance: Entrance) -> None:
    entrance.hire()
    assert entrance.log_in(entrance.browser(), " Amina ").status_code == 303


def test_the_cookie_goes_nowhere_else(entrance: Entrance) -> None:
    entrance.hire()
    cookies = entrance.log_in(entrance.browser()).headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        name, *_ = cookie.split("=")
        assert name in (SESSION, DEVICE)
        for attribute in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
            assert attribute in cookie
        assert "Domain" not in cookie


def test_every_log_in_has_a_token_of_its_own(entrance: Entrance) -> None:
    entrance.hire()
    browser = entrance.browser()
    browser.cookies.set(SESSION, "chosen-by-somebody-else", domain="desk.example")
    entrance.log_in(browser)
    first = browser.cookies.get(SESSION, domain="desk.example", path="/")
    entrance.world.clock.go_on(seconds=30)
    entrance.log_in(browser)
    second = browser.cookies.get(SESSION, domain="desk.example", path="/")
    assert len({"chosen-by-somebody-else", first, second}) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "not the password"},
        {"password": ""},
        {"password": "x" * 5000},
        {"code": "000000"},
        {"code": ""},
        {"code": "bbbb-bbbb-bbbb"},
        {"code": "\u0661\u0662\u0663\u0664\u0665\u0666"},
        {"login": "nobody"},
        {"login": ""},
        {"login": "amina\0x"},
        {"login": "x" * 5000},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    entrance: Entrance, wrong: dict[str, str]
) -> None:
    entrance.hire()
    browser = entrance.browser()
    given = {"login": "amina", **wrong}
    refused = entrance.log_in(browser, **given)
    assert refused.status_code == 401
    assert WRONG in refused.text
    assert SESSION not in browser.cookies
    assert entrance.audit() == ["adviser_added", "sign_in_failed"]


def test_one_who_is_disabled_is_answered_as_if_there_were_nobody(entrance: Entrance) -> None:
    gone = entrance.hire().adviser
    gone.is_disabled = True
    entrance.store.change(Change(gone.id, "operator", "adviser_disabled", adviser=gone))
    refused = entrance.log_in(entrance.browser())
    assert refused.status_code == 401
    assert WRONG in refused.text


@pytest.mark.parametrize("login", ["amina", "nobody"])
def test_for_a_login_that_nobody_has_as_much_is_done(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    entrance.hire()
    verified: list[str | None] = []
    verify = passwords._verify

    def counted(password: str, stored: str | None) -> bool:
        verified.append(stored)
        return verify(password, stored)

    monkeypatch.setattr(passwords, "_verify", counted)
    entrance.log_in(entrance.browser(), login, password="not the password")
    assert len(verified) == 1


def test_what_is_too_long_is_not_hashed(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrance.hire()
    monkeypatch.setattr(passwords, "_verify", pytest.fail)
    assert entrance.log_in(entrance.browser(), password="x" * 129).status_code == 401


def test_a_code_is_good_once(entrance: Entrance) -> None:
    entrance.hire()
    assert entrance.log_in(entrance.browser()).status_code == 303
    assert entrance.log_in(entrance.browser()).status_code == 401
    entrance.world.clock.go_on(seconds=30)
    assert entrance.log_in(entrance.browser()).status_code == 303


@pytest.mark.parametrize(("seconds", "status"), [(-60, 401), (-30, 303), (30, 303), (60, 401)])
def test_a_telephones_clock_may_be_half_a_minute_wrong(
    entrance: Entrance, seconds: int, status: int
) -> None:
    entrance.hire()
    entrance.world.clock.go_on(seconds=seconds)
    code = entrance.code()
    entrance.world.clock.go_on(seconds=-seconds)
    assert entrance.log_in(entrance.browser(), code=code).status_code == status


def test_a_recovery_code_is_good_once_with_or_without_its_dashes(entrance: Entrance) -> None:
    entrance.hire(must_change=True)
    browser = entrance.at_work()
    page = send(
        browser, "/console/finish", "/console/finish", password=PASSWORD + "!", again=PASSWORD + "!"
    )
    codes = [line.split("<")[0] for line in page.text.split('<code class="secret">')[1:]]
    assert len(set(codes)) == 10
    typed = codes[3].replace("-", " ").upper()
    again = {"password": PASSWORD + "!", "code": typed}
    assert entrance.log_in(entrance.browser(), **again).status_code == 303
    assert entrance.log_in(entrance.browser(), **again).status_code == 401


@pytest.mark.parametrize(
    ("wished", "led_to"),
    [
        ("/console/cases/12", "/console/cases/12"),
        ("https://evil.example/console/", "/console/"),
        ("//evil.example", "/console/"),
        ("/console/..//evil.example", "/console/"),
        ("/console/\\evil.example", "/console/"),
        ("/chat", "/console/"),
    ],
)
def test_it_leads_on_to_where_one_was_going_and_never_elsewhere(
    entrance: Entrance, wished: str, led_to: str
) -> None:
    entrance.hire()
    done = entrance.log_in(entrance.browser(), next=wished)
    assert done.headers["location"] == led_to


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://desk.example.evil"])
def test_another_site_cannot_log_anybody_in(entrance: Entrance, origin: str) -> None:
    entrance.hire()
    given = {"login": "amina", "password": PASSWORD, "code": entrance.code()}
    refused = entrance.browser().post("/console/login", data=given, headers={"Origin": origin})
    assert refused.status_code == 403
    assert entrance.audit() == ["adviser_added"]


class TestGuessing:
    def guess(self, entrance: Entrance, address: str) -> int:
        return entrance.log_in(entrance.browser(address), password="not it").status_code

    def test_is_slowed_down_with_a_sentence(self, entrance: Entrance) -> None:
        entrance.hire()
        tried = [self.guess(entrance, "192.0.2.1") for _ in range(4)]
        assert tried == [401, 401, 401, 429]
        refused = entrance.log_in(entrance.browser())
        assert "Too many tries. Please wait 30 seconds, then try again." in refused.text
        assert refused.headers["retry-after"] == "30"

    def test_from_a_thousand_addresses_gets_no_further(
        self, entrance: Entrance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entrance.hire()
        verified: list[str | None] = []
        monkeypatch.setattr(passwords, "_verify", lambda _, stored: verified.append(stored))
        for number in range(60):
            for one in range(4):
                self.guess(entrance, f"198.51.{number}.{one}")
            entrance.world.clock.go_on(seconds=1)
        assert 0 < len(verified) <= 5

    def test_does_not_lock_her_out_who_has_logged_in_there_before(self, entrance: Entrance) -> None:
        entrance.hire()
        browser = entrance.at_work()
        send(browser, "/console/account", "/console/logout")
        for number in range(30):
            self.guess(entrance, f"198.51.100.{number}")
        assert entrance.log_in(entrance.browser()).status_code == 429
        assert entrance.log_in(browser).status_code == 303

    def test_with_a_made_up_device_gets_no_further(self, entrance: Entrance) -> None:
        entrance.hire()
        entrance.hire("zara", id_=8)
        zaras = entrance.at_work("zara")
        token = zaras.cookies.get(DEVICE, domain="desk.example", path="/")
        for forged in (token, "00" * 16 + "." + "00" * 32, "", "."):
            browser = entrance.browser()
            browser.cookies.set(DEVICE, forged or "", domain="desk.example")
            entrance.log_in(browser, password="not it")
        assert entrance.log_in(entrance.browser()).status_code == 429

    def test_on_her_own_device_is_slowed_down_too(self, entrance: Entrance) -> None:
        entrance.hire()
        browser = entrance.at_work()
        tried = [entrance.log_in(browser, password="not it").status_code for _ in range(4)]
        assert tried == [401, 401, 401, 429]

    def test_of_many_accounts_from_one_address_is_slowed_down(self, entrance: Entrance) -> None:
        browser = entrance.browser("2001:db8::1")
        neighbour = entrance.browser("2001:db8::2")
        tried = [entrance.log_in(browser, f"nobody{n}").status_code for n in range(21)]
        assert tried == [401] * 20 + [429]
        assert entrance.log_in(neighbour, "nobody99").status_code == 429
        assert entrance.log_in(entrance.browser("2001:db8:1::1"), "nobody").status_code == 401

    def test_right_is_never_counted(self, entrance: Entrance) -> None:
        entrance.hire()
        for _ in range(6):
            assert entrance.log_in(entrance.browser()).status_code == 303
            entrance.world.clock.now += timedelta(seconds=30)


def test_a_password_never_stands_in_a_page_or_the_audit(entrance: Entrance) -> None:
    entrance.hire()
    refused = entrance.log_in(entrance.browser(), PASSWORD, password=PASSWORD)
    assert PASSWORD not in refused.text
    [line] = entrance.database.desk_reader.audit_page(10**6, 1)
    assert PASSWORD not in str(line)


def test_without_the_database_it_says_so(entrance: Entrance) -> None:
    entrance.hire()
    browser = entrance.browser()
    entrance.database.close()
    refused = entrance.log_in(browser)
    assert refused.status_code == 503
    assert "The database cannot be reached." in refused.text


def test_leaving_ends_the_session_and_wipes_the_browser(entrance: Entrance) -> None:
    entrance.hire()
    browser = entrance.at_work()
    token = browser.cookies.get(SESSION, domain="desk.example", path="/")
    left = send(browser, "/console/account", "/console/logout")
    assert left.headers["location"] == "/console/login"
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    assert SESSION not in browser.cookies
    thief = entrance.browser()
    thief.cookies.set(SESSION, token or "", domain="desk.example")
    assert thief.get("/console/").status_code == 303
    assert entrance.audit()[-1] == "signed_out"


def test_leaving_needs_the_form(entrance: Entrance) -> None:
    entrance.hire()
    browser = entrance.at_work()
    assert post(browser, "/console/logout").status_code == 403
    assert csrf(browser)
