"""The process that `apart.py` starts: a calendar comes in, what was read goes out."""

import resource
import sys
from datetime import datetime

from adapters.calendars.apart import ANSWER, OUT_OF_MEMORY
from adapters.calendars.faults import FeedFault, FeedRefused
from adapters.calendars.ical import read_calendar
from adapters.calendars.reading import Reading


def main() -> None:
    zone, now, seconds, megabytes = sys.argv[1:]
    _limit(resource.RLIMIT_CPU, int(seconds))
    _limit(resource.RLIMIT_AS, int(megabytes) * 1_000_000)
    try:
        answer = ANSWER.dump_json(_answer(zone, datetime.fromisoformat(now)))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)


def _answer(zone: str, now: datetime) -> Reading | FeedFault:
    try:
        return read_calendar(sys.stdin.buffer.read(), zone, now)
    except FeedRefused as refused:
        return refused.fault


def _limit(what: int, most: int) -> None:
    """Never more than the machine allows already."""
    _, hard = resource.getrlimit(what)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))
