"""WhatsApp's window has shut over the weekend: the page says so, and asks for a word."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.desk import window
from tests.browser.whole import AMINA, OnWhatsApp, Whole, asks_for_a_person, whole_product
from tests.contracts.conftest import sqlite_template
from tests.end_to_end.conftest import HER

__all__ = ["sqlite_template"]

MONDAY = datetime(2026, 11, 23, 9, 0, 1, tzinfo=UTC)
WORRY = "He shows me films of men with flags."


@pytest.fixture
def whole(tmp_path: Path, sqlite_template: Path) -> Iterator[Whole]:
    """Office hours; it is Saturday."""
    with whole_product(tmp_path, sqlite_template) as product:
        yield product


def test_a_word_is_asked_for_where_none_can_be_sent(whole: Whole, open_page: OpenPage) -> None:
    ada = OnWhatsApp(whole)
    asks_for_a_person(ada, WORRY)
    ada.sees("No one is here right now.")
    whole.twilio.shut_window(HER)
    whole.clock.now = MONDAY

    amina = window(whole, open_page, AMINA).comes_on()
    amina.claims(whole.case().name)
    page = amina.page
    expect(page.locator("#main")).to_contain_text("WhatsApp has taken no words from us since 24")
    expect(page.get_by_label("Your reply to")).to_be_hidden()

    page.get_by_role("button", name="Ask for a word").click()
    ada.sees("Amina would like to write to you here.")
    expect(page.locator("#head")).to_contain_text("Waiting for the contact")
    ada.write("Yes, I am here")

    expect(amina.bubble("Yes, I am here")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("WhatsApp takes your words for another 24 h")
    amina.replies("Good to hear from you.")
    ada.sees("Good to hear from you.")
