"""How things are shown to advisers: in words, and never in what could act."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from adapters.console.wording import Words
from bot.desk.model import Case
from bot.desk.plan import Plan
from bot.engine.content import Catalogue

MINUTE, HOUR, DAY = 60, 3600, 86400
AS_HOURS_FROM = 90 * MINUTE
AS_DAYS_FROM = 2 * DAY
SHAPES, COLOURS = 6, 6
HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""Characters that nobody sees and that may change what is seen: control characters, the ones that
turn the direction of letters, those without a width. Those that scripts need to join letters, and
the marks of a direction, stay."""


class Moment(NamedTuple):
    """`at` is for machines, `clock` as the desk's clocks show it, `ago` how long ago it was."""

    at: str = ""
    clock: str = ""
    ago: str = ""


class Mark(NamedTuple):
    """What tells cases apart at a glance, by colour and by shape."""

    shape: int
    colour: int


class Shown:
    """For one page, in its words, at one moment."""

    def __init__(self, words: Words, language: str, catalogue: Catalogue, now: datetime) -> None:
        self.words = words
        self.now = now
        self._catalogue = catalogue
        self._locale = Locale.parse(language, sep="-")
        self._english = catalogue.language("en")

    def language(self, code: str) -> str:
        name, _, script = code.partition("-")
        try:
            shown = Locale.parse(name).get_display_name(self._locale) or name
        except (ValueError, UnknownLocaleError):
            return code
        return f"{shown} ({self._locale.scripts.get(script, script)})" if script else shown

    def choice(self, token: str) -> str:
        """`flow.state:choice` as the button says it."""
        key, _, choice = token.partition(":")
        wording = self._english.wordings.get(key)
        label = wording.choices.get(choice) if wording else None
        return label.label if label else choice.replace("_", " ")

    def choices(self, tokens: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(self.choice(token) for token in tokens))

    def moment(self, at: datetime | None, zone: ZoneInfo) -> Moment:
        if at is None:
            return Moment()
        there, here = at.astimezone(zone), self.now.astimezone(zone)
        shape = "%H:%M" if there.date() == here.date() else "%d.%m. %H:%M"
        return Moment(at.isoformat(), there.strftime(shape), self.ago(self.now - at))

    def ago(self, passed: timedelta) -> str:
        seconds = max(0, int(passed.total_seconds()))
        if seconds < MINUTE:
            return self.words["live.now"]
        if seconds < AS_HOURS_FROM:
            return self.words["live.minutes"].format(n=seconds // MINUTE)
        if seconds < AS_DAYS_FROM:
            return self.words["live.hours"].format(n=seconds // HOUR)
        return self.words["live.days"].format(n=seconds // DAY)

    def word(self, key: str, otherwise: str) -> str:
        return self.words.get(key, otherwise)


def visible(text: str) -> str:
    """With marks in the place of characters that cannot be seen."""
    return HIDDEN.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)


def mark_of(case_id: int) -> Mark:
    """The same for the same case; not what its name is made from."""
    return Mark(case_id // 7 % SHAPES, case_id // 53 % COLOURS)


def zone_of(case: Case, plan: Plan) -> ZoneInfo:
    return plan.queue(case.queue, case.language).zone
