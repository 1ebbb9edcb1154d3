"""The columns of a CSV file of events, and what may stand in them: each gives the value of one
field of an `Entry`, or one clear sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.calendars.hints import LANGUAGES, POSTCODE
from adapters.calendars.reading import LONGEST_ABOUT, LONGEST_FIELD, LONGEST_TITLE, LONGEST_UID
from adapters.calendars.texts import lines, one_line
from bot.events.model import AddressFor

YES = frozenset(("yes", "y", "true", "1"))
NO = frozenset(("no", "n", "false", "0"))
TIMES = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
UK_TIMES = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")
CODE = re.compile(r"[a-z]{2}")
LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
LARGEST_ROOM = 100_000


class BadCell(ValueError):
    """What to write instead."""


def line_of(at_most: int) -> Callable[[str], str]:
    return lambda text: one_line(_fitting(text, at_most), at_most)


def about(text: str) -> str:
    return lines(_fitting(text, LONGEST_ABOUT), LONGEST_ABOUT)


def _fitting(text: str, at_most: int) -> str:
    if len(text) > at_most:
        raise BadCell(f"write at most {at_most:,} characters")
    return text


def local_time(text: str) -> datetime:
    """Without a zone: that is another column."""
    for shape in (*TIMES, *UK_TIMES):
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 - the zone is another column
        except ValueError:
            continue
    raise BadCell("write day and time as 2026-03-28 18:30")


def zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, OSError, ValueError):
        raise BadCell("write a zone such as Europe/London") from None


def yes_or_no(text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise BadCell("write yes or no")


def address_for(text: str) -> AddressFor:
    try:
        return AddressFor(text.lower())
    except ValueError:
        raise BadCell("write all or registered") from None


def postcode(text: str) -> str:
    found = POSTCODE.fullmatch(text)
    if found is None:
        raise BadCell("write a whole UK postcode such as LS1 4AB")
    return " ".join(found.groups()).upper()


def degrees(most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = most + 1
        if not -most <= value <= most:
            raise BadCell(f"write degrees from -{most:.0f} to {most:.0f} such as 53.8008")
        return value

    return read


def link(text: str) -> str:
    if not LINK.fullmatch(text) or len(text) > LONGEST_ABOUT:
        raise BadCell("write an address that begins with https://")
    return text


def language(text: str) -> str:
    code = LANGUAGES.get(text.lower(), text.lower())
    if not CODE.fullmatch(code):
        raise BadCell("write languages by their codes such as en ur")
    return code


def languages(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(language, re.split(r"[\s,;/|]+", text.strip(" ,;/|")))))


def seats(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 0 < int(text) <= LARGEST_ROOM:
        raise BadCell("write how many can come, such as 20, or nothing when all can")
    return int(text)


COLUMNS: Mapping[str, Callable[[str], object]] = {
    "title": line_of(LONGEST_TITLE),
    "about": about,
    "starts": local_time,
    "ends": local_time,
    "zone": zone,
    "town": line_of(LONGEST_FIELD),
    "address": line_of(LONGEST_FIELD),
    "address_for": address_for,
    "postcode": postcode,
    "latitude": degrees(90.0),
    "longitude": degrees(180.0),
    "online": yes_or_no,
    "link": link,
    "languages": languages,
    "audience": line_of(LONGEST_FIELD),
    "step_free": yes_or_no,
    "childcare": yes_or_no,
    "cost": line_of(LONGEST_FIELD),
    "capacity": seats,
    "organiser": line_of(LONGEST_FIELD),
    "host": line_of(LONGEST_FIELD),
    "language": language,
    "uid": line_of(LONGEST_UID),
}
NEEDED = ("title", "starts", "ends")
