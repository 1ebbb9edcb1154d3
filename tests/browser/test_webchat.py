"""A live webchat from end to end in real browsers: a moderator, a panellist, somebody who asks in
the chat, and somebody who reads along."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.desk import OnTheWeb, Window, expect_no_barrier, let_go, window
from tests.browser.whole import AMINA, LENA, Whole, whole
from tests.contracts.conftest import sqlite_template

__all__ = ["sqlite_template", "whole"]

HERS = "Our Sadia does not look at me since March"
THEME = "What helps when a girl turns away?"
ANSWER = "Stay near her, and ask what she hopes for."
TITLE = "A talk among women"


def plans(lena: Window) -> None:
    page = lena.opens("/console/panels").page
    page.get_by_role("link", name="Plan a webchat").click()
    page.get_by_label("Its address below /live/").fill("a-talk")
    page.get_by_label("Begins").fill("2026-11-23T12:00")
    page.get_by_label("Ends").fill("2026-11-23T13:00")
    page.get_by_label("Title in English").fill(TITLE)
    expect_no_barrier(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    form = page.get_by_role("form", name="Add")
    form.get_by_label("Name").fill("Amina")
    form.get_by_label("Role").fill("Teacher")
    form.get_by_label("Answers from the account of").select_option(label="Amina")
    form.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Announce it").click()
    expect(page.get_by_role("link", name="Public page")).to_be_visible()
    expect_no_barrier(page)


def asks(whole: Whole, open_page: OpenPage) -> OnTheWeb:
    her = OnTheWeb(whole, open_page(width=400))
    her.sees("Is anyone in danger right now?")
    her.write("menu")
    her.press("menu.choose:more")
    her.press("menu.more:webchat")
    her.sees(TITLE)
    her.press("webchat.here:ask")
    her.sees("What would you like to ask?")
    her.page.get_by_label("Your message").fill(HERS)
    her.page.get_by_role("button", name="Send", exact=True).click()
    her.sees("Thank you. I passed it on.")
    return her


def merges(lena: Window) -> Page:
    page = lena.page
    page.get_by_role("link", name="Questions").click()
    expect(page.get_by_text(HERS)).to_be_visible()
    page.get_by_role("checkbox", name="Put this one in").check()
    page.get_by_label("The theme in English").first.fill(HERS)
    page.get_by_role("button", name="Put together").click()
    expect(page.get_by_role("alert")).to_contain_text("Say it in your own words.")
    expect_no_barrier(page)
    page.get_by_label("The theme in English").first.fill(THEME)
    page.get_by_role("button", name="Put together").click()
    expect(page.get_by_role("heading", name=THEME)).to_be_visible()
    return page


def answers(amina: Window) -> None:
    page = amina.opens("/console/panels").page
    page.get_by_role("link", name=f"Answers: {TITLE}").click()
    expect(page.get_by_role("heading", name=THEME)).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Sadia")
    page.get_by_label("The answer in English").fill(ANSWER)
    expect_no_barrier(page)
    page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_label("The answer in English")).to_have_value(ANSWER)


def test_from_a_question_to_everybody(whole: Whole, open_page: OpenPage) -> None:
    lena = window(whole, open_page, LENA)
    whole.hire(AMINA)
    plans(lena)
    her = asks(whole, open_page)
    reads = let_go(open_page(width=400, scheme="dark"))
    reads.goto(f"{whole.url}/live/a-talk")
    expect(reads.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reads.get_by_text("There are no answers yet.")).to_be_visible()
    page = merges(lena)
    answers(window(whole, open_page, AMINA))

    page.reload()
    page.get_by_role("button", name="Publish the answer").click()

    expect(reads.get_by_role("log")).to_contain_text(ANSWER)
    expect(reads.get_by_role("log")).to_contain_text("Amina (Teacher) says:")
    expect(reads.get_by_text("There are no answers yet.")).to_be_hidden()
    expect_no_barrier(reads)
    her.sees(ANSWER)
    her.press("webchat.here:answers")
    her.sees("Here is what was asked and said.")
    for seen in (reads.content(), page.content()):
        assert "Sadia" not in seen
    expect_no_barrier(page)


def test_without_scripts_it_is_read_as_well(whole: Whole, open_page: OpenPage) -> None:
    lena = window(whole, open_page, LENA)
    whole.hire(AMINA)
    plans(lena)
    plain = let_go(open_page(javascript=False))
    plain.goto(f"{whole.url}/live")
    plain.get_by_role("link", name=TITLE).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(plain.get_by_role("heading", name="Amina")).to_be_visible()
    expect(plain.get_by_role("link", name="Leave now")).to_be_visible()
