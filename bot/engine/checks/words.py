"""Flows and words belong together: nothing is unworded, nothing is left over, in any language."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.texts import GUIDE, Text, placeholders, texts_of
from bot.engine.content import PLURALS, Language
from bot.engine.state import State
from bot.engine.turn import NOTICES

EMERGENCY, LINES, LIST, SITE = "emergency", "lines", "list", "site"
TIMES = "times."
"""Parts of a sentence, filled by `bot.desk.back_on` alone."""
GUIDE_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(NOTICES, frozenset()),
        "guide.choose": frozenset(),
        "guide.number_hint": frozenset(),
        "guide.resting": frozenset(),
        "guide.ticked": frozenset({LIST}),
        "guide.no_lines": frozenset(),
        "guide.broken": frozenset({LINES}),
        "guide.sorry": frozenset({LINES}),
        "guide.nobody_free": frozenset({LINES}),
        "times.today": frozenset({"time", "place"}),
        "times.tomorrow": frozenset({"time", "place"}),
        "times.on_day": frozenset({"day", "time", "place"}),
        **dict.fromkeys(("desk.closed", "desk.silent_end", "desk.warned"), frozenset()),
        **dict.fromkeys(
            ("desk.claimed", "desk.transferred", "desk.ask_to_write"), frozenset({"name"})
        ),
        **dict.fromkeys(("desk.returned", "desk.numbers", "desk.ended_abuse"), frozenset({LINES})),
        "desk.back_on": frozenset({LINES, "when"}),
    }
)
"""What is said without a state, by the guide itself and at the desk, with the placeholders that
each needs. What flows say so, they declare themselves (`Flow.says`)."""
_FILLED = frozenset({"text", "plural", "again"})
"""Parts of a wording in which placeholders are filled."""


def everything_said_has_words(subject: Subject) -> Iterator[str]:
    """A translation that its base text has left behind is no fault here: it waits for a reader."""
    for language in subject.languages:
        for key in (*_spoken(subject), *unasked(subject)):
            wording = language.wordings.get(key)
            if key not in language.stale and (wording is None or not wording.text):
                yield f"{language.code} {key}: has no text; write it"


def all_words_are_said(subject: Subject) -> Iterator[str]:
    known = {*_spoken(subject), *unasked(subject)}
    for language in subject.languages:
        for key in language.wordings:
            if key not in known:
                yield f"{language.code} {key}: no state says this; remove it or mend its name"


def unasked(subject: Subject) -> Mapping[str, frozenset[str]]:
    """What is said without a state, with its placeholders."""
    said = (pair for flow in subject.declared for pair in flow.says.items())
    return {**GUIDE_WORDS, **dict(said)}


def _spoken(subject: Subject) -> Mapping[str, State]:
    return {key: state for key, (_, state) in subject.states.items() if state.speaks}


def choices_are_worded(subject: Subject) -> Iterator[str]:
    """The ids that a state offers, each with a label, and no others."""
    for language in subject.languages:
        for key, wording in language.wordings.items():
            state = _spoken(subject).get(key) if key.partition(".")[0] != GUIDE else None
            offered = set(state.choices) if state else set()
            for choice in sorted(offered ^ set(wording.choices)):
                what = "is offered without a label" if choice in offered else "is never offered"
                yield f"{language.code} {key}: {choice} {what}; keep flow and words alike"


def questions_have_other_words(subject: Subject) -> Iterator[str]:
    """Once lost she hears the question again; twice, in other words."""
    for language in subject.languages:
        for key, _ in subject.waiting():
            wording = language.wordings.get(key)
            if wording and (not wording.again or wording.again == wording.text):
                yield f"{language.code} {key}: has no other wording; write `again` for it"


def lists_are_worded(subject: Subject) -> Iterator[str]:
    listed = {
        f"{flow.name}.{phrase}"
        for flow, state in subject.states.values()
        if state.listing
        for phrase in state.listing.phrases
    }
    for language in subject.languages:
        for phrase in sorted(listed - set(language.phrases)):
            yield f"{language.code} {phrase}: a phrase without words; write it under [phrases]"
        for phrase in sorted(set(language.phrases) - listed):
            yield f"{language.code} {phrase}: no list names this phrase; remove it"


def placeholders_are_filled(subject: Subject) -> Iterator[str]:
    """`{lines}` where the state has lines, `{list}` where it has a list; `{emergency}` and `{site}`
    anywhere."""
    for text in subject.texts:
        needed = _needed(subject, text.key)
        if needed is not None and (wrong := _misfilled(text, needed)):
            yield f"{text.where}: {wrong}"


def _needed(subject: Subject, key: str) -> frozenset[str] | None:
    """What the text of this key must hold; None when nothing says it (or it is a web page)."""
    if (needed := unasked(subject).get(key)) is not None:
        return needed
    if key not in subject.states:
        return None
    state = subject.states[key][1]
    lines = {LINES} if state.lines else set()
    given = set(state.gives.names) if state.gives else set()
    return frozenset(lines | ({LIST} if state.listing else set()) | set(state.shows) | given)


def _misfilled(text: Text, needed: frozenset[str]) -> str:
    found = placeholders(text.text)
    if found is None:
        return "its braces are not in order; mend them"
    anywhere = frozenset() if text.key.startswith(TIMES) else frozenset({EMERGENCY, SITE})
    allowed = needed | anywhere if text.part in _FILLED else frozenset[str]()
    if found - allowed:
        return f"nothing fills {{{min(found - allowed)}}}; remove it or mend its name"
    if text.part == "text" and needed - found:
        return f"{{{min(needed - found)}}} is missing; put it where it belongs"
    return ""


def placeholders_match_the_base(subject: Subject) -> Iterator[str]:
    """A translation shows the same numbers and lists as the first language does."""
    base = _fields(subject.catalogue.default)
    for language in subject.languages[1:]:
        for place, fields in _fields(language).items():
            is_plural = place[1] in PLURALS  # "one" may say it without the number, or with it
            if place in base and not is_plural and fields != base[place]:
                key, part, choice = place
                yield (
                    f"{Text(language.code, key, part, '', choice).where}: has not the placeholders "
                    f"of {subject.catalogue.default.code}; make them alike"
                )


def _fields(language: Language) -> dict[tuple[str, str, str], frozenset[str] | None]:
    return {
        (text.key, text.part, text.choice): placeholders(text.text) for text in texts_of(language)
    }


def help_lines_are_worded(subject: Subject) -> Iterator[str]:
    known = set(subject.catalogue.lines)
    for language in subject.languages:
        for line in sorted(known ^ set(language.lines)):
            what = "has no name" if line in known else "is not in lines.toml"
            yield f"{language.code} lines.{line}: {what}; keep lines.toml and its words alike"


CHECKS: tuple[Check, ...] = (
    everything_said_has_words,
    all_words_are_said,
    choices_are_worded,
    questions_have_other_words,
    lists_are_worded,
    placeholders_are_filled,
    placeholders_match_the_base,
    help_lines_are_worded,
)
