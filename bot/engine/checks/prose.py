"""How texts are written: clean, without numbers, without blame, quiet on a lock screen."""

import re
from collections.abc import Iterator

from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.texts import Text, with_plain_digits
from bot.engine.content import REFUSED, Language
from bot.engine.state import StateKind

CLOSED_DOMAINS = (
    "wewillinspire.com",
    "preventtragedies.co.uk",
    "familiesmatter.org.uk",
    "met.police.uk/syria",
)
"""Closed or old; a lapsed domain can be bought by anyone (facts 4.4)."""

_MARKUP = re.compile(r"<[A-Za-z/!]|&#?\w+;|\*\*|\]\(")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBER = re.compile(r"[0-9]{3}|[0-9](?:[ ()./\u00a0-]*[0-9]){4}")
_SPOKEN = frozenset({"text", "plural", "again"})
_SIGNS = frozenset({"label", "hint"})


def texts_are_clean(subject: Subject) -> Iterator[str]:
    """No space at an end, no tags, no direction marks: rendering puts those in."""
    for text in subject.texts:
        if text.text != text.text.strip() or " \n" in text.text:
            yield f"{text.where}: has a space at an end; remove it"
        if _MARKUP.search(text.text):
            yield f"{text.where}: holds markup, which no channel shows; write plain text"
        if _CONTROL.search(text.text):
            yield f"{text.where}: holds a control or direction mark; remove it"


def prose_holds_no_numbers(subject: Subject) -> Iterator[str]:
    """Numbers to call come from the one table, through placeholders (facts 0, rule 3)."""
    for text in subject.texts:
        if _NUMBER.search(with_plain_digits(text.text)):
            yield f"{text.where}: holds a number; take it from lines.toml through {{lines}}"


def closed_domains_are_not_named(subject: Subject) -> Iterator[str]:
    shown = [(text.where, text.text) for text in subject.texts]
    shown += [(f"lines.toml {line.id}", line.number) for line in subject.catalogue.lines.values()]
    for where, text in shown:
        for domain in CLOSED_DOMAINS:
            if domain in text.casefold():
                yield f"{where}: names {domain}, which is closed; remove it"


def refused_words_are_listed(subject: Subject) -> Iterator[str]:
    """Without its lists nothing of a language is checked for such words."""
    for language in subject.languages:
        for name in REFUSED:
            if not language.refused.get(name):
                yield f"{language.code} words.toml: [{name}] words are missing; list them"


def first_lines_are_neutral(subject: Subject) -> Iterator[str]:
    """The first line of a message shows on a lock screen that others may see (facts 5.4)."""
    for language, text in _in_languages(subject):
        if text.part in _SPOKEN:
            shown = text.text.partition("\n")[0].replace(
                "{emergency}", ""
            )  # a number names nothing
            line = Text(text.language, text.key, text.part, shown)
            yield from _named(language, "private", line, "begin with a neutral line")


def nobody_is_labelled(subject: Subject) -> Iterator[str]:
    """No text calls a person by an accusing word (facts 3.1)."""
    for language, text in _in_languages(subject):
        if text.key not in subject.quoted:
            yield from _named(language, "accusing", text, "describe what was done, not the person")


def quotes_are_needed(subject: Subject) -> Iterator[str]:
    """An allowance that nothing uses would hide the next mistake."""
    used = {
        text.key
        for language, text in _in_languages(subject)
        if text.key in subject.quoted
        and any(text.names(word) for word in language.refused.get("accusing", ()))
    }
    for key in subject.quoted:
        if key in subject.states and key not in used:
            yield f"{key}: allowed to quote an accusing word and does not; take it out of QUOTED"


def signs_are_no_identities(subject: Subject) -> Iterator[str]:
    """What can be ticked as a sign is never faith, dress, origin or opinion (facts 2.2)."""
    lists = {key for key, state in subject.waiting() if state.kind is StateKind.TICK}
    for language, text in _in_languages(subject):
        if text.key in lists and text.part in _SIGNS:
            yield from _named(language, "never_a_sign", text, "offer a change in behaviour instead")


def _in_languages(subject: Subject) -> Iterator[tuple[Language, Text]]:
    return ((subject.catalogue.languages[text.language], text) for text in subject.texts)


def _named(language: Language, refused: str, text: Text, instead: str) -> Iterator[str]:
    for word in language.refused.get(refused, ()):
        if text.names(word):
            yield f"{text.where}: names {word!r} ({refused}); {instead}"


CHECKS: tuple[Check, ...] = (
    texts_are_clean,
    prose_holds_no_numbers,
    closed_domains_are_not_named,
    refused_words_are_listed,
    first_lines_are_neutral,
    nobody_is_labelled,
    quotes_are_needed,
    signs_are_no_identities,
)
