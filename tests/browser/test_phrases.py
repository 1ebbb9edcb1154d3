"""An adviser says that the guide misread somebody, and an editor decides: in a real browser."""

import pyotp
from playwright.sync_api import expect

from bot.desk.model import Role
from tests.adapters.console.entrance import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.desk import Window, expect_no_barrier, window
from tests.browser.whole import AMINA, Hand, OnTelegram, Whole, asks_for_a_person, whole
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template", "whole"]

ED = Hand(905, "ed", Role.EDITOR, "NBSWY3DPEB3W64TMMQQGC3TEEBSWI3Q5")
WORRY = "My nephew wants to fly away to fight in the war over there."
OWN = "a young man plans to leave and join fighters"
FOLD = "The guide misread her"


def logged_in(whole: Whole, open_page: OpenPage) -> Window:
    """An editor has no cases to come to."""
    whole.hire(ED)
    ed = Window(whole, open_page(width=400))
    ed.enters(ED.login, PASSWORD, pyotp.TOTP(ED.secret).at(whole.clock.now))
    ed.page.get_by_role("link", name="Phrases").click()
    expect(ed.page.get_by_role("heading", level=1)).to_have_text("Phrases")
    return ed


def proposes(whole: Whole, open_page: OpenPage) -> Window:
    asks_for_a_person(OnTelegram(whole), WORRY)
    amina = window(whole, open_page, AMINA).comes_on().claims(whole.case().name)
    fold = amina.unfolds(FOLD)
    expect(fold.get_by_label("A phrase like it")).to_have_value("")
    fold.get_by_label("What it truly was").select_option(label="Leaving to join a group or a war")
    fold.get_by_label("A phrase like it").fill(WORRY.lower())
    expect_no_barrier(amina.page)
    fold.get_by_role("button", name="Send it to the editors").click()
    expect(fold.get_by_role("alert")).to_have_text(
        "These are words of this case. Say it in your own words."
    )
    expect(fold.get_by_label("What it truly was")).to_have_value("travel")
    fold.get_by_label("A phrase like it").fill(OWN)
    fold.get_by_role("button", name="Send it to the editors").click()
    expect(amina.notice).to_have_text("Thank you. The editors see it now.")
    expect(amina.page.locator("details[open]", has_text=FOLD)).to_have_count(0)
    return amina


def test_a_phrase_goes_from_an_adviser_to_an_editor(whole: Whole, open_page: OpenPage) -> None:
    amina = proposes(whole, open_page)
    expect(amina.page.get_by_role("link", name="Phrases")).to_have_count(0)
    ed = logged_in(whole, open_page)
    expect_no_barrier(ed.page)
    expect(ed.page.get_by_label("The phrase")).to_have_value(OWN)
    expect(ed.page.locator("main")).not_to_contain_text(whole.case().name)

    ed.page.get_by_label("The phrase").fill("he is leaving to join fighters")
    ed.page.get_by_role("button", name="Accept").click()

    expect(ed.page.get_by_text("Nothing is proposed.")).to_be_visible()
    expect(ed.page.get_by_role("row", name="he is leaving to join fighters")).to_contain_text(
        "Accepted"
    )
    expect_no_barrier(ed.page)
    ed.page.set_viewport_size({"width": 1280, "height": 800})
    ed.page.emulate_media(color_scheme="dark")
    expect_no_barrier(ed.page)


def test_without_scripts_it_goes_as_well(whole: Whole, open_page: OpenPage) -> None:
    asks_for_a_person(OnTelegram(whole), WORRY)
    name = whole.case().name
    window(whole, open_page, AMINA).comes_on().claims(name)
    whole.clock.go_on(seconds=30)  # a code is good for one time
    plain = window(whole, open_page, AMINA, javascript=False)
    plain.opens(f"/console/cases/{whole.case().id}")
    fold = plain.unfolds(FOLD)
    fold.get_by_label("A phrase like it").fill(WORRY)
    fold.get_by_role("button", name="Send it to the editors").click()
    expect(plain.page.get_by_role("alert")).to_have_text(
        "These are words of this case. Say it in your own words."
    )
    again = plain.page.locator("details[open]", has_text=FOLD)
    expect(again.get_by_label("A phrase like it")).to_have_value(WORRY)
    again.get_by_label("A phrase like it").fill(OWN)
    again.get_by_role("button", name="Send it to the editors").click()
    expect(plain.page.get_by_role("heading", level=1)).to_contain_text(name)
    [one] = whole.run.product.database.desk_reader.proposed_phrases(9)
    assert one.text == OWN
