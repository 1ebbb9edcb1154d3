"""What is to go out by itself, and what she agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.messages import NO_PARAMS, Param, Say, Urgency


class Consent(StrEnum):
    """What she may agree to, each for itself."""

    EVENTS = "events"  # reminders of what she registered for
    NEAR = "near"  # an event near her; her district is kept for it
    PANELS = "panels"  # a webchat that she follows
    COURSE = "course"  # the next step of the course, how the practice went
    NEWS = "news"  # what else the charity sends to many


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say to one contact, once, when `due_at` has come and before `until`.

    `key` is the same for the same thing ("event.12.day"): putting it again moves it. `until`: when
    it begins, for what begins. `say` is a content key of something said without her (`flow.state`
    of an entry, or a guide's word, whose choices are those of the state `at`).
    """

    conversation_id: int
    key: str
    consent: Consent
    due_at: datetime
    until: datetime
    say: str
    choices: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=lambda: NO_PARAMS)
    at: str = ""

    def as_say(self) -> Say:
        """Nobody asked for it just now: it waits behind what is urgent."""
        say, params = self.say, self.params
        return Say(say, self.choices, params=params, urgency=Urgency.STATUS, at=self.at)
