"""News to many, in a real browser: one writes them, another agrees, on narrow pages and wide."""

import pyotp
from playwright.sync_api import expect

from bot.desk.model import Role
from tests.adapters.console.entrance import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.desk import Window, expect_no_barrier
from tests.browser.whole import Hand, Whole, whole
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template", "whole"]

ED = Hand(905, "ed", Role.EDITOR, "NBSWY3DPEB3W64TMMQQGC3TEEBSWI3Q5")
LENA = Hand(906, "lena6", Role.LEAD, "NBSWY3DPEB3W64TMMQQGC3TEEBSWI3Q6")


def logged_in(whole: Whole, open_page: OpenPage, hand: Hand, width: int) -> Window:
    whole.hire(hand)
    one = Window(whole, open_page(width=width))
    one.enters(hand.login, PASSWORD, pyotp.TOTP(hand.secret).at(whole.clock.now))
    one.page.get_by_role("link", name="Broadcasts").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Broadcasts")
    expect_no_barrier(one.page)
    return one


def test_one_writes_and_another_agrees(whole: Whole, open_page: OpenPage) -> None:
    ed = logged_in(whole, open_page, ED, 400).page
    ed.get_by_role("link", name="Write one").click()
    ed.get_by_label("Title").fill("Sunday")
    ed.get_by_role("button", name="Keep it and count").click()
    expect(ed.get_by_role("alert")).to_contain_text("What you wrote is still here.")
    expect(ed.get_by_label("Title")).to_have_value("Sunday")
    ed.get_by_label("Text in English").fill("A meeting on Sunday at three.")
    expect_no_barrier(ed)
    ed.get_by_role("button", name="Keep it and count").click()
    expect(ed.get_by_text("Waits for a second person")).to_be_visible()
    expect(ed.get_by_role("button", name="I agree to it")).to_have_count(0)
    expect_no_barrier(ed)

    lena = logged_in(whole, open_page, LENA, 1280).page
    lena.get_by_role("link", name="Sunday").click()
    lena.get_by_role("button", name="I agree to it").click()
    lena.get_by_role("button", name="Send it now").click()
    lena.get_by_role("button", name="Pause").click()
    lena.get_by_role("button", name="Cancel it for good").click()
    expect(lena.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect_no_barrier(lena)
