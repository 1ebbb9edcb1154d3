"""A calendar that would keep us busy for ever is read in a process that ends."""

import pytest

from adapters.calendars.apart import Limits, read_apart
from adapters.calendars.faults import FeedFault, FeedRefused
from adapters.calendars.ical import read_calendar
from tests.adapters.calendars.reading import LONDON, NOW, calendar, fixture

NEVER = "UID:{}\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
"""A day that never comes is looked for until the year 9999: seconds of work each."""


@pytest.mark.parametrize("name", ["google", "outlook", "one_broken", "many_scripts"])
def test_what_is_read_apart_is_the_same(name: str) -> None:
    content = fixture(name)
    assert read_apart(content, LONDON, NOW) == read_calendar(content, LONDON, NOW)


def test_a_refusal_comes_back() -> None:
    with pytest.raises(FeedRefused) as refused:
        read_apart(b"<html>", LONDON, NOW)
    assert refused.value.fault is FeedFault.NOT_A_CALENDAR


def test_too_much_work_is_refused_in_a_sentence() -> None:
    hostile = calendar(*(NEVER.format(number) for number in range(500)))
    with pytest.raises(FeedRefused) as refused:
        read_apart(hostile, LONDON, NOW, Limits(seconds=1))
    assert refused.value.fault is FeedFault.TOO_MUCH_WORK


def test_a_zone_made_to_keep_us_busy_is_too_much_work() -> None:
    rule = "DTSTART:19700101T000000\nTZOFFSETFROM:+{}\nTZOFFSETTO:+{}\nRRULE:FREQ=SECONDLY\n"
    winter = f"BEGIN:STANDARD\n{rule.format('0100', '0000')}END:STANDARD\n"
    summer = f"BEGIN:DAYLIGHT\n{rule.format('0000', '0100')}END:DAYLIGHT\n"
    zone = f"BEGIN:VTIMEZONE\nTZID:Mine\n{winter}{summer}END:VTIMEZONE\n"
    hostile = calendar("UID:1\nSUMMARY:Tea\nDTSTART;TZID=Mine:20261201T100000", head=zone)
    with pytest.raises(FeedRefused) as refused:
        read_apart(hostile, LONDON, NOW, Limits(seconds=1))
    assert refused.value.fault is FeedFault.TOO_MUCH_WORK


def test_too_much_memory_is_too_much_work() -> None:
    with pytest.raises(FeedRefused) as refused:
        read_apart(fixture("google") + b" " * 90_000_000, LONDON, NOW, Limits(megabytes=100))
    assert refused.value.fault is FeedFault.TOO_MUCH_WORK
