"""Two tabs, old pages, second clicks, a session that ends, keys alone: nothing is lost, nothing is
sent twice, nobody is misled."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage
from tests.browser.desk import CASE, OnTheWeb, Window, window
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


@pytest.fixture
def ada(whole: Whole) -> OnTelegram:
    """She waits for a person."""
    ada = OnTelegram(whole)
    asks_for_a_person(ada, WORRY)
    return ada


@pytest.fixture
def amina(whole: Whole, open_page: OpenPage, ada: OnTelegram) -> Window:
    """She has the case open."""
    amina = window(whole, open_page, AMINA).comes_on()
    amina.claims(whole.case().name)
    ada.sees("Amina is here now.")
    return amina


def replies(whole: Whole) -> int:
    return len(whole.run.world.rows("SELECT id FROM case_messages WHERE author = 'adviser'"))


def test_who_comes_second_is_told_who_was_first(
    whole: Whole, open_page: OpenPage, ada: OnTelegram
) -> None:
    omar = window(whole, open_page, OMAR, javascript=False).comes_on()
    name = whole.case().name
    expect(omar.line(name)).to_be_visible()
    amina = window(whole, open_page, AMINA).comes_on()
    amina.claims(name)

    omar.page.get_by_role("button", name=f"Claim {name}").click()

    expect(omar.page.get_by_role("alert")).to_have_text("Amina has claimed it already.")
    expect(omar.page.locator("body")).not_to_contain_text(WORRY)


def test_a_second_click_sends_nothing_twice(whole: Whole, amina: Window, ada: OnTelegram) -> None:
    amina.page.get_by_label("Your reply to").fill("Only once")
    amina.page.get_by_role("button", name="Send", exact=True).dblclick()

    ada.sees("Only once")
    amina.replies("And this is next")
    ada.sees("And this is next")
    assert replies(whole) == 2


def test_what_is_written_while_a_reply_is_under_way_is_sent_next(
    whole: Whole, amina: Window, ada: OnTelegram
) -> None:
    amina.page.evaluate(
        """() => {
            const text = document.getElementById("text");
            const send = document.querySelector("#reply .button");
            text.value = "First"; send.click();
            text.value = "Second"; send.click();
        }"""
    )

    ada.sees("First")
    ada.sees("Second")
    expect(amina.page.get_by_label("Your reply to")).to_have_value("")
    assert replies(whole) == 2


def test_the_way_back_sends_nothing_twice(
    whole: Whole, open_page: OpenPage, ada: OnTelegram
) -> None:
    amina = window(whole, open_page, AMINA, javascript=False).comes_on()
    amina.claims(whole.case().name)
    amina.page.get_by_label("Your reply to").fill("Only once")
    amina.page.get_by_role("button", name="Send", exact=True).click()
    expect(amina.bubble("Only once")).to_be_visible()

    ada.sees("Only once")

    amina.page.go_back()
    amina.page.reload()

    expect(amina.bubble("Only once")).to_be_visible()
    expect(amina.page.get_by_label("Your reply to")).to_have_value("")
    assert replies(whole) == 1


def test_an_old_tab_keeps_what_was_written_and_sends_none_of_it(
    whole: Whole, open_page: OpenPage, amina: Window, ada: OnTelegram
) -> None:
    window(whole, open_page, OMAR).comes_on()
    amina.page.reload()  # a page knows the advisers there were when it was opened
    old = Window(whole, amina.page.context.new_page()).opens(f"/console/cases/{whole.case().id}")
    old.page.route("**/console/cases/*.json*", lambda route: route.abort())
    amina.transfers("Adviser: Omar")
    ada.sees("Omar takes over now.")

    old.page.get_by_label("Your reply to").fill("A word too late")
    old.page.get_by_role("button", name="Send", exact=True).click()

    expect(old.page.locator("#reply").get_by_role("alert")).to_be_visible()
    expect(old.page.get_by_label("Your reply to")).to_have_value("A word too late")
    assert replies(whole) == 0


def test_a_session_that_was_ended_ends_its_page_and_loses_no_word(
    whole: Whole, open_page: OpenPage, amina: Window, ada: OnTelegram
) -> None:
    amina.page.get_by_label("Your reply to").fill("I was about to say")
    admin = window(whole, open_page, ZARA).opens(f"/console/advisers/{AMINA.id}")
    admin.page.get_by_role("button", name="Log out everywhere").click()
    whole.clock.go_on(seconds=30)

    expect(amina.notice).to_contain_text("You are logged out.", timeout=10_000)
    ada.write("One more word")
    ada.write("menu")
    ada.sees("Would you like to go on with them?")
    expect(amina.bubble("One more word")).to_have_count(0)

    Window(whole, amina.page.context.new_page()).logs_in(AMINA)
    expect(amina.bubble("One more word")).to_be_visible()
    amina.page.get_by_role("button", name="Send", exact=True).click()
    ada.sees("I was about to say")


def test_when_she_erases_everything_the_open_page_goes_blank(
    whole: Whole, open_page: OpenPage
) -> None:
    amina = window(whole, open_page, AMINA).comes_on()
    web = OnTheWeb(whole, open_page())
    web.asks_for_a_person(WORRY)
    amina.claims(whole.case().name)
    web.sees("Amina is here now.")
    expect(amina.bubble(WORRY)).to_be_visible()

    web.page.get_by_role("link", name="Leave now").click()

    expect(amina.notice).to_contain_text("The contact has erased everything.")
    expect(amina.page.locator("body")).not_to_contain_text(WORRY)
    amina.page.reload()
    expect(amina.page.locator("body")).not_to_contain_text(WORRY)


def test_when_she_stops_the_open_page_says_so(whole: Whole, amina: Window, ada: OnTelegram) -> None:
    ada.write("stop")
    ada.press("stop.sure:yes")

    expect(amina.page.locator("#head")).to_contain_text("Taken back by the contact")
    expect(amina.page.get_by_label("Your reply to")).to_be_hidden()


def test_keys_are_enough_to_claim_to_answer_and_to_close(
    whole: Whole, open_page: OpenPage, ada: OnTelegram
) -> None:
    lena = window(whole, open_page, LENA).comes_on()
    keys = lena.page.keyboard
    expect(lena.page.get_by_role("button", name="Keys and alerts")).to_be_visible()

    keys.press("j")
    expect(lena.page.locator(".lines li:focus")).to_have_count(1)
    keys.press("c")
    lena.page.wait_for_url(CASE)
    ada.sees("Lena is here now.")
    keys.press("r")
    keys.type("With keys alone")
    keys.press("Enter")
    ada.sees("With keys alone")
    expect(lena.page.get_by_label("Your reply to")).to_have_value("")

    lena.page.get_by_label("Your reply to").blur()
    keys.press("n")
    expect(lena.page.get_by_label("New note")).to_be_focused()
    close = lena.page.locator("summary", has_text="Close the case")
    tab_to(lena, close)
    keys.press("Enter")
    button = lena.page.get_by_role("button", name="Close the case")
    tab_to(lena, button)
    keys.press("Enter")
    expect(lena.page.locator("#head")).to_contain_text("Closed")
    ada.sees("This talk has ended.")


def tab_to(window: Window, target: Locator) -> None:
    """With the key alone, within reach."""
    for _ in range(30):
        window.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(target)
