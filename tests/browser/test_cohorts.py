"""A facilitator opens a group, people join it from three channels, and the page shows numbers."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.desk import Window, expect_no_barrier, window
from tests.browser.whole import AMINA, OnTelegram, OnWhatsApp, Whole, whole
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template", "whole"]

PLACE = "Room 3, Luton library"


def opens_a_group(whole: Whole, amina: Window) -> str:
    """Its code."""
    page, tomorrow = amina.page, whole.clock.now + timedelta(days=1)
    page.get_by_role("link", name="Groups", exact=True).click()
    expect(page.get_by_text("There is no group yet.")).to_be_visible()
    page.get_by_label("Name").fill("Thursdays")
    page.get_by_label("Where you meet").fill(PLACE)
    page.get_by_label("First day").fill(tomorrow.date().isoformat())
    page.get_by_role("button", name="Open the group").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thursdays")
    return page.locator("strong.code").inner_text().replace(" ", "")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_group_is_opened_moved_and_ended(
    whole: Whole, open_page: OpenPage, *, javascript: bool
) -> None:
    amina = window(whole, open_page, AMINA, javascript=javascript)
    opens_a_group(whole, amina)
    page = amina.page
    later = whole.clock.now + timedelta(days=2)
    page.get_by_label("Move the next meeting to").fill(f"{later:%Y-%m-%d}T19:30")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("row", name="1. I matter")).to_contain_text("19:30")
    page.get_by_role("button", name="Close: nobody new").click()
    expect(page.locator("strong.code")).to_have_count(0)
    page.get_by_role("button", name="New code, open to join").click()
    expect(page.locator("strong.code")).to_be_visible()
    page.locator("summary", has_text="End the group").click()
    page.get_by_role("button", name="End it now").click()
    expect(page.locator("main")).to_contain_text("Over")
    expect(page.get_by_role("button", name="End it now")).to_have_count(0)


def test_people_join_from_every_channel_and_are_numbers(whole: Whole, open_page: OpenPage) -> None:
    amina = window(whole, open_page, AMINA)
    code = opens_a_group(whole, amina)
    expect_no_barrier(amina.opens("/console/cohorts").page)
    amina.page.get_by_role("link", name="Thursdays").click()

    ada = OnTelegram(whole)
    ada.write(f"/start group-{code}")
    ada.press("group.found:join")
    ada.press("group.remind:yes")
    ada.sees(PLACE)
    bea = OnWhatsApp(whole)
    bea.write(f"/start group-{code}")
    bea.press("group.found:join")
    bea.sees("You are in the group now.")
    web = open_page(width=360)
    web.goto(f"{whole.url}/chat?flow=group-{code}")
    web.get_by_role("button", name="Yes, join").click()
    expect(web.get_by_text("You are in the group now.")).to_be_visible()

    amina.page.reload()
    main = amina.page.locator("main")
    expect(main).to_contain_text("3 of 20 places taken")
    expect_no_barrier(amina.page)
    amina.page.emulate_media(color_scheme="dark")
    expect_no_barrier(amina.page)
    amina.page.set_viewport_size({"width": 1280, "height": 800})
    expect_no_barrier(amina.page)


def test_a_page_to_print_keeps_no_name(whole: Whole, open_page: OpenPage) -> None:
    page = open_page(width=360)
    page.goto(f"{whole.url}/took-part")
    expect_no_barrier(page)
    page.get_by_label("A name, if you like").fill("Amina K")
    page.get_by_role("button", name="Make the page").click()
    expect(page.locator("main")).to_contain_text("Amina K")
    expect_no_barrier(page)
    assert "Amina" not in page.url
    page.goto(f"{whole.url}/took-part")
    expect(page.locator("body")).not_to_contain_text("Amina K")


def test_the_guide_is_downloaded(whole: Whole, open_page: OpenPage) -> None:
    amina = window(whole, open_page, AMINA)
    opens_a_group(whole, amina)
    with amina.page.expect_download() as download:
        amina.page.get_by_role("link", name="English", exact=True).click()
    assert download.value.suggested_filename == "guide-en.pdf"
