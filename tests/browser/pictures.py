"""The pictures of docs/advisers.md, taken anew: `python -m tests.browser.pictures`.

Nobody in them is real, and nothing in them was ever written to anybody.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright

from adapters.database import upgrade
from adapters.desk import DEMO_PLAN
from bot.desk.model import CaseStatus, Outcome
from bot.ports import Transaction
from tests.browser.conftest import OPTIONS, find_browser
from tests.browser.desk import OnTheWeb, Window
from tests.browser.whole import (
    AMINA,
    LENA,
    OMAR,
    OnTelegram,
    OnWhatsApp,
    Whole,
    asks_for_a_person,
    whole_product,
)
from tests.contracts.conftest import do
from tests.contracts.turns import open_case

FOLDER = Path(__file__).parents[2] / "docs" / "advisers"
WIDE, PHONE = (1100, 760), (390, 800)
OCTOBER = datetime(2026, 10, 1, 9, tzinfo=UTC)
ENDS = (Outcome.LISTENED, Outcome.ADVISED, Outcome.ADVISED, Outcome.REFERRED, Outcome.NO_ANSWER)
CHANNELS = ("telegram", "whatsapp", "whatsapp", "webchat")


def main() -> None:
    with (
        TemporaryDirectory() as name,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_browser(), args=OPTIONS) as browser,
    ):
        template = Path(name) / "template.db"
        upgrade(f"sqlite:///{template}")
        with whole_product(Path(name), template, DESK_PLAN=str(DEMO_PLAN)) as whole:
            _take(whole, browser)


def _take(whole: Whole, browser: Browser) -> None:
    for hand in (AMINA, OMAR, LENA):
        whole.hire(hand)
    _fill_october(whole)
    amina = Window(whole, _page(browser))
    _picture(amina.opens("/console/login").page, "login")
    amina.logs_in(AMINA).comes_on()
    Window(whole, _page(browser)).logs_in(OMAR).comes_on()
    ada = _talk(whole, amina)
    _others_ask(whole, browser)
    _picture(amina.opens().page, "queue")
    _picture(amina.opens(f"/console/cases/{_first(whole)}").page, "case")
    ada.write("He took his passport and says he will never come back. I want to die.")
    expect(amina.bubble("his passport")).to_be_visible()
    _picture(_on_a_phone(amina), "case-phone")
    amina.page.context.close()
    lena = Window(whole, _page(browser)).logs_in(LENA)
    _picture(lena.opens("/console/board").page, "board")
    _picture(lena.opens("/console/reports").page, "reports")


def _page(browser: Browser) -> Page:
    width, height = WIDE
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce"
    )
    return context.new_page()


def _picture(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png", scale="css")


def _on_a_phone(window: Window) -> Page:
    window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    window.page.emulate_media(color_scheme="dark")
    return window.page


def _talk(whole: Whole, amina: Window) -> OnTelegram:
    """A case with a bit of everything."""
    ada = OnTelegram(whole)
    asks_for_a_person(ada, "My son is seventeen. He has new friends and shuts his door on me.")
    amina.claims(whole.case().name)
    amina.replies("Hello, I am Amina. You did right to ask. What has changed these last weeks?")
    _later(whole)
    ada.write("He was angry about the news, then he stopped talking about it at all.")
    expect(amina.bubble("angry about the news")).to_be_visible()
    amina.page.get_by_label("New note").fill("Wants to try a talk on Sunday. Ask about the uncle.")
    amina.page.get_by_role("button", name="Save note").click()
    _later(whole)
    amina.replies("That is a lot to carry alone. Who else in the family knows about it?")
    return ada


def _others_ask(whole: Whole, browser: Browser) -> None:
    chats: list[tuple[Callable[[str], None], str]] = [
        (lambda says: asks_for_a_person(OnTelegram(whole, chat=8), says), "Can we talk?"),
        (lambda says: asks_for_a_person(OnWhatsApp(whole), says), "It is about my niece."),
        (OnTheWeb(whole, _page(browser)).asks_for_a_person, "He has a gun and wants to kill them"),
    ]
    for ask, says in chats:
        ask(says)
        _later(whole)


def _later(whole: Whole) -> None:
    whole.clock.go_on(seconds=20)


def _first(whole: Whole) -> int:
    [row, *_] = whole.run.world.rows(
        f"SELECT id FROM cases WHERE owner = {AMINA.id}"  # noqa: S608  our own number
    )
    return int(row.id)


def _fill_october(whole: Whole) -> None:
    """Cases that are over, so that the reports have something to count."""

    def work(transaction: Transaction) -> None:
        for number in range(120):
            at = OCTOBER + timedelta(hours=6 * number)
            _closed(transaction, number, at)

    do(whole.run.product.database, work)


def _closed(transaction: Transaction, number: int, at: datetime) -> None:
    id_, channel = number + 1000, CHANNELS[number % len(CHANNELS)]
    fields = {"opened_at": at, "waiting_since": at, "name": f"Elm Lark {id_}", "channel": channel}
    open_case(transaction, str(id_), id_, queue="general", **fields)
    opened = transaction.desk.case(id_)
    assert opened
    case = opened.case
    case.status, case.outcome = CaseStatus.CLOSED, ENDS[number % len(ENDS)]
    case.closed_at, case.deadline, case.next_action = at + timedelta(hours=1), None, None
    transaction.desk.save(case)


if __name__ == "__main__":
    main()
