"""The examples of RFC 5545, 3.8.5.3: what each rule means, as the standard itself lists it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.calendars.ical import read_calendar

NEW_YORK = ZoneInfo("America/New_York")
NINE = "19970902T090000"


def dates(rule: str, start: str = NINE, more: str = "") -> list[str]:
    """Month and day of each, by the clocks there; with the hour where it is not nine."""
    content = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Tea\n"
        f"DTSTART;TZID=America/New_York:{start}\nRRULE:{rule}\n{more}END:VEVENT\nEND:VCALENDAR\n"
    )
    begin = datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    reading = read_calendar(content.encode(), "Europe/London", begin)
    assert reading.faults == ()
    local = [entry.starts_at.astimezone(NEW_YORK) for entry in reading.entries]
    return [f"{at:%m%d}" if (at.hour, at.minute) == (9, 0) else f"{at:%m%d %H%M}" for at in local]


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("FREQ=DAILY;COUNT=10", "0902 0903 0904 0905 0906 0907 0908 0909 0910 0911"),
        ("FREQ=DAILY;INTERVAL=2", "0902 0904 0906 0908"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=5", "0902 0912 0922 1002 1012"),
        ("FREQ=WEEKLY;COUNT=10", "0902 0909 0916 0923 0930 1007 1014 1021 1028 1104"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "0902 0916 0930 1014 1028 1111 1125"),
        (
            "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
            "0902 0904 0909 0911 0916 0918 0923 0925 0930 1002",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
            "0902 0904 0916 0918 0930 1002 1014 1016",
        ),
        ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "0902 0915 1002 1015 1102 1115 1202 1215"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "0902 0909 0916 0923 0930 1104 1111 1118 1125"),
    ],
)
def test_rules_that_begin_on_their_first_day(rule: str, first: str) -> None:
    found = dates(rule)
    wanted = first.split()
    assert found[: len(wanted)] == wanted
    if "COUNT" in rule and "BYMONTHDAY" not in rule:
        assert len(found) == len(wanted)


@pytest.mark.parametrize(
    ("start", "rule", "first"),
    [
        ("19970905T090000", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "0905 1003 1107 1205 0102 0206"),
        (
            "19970905T090000",
            "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
            "0905 1003 1107 1205",
        ),
        (
            "19970907T090000",
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            "0907 0928 1102 1130 0104 0125 0301 0329 0503 0531",
        ),
        (
            "19970922T090000",
            "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
            "0922 1020 1117 1222 0119 0216",
        ),
        ("19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3", "0928 1029 1128 1229 0129 0226"),
        (
            "19970930T090000",
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            "0930 1001 1031 1101 1130 1201 1231 0101 0131 0201",
        ),
        ("19970610T090000", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "0610 0710 0610 0710"),
        ("19970310T090000", "FREQ=YEARLY;BYMONTH=3,4", "0310 0410 0310 0410"),
        (
            "19970101T090000",
            "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            "0101 0410 0719",
        ),
        ("19970519T090000", "FREQ=YEARLY;BYDAY=20MO", "0519 0518"),
        ("19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "0512 0511"),
        (
            "19970313T090000",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
            "0313 0320 0327 0305 0312 0319 0326",
        ),
        (
            "19970605T090000",
            "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
            "0605 0612 0619 0626 0703 0710",
        ),
        (
            "19970913T090000",
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            "0913 1011 1108 1213 0110 0207 0307",
        ),
        (
            "19961105T090000",
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "1105",
        ),
        (
            "19970904T090000",
            "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
            "0904 1007 1106",
        ),
        (
            "19970929T090000",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "0929 1030 1127 1230 0129 0226 0330",
        ),
        (
            "19970805T090000",
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            "0805 0810 0819 0824",
        ),
        (
            "19970805T090000",
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            "0805 0817 0819 0831",
        ),
        (
            "20070115T090000",
            "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
            "0115 0130 0215 0315 0330",
        ),
    ],
)
def test_rules_that_begin_on_another_day(start: str, rule: str, first: str) -> None:
    wanted = first.split()
    assert dates(rule, start)[: len(wanted)] == wanted


def test_every_day_in_january() -> None:
    found = dates("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "19980101T090000")
    assert found[:31] == [f"01{day:02}" for day in range(1, 32)]


def test_friday_the_thirteenth_without_the_day_it_begins_on() -> None:
    found = dates(
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", more=f"EXDATE;TZID=America/New_York:{NINE}\n"
    )
    assert found == ["0213", "0313"]


def test_several_times_a_day() -> None:
    assert dates("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z") == [
        "0902",
        "0902 1200",
        "0902 1500",
    ]
    assert dates("FREQ=MINUTELY;INTERVAL=15;COUNT=6")[-1] == "0902 1015"
    assert dates("FREQ=MINUTELY;INTERVAL=90;COUNT=4") == [
        "0902",
        "0902 1030",
        "0902 1200",
        "0902 1330",
    ]


def test_the_same_hour_on_both_sides_of_the_change_of_clocks() -> None:
    """Both weeks have one, so the time in UTC is another and the one on the clock is not."""
    assert dates("FREQ=WEEKLY;COUNT=3", "19971020T090000") == ["1020", "1027", "1103"]
