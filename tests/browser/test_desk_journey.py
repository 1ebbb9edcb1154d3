"""A person answers: the whole way, in two advisers' windows, the web chat and Telegram."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from adapters.desk import DEMO_PLAN
from tests.adapters.console.entrance import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.desk import OnTheWeb, Window, window
from tests.browser.whole import (
    AMINA,
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


@pytest.fixture
def whole(tmp_path: Path, sqlite_template: Path) -> Iterator[Whole]:
    with whole_product(tmp_path, sqlite_template, DESK_PLAN=str(DEMO_PLAN)) as product:
        yield product


def test_from_the_first_log_in_to_the_end_of_a_talk(whole: Whole, open_page: OpenPage) -> None:
    omar = window(whole, open_page, OMAR).comes_on()
    her = OnTheWeb(whole, open_page())
    her.asks_for_a_person(WORRY)
    case = whole.case()
    omar.claims(case.name)
    her.sees("Omar is here now.")
    omar.replies("Hello there")
    her.sees("Hello there")
    her.write("Thanks")
    expect(omar.bubble("Thanks")).to_be_visible()
