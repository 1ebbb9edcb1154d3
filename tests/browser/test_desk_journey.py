"""A person answers: the whole way, in two advisers' windows, the web chat and Telegram at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from adapters.desk import DEMO_PLAN
from tests.browser.conftest import OpenPage
from tests.browser.desk import OnTheWeb, Window, window
from tests.browser.whole import (
    AMINA,
    LENA,
    OMAR,
    ZARA,
    OnTelegram,
    Whole,
    asks_for_a_person,
    whole_product,
)
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template"]

NEW = "seven geese over the lake"
WORRY = "He shows me films of men with flags."
FEAR = "He has been gone since yesterday."
SECRET_NOTE = "Ask the school nurse on Monday"


@pytest.fixture
def whole(tmp_path: Path, sqlite_template: Path) -> Iterator[Whole]:
    with whole_product(tmp_path, sqlite_template, DESK_PLAN=str(DEMO_PLAN)) as product:
        yield product


def hires_in_the_console(lead: Window, login: str, name: str) -> str:
    """The one-time password."""
    page = lead.opens("/console/advisers").page
    form = page.locator("form", has=page.get_by_role("button", name="Add", exact=True))
    form.get_by_label("Login").fill(login)
    form.get_by_label("First name").fill(name)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One-time password")
    return page.locator("code.secret").inner_text()


def makes_the_account_theirs(whole: Whole, page: Page, login: str, password: str) -> None:
    page.goto(f"{whole.url}/console/")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same again").fill(NEW)
    page.get_by_label("The code that the app shows now").fill(
        pyotp.TOTP(secret).at(whole.clock.now)
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(
        10
    )
    page.get_by_role("link", name="I have kept them").click()


def test_from_the_first_log_in_to_the_end_of_a_talk(whole: Whole, open_page: OpenPage) -> None:
    admin = window(whole, open_page, ZARA)
    amina, omar = Window(whole, open_page()), Window(whole, open_page())
    for adviser, login in ((amina, "amina"), (omar, "omar")):
        password = hires_in_the_console(admin, login, login.title())
        makes_the_account_theirs(whole, adviser.page, login, password)
        adviser.comes_on()

    ada, web = OnTelegram(whole), OnTheWeb(whole, open_page())
    asks_for_a_person(ada, WORRY)
    hers = whole.case().name
    for adviser in (amina, omar):
        expect(adviser.line(hers)).to_contain_text("Waiting")
        expect(adviser.page.locator("body")).not_to_contain_text(WORRY)  # before it is claimed
    whole.clock.go_on(seconds=1)
    web.asks_for_a_person(FEAR)
    theirs = whole.case().name
    expect(amina.line(theirs)).to_be_visible()

    amina.claims(hers)
    ada.sees("Amina is here now.")
    expect(omar.line(hers)).to_have_count(0)
    expect(amina.bubble(WORRY)).to_be_visible()
    omar.claims(theirs)
    web.sees("Omar is here now.")
    expect(omar.bubble(FEAR)).to_be_visible()

    amina.replies("Hello, this is Amina.")
    ada.sees("Hello, this is Amina.")
    expect(amina.bubble("Hello, this is Amina.").locator(".state")).to_have_text("Sent")
    omar.replies("I am here.")
    web.sees("I am here.")
    ada.write("Thank you. I did not sleep.")
    expect(amina.bubble("I did not sleep.")).to_be_visible()
    web.write("What can I do?")
    expect(omar.bubble("What can I do?")).to_be_visible()
    assert not ada.has("I am here.")
    assert not web.has("Amina")

    amina.opens()
    whole.clock.go_on(seconds=1)
    ada.write("Are you still there?")
    expect(amina.page).to_have_title(re.compile(r"^\(1\) Cases"))
    amina.page.get_by_role("link", name="Mine").click()
    expect(amina.line(hers)).to_contain_text("1 unread")


def in_a_talk(whole: Whole, open_page: OpenPage) -> tuple[Window, OnTelegram]:
    amina, ada = window(whole, open_page, AMINA).comes_on(), OnTelegram(whole)
    asks_for_a_person(ada, WORRY)
    amina.claims(whole.case().name)
    ada.sees("Amina is here now.")
    return amina, ada


def test_notes_canned_replies_numbers_and_the_way_back_to_the_guide(
    whole: Whole, open_page: OpenPage
) -> None:
    amina, ada = in_a_talk(whole, open_page)
    page = amina.page

    page.get_by_label("New note").fill(SECRET_NOTE)
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("region", name="Notes").get_by_role("listitem")).to_contain_text(
        SECRET_NOTE
    )

    page.get_by_role("button", name="Canned replies").click()
    page.get_by_label("Search canned replies").fill("take your time")
    page.get_by_role("button", name="Put it into the reply: Take your time").click()
    expect(page.get_by_label("Your reply to")).to_have_value(
        "Take your time.\nThere is no wrong way to say it. I read every word you write."
    )
    page.get_by_role("button", name="Send", exact=True).click()
    ada.sees("There is no wrong way to say it.")

    page.get_by_role("button", name="Send emergency numbers").click()
    ada.sees("999")
    expect(amina.bubble("Emergency numbers were sent.")).to_be_visible()

    amina.closes("Advice was given", "How to talk")
    ada.sees("This talk has ended.")
    expect(page.get_by_role("heading", level=1).locator("..")).to_contain_text("Closed")
    expect(page.get_by_label("Your reply to")).to_be_hidden()
    ada.press("talk.topics:begin")
    assert not ada.has(SECRET_NOTE)


def test_a_case_is_passed_on_with_a_note(whole: Whole, open_page: OpenPage) -> None:
    omar = window(whole, open_page, OMAR).comes_on()
    amina, ada = in_a_talk(whole, open_page)
    name = whole.case().name

    amina.transfers("Adviser: Omar", SECRET_NOTE)

    ada.sees("Omar takes over now.")
    omar.opens("/console/?tab=mine").page.get_by_role("link", name=name).click()
    expect(omar.bubble(WORRY)).to_be_visible()
    expect(omar.page.get_by_role("region", name="Notes")).to_contain_text(SECRET_NOTE)
    omar.replies("I have read it all.")
    ada.sees("I have read it all.")
    assert not ada.has(SECRET_NOTE)
    amina.opens("/console/?tab=mine")
    expect(amina.line(name)).to_have_count(0)


def test_words_of_danger_reach_everybody_who_can_help(whole: Whole, open_page: OpenPage) -> None:
    lead = window(whole, open_page, LENA)
    amina, ada = in_a_talk(whole, open_page)
    amina.replies("I am listening.")

    ada.write("He has a gun and wants to kill people")

    expect(amina.bubble("He has a gun").get_by_text("Danger")).to_be_visible()
    expect(amina.page.locator("#head").get_by_text("Urgent")).to_be_visible()
    amina.closes("We listened")
    expect(amina.page.get_by_role("alert")).to_contain_text("A second person has to agree")
    fold = amina.unfolds("Ask somebody to read along")
    fold.get_by_label("Who").select_option(label="Lena")
    fold.get_by_role("button", name="Ask somebody to read along").click()
    lead.opens("/console/?tab=mine").page.get_by_role("link", name=whole.case().name).click()
    expect(lead.bubble("He has a gun")).to_be_visible()
    lead.closes("Others were told")
    ada.sees("This talk has ended.")
    expect(amina.page.locator("#head")).to_contain_text("Others were told")
    expect(amina.opens().page.locator("#main")).to_contain_text("Talk it over with your lead")


def test_an_adviser_who_vanishes_leaves_nobody_alone(whole: Whole, open_page: OpenPage) -> None:
    omar = window(whole, open_page, OMAR).comes_on()
    amina, ada = in_a_talk(whole, open_page)
    name = whole.case().name
    amina.page.context.close()
    omar.opens()

    whole.clock.go_on(seconds=50)
    omar.opens()  # a new page is a new sign of life
    whole.until(lambda: whole.case().status == "away")
    assert not ada.has("Sorry.")
    whole.clock.go_on(seconds=80)
    ada.sees("The person you wrote with had to leave.")

    omar.opens()
    omar.claims(name)
    ada.sees("Omar is here now.")
    expect(omar.bubble(WORRY)).to_be_visible()
