"""Calendars read in a process of their own, which ends when it has taken too long or too much.

A few lines of a hostile calendar can keep a library busy for hours, in ways that nobody can list;
and what reading needs of memory goes back to the machine.
"""

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from adapters.calendars.faults import FeedFault, FeedRefused
from adapters.calendars.reading import Reading

ROOT = str(Path(__file__).parents[2])
START = f"import sys; sys.path.insert(0, {ROOT!r}); import adapters.calendars.alone as a; a.main()"
OUT_OF_MEMORY = 3
SLACK = 4.0
"""How much longer than it may work it may take, on a machine that is busy with other things."""


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: int = 30
    megabytes: int = 1_000


LIMITS = Limits()
ANSWER: TypeAdapter[Reading | FeedFault] = TypeAdapter(Reading | FeedFault)


def read_apart(content: bytes, zone: str, now: datetime, limits: Limits = LIMITS) -> Reading:
    """As `read_calendar`, and refused when it is too much work."""
    given = (zone, now.isoformat(), str(limits.seconds), str(limits.megabytes))
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-c", START, *given],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could hold what somebody wrote
            timeout=limits.seconds * SLACK,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FeedRefused(FeedFault.TOO_MUCH_WORK) from None
    if done.returncode:
        was_stopped = done.returncode < 0 or done.returncode == OUT_OF_MEMORY
        raise FeedRefused(FeedFault.TOO_MUCH_WORK if was_stopped else FeedFault.UNREADABLE)
    answer = ANSWER.validate_json(done.stdout)
    if isinstance(answer, FeedFault):
        raise FeedRefused(answer)
    return answer
