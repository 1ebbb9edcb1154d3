"""A person answers: the whole way, in two advisers' windows, the web chat and Telegram at once."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.desk import OnTheWeb, Window, hires_in_the_console, window
from tests.browser.whole import (
    AMINA,
    LENA,
    OMAR,
    ZARA,
    OnTelegram,
    Whole,
    asks_for_a_person,
    whole,
)
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template", "whole"]

WORRY = "He shows me films of men with flags."
FEAR = "He has been gone since yesterday."
SECRET_NOTE = "Ask the school nurse on Monday"


def begin_work(whole: Whole, open_page: OpenPage) -> tuple[Window, Window]:
    """Two advisers who were never here before."""
    admin = window(whole, open_page, ZARA)
    amina, omar = Window(whole, open_page()), Window(whole, open_page())
    for adviser, login in ((amina, "amina"), (omar, "omar")):
        password = hires_in_the_console(admin, login, login.title())
        adviser.enters(login, password)
        assert len(adviser.makes_the_account_theirs()) == 10
        adviser.page.get_by_role("link", name="I have kept them").click()
        adviser.comes_on()
    return amina, omar


def test_from_the_first_log_in_to_two_talks_at_once(whole: Whole, open_page: OpenPage) -> None:
    amina, omar = begin_work(whole, open_page)
    ada, web = OnTelegram(whole), OnTheWeb(whole, open_page())
    asks_for_a_person(ada, WORRY)
    hers = whole.case().name
    for adviser in (amina, omar):
        expect(adviser.line(hers)).to_contain_text("Waiting")
        expect(adviser.page.locator("body")).not_to_contain_text(WORRY)  # before it is claimed
    whole.clock.go_on(seconds=1)
    web.asks_for_a_person(FEAR)
    theirs = whole.case().name

    amina.claims(hers)
    ada.sees("Amina is here now.")
    expect(omar.line(hers)).to_have_count(0)
    expect(amina.bubble(WORRY)).to_be_visible()
    omar.claims(theirs)
    web.sees("Omar is here now.")
    expect(omar.bubble(FEAR)).to_be_visible()
    they_talk(amina, ada)
    they_talk(omar, web)
    assert not ada.has("Omar")
    assert not web.has("Amina")


def they_talk(adviser: Window, contact: OnTelegram | OnTheWeb) -> None:
    adviser.replies("I read every word.")
    contact.sees("I read every word.")
    expect(adviser.bubble("I read every word.").locator(".state")).to_have_text("Sent")
    contact.write("Thank you. I did not sleep.")
    expect(adviser.bubble("I did not sleep.")).to_be_visible()


def in_a_talk(whole: Whole, open_page: OpenPage) -> tuple[Window, OnTelegram]:
    amina, ada = window(whole, open_page, AMINA).comes_on(), OnTelegram(whole)
    asks_for_a_person(ada, WORRY)
    amina.claims(whole.case().name)
    ada.sees("Amina is here now.")
    return amina, ada


def test_what_is_unread_stands_in_the_title_and_the_list(whole: Whole, open_page: OpenPage) -> None:
    amina, ada = in_a_talk(whole, open_page)
    amina.opens()
    whole.clock.go_on(seconds=1)

    ada.write("Are you still there?")

    expect(amina.page).to_have_title(re.compile(r"^\(1\) Cases"))
    amina.page.get_by_role("link", name="Mine").click()
    expect(amina.line(whole.case().name)).to_contain_text("1 unread")


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


def test_each_sees_that_the_other_types(whole: Whole, open_page: OpenPage) -> None:
    web = OnTheWeb(whole, open_page())
    web.asks_for_a_person(FEAR)
    amina = window(whole, open_page, AMINA).comes_on()
    amina.claims(whole.case().name)
    web.sees("Amina is here now.")
    hers, adviser = web.page.locator("#typing"), amina.page.locator("#typing")
    expect(hers).to_be_empty()

    amina.page.get_by_label("Your reply to").press_sequentially("I")
    expect(hers).to_have_text("A person is writing to you")
    amina.replies("I am with you")
    web.sees("I am with you")
    expect(hers).to_be_empty()
    web.page.get_by_label("Your message").press_sequentially("T")
    expect(adviser).to_have_text("The contact is typing")
    web.write("Thank you")
    expect(amina.bubble("Thank you")).to_be_visible()
    expect(adviser).to_be_empty()
    assert "I am with" not in str(whole.run.world.rows("SELECT * FROM desk_events"))
