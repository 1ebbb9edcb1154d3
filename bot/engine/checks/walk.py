"""On the real engine: every choice, number, word and guard leads where it is declared to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from bot.engine.answers import Answers
from bot.engine.checks.guards import guard_name
from bot.engine.checks.stepping import at, misstep, pressing, typing
from bot.engine.checks.structure import SEARCHES
from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.ways import (
    FOUND_IDS,
    NOTHING_OPEN,
    Found,
    Held,
    answer_samples,
    answers_read,
    branches,
    distinct_samples,
    follow,
    guards_of,
    holds,
    is_straight,
    press,
    ticks_of,
)
from bot.engine.content import Language, choice_words
from bot.engine.state import ANSWERED, TOLD, Flow, State, StateKind
from bot.messages import UNTICK

SOUGHT = "qxzvk wjzzq"
"""Stands for words of hers; results are given to the engine."""


def choices_lead_where_declared(subject: Subject) -> Iterator[str]:
    """Every choice of every state, once for each way that guards and look-ups may send it."""
    samples = {flow.name: distinct_samples(flow) for flow in subject.declared}
    for key, state in subject.waiting():
        for choice in (*state.choices, *(f"{UNTICK}{tick}" for tick in ticks_of(state))):
            for held, found, passed in _ways(subject, key, state, choice, samples):
                pressed = pressing(f"{key}:{choice}")
                if wrong := misstep(subject, at(key, held), pressed, passed, found=found):
                    yield f"{key}: the choice {choice} {wrong}; mend its exit or its guard"


def _ways(
    subject: Subject, key: str, state: State, choice: str, samples: Mapping[str, Sequence[Held]]
) -> Iterator[tuple[Held, Found, tuple[str, ...]]]:
    """One sample for each of the ways this choice may take."""
    seen: set[tuple[str, ...]] = set()
    _, trigger = press(state, key, {}, choice)
    straight = is_straight(subject, key, trigger)
    for held in samples[key.partition(".")[0]][: 1 if straight else None]:
        after, trigger = press(state, key, held, choice)
        for found, passed in branches(partial(follow, subject, key, trigger, after)):
            if passed not in seen:
                seen.add(passed)
                yield held, found, passed


def open_answers_lead_where_declared(subject: Subject) -> Iterator[str]:
    for key, state in subject.waiting():
        for text, value in answers_read(state):
            passed = follow(subject, key, ANSWERED, {key: (value,)}, NOTHING_OPEN)
            if wrong := misstep(subject, at(key), typing(text), passed):
                yield f"{key}: an answer like {text!r} {wrong}; choose other command words"


def searches_lead_where_declared(subject: Subject) -> Iterator[str]:
    """Whatever a search finds; and words that she tells are taken."""
    for key, state in subject.waiting():
        for result in sorted(SEARCHES.get(state.look_up, ())):
            found = {**NOTHING_OPEN, state.look_up: " ".join((result, *FOUND_IDS))}
            passed = follow(subject, key, result, {key: FOUND_IDS}, found)
            if wrong := misstep(subject, at(key), typing(SOUGHT), passed, found=found):
                yield f"{key}: the result {result} {wrong}; mend its exit or its guard"
        if state.kind is StateKind.TELL:
            passed = follow(subject, key, TOLD, {}, NOTHING_OPEN)
            if wrong := misstep(subject, at(key), typing(SOUGHT), passed):
                yield f"{key}: what she tells {wrong}; mend its exit"


def numbers_mean_what_is_shown(subject: Subject) -> Iterator[str]:
    """Choices are numbered as offered: typing 2 is pressing the second."""
    for key, state in subject.waiting():
        offered = state.offered(Answers({}, key.partition(".")[0]))
        for number, choice in enumerate(offered, start=1):
            if wrong := _typed(subject, key, choice, str(number)):
                yield f"{key}: typing {number} for {choice} {wrong}; mend its exit or the words"


def words_mean_their_choice(subject: Subject) -> Iterator[str]:
    """A label, or another word for it, typed in her language is the choice pressed."""
    for language in subject.languages:
        for key, state in subject.waiting():
            for word, choice in _words(language, key, state):
                if wrong := _typed(subject, key, choice, word, language.code):
                    yield (
                        f"{language.code} {key}: the words of {choice} {wrong}; "
                        "choose words that mean nothing else there"
                    )


def _words(language: Language, key: str, state: State) -> Iterator[tuple[str, str]]:
    wording = language.wordings.get(key)
    for word, choice in choice_words(wording) if wording else ():
        if choice in state.choices:
            yield word, choice


def _typed(subject: Subject, key: str, choice: str, text: str, language: str = "") -> str:
    """What is wrong when these words are typed for this choice, "" when they mean it."""
    after, trigger = press(subject.states[key][1], key, {}, choice)
    passed = follow(subject, key, trigger, after, NOTHING_OPEN)
    return misstep(subject, at(key), typing(text), passed, language=language)


def guards_can_go_both_ways(subject: Subject) -> Iterator[str]:
    """A guard that always or never holds hides an exit that nobody can take."""
    for flow in subject.declared:
        samples = [Answers(held, flow.name) for held in distinct_samples(flow)]
        for guard in guards_of(flow):
            outcomes = {holds(guard, answers) for answers in samples}
            if None in outcomes:
                yield f"{flow.name}: the guard {guard_name(guard)} raises; let it answer always"
            elif outcomes != {True, False}:
                word = "always" if True in outcomes else "never"
                yield f"{flow.name}: the guard {guard_name(guard)} {word} holds; mend or drop it"


def lists_name_their_phrases(subject: Subject) -> Iterator[str]:
    """What a list chooses is among the phrases it declares, whatever she answered."""
    for key, (flow, state) in subject.states.items():
        if state.listing is None:
            continue
        try:
            chosen = _chosen(flow, state.listing.choose)
        except Exception as error:  # whatever a flow raises is a fault to report, not to die of
            yield f"{key}: choosing its list raises {type(error).__name__}; let it answer always"
            continue
        for phrase in sorted(chosen - set(state.listing.phrases)):
            yield f"{key}: lists {phrase}, which it does not declare; add it to phrases"
        for phrase in sorted(set(state.listing.phrases) - chosen):
            yield f"{key}: never lists {phrase}; drop it from phrases or mend the choice"


def _chosen(flow: Flow, choose: Callable[[Answers], tuple[str, ...]]) -> set[str]:
    samples = answer_samples(flow)
    return {phrase for held in samples for phrase in choose(Answers(held, flow.name))}


CHECKS: tuple[Check, ...] = (
    choices_lead_where_declared,
    open_answers_lead_where_declared,
    searches_lead_where_declared,
    numbers_mean_what_is_shown,
    words_mean_their_choice,
    guards_can_go_both_ways,
    lists_name_their_phrases,
)
