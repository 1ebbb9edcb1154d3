"""An adviser's window and a contact's web chat, in a real browser."""

import re

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.adapters.console.entrance import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.whole import ASKS, Hand, Whole

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NEW = "seven geese over the lake"
CASE = re.compile(r"/console/cases/\d+$")


class Window:
    """One adviser's browser."""

    def __init__(self, whole: Whole, page: Page) -> None:
        self.whole = whole
        self.page = let_go(page)

    def opens(self, path: str = "/console/") -> "Window":
        self.page.goto(self.whole.url + path)
        return self

    def enters(self, login: str, password: str, code: str = "") -> None:
        self.opens("/console/login")
        self.page.get_by_label("Login").fill(login)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_label("Code from your app").fill(code)
        self.page.get_by_role("button", name="Log in").click()

    def logs_in(self, hand: Hand) -> "Window":
        self.enters(hand.login, PASSWORD, self._code(hand.secret))
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Cases")
        return self

    def makes_the_account_theirs(self) -> list[str]:
        """After the first log in; the recovery codes."""
        secret = self.page.locator("code.secret").inner_text().replace(" ", "")
        self.page.get_by_label("New password").fill(NEW)
        self.page.get_by_label("The same again").fill(NEW)
        self.page.get_by_label("The code that the app shows now").fill(self._code(secret))
        self.page.get_by_role("button", name="Save").click()
        codes = self.page.get_by_role("list", name="Recovery codes")
        expect(codes).to_be_visible()
        return codes.get_by_role("listitem").all_inner_texts()

    def _code(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.whole.clock.now)

    def comes_on(self) -> "Window":
        self.page.get_by_role("combobox", name="You are").select_option("on")
        self.page.get_by_role("button", name="Change").click()
        expect(self.page.locator("body[data-presence=on]")).to_be_visible()
        return self

    def claims(self, name: str) -> "Window":
        self.page.get_by_role("button", name=f"Claim {name}").click()
        self.page.wait_for_url(CASE)
        return self

    def replies(self, text: str) -> "Window":
        self.page.get_by_label("Your reply to").fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()
        expect(self.page.get_by_label("Your reply to")).to_have_value("")
        return self

    def unfolds(self, name: str) -> Locator:
        self.page.locator("summary", has_text=name).click()
        return self.page.locator("details[open]", has_text=name)

    def transfers(self, to: str, note: str = "") -> None:
        fold = self.unfolds("Pass it on")
        fold.get_by_role("combobox", name="To").select_option(label=to)
        fold.get_by_label("A note for them").fill(note)
        fold.get_by_role("button", name="Pass it on").click()

    def closes(self, outcome: str, flow: str = "The menu") -> None:
        fold = self.unfolds("Close the case")
        fold.get_by_label("How did it end?").select_option(label=outcome)
        fold.get_by_label("The guide goes on at").select_option(label=flow)
        fold.get_by_role("button", name="Close the case").click()

    @property
    def talk(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def notice(self) -> Locator:
        return self.page.get_by_role("status", name="News of this page")

    def line(self, name: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has_text=name)

    def bubble(self, text: str) -> Locator:
        return self.talk.get_by_role("listitem").filter(has_text=text)


class OnTheWeb:
    """A contact in the web chat: what she presses and writes, and what she then sees."""

    def __init__(self, whole: Whole, page: Page) -> None:
        self.page = let_go(page)
        page.goto(f"{whole.url}/chat")

    def press(self, token: str) -> None:
        self.page.locator(f'[data-token="{token}"]').last.click()

    def write(self, text: str) -> None:
        self.page.get_by_label("Your message").fill(text)
        self.page.get_by_role("button", name="Send").click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_role("log")).to_contain_text(text)

    def has(self, text: str) -> bool:
        return text in self.page.get_by_role("log").inner_text()

    def asks_for_a_person(self, says: str) -> None:
        self.page.get_by_role("button", name="Person").click()
        for choice in ASKS:
            self.press(f"person.{choice}")
        self.sees("You can write now what you would like to say first.")
        self.write(says)


def let_go(page: Page) -> Page:
    """Its requests ask nobody: while a test waits for a stand-in, nobody would let them through."""
    page.context.unroute_all()
    return page


def window(whole: Whole, open_page: OpenPage, hand: Hand, **options: object) -> Window:
    """Logged in, hired first if need be."""
    if whole.run.product.database.accounts.by_id(hand.id) is None:
        whole.hire(hand)
    return Window(whole, open_page(**options)).logs_in(hand)  # type: ignore[arg-type]


def hires_in_the_console(lead: Window, login: str, name: str) -> str:
    """The one-time password."""
    page = lead.opens("/console/advisers").page
    form = page.locator("form", has=page.get_by_role("button", name="Add", exact=True))
    form.get_by_label("Login").fill(login)
    form.get_by_label("First name").fill(name)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One-time password")
    return page.locator("code.secret").inner_text()


def expect_no_barrier(page: Page, *rules: str) -> None:
    """`rules`: of axe; none: all that count."""
    report = Axe().run(page, options={"runOnly": list(rules)} if rules else RULES)
    assert report.violations_count == 0, report.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
