"""Groups in words, on the day they are said (`bot.worded.Worder`)."""

from bot.cohorts.joining import NO_NEXT
from bot.desk.back_on import opening_in_words
from bot.worded import Telling

ALL_OPEN = "group.all_open"


def next_in_words(about: str, telling: Telling) -> str:
    """When the next step opens; that there is none, where all are open."""
    if about and not about.startswith(NO_NEXT):
        return opening_in_words(about, telling)
    wording = telling.language.wordings.get(ALL_OPEN)
    return (wording or telling.catalogue.default.wordings[ALL_OPEN]).text
