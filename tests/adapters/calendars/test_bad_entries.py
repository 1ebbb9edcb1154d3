"""What is wrong with calendars and their entries, and what is then taken of them."""

from datetime import datetime, timedelta

import pytest

from adapters.calendars.faults import FeedFault, FeedRefused
from adapters.calendars.reading import Reading
from tests.adapters.calendars.reading import NOW, calendar, fixture, one, read, starts


def test_one_broken_entry_is_named_and_the_others_stay() -> None:
    reading = read(fixture("one_broken"))
    assert [entry.title for entry in reading.entries] == ["Before", "After"]
    assert reading.faults == (
        'Entry 2 "Broken, sadly" has no start that can be read and is left out.',
    )


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        ("UID:1\nSUMMARY:Tea", "has no start that can be read"),
        ("UID:1\nDTSTART:20261201T100000Z", "has no title"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nDTEND:20261201T090000Z", "ends before"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nDTEND:soon", "an end that cannot be read"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nDURATION:P9999W", "longer than a year"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:99991231T235959Z\nDURATION:P9W", "cannot be read"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261301T100000Z", "has no start that can be read"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nRRULE:FREQ=OFTEN", "cannot be read"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nRRULE:FREQ=SECONDLY", "too often"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nRRULE:FREQ=MINUTELY", "too often"),
        ("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "cannot be"),
        (
            "UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\n"
            f"RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))};"
            f"BYSECOND={','.join(map(str, range(60)))}",
            "too often",
        ),
    ],
)
def test_what_is_wrong_with_an_entry(event: str, fault: str) -> None:
    good = "UID:good\nSUMMARY:Good\nDTSTART:20261202T100000Z"
    reading = read(calendar(event, good))
    assert [entry.title for entry in reading.entries] == ["Good"]
    assert len(reading.faults) == 1
    assert fault in reading.faults[0]


def test_without_an_end_it_lasts_an_hour() -> None:
    entry = one("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z")
    assert entry.ends_at - entry.starts_at == timedelta(hours=1)


def test_only_what_is_near_in_time() -> None:
    def tea(uid: int, start: datetime) -> str:
        return f"UID:{uid}\nSUMMARY:Tea\nDTSTART:{start:%Y%m%dT%H%M%SZ}"

    days = (-300, -2, 0, 399, 401, 4_000)
    reading = read(calendar(*(tea(day, NOW + timedelta(days=day)) for day in days)))
    assert [entry.uid for entry in reading.entries] == ["0", "399"]
    weekly = calendar("UID:w\nSUMMARY:Tea\nDTSTART:20200101T100000Z\nRRULE:FREQ=WEEKLY")
    assert len(read(weekly).entries) == 57


def test_one_that_is_on_too_often_is_cut() -> None:
    reading = read(calendar("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nRRULE:FREQ=HOURLY"))
    assert len(reading.entries) == 500
    assert reading.faults == ('Entry 1 "Tea" is on too often: 500 dates are taken.',)


def test_a_cancelled_calendar_cancels_all_of_it() -> None:
    event = "UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z"
    assert not one(event).is_cancelled
    assert one(event, "METHOD:CANCEL\n").is_cancelled
    assert one(event + "\nSTATUS:CANCELLED").is_cancelled


def test_of_two_versions_the_later_counts() -> None:
    new = "UID:1\nSEQUENCE:2\nSUMMARY:New\nDTSTART:20261201T100000Z"
    old = "UID:1\nSEQUENCE:1\nSUMMARY:Old\nDTSTART:20261201T100000Z"
    assert [entry.title for entry in read(calendar(new, old)).entries] == ["New"]
    assert [entry.title for entry in read(calendar(old, new)).entries] == ["New"]


def test_this_and_all_after_moves_what_follows_under_marks_of_their_own() -> None:
    reading = read(
        calendar(
            "UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nRRULE:FREQ=WEEKLY;COUNT=4",
            "UID:1\nSUMMARY:Late tea\nDTSTART:20261215T180000Z\n"
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20261215T100000Z",
        )
    )
    assert starts(reading) == ["12-01 10:00", "12-08 10:00", "12-15 18:00", "12-22 18:00"]
    assert len({entry.uid for entry in reading.entries}) == 4


