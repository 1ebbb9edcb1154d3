"""The one sentence about when the desk is open again, in her language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location

from bot.engine.content import Language
from bot.rendering import isolated
from bot.worded import Telling, value

TODAY, TOMORROW, ON_DAY = "times.today", "times.tomorrow", "times.on_day"
OPENS = "opens"
"""The name of such a value (`bot.worded`)."""


def opening_at(opening: datetime, zone: ZoneInfo) -> str:
    """For a param of a `Say`. `zone`: that of the desk."""
    return value(OPENS, f"{opening.isoformat()} {zone.key}")


def opening_in_words(about: str, telling: Telling) -> str:
    """`bot.worded.Worder`."""
    opening, _, zone = about.partition(" ")
    return back_on(datetime.fromisoformat(opening), telling.now, telling.language, ZoneInfo(zone))


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
