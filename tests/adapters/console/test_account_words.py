"""Every sentence about accounts that code or a page asks for is there."""

import re
from pathlib import Path

import pytest

import adapters.console
from adapters.console.wording import ENGLISH, choose_language, load_words
from bot.desk import enrolling

HERE = Path(adapters.console.__file__).parent
ASKING = [*HERE.glob("*.py"), *HERE.glob("templates/*.html"), Path(enrolling.__file__)]
KEY = re.compile(
    r'"((?:login|passwords|finish|codes|account|advisers|refusals)\.(?!html")[a-z_]*[a-z])"'
)


def missing(text: str) -> set[str]:
    return set(KEY.findall(text)) - set(load_words()[ENGLISH])


def test_no_sentence_is_missing() -> None:
    assert {key for path in ASKING for key in missing(path.read_text(encoding="utf-8"))} == set()


def test_a_missing_sentence_is_found() -> None:
    assert missing('why = "login.wrong" or "login.planted"') == {"login.planted"}


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "en"), ("de", "en"), ("pl-PL,pl;q=0.9", "pl"), ("ur-Latn", "ur-Latn"), ("EN-gb", "en")],
)
def test_the_console_speaks_what_the_browser_asks_for(header: str, language: str) -> None:
    assert choose_language(header, ["en", "pl", "ur-Latn"]) == language
