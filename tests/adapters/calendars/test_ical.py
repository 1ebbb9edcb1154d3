"""Calendars as Google, Outlook, Eventbrite, WordPress and Evolution write them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.places.model import Coordinates
from tests.adapters.calendars.reading import LONDON, calendar, fixture, one, read, starts


def test_google_a_series_with_exceptions_a_move_and_a_cancellation() -> None:
    reading = read(fixture("google"))
    circle = [entry for entry in reading.entries if "circle" in entry.uid]
    assert [(f"{one.starts_at:%m-%d %H:%M}", one.title, one.is_cancelled) for one in circle] == [
        ("11-24 10:30", "Mothers' circle", False),
        ("12-02 14:00", "Mothers' circle (moved)", False),
        ("12-15 10:30", "Mothers' circle", True),
        ("12-22 10:30", "Mothers' circle", False),  # the last day of UNTIL counts
    ]
    assert circle[1].uid.endswith("#20261201T103000Z")  # of the day it was to be on
    assert len({entry.uid for entry in reading.entries}) == len(reading.entries)


def test_google_html_and_places_become_plain() -> None:
    first = read(fixture("google")).entries[0]
    assert first.about == "Tea, talk & company.\n\n- No need to book\n- Ask at the desk"
    assert (first.town, first.address) == (
        "Leeds",
        "Harbour Rooms, 3 Quay Street, Leeds LS1 4AB, UK",
    )
    assert first.zone == LONDON


def test_google_a_meeting_online_and_what_is_private() -> None:
    reading = read(fixture("google"))
    talk = next(entry for entry in reading.entries if entry.uid.startswith("talk"))
    assert (talk.is_online, talk.link, talk.address) == (
        True,
        "https://meet.example.org/abc-defg-hij",
        "",
    )
    assert (talk.organiser, talk.zone) == ("Harbour Group", LONDON)
    assert "Dentist" not in {entry.title for entry in reading.entries}
    assert reading.faults == ("Private entries are left out: 1.",)


def test_outlook_zones_by_windows_names_and_made_up_ones() -> None:
    reading = read(fixture("outlook"))
    assert starts(reading) == [
        "12-09 18:00",
        "12-12 15:00",
        "12-19 00:00",
        "12-20 10:00",
        "01-13 18:00",
        "02-10 18:00",
        "03-10 18:00",
        "04-14 17:00",  # the same hour by the clock, summer time by then
    ]
    zones = {entry.title: entry.zone for entry in reading.entries}
    assert zones["Second Wednesday"] == LONDON
    assert zones["From far away"] == "Etc/GMT-5"
    assert reading.faults == (
        'Nobody knows the zone "(UTC+00:00) Dublin, Edinburgh, Lisbon, London": '
        "its times are taken as Europe/London.",
    )


def test_outlook_all_day_is_from_midnight_to_midnight() -> None:
    fair = next(one for one in read(fixture("outlook")).entries if one.title == "Winter fair")
    assert fair.ends_at - fair.starts_at == timedelta(days=2)
    summer = one("UID:1\nSUMMARY:Day\nDTSTART;VALUE=DATE:20270701")
    assert f"{summer.starts_at:%m-%d %H:%M}" == "06-30 23:00"
    assert summer.ends_at - summer.starts_at == timedelta(days=1)


def test_eventbrite_says_where_and_for_whom() -> None:
    (entry,) = read(fixture("eventbrite")).entries
    assert (entry.town, entry.at) == ("Nottingham", Coordinates(52.954, -1.150))
    assert (entry.audience, entry.languages, entry.step_free) == (
        "Family & Education, Parents",
        ("ur",),
        True,
    )
    assert entry.about.count("https://tickets.example.org/e/100200300") == 1
    assert not entry.is_online


def test_wordpress_after_the_clocks_change() -> None:
    (entry,) = read(fixture("wordpress")).entries
    assert entry.title == "Supper \u2013 everyone\u2019s welcome"
    assert (f"{entry.starts_at:%H:%M}", entry.town) == ("17:00", "Bradford")
    assert (entry.audience, entry.childcare) == ("Women only", True)
    assert entry.organiser == "Example Community"
    assert entry.about.endswith("Bring a dish.\n\nhttps://community.example.org/event/supper/")


def test_evolution_a_long_zone_name_a_duration_and_dates_one_by_one() -> None:
    reading = read(fixture("evolution"))
    assert starts(reading) == ["12-07 10:00", "12-14 10:00", "12-28 11:00"]
    assert {entry.zone for entry in reading.entries} == {"Asia/Dushanbe"}
    assert reading.entries[0].ends_at - reading.entries[0].starts_at == timedelta(hours=2.5)


def test_scripts_and_emoji_stay_and_signs_that_turn_words_round_go() -> None:
    urdu, arabic, tajik = read(fixture("many_scripts")).entries
    assert urdu.title == "ماؤں کی ملاقات 👩‍👧‍👦☕"
    assert (urdu.about, urdu.language) == ("خوش آمدید, سب کے لیے\nچائے اور بات چیت", "ur")
    assert (arabic.title, arabic.language) == ("لقاء الأمهات", "ar")
    assert (tajik.title, tajik.language) == ("Вохӯрии модарон", "tg")


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: ("\n\n" + text + "\n\n").encode(),
    ],
)
def test_any_encoding_of_the_same_calendar_is_the_same(encode: Callable[[str], bytes]) -> None:
    text = fixture("many_scripts").decode()
    assert read(encode(text)) == read(text.encode())


def test_latin_1() -> None:
    (entry,) = read(fixture("wordpress").decode().encode("latin-1")).entries
    assert entry.childcare


def test_lines_folded_within_a_letter_and_by_one_tab() -> None:
    content = calendar("UID:1\nDTSTART:20261201T100000Z\nSUMMARY:Mothers é and tea")
    before, after = content.split(b"\xa9")
    folded = before + b"\r\n " + b"\xa9" + after.replace(b" and tea", b" and\r\n\t tea")
    assert read(folded).entries[0].title == "Mothers é and tea"


@pytest.mark.parametrize("zone", [LONDON, "Asia/Dushanbe"])
def test_floating_times_are_where_the_feed_is(zone: str) -> None:
    entry = one("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000", zone=zone)
    assert entry.starts_at == datetime(2026, 12, 1, 10, tzinfo=ZoneInfo(zone))
    assert entry.zone == zone


def test_a_calendar_that_names_its_zone_knows_better_than_we() -> None:
    head = "X-WR-TIMEZONE:Asia/Dushanbe\n"
    floating = one("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000", head)
    assert floating.starts_at == datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert one("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z", head).zone == "Asia/Dushanbe"


@pytest.mark.parametrize("name", ["America", "../../etc/passwd", "x" * 400, "Nowhere/At_All", "//"])
def test_a_zone_that_is_none_is_named_and_the_feeds_taken(name: str) -> None:
    reading = read(calendar(f"UID:1\nSUMMARY:Tea\nDTSTART;TZID={name}:20261201T100000"))
    assert starts(reading) == ["12-01 10:00"]
    assert len(reading.faults) == 1
