"""Every message, in every language, rendered and shaped for every channel, fits it."""

from collections.abc import Iterator

from bot.engine.checks.structure import NUMBERS_LOOKED_UP
from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.words import LINES, LIST, unasked
from bot.engine.content import Language
from bot.engine.state import DONE, Flow, State, StateKind
from bot.messages import Limits, Part, Rendered, Say, Style
from bot.rendering import render
from bot.shaping import ShapeWords, numbered, shape, units

PARTS_AT_MOST = 4
"""Messages that one state may become on a channel: more would bury what matters."""

LONG_WORDS = "Wednesday 30 September at 09:00 (Bosnia and Herzegovina time)"
"""Stands for a moment or a name, as long as any is likely to be."""
LONG_SITE = "https://" + "a" * 52
"""Stands for an installation's public address, as long as any is likely to be."""


def messages_fit_every_channel(subject: Subject) -> Iterator[str]:
    """Texts, labels, rows and hints are within the limits; nothing is empty or left unfilled."""
    for language in subject.languages:
        words = _shape_words(subject, language)
        for say in _says(subject):
            message = render(subject.catalogue, say, language.code, subject.today, LONG_SITE)
            yield from _whole_faults(language, say, message)
            for channel, limits in subject.limits.items():
                for wrong in _channel_faults(message, limits, words):
                    yield f"{language.code} {say.key} on {channel}: {wrong}"


def _shape_words(subject: Subject, language: Language) -> ShapeWords:
    guide = {**subject.catalogue.default.wordings, **language.wordings}
    return ShapeWords(
        guide["guide.choose"].text, guide["guide.number_hint"].text, guide["guide.ticked"].text
    )


def _says(subject: Subject) -> Iterator[Say]:
    """All that is said, each in its longest form: all lines, the whole list, all ticks."""
    for key, (flow, state) in subject.states.items():
        if state.speaks:
            yield _longest(key, flow, state)
        if state.waits:
            yield _longest(key, flow, state, again=True)
        if state.kind is StateKind.TICK:
            yield _longest(key, flow, state, all_ticked=True)
    every_line = tuple(subject.catalogue.lines)[:4]
    for key, needed in unasked(subject).items():
        if LIST not in needed:
            filled = dict.fromkeys(needed - {LINES}, LONG_WORDS)
            yield Say(key, lines=every_line if LINES in needed else (), params=filled)


def _longest(
    key: str, flow: Flow, state: State, *, again: bool = False, all_ticked: bool = False
) -> Say:
    listed = state.listing.phrases if state.listing else ()
    return Say(
        key,
        state.choices,
        state.lines,
        {"list": tuple(f"{flow.name}.{phrase}" for phrase in listed)}
        | {name: 1_000_000 if name in NUMBERS_LOOKED_UP else LONG_WORDS for name in state.shows}
        | dict.fromkeys(state.gives.names if state.gives else (), LONG_WORDS),
        tuple(c for c in state.choices if c not in {DONE, state.none}) if all_ticked else (),
        state.kind is StateKind.TICK,
        again,
    )


def _whole_faults(language: Language, say: Say, message: Rendered) -> Iterator[str]:
    if message.language != language.code and say.key not in language.stale:
        yield f"{language.code} {say.key}: falls back to {message.language}; translate it"
    if message.language == language.code and message.direction != language.direction:
        yield f"{language.code} {say.key}: runs {message.direction}, its language does not; mend it"
    if "{" in message.text or "}" in message.text:
        yield f"{language.code} {say.key}: a placeholder is left; mend its name"


def _channel_faults(message: Rendered, limits: Limits, words: ShapeWords) -> Iterator[str]:
    parts = shape(message, limits, words)
    if len(parts) > PARTS_AT_MOST:
        yield f"takes {len(parts)} messages, {PARTS_AT_MOST} at most; shorten it"
    offered = [choice.token for part in parts for choice in part.choices]
    if offered != [choice.token for choice in message.choices]:
        yield "does not offer every choice once; shorten or split the list"
    for part in parts:
        yield from _part_faults(part, limits)


def _part_faults(part: Part, limits: Limits) -> Iterator[str]:
    if not (part.text.strip() or part.recording):
        yield "sends an empty message; write a text"
    pressed = part.style in {Style.BUTTONS, Style.LIST}
    at_most = limits.body if pressed else limits.text
    if units(part.text) > at_most:
        yield f"has {units(part.text)} characters, {at_most} at most; shorten it"
    if pressed and units(numbered(part).text) > limits.text:
        yield "is too long when its choices must be written as numbers; shorten it"
    if part.style is Style.NUMBERED and (limits.buttons or limits.rows):
        yield "has labels too long for buttons or a list; shorten them"
    if part.style is Style.BUTTONS:
        yield from _button_faults(part, limits)
    if part.style is Style.LIST:
        yield from _row_faults(part, limits)


def _button_faults(part: Part, limits: Limits) -> Iterator[str]:
    if len(part.choices) > limits.buttons:
        yield f"has {len(part.choices)} buttons, {limits.buttons} at most; offer fewer"
    for choice in part.choices:
        yield from _over(f"the button of {choice.token}", choice.label, limits.button_label)


def _row_faults(part: Part, limits: Limits) -> Iterator[str]:
    if len(part.choices) > limits.rows:
        yield f"has {len(part.choices)} rows, {limits.rows} at most; offer fewer"
    yield from _over("the label that opens the list", part.list_button, limits.list_button)
    for choice in part.choices:
        yield from _over(f"the row of {choice.token}", choice.label, limits.row_label)
        if choice.hint:
            yield from _over(f"the hint of {choice.token}", choice.hint, limits.row_hint)


def _over(what: str, text: str, at_most: int) -> Iterator[str]:
    if not text.strip():
        yield f"{what} is empty; write a label"
    if units(text) > at_most:
        yield f"{what} has {units(text)} characters, {at_most} at most; shorten it"


CHECKS: tuple[Check, ...] = (messages_fit_every_channel,)
