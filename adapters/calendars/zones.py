"""Zones by whatever name a calendar calls them: IANA's, Windows', one that it defines itself."""

import contextlib
import re
import warnings
from collections.abc import Iterable
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone import tzp

TIME = re.compile(
    r'(DTSTART|DTEND|RECURRENCE-ID|RDATE|EXDATE)((?:;[^:;="]+=(?:"[^"]*"|[^;:"]*))*):(.*)',
    re.IGNORECASE,
)
NAMED = re.compile(r';TZID=("[^"]*"|[^;:"]*)', re.IGNORECASE)
DEFINED = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
HOUR = 3600
FARTHEST = 12


class Zones:
    """The zones of one calendar. `own` is where times without a zone are. `unknown`: the names that
    nobody knows."""

    def __init__(self, own: str, named: str, definitions: Iterable[str]) -> None:
        tzp.use_default()  # what another calendar has defined is not for this one
        self.unknown: set[str] = set()
        for definition in definitions:
            name = DEFINED.search(definition)
            # Of a zone that has a name of its own we know the clocks better than any calendar.
            if name is None or _zone(name.group(1)) is None:
                _define(definition)
        found = _zone(named)
        self.own = found if isinstance(found, ZoneInfo) else ZoneInfo(own)

    def settled(self, line: str) -> str:
        """A line of an entry; a time of it without a zone, or with one that nobody knows, is in our
        own from now on."""
        found = TIME.fullmatch(line)
        if found is None or "T" not in found.group(3).upper() or found.group(3)[-1] in "zZ":
            return line
        name = NAMED.search(found.group(2))
        tzid = name.group(1).strip('"') if name else ""
        if tzid and _zone(tzid) is not None:
            return line
        if tzid:
            self.unknown.add(tzid)
        parameters = NAMED.sub("", found.group(2))
        return f"{found.group(1)}{parameters};TZID={self.own.key}:{found.group(3)}"

    def name_at(self, moment: datetime) -> str:
        """The IANA name by whose clocks an entry goes. One in UTC is meant for where the calendar
        is; so is one in a zone that the calendar has made up and that agrees with it."""
        zone = moment.tzinfo
        if isinstance(zone, ZoneInfo) and zone.key not in ("UTC", "Etc/UTC", "GMT"):
            return zone.key
        offset = moment.utcoffset()
        if not offset or offset == moment.astimezone(self.own).utcoffset():
            return self.own.key
        hours, rest = divmod(int(offset.total_seconds()), HOUR)
        # The signs of these names are the other way round.
        return self.own.key if rest or abs(hours) > FARTHEST else f"Etc/GMT{-hours:+d}"


def _define(definition: str) -> None:
    with contextlib.suppress(Exception):  # whatever the library raises: it is unknown then
        Timezone.from_ical(definition)


def _zone(name: str) -> tzinfo | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where it has to guess
            return tzp.timezone(name) if name else None
    except (OSError, ValueError):  # such as the name of a folder of zones
        return None
