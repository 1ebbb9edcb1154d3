"""Which language a page is shown in."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

TAGS_READ_AT_MOST = 20


class Language(NamedTuple):
    """`name` is what its speakers call it; `direction` is "ltr" or "rtl".

    `choice` is the token of the choice that changes a conversation to it; without one, the page
    sends the name as a text.
    """

    code: str
    name: str
    direction: str
    choice: str = ""


def accepted(header: str) -> Iterator[str]:
    """The tags of an Accept-Language header, best first (RFC 9110, 12.5.4)."""
    weighed = [_weighed(item) for item in header.split(",")[:TAGS_READ_AT_MOST]]
    for tag, weight in sorted(weighed, key=lambda pair: -pair[1]):
        if weight > 0 and tag not in ("", "*"):
            yield tag


def _weighed(item: str) -> tuple[str, float]:
    tag, _, weight = item.strip().partition(";q=")
    try:
        return tag.strip(), float(weight) if weight else 1.0
    except ValueError:
        return tag.strip(), 0.0


def choose(wished: str, header: str, languages: Sequence[Language]) -> Language:
    """The wished language if we have it, else the best the browser accepts, else our first."""
    by_code = {language.code.lower(): language for language in languages}
    for tag in (wished, *accepted(header)):
        for candidate in (tag.lower(), tag.lower().split("-")[0]):
            if candidate in by_code:
                return by_code[candidate]
    return languages[0]
