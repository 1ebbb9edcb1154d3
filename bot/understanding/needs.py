"""The closed list of what people come with, and what was understood of one text."""

from enum import StrEnum
from typing import NamedTuple


class Need(StrEnum):
    """What a text asks for. Others rely on these names."""

    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"
    ABUSE = "abuse"
    TRAVEL = "travel"
    VIOLENCE_PLAN = "violence_plan"
    MINOR = "minor"
    SIGNS = "signs"
    TALK = "talk"
    CALL101 = "call101"
    EVENTS = "events"
    STAND = "stand"
    SCHOOL = "school"
    WEBCHAT = "webchat"
    PLEDGE = "pledge"
    HUMAN = "human"
    STORIES = "stories"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    STOP = "stop"
    SMALLTALK = "smalltalk"
    NONE = "none"


NEEDS = tuple(Need)
DANGERS = NEEDS[:5]
"""Needs that are answered with numbers before anything else."""
EVERYDAY = frozenset(
    {
        Need.EVENTS,
        Need.STAND,
        Need.SCHOOL,
        Need.WEBCHAT,
        Need.PLEDGE,
        Need.STORIES,
        Need.LANGUAGE,
        Need.PRIVACY,
        Need.STOP,
        Need.SMALLTALK,
    }
)
"""Needs of which fewer phrases are asked: their words are plainer."""


class Danger(StrEnum):
    """Whether numbers come first, and how sure that is."""

    NO = "no"
    UNSURE = "unsure"
    """Asked, with the numbers in sight: is anyone in danger right now?"""
    YES = "yes"


class Understood(NamedTuple):
    """Of one text. `need` is the likeliest, right in `confidence` of all such cases; `is_sure`: it
    may be acted on. `likely` are the likeliest, best first. `language` is a code of the content's
    languages, `script` an ISO 15924 code; `knows_language`: there are words enough to tell."""

    language: str
    script: str
    need: Need
    confidence: float
    is_sure: bool
    danger: Danger
    likely: tuple[Need, ...] = ()
    knows_language: bool = False

    @property
    def is_danger(self) -> bool:
        """Safety information is shown before anything else."""
        return self.danger is not Danger.NO
