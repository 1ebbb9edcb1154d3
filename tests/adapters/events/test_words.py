"""Every word of the pages of events is there, and is used."""

import re
from itertools import chain
from pathlib import Path

import adapters
from bot.events.distances import WORDS
from tests.adapters.webchat.fake import words

HERE = Path(adapters.__file__).parent
SOURCES = chain(HERE.glob("events/*.py"), HERE.glob("events/templates/*.html"))
WAYS = {f"events.register_{way}" for way in ("telegram", "whatsapp")}
FACTS = {
    f"events.{name}"
    for name in ("organiser", "host", "audience", "languages", "step_free", "childcare", "cost")
}

UNITS = {f"events.{name}" for name in WORDS.values()}


def test_every_key_has_words_and_every_word_is_used() -> None:
    source = " ".join(path.read_text("utf-8") for path in SOURCES)
    used = set(re.findall(r"\"(events\.(?!html|css|png|ics)[a-z_]*[a-z])\"", source))
    known = {key for key in words("en") if key.startswith("events.")}
    assert used | WAYS | FACTS | UNITS == known
