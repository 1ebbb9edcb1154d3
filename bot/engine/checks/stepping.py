"""Single turns on the real engine, compared with what was declared."""

from datetime import UTC, datetime

from bot.engine.checks.graph import gives_help, is_emergency
from bot.engine.checks.subject import Subject
from bot.engine.checks.ways import NOTHING_OPEN, Found, Held, said_on
from bot.engine.effects import AddToCase, OpenCase
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.messages import Inbound, Kind, Say

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""Flows know no clock; any moment will do."""


class Broke(Exception):
    """The engine raised where it must answer."""


def at(key: str, held: Held | None = None) -> Session:
    """A session that stands at this state."""
    flow, _, state = key.partition(".")
    return Session(flow, state, held or {})


def typing(text: str, kind: Kind = Kind.TEXT) -> Inbound:
    return Inbound("check", "she", "1", kind, text=text)


def pressing(token: str) -> Inbound:
    return Inbound("check", "she", "1", Kind.CHOICE, choice=token)


def step(
    subject: Subject,
    session: Session | None,
    inbound: Inbound,
    language: str = "",
    found: Found = NOTHING_OPEN,
) -> Turn:
    """One turn. Errors raised: Broke, with the kind of what the engine raised."""
    try:
        return subject.engine.step(session, inbound, NOON, language=language, found=found)
    except Exception as error:  # whatever a flow raises is a fault to report, not to die of
        raise Broke(f"raises {type(error).__name__}") from error


def said(turn: Turn) -> list[str]:
    """The content keys of what is said, in order."""
    return [effect.key for effect in turn.effects if isinstance(effect, Say)]


def misstep(
    subject: Subject,
    session: Session,
    inbound: Inbound,
    passed: tuple[str, ...],
    *,
    language: str = "",
    found: Found = NOTHING_OPEN,
) -> str:
    """What is wrong with this turn, "" when it passes these states and says what they say."""
    try:
        turn = step(subject, session, inbound, language, found)
    except Broke as broke:
        return str(broke)
    there = turn.session.key if turn.session else "nowhere"
    if there != passed[-1]:
        return f"lands at {there} instead of {passed[-1]}"
    if said(turn) != said_on(subject, passed):
        return f"says {', '.join(said(turn)) or 'nothing'} on the way to {passed[-1]}"
    return ""


def helps(subject: Subject, turn: Turn) -> bool:
    """Whether the turn brings a person, tells one, or shows an emergency number."""
    return any(
        isinstance(effect, OpenCase | AddToCase)
        or (isinstance(effect, Say) and _say_helps(subject, effect))
        for effect in turn.effects
    )


def _say_helps(subject: Subject, say: Say) -> bool:
    if say.key in subject.states:
        return gives_help(subject, say.key, subject.states[say.key][1])
    wording = subject.catalogue.default.wordings.get(say.key)
    in_text = wording is not None and "{emergency}" in wording.text
    return in_text or any(is_emergency(subject, line) for line in say.lines)
