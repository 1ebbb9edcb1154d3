"""Every word of the console is there, is used, and is asked for by the language of the browser."""

import re
from itertools import chain
from pathlib import Path

import pytest

from adapters.console.wording import choose_language, load_words
from bot.desk.model import CaseStatus, Outcome, Presence, Role
from bot.desk.refusals import Why
from bot.messages import Failure
from bot.ports import Delivery

CONSOLE = Path(__file__).parents[3] / "adapters/console"
ENGLISH = load_words()["en"]
SOURCES = {
    path.name: path.read_text("utf-8")
    for path in chain(CONSOLE.glob("*.py"), CONSOLE.glob("templates/*.html"))
}
SCRIPTS = "\n".join(path.read_text("utf-8") for path in CONSOLE.glob("static/*.js"))
KEY = re.compile(r"[\"']([a-z_]+\.[a-z_]+)[\"']")
ASKED = re.compile(r"words\[\s*[\"']([a-z_]+\.[a-z_]+)[\"']\s*\]")
FAMILY = re.compile(r"[\"']([a-z_]+\.[a-z_]*)(?:[\"'] ~|\{)")
SAID = re.compile(r"say\((?:\w+ \? )?\"(\w+)\"(?: : \"(\w+)\")?")


def used() -> set[str]:
    whole = "\n".join(SOURCES.values())
    families = tuple(FAMILY.findall(whole))
    spoken = {f"live.{word}" for pair in SAID.findall(SCRIPTS) for word in pair if word}
    return {key for key in ENGLISH if key.startswith(families)} | set(KEY.findall(whole)) | spoken


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_word_that_is_asked_for_is_there(name: str) -> None:
    assert set(ASKED.findall(SOURCES[name])) - set(ENGLISH) == set()


def test_every_word_that_scripts_say_is_there() -> None:
    said = {word for pair in SAID.findall(SCRIPTS) for word in pair if word}
    assert {word for word in said if f"live.{word}" not in ENGLISH} == set()


def test_no_word_is_left_over() -> None:
    assert set(ENGLISH) - used() == set()


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("why", Why),
        ("status", CaseStatus),
        ("outcome", Outcome),
        ("presence", Presence),
        ("delivery", Delivery),
        ("failure", Failure),
        ("roles", Role),
    ],
)
def test_whatever_can_be_has_its_word(table: str, names: type[Why]) -> None:
    assert [name for name in names if f"{table}.{name}" not in ENGLISH] == []


def test_a_language_that_lacks_a_word_has_it_in_english(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[a]\none = "one"\ntwo = "two"\n')
    (tmp_path / "en_more.toml").write_text('[b]\nthree = "three"\n')
    (tmp_path / "pl.toml").write_text('[a]\none = "jeden"\n')
    words = load_words(tmp_path)

    assert words["pl"] == {"a.one": "jeden", "a.two": "two", "b.three": "three"}
    assert choose_language("pl-PL,en;q=0.5", words) == "pl"
    assert choose_language("fr", words) == "en"
