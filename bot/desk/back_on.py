"""The one sentence about when the desk is open again, in her language.

What is queued holds the moment. The words are found when it is sent, for "today" is over at
midnight.
"""

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location

from bot.engine.content import Language
from bot.messages import Param, Say
from bot.rendering import isolated

TODAY, TOMORROW, ON_DAY = "times.today", "times.tomorrow", "times.on_day"
PLACEHOLDERS = ("when", "when_young")
_OPENING = re.compile(r"@opens (\S+) (\S+)")


def opening_at(opening: datetime, zone: ZoneInfo) -> str:
    """For one of the `PLACEHOLDERS` of a `Say`. `zone`: that of the desk."""
    return f"@opens {opening.isoformat()} {zone.key}"


def in_words(say: Say, now: datetime, language: Language) -> Say:
    """The same, with the words that hold now in the place of every opening."""
    given = [name for name in PLACEHOLDERS if name in say.params]
    if not given:
        return say
    worded = {name: _worded(say.params[name], now, language) for name in given}
    return replace(say, params={**say.params, **worded})


def _worded(value: Param, now: datetime, language: Language) -> Param:
    found = _OPENING.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    return back_on(datetime.fromisoformat(found[1]), now, language, ZoneInfo(found[2]))


def back_on(opening: datetime, now: datetime, language: Language, zone: ZoneInfo) -> str:
    """ "tomorrow at 09:00 (London time)": by the clocks of the desk, whose place is named, for
    nobody knows where she is. It begins small and ends without a full stop."""
    there, locale = opening.astimezone(zone), Locale.parse(language.code, sep="-")
    values = {
        "day": format_date(there.date(), "EEEE d MMMM", locale),
        "time": isolated(f"{there:%H:%M}", language),
        "place": get_timezone_location(zone, locale=locale, return_city=True),
    }
    wording = language.wordings.get(_key(there, now.astimezone(zone)))
    return (wording.text if wording else "{day}, {time} ({place})").format_map(values)


def _key(there: datetime, now: datetime) -> str:
    days = (there.date() - now.date()).days
    return {0: TODAY, 1: TOMORROW}.get(days, ON_DAY)
