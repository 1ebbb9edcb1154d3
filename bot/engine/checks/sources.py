"""Advice says where it comes from: every tip has its sources and a day when it is due again."""

from collections.abc import Iterator

from bot.engine.checks.prose import CLOSED_DOMAINS
from bot.engine.checks.subject import Check, Subject
from bot.engine.state import State

FURNITURE = frozenset(
    {
        *("welcome", "menu", "language", "hide", "stop", "privacy"),
        *("person", "desk", "helpful", "about", "events", "group", "reminders"),
    }
)
"""Flows that say what this chat is and does. All others give advice."""


def advice_has_sources(subject: Subject) -> Iterator[str]:
    """Whatever a flow of advice says is a tip in sources.toml, unless it is a question listed there
    as one. So a text is never taken for a question by mistake: somebody has to say so."""
    catalogue = subject.catalogue
    for key in _advice(subject):
        if key not in catalogue.tips and key not in catalogue.questions:
            yield f"sources.toml: {key} has no sources; give it some, or list it under questions"


def questions_only_ask(subject: Subject) -> Iterator[str]:
    """The list is no way round a source: what only tells is never on it."""
    advice = _advice(subject)
    for key in sorted(subject.catalogue.questions):
        if key not in advice:
            yield f"sources.toml: no flow of advice asks {key}; take it off questions"
        elif key in subject.catalogue.tips:
            yield f"sources.toml: {key} is a tip and a question; keep it once"
        elif not advice[key].waits:
            yield f"sources.toml: {key} asks nothing; give it sources instead"


def _advice(subject: Subject) -> dict[str, State]:
    return {
        key: state
        for key, (flow, state) in subject.states.items()
        if state.speaks and flow.name not in FURNITURE
    }


def sources_are_open(subject: Subject) -> Iterator[str]:
    for tip in subject.catalogue.tips.values():
        for domain in CLOSED_DOMAINS:
            if any(domain in source.casefold() for source in tip.sources):
                yield f"sources.toml: {tip.key} rests on {domain}, which is closed; name another"


CHECKS: tuple[Check, ...] = (
    advice_has_sources,
    questions_only_ask,
    sources_are_open,
)