def test_the_same_calendar_has_the_same_uids_at_every_import() -> None:
    events = (
        "SUMMARY:No name\nDTSTART:20261201T100000Z",
        f"UID:{'long' * 100}\nSUMMARY:Long\nDTSTART:20261201T100000Z",
        "UID:w\nSUMMARY:Tea\nDTSTART:20261001T100000Z\nRRULE:FREQ=WEEKLY;COUNT=20",
    )
    first, second = (read(calendar(*order)) for order in (events, events[::-1]))
    assert {entry.uid for entry in first.entries} == {entry.uid for entry in second.entries}
    later = read(calendar(*events), now=NOW + timedelta(days=14))
    assert {entry.uid for entry in later.entries} < {entry.uid for entry in first.entries}
    assert all(0 < len(entry.uid) <= 200 for entry in first.entries)


def test_nobodys_own_address_is_taken_for_a_name() -> None:
    for organiser in (
        "ORGANIZER:mailto:x@example.org",
        "ORGANIZER;CN=x@example.org:mailto:x@example.org",
    ):
        assert one(f"UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\n{organiser}").organiser == ""


@pytest.mark.parametrize(
    ("place", "town"),
    [
        ("Hall\\, 1 High Street\\, Leeds LS1 4AB\\, UK", "Leeds"),
        ("Hall\\, Cardiff\\, Wales", "Cardiff"),
        ("Women's centre\\, back entrance", ""),
        ("12 Quiet Road", ""),
        ("LS1 4AB", ""),
    ],
)
def test_a_town_is_told_only_where_a_whole_address_names_one(place: str, town: str) -> None:
    assert one(f"UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nLOCATION:{place}").town == town


@pytest.mark.parametrize("geo", ["0;0", "91;0", "north", "1;2;3", "nan;1", "inf;1"])
def test_a_place_that_is_none_is_left_open(geo: str) -> None:
    assert one(f"UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z\nGEO:{geo}").at is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FeedFault.NOT_A_CALENDAR),
        (b"<html><body>Log in</body></html>", FeedFault.NOT_A_CALENDAR),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), FeedFault.NOT_A_CALENDAR),
        (b"<p>\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", FeedFault.NOT_A_CALENDAR),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMM", FeedFault.CUT_OFF),
        (calendar("UID:1\nSUMMARY:Tea"), FeedFault.ALL_BROKEN),
        (calendar(*["UID:1"] * 20_001), FeedFault.TOO_MANY),
    ],
)
def test_what_is_refused_as_a_whole(content: bytes, fault: FeedFault) -> None:
    with pytest.raises(FeedRefused) as refused:
        read(content)
    assert refused.value.fault is fault


def test_an_empty_calendar_is_one() -> None:
    assert read(calendar()) == Reading((), ())


def test_an_entry_without_an_end_of_its_own_harms_no_other() -> None:
    content = calendar("UID:2\nSUMMARY:Whole\nDTSTART:20261202T100000Z").replace(
        b"BEGIN:VEVENT", b"BEGIN:VEVENT\nUID:1\nSUMMARY:Half\nBEGIN:VEVENT", 1
    )
    reading = read(content)
    assert [entry.title for entry in reading.entries] == ["Whole"]
    assert reading.faults == ('Entry 1 "Half" ends in the middle and is left out.',)


def test_lines_that_say_nothing_and_words_after_the_end_harm_nothing() -> None:
    content = calendar("UID:1\nSUMMARY:Tea\nRRULE:\nRDATE:\nLOCATION:\nDTSTART:20261201T100000Z")
    assert len(read(content + b"X-COMMENT:cached\n").entries) == 1
    assert read(content + b"X-COMMENT:cached\n").faults == ()


def test_long_texts_are_cut() -> None:
    entry = one(
        f"UID:1\nSUMMARY:{'a' * 9_000}\nDTSTART:20261201T100000Z\nDESCRIPTION:{'b ' * 99_000}"
    )
    assert (len(entry.title), len(entry.about)) == (200, 2_000)
