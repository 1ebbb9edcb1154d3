"""The words of the staff group."""

import tomllib
from functools import cache
from importlib.resources import files

from bot.desk.model import CHOSEN_BY_ADVISER
from bot.desk.refusals import Refusal

FILE = "words.toml"


@cache
def words() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, **values: object) -> str:
    """`table.key` with what stands in braces filled in."""
    table, _, name = key.partition(".")
    return words()[table][name].strip().format_map(values)


def say_or(key: str, other: str) -> str:
    table, _, name = key.partition(".")
    return words()[table].get(name, other)


def refused(refusal: Refusal) -> str:
    return say(f"refused.{refusal.why}", who=refusal.who)


def outcomes() -> str:
    return ", ".join(CHOSEN_BY_ADVISER)
