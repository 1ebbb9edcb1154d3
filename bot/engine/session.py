"""A session: the guide's run through flows inside one conversation, as stored between turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import orjson

Answer = tuple[str, ...]
"""Choice ids (several for a tick list) or one parsed value. Never what she typed."""

NO_ANSWERS: Mapping[str, Answer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Session:
    """`flow` and `state` say where she is, `answers` (by `flow.state`) what she chose on the way.

    `trail` holds the waiting states before this one, oldest first, for "back". `lost` counts how
    often in a row she was not understood; `turns` bounds a session. `pressed` and `pressed_at`
    (epoch seconds) remember the last button, so that a double tap is one press.
    """

    flow: str
    state: str
    answers: Mapping[str, Answer] = field(default_factory=lambda: NO_ANSWERS)
    trail: tuple[str, ...] = ()
    lost: int = 0
    turns: int = 0
    pressed: str = ""
    pressed_at: int = 0

    @property
    def key(self) -> str:
        return f"{self.flow}.{self.state}"


def dump_session(session: Session) -> str:
    """As compact JSON; fields at their default are left out, so that idle rows stay small."""
    fields: dict[str, object] = {"at": session.key}
    if session.answers:
        fields["answers"] = {key: list(answer) for key, answer in session.answers.items()}
    if session.trail:
        fields["trail"] = list(session.trail)
    if session.lost:
        fields["lost"] = session.lost
    if session.turns:
        fields["turns"] = session.turns
    if session.pressed:
        fields["pressed"] = [session.pressed, session.pressed_at]
    # ASCII: a token may hold halves of characters, which no database takes as they are.
    return orjson.dumps(fields).decode()


def load_session(stored: str) -> Session:
    """The inverse of `dump_session`. Errors raised: ValueError, KeyError when the text is not
    ours."""
    fields = orjson.loads(stored)
    flow, _, state = fields["at"].partition(".")
    pressed, pressed_at = fields.get("pressed", ("", 0))
    return Session(
        flow,
        state,
        {key: tuple(answer) for key, answer in fields.get("answers", {}).items()},
        tuple(fields.get("trail", ())),
        fields.get("lost", 0),
        fields.get("turns", 0),
        pressed,
        pressed_at,
    )
