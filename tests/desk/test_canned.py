"""Canned replies as advisers get them."""

import pytest

from bot.engine.loading import load_catalogue
from bot.messages import Limits
from bot.shaping import units

CATALOGUE = load_catalogue()
WHATSAPP = Limits(text=1600, body=1024, buttons=3, button_label=20, rows=10, row_label=24)


@pytest.mark.parametrize("code", CATALOGUE.languages)
def test_every_reply_is_there_in_every_language_or_borrowed(code: str) -> None:
    replies = CATALOGUE.canned(code)
    assert list(replies) == list(CATALOGUE.default.canned)
    for key, reply in replies.items():
        own = key in CATALOGUE.languages[code].canned
        assert reply.language == (code if own else "en")


@pytest.mark.parametrize("code", CATALOGUE.languages)
def test_a_filled_reply_is_one_message_without_a_gap(code: str) -> None:
    for reply in CATALOGUE.canned(code).values():
        text = reply.filled("Nasrin", 10)
        assert "{" not in text
        assert units(text) <= WHATSAPP.body
        assert ("{name}" in reply.text) == ("Nasrin" in text)


def test_titles_tell_replies_apart() -> None:
    for language in CATALOGUE.languages.values():
        titles = [reply.title.casefold() for reply in language.canned.values()]
        assert len(set(titles)) == len(titles)


def test_what_an_adviser_needs_most_is_there() -> None:
    assert {"hello", "safe_now", "danger_now", "tell_others", "back_soon", "end_today"} <= set(
        CATALOGUE.default.canned
    )
