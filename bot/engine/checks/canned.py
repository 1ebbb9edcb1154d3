"""Canned replies: what an adviser may send with one tap is as sound as what the guide says."""

from collections.abc import Iterator

from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.texts import placeholders
from bot.engine.content import Canned

FILLED = frozenset({"name", "minutes"})
"""The adviser's first name; in how many minutes an answer comes."""
TITLE_AT_MOST, TEXT_AT_MOST = 60, 600


def canned_replies_are_sound(subject: Subject) -> Iterator[str]:
    """Short enough for one message and one line of a list; filled with what the desk knows."""
    for language in subject.languages:
        for reply, canned in language.canned.items():
            for wrong in _wrong(canned):
                yield f"{language.code} canned.{reply}: {wrong}"


def _wrong(canned: Canned) -> Iterator[str]:
    found = placeholders(canned.text)
    if found is None:
        yield "its braces are not in order; mend them"
    elif found - FILLED:
        yield f"nothing fills {{{min(found - FILLED)}}}; {{name}} and {{minutes}} are filled"
    if not canned.title or not canned.text:
        yield "its title or text is empty; write it"
    for part, text, at_most in (
        ("title", canned.title, TITLE_AT_MOST),
        ("text", canned.text, TEXT_AT_MOST),
    ):
        if len(text) > at_most:
            yield f"the {part} has {len(text)} characters, {at_most} at most; shorten it"


def canned_replies_are_known(subject: Subject) -> Iterator[str]:
    """The first language has them all. Another may have fewer: advisers then see the first's."""
    base = subject.catalogue.default
    for language in subject.languages[1:]:
        for reply in language.canned:
            if reply not in base.canned:
                yield (
                    f"{language.code} canned.{reply}: {base.code} has no such reply; "
                    "add it there or remove it"
                )


CHECKS: tuple[Check, ...] = (canned_replies_are_sound, canned_replies_are_known)
