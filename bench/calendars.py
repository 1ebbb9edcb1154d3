"""Reading 10,000 entries of another calendar, and of a file; in seconds and megabytes.

The process that reads a calendar is counted with this one.
"""

import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from adapters.calendars.apart import read_apart
from adapters.calendars.csv_file import read_csv
from adapters.calendars.reading import Reading

COUNT = 10_000
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
GOAL_SECONDS, GOAL_MEGABYTES = 10.0, 150.0
EVENT = """BEGIN:VEVENT
UID:{number}@calendar.example
DTSTAMP:20261101T090000Z
CREATED:20261101T090000Z
LAST-MODIFIED:20261101T090000Z
DTSTART;TZID=Europe/London:{start:%Y%m%dT%H%M%S}
DURATION:PT2H
SUMMARY:Tea and talk {number}
DESCRIPTION:Come as you are\\, and bring a friend. There is tea\\, and room fo
 r children.\\nThe door is at the back.
LOCATION:Community Hall\\, 12 High Street\\, Leeds LS1 4AB\\, UK
GEO:53.8;-1.55
CATEGORIES:Women,Workshop
ORGANIZER;CN=A Group:mailto:group@calendar.example
URL:https://calendar.example/event/{number}
STATUS:CONFIRMED
SEQUENCE:0
END:VEVENT
"""


def calendar(*, recurring: bool = False) -> bytes:
    """Spread over a year; `recurring`: in 200 series instead, each every week for a year."""
    steps = range(COUNT // 50 if recurring else COUNT)
    days = (NOW + timedelta(minutes=50 * number) for number in steps)
    events = "".join(EVENT.format(number=number, start=day) for number, day in enumerate(days))
    rule = "RRULE:FREQ=WEEKLY;COUNT=50\nSTATUS:" if recurring else "STATUS:"
    whole = f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".replace("STATUS:", rule)
    return whole.replace("\n", "\r\n").encode()


def table() -> bytes:
    lines = (
        f"Tea {number},2026-12-01 10:{number % 60:02},2026-12-01 12:00,Leeds,LS1 4AB,tea-{number}"
        for number in range(COUNT)
    )
    return "\n".join(["title,starts,ends,town,postcode,uid", *lines]).encode()


def _timed(read: Callable[[], Reading]) -> float:
    began = time.perf_counter()
    reading = read()
    assert (len(reading.entries), reading.faults) == (COUNT, ())
    return time.perf_counter() - began


def _megabytes() -> float:
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(ours, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main() -> dict[str, float]:
    """Print the table; the figures."""
    single, weekly, lines = calendar(), calendar(recurring=True), table()
    figures = {
        "single_seconds": _timed(lambda: read_apart(single, "Europe/London", NOW)),
        "recurring_seconds": _timed(lambda: read_apart(weekly, "Europe/London", NOW)),
        "csv_seconds": _timed(lambda: read_csv(lines, "Europe/London")),
        "megabytes": _megabytes(),
    }
    goal = f"(goal {GOAL_SECONDS:.0f})"
    print(f"{COUNT:,} entries of a calendar, s {goal}{figures['single_seconds']:9,.2f}")
    print(f"200 weekly series, {COUNT:,} dates, s{figures['recurring_seconds']:20,.2f}")
    print(f"{COUNT:,} lines of a CSV file, s{figures['csv_seconds']:26,.2f}")
    print(f"memory of either process, MB (goal {GOAL_MEGABYTES:.0f}){figures['megabytes']:12,.0f}")
    return figures


if __name__ == "__main__":
    main()
