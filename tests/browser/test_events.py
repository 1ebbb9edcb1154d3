"""An editor puts an event on, and somebody finds it and calls: in a real browser."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from bot.desk.model import Role
from bot.events.model import AddressFor, EventStatus, EventText
from tests.adapters.console.entrance import PASSWORD
from tests.adapters.events.shelf import Shelf, event
from tests.browser.conftest import OpenPage, serve
from tests.browser.desk import Window, expect_no_barrier
from tests.browser.whole import Hand, Whole, whole
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template", "whole"]

ED = Hand(905, "ed", Role.EDITOR, "NBSWY3DPEB3W64TMMQQGC3TEEBSWI3Q5")
TABLE = "title,starts,ends,town,uid\nSewing circle,2026-12-02 10:00,2026-12-02 12:00,Bradford,b\n"
LISTS = ("en-GB", "ar")


def logged_in(whole: Whole, open_page: OpenPage, **options: object) -> Window:
    if whole.run.product.database.accounts.by_id(ED.id) is None:
        whole.hire(ED)
    else:
        whole.clock.go_on(seconds=30)
    ed = Window(whole, open_page(**options))  # type: ignore[arg-type]
    ed.enters(ED.login, PASSWORD, pyotp.TOTP(ED.secret).at(whole.clock.now))
    return ed


def fill(page: Page) -> None:
    page.get_by_label("Title (English)").fill("Tea and talk")
    page.get_by_label("About it (English)").fill("Bring a friend.")
    page.get_by_label("Starts").fill("2026-12-01T18:30")
    page.get_by_label("Ends").fill("2026-12-01T20:00")
    page.get_by_label("Town").fill("Leeds")
    page.get_by_label("Address", exact=True).fill("12 Hidden Mews")


def publishes(page: Page) -> None:
    """After a mistake."""
    page.get_by_role("link", name="Events").click()
    page.get_by_role("link", name="A new event").click()
    fill(page)
    page.get_by_label("Ends").fill("2026-12-01T17:00")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("It ends before it starts.")
    expect(page.get_by_label("Town")).to_have_value("Leeds")
    page.get_by_label("Ends").fill("2026-12-01T20:00")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="State: Published")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_editor_puts_one_on_and_somebody_finds_it(
    whole: Whole, open_page: OpenPage, javascript: bool
) -> None:
    publishes(logged_in(whole, open_page, javascript=javascript).page)
    index = whole.run.product.events.around.events
    whole.until(lambda: index.find(whole.clock.now).events)
    hers = open_page(javascript=javascript, width=390)
    hers.context.unroute_all()
    hers.goto(f"{whole.url}/")
    hers.get_by_role("link", name="What is on near you").click()
    hers.get_by_label("Town or postcode").fill("LS1 4AB")
    hers.get_by_role("button", name="Show").click()
    expect(hers.get_by_role("heading", level=2).first).to_contain_text("Near")
    hers.get_by_role("link", name="Tea and talk").click()
    expect(hers.get_by_text("The exact place is told in the chat")).to_be_visible()
    expect(hers.locator("body")).not_to_contain_text("Hidden Mews")
    hers.get_by_role("link", name="Register in the chat").click()
    expect(hers).to_have_url(re.compile(r"/chat\?language=en&flow=events-[0-9]+$"))


def test_what_she_looked_for_stays_out_of_the_way_back(open_page: OpenPage) -> None:
    with serve(Shelf().put(event()).app()) as address:
        page = open_page()
        page.goto(f"{address}/events")
        before = page.evaluate("history.length")
        page.get_by_label("Town or postcode").fill("Leeds")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("heading", name="Near Leeds, England")).to_be_visible()
        assert page.evaluate("history.length") == before


def test_the_way_out_leaves_nothing_of_it(open_page: OpenPage) -> None:
    with serve(Shelf().put(event()).app()) as address:
        page = open_page()
        page.goto(f"{address}/events/1")
        page.get_by_role("link", name="Leave now").click()
        expect(page).to_have_title("elsewhere")


@pytest.mark.parametrize("languages", LISTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_read_it(
    open_page: OpenPage, languages: str, scheme: str, width: int
) -> None:
    """With data for search engines in the page: the policy lets it stand, and nothing runs."""
    off = event(3, 30, status=EventStatus.CANCELLED)
    long = event(
        2,
        texts={"ar": EventText("لقاء " * 20, "كلام\n" * 5)},
        address_for=AddressFor.ALL,
        languages=("ar", "en"),
        step_free=True,
        childcare=False,
        cost="£2",
        organiser="The Mill",
        audience="Mothers",
    )
    online = event(4, is_online=True, link="https://meet.example/" + "x" * 90)
    with serve(Shelf().put(event(1), long, off, online).app()) as address:
        page = open_page(languages=languages, scheme=scheme, width=width)
        for path in ("/events", "/events?near=leeds", "/events?near=newport", "/events?near=zzz"):
            page.goto(address + path)
            expect_no_barrier(page)
        for path in ("/events/1", "/events/2", "/events/3", "/events/4", "/events/9"):
            page.goto(address + path)
            expect_no_barrier(page)
        page.goto(f"{address}/events/1")
        assert page.locator('script[type="application/ld+json"]').count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_is_looked_at_before_it_is_taken(
    whole: Whole, open_page: OpenPage, javascript: bool
) -> None:
    ed = logged_in(whole, open_page, javascript=javascript)
    page = ed.opens("/console/agenda/import").page
    file = {"name": "sewing.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("row", name=re.compile("Sewing circle"))).to_contain_text("New")
    if javascript:
        expect_no_barrier(page)
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("status").filter(has_text="Imported: 1 new")).to_be_visible()
    page.get_by_role("link", name="All events").click()
    expect(page.get_by_role("row", name=re.compile("Sewing circle"))).to_contain_text("sewing.csv")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_page_of_the_editor_keeps_anybody_out(
    whole: Whole, open_page: OpenPage, scheme: str, width: int
) -> None:
    page = logged_in(whole, open_page, scheme=scheme, width=width).page
    for path in ("", "/new", "/import", "/feeds", "/hosts"):
        page.goto(f"{whole.url}/console/agenda{path}")
        expect_no_barrier(page)
    page.goto(f"{whole.url}/console/agenda/new")
    fill(page)
    page.get_by_label("Town").fill("Newport")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("radio").first).to_be_visible()
    expect_no_barrier(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save as a draft").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="State: Published")).to_be_visible()
    expect_no_barrier(page)
    page.get_by_role("link", name="List for the door").click()
    expect(page.get_by_text("Nobody has registered yet.")).to_be_visible()
    expect_no_barrier(page)
