"""Every page of the console is for every eye and every window (security.md S31: WCAG 2.2 AA)."""

import re

from playwright.sync_api import Page, expect
from starlette.routing import Route

from adapters.sample_cohort import put_sample_cohort
from adapters.sample_panel import put_sample_panel
from bot.desk import commands as ask
from tests.browser.conftest import OpenPage
from tests.browser.desk import Window, expect_no_barrier, hires_in_the_console, window
from tests.browser.whole import OMAR, ZARA, OnTelegram, Whole, asks_for_a_person, whole
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template", "whole"]

WORRY = "He shows me films of men with flags. " * 8
WIDTHS = (1280, 360)
ASKED_BY_SCRIPTS = re.compile(r"\.json$|/events$|/token$|/static/")
MEETINGS = re.compile(r"/console/(numbers|agenda|panels|cohorts|broadcasts)\b")
"""Events, webchats, groups and what goes out to many: they have a test of their own."""
LOOKED_AT_ELSEWHERE = re.compile(r"\.pdf$|/broadcasts/\{")  # `test_broadcasts`; and what is no page


def expect_no_barriers(page: Page) -> None:
    """In a wide window and on a phone; in dark the colours alone are others."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        expect_no_barrier(page)
        page.emulate_media(color_scheme="dark")
        expect_no_barrier(page, "color-contrast")


def a_full_desk(whole: Whole, open_page: OpenPage) -> tuple[Window, int, int]:
    """One case with everything on it, one that waits, one of a contact who is blocked; Omar at
    work."""
    window(whole, open_page, OMAR).comes_on()
    ada = OnTelegram(whole)
    asks_for_a_person(ada, WORRY)
    zara = window(whole, open_page, ZARA).comes_on()
    zara.claims(whole.case().name)
    ada.write("He has a gun and wants to kill people")
    zara.replies("I am here. " + "x" * 300)
    zara.page.get_by_label("New note").fill(WORRY)
    zara.page.get_by_role("button", name="Save note").click()
    zara.page.get_by_role("button", name="The phone may be unsafe").click()
    expect(zara.page.locator("#head")).to_contain_text("nothing goes to it first")
    held = whole.case().id
    other = OnTelegram(whole, chat=8)
    asks_for_a_person(other, "He has a gun and wants to kill people")
    waits = whole.case().id
    asks_for_a_person(OnTelegram(whole, chat=9), WORRY)
    is_blocked(whole, whole.case().id)
    return zara, held, waits


def is_blocked(whole: Whole, case_id: int) -> None:
    desk, writer = whole.run.product.desk.desk, whole.run.product.database.writer
    writer.submit(desk.claim, ask.Claim(OMAR.id, case_id, None)).result(30)
    for by in (OMAR.id, ZARA.id):
        writer.submit(desk.block, ask.Block(by, case_id, None)).result(30)


def test_no_page_of_the_desk_has_a_barrier(whole: Whole, open_page: OpenPage) -> None:
    zara, held, waits = a_full_desk(whole, open_page)
    seen = {
        f"/console/{path}"
        for path in (
            "",
            "?tab=mine",
            "?tab=closed",
            f"cases/{held}",
            f"cases/{waits}",
            "cases/1",
            "board",
            "board/blocks",
            f"board/advisers/{OMAR.id}",
            "reports",
            "audit",
            "advisers",
            f"advisers/{OMAR.id}",
            "account",
            "account/app",
            "care",
            "phrases",
        )
    }
    links = zara.page.get_by_role("navigation", name="Pages").get_by_role("link").all()
    led_to = {str(link.get_attribute("href")) for link in links}
    assert {path for path in led_to if not MEETINGS.match(path)} <= seen
    for path in sorted(seen):
        expect_no_barriers(zara.opens(path).page)
    zara.opens("/console/board/blocks")
    expect(zara.page.get_by_role("button", name="Lift the block")).to_have_count(1)
    shown = [path for path in pages(whole) if not MEETINGS.match(path.pattern.lstrip("^"))]
    assert {path for path in shown if not any(map(path.fullmatch, seen))} == set()


def test_nor_has_any_page_of_where_people_meet(whole: Whole, open_page: OpenPage) -> None:
    database, clock = whole.run.product.database, whole.clock
    put_sample_panel(database, clock)
    put_sample_cohort(database, clock)
    [panel], [cohort] = database.panel_reader.panels(9), database.cohorts.cohorts()
    seen = {
        f"/console/{path}"
        for path in (
            *("numbers", "agenda", "broadcasts", "broadcasts/new"),
            *("panels", "panels/new", f"panels/{panel.id}"),
            *(f"panels/{panel.id}/asked", f"panels/{panel.id}/answers"),
            *("cohorts", f"cohorts/{cohort.id}"),
        )
    }
    zara = window(whole, open_page, ZARA)
    for path in sorted(seen):
        expect_no_barriers(zara.opens(path).page)
    shown = [path for path in pages(whole) if MEETINGS.match(path.pattern.lstrip("^"))]
    assert {path for path in shown if not any(map(path.fullmatch, seen))} == set()


def pages(whole: Whole) -> list["re.Pattern[str]"]:
    """What the console shows to somebody who is logged in."""
    return [
        re.compile(route.path_regex.pattern)
        for route in whole.run.product.desk.routes()
        if isinstance(route, Route)
        and "GET" in (route.methods or ())
        and not ASKED_BY_SCRIPTS.search(route.path)
        and not LOOKED_AT_ELSEWHERE.search(route.path)
        and route.path.rpartition("/")[2] not in ("login", "finish")
    ]


def test_nor_have_the_windows_on_it(whole: Whole, open_page: OpenPage) -> None:
    zara, held, _ = a_full_desk(whole, open_page)
    page = zara.opens(f"/console/cases/{held}").page
    for button in ("Keys and alerts", "Canned replies"):
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        expect_no_barriers(page)
        page.keyboard.press("Escape")
    for fold in ("Pass it on", "Close the case", "Abuse", "The guide misread her", "Who is it?"):
        zara.unfolds(fold)
    expect_no_barriers(page)


def test_nor_have_the_pages_before_it(whole: Whole, open_page: OpenPage) -> None:
    zara = window(whole, open_page, ZARA)
    password = hires_in_the_console(zara, "amina", "Amina")
    expect_no_barriers(zara.page)
    new = Window(whole, open_page())
    expect_no_barriers(new.opens("/console/login").page)
    new.enters("amina", password)
    expect_no_barriers(new.page)
    new.makes_the_account_theirs()
    expect_no_barriers(new.page)
