"""The desk is open when its plan says so, whatever the clocks do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.desk.hours import Hours, Shift

LONDON = ZoneInfo("Europe/London")
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/London",
        "Europe/Berlin",
        "Asia/Dushanbe",
        "Australia/Lord_Howe",  # the clocks jump by half an hour
        "America/Santiago",  # they jump at midnight
    )
]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = datetime(2024, 1, 1, tzinfo=UTC)
CHRISTMAS = date(2026, 12, 25)


def shift(text: str) -> Shift:
    start, end = (time.fromisoformat(part) for part in text.split("-"))
    return Shift(start, end)


def daily(*shifts: str, zone: ZoneInfo = LONDON) -> Hours:
    return Hours(zone, (tuple(map(shift, shifts)),) * 7)


ALWAYS = daily("00:00-00:00")


def london(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


def open_minutes(hours: Hours, first: datetime, last: datetime) -> int:
    return sum(hours.is_open(moment) for moment in minutes(first, last))


def minutes(first: datetime, last: datetime) -> Iterator[datetime]:
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    return (first + n * MINUTE for n in range((last - first) // MINUTE))


def test_a_shift_begins_with_its_first_moment_and_is_over_at_its_end() -> None:
    hours = daily("09:00-17:00")
    assert [
        hours.is_open(london(f"2026-11-23 {at}"))
        for at in ("08:59:59", "09:00:00", "16:59:59", "17:00:00")
    ] == [False, True, True, False]


def test_there_may_be_several_shifts_a_day() -> None:
    hours = daily("18:00-22:00", "09:00-12:30")
    assert hours.next_opening(london("2026-11-23 08:00")) == london("2026-11-23 09:00")
    assert hours.closes_at(london("2026-11-23 10:00")) == london("2026-11-23 12:30")
    assert hours.next_opening(london("2026-11-23 12:30")) == london("2026-11-23 18:00")
    assert hours.next_opening(london("2026-11-23 23:00")) == london("2026-11-24 09:00")


def test_a_shift_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    monday = Hours(LONDON, ((shift("22:00-02:00"),), *[()] * 6))
    assert monday.is_open(london("2026-11-24 01:59"))
    assert not monday.is_open(london("2026-11-24 22:30"))
    assert not monday.is_open(london("2026-11-23 01:00"))
    assert monday.closes_at(london("2026-11-23 23:00")) == london("2026-11-24 02:00")


def test_shifts_that_meet_are_one() -> None:
    hours = daily("22:00-02:00", "02:00-06:00", "05:00-07:00")
    assert hours.closes_at(london("2026-11-23 23:00")) == london("2026-11-24 07:00")
    assert hours.is_open(london("2026-11-24 02:00"))


def test_a_holiday_is_shut_or_has_shifts_of_its_own() -> None:
    week = daily("09:00-17:00", "22:00-02:00").week
    boxing_day = CHRISTMAS + DAY
    hours = Hours(LONDON, week, {CHRISTMAS: (), boxing_day: (shift("10:00-12:00"),)})
    eve = london("2026-12-24 23:00")
    assert hours.closes_at(eve) == london("2026-12-25 02:00")
    assert not hours.is_open(london("2026-12-25 12:00"))
    assert hours.next_opening(london("2026-12-25 02:00")) == london("2026-12-26 10:00")
    assert not hours.is_open(london("2026-12-26 09:30"))


def test_leap_days_and_the_end_of_a_year_are_days_like_others() -> None:
    hours = daily("09:00-17:00", "23:00-01:00")
    assert hours.is_open(london("2028-02-29 12:00"))
    assert hours.next_opening(london("2028-02-28 20:00")) == london("2028-02-28 23:00")
    assert hours.closes_at(london("2026-12-31 23:30")) == london("2027-01-01 01:00")
    assert Hours(LONDON, hours.week, {date(2028, 2, 29): ()}).next_opening(
        london("2028-02-29 02:00")
    ) == london("2028-03-01 09:00")


def test_without_hours_it_is_shut_and_nothing_is_promised() -> None:
    now = london("2026-11-23 12:00")
    year = {now.date() + n * DAY: () for n in range(400)}
    for never in (Hours(LONDON), Hours(LONDON, ((),) * 7), Hours(LONDON, ALWAYS.week, year)):
        assert not never.is_open(now)
        assert never.next_opening(now) is None
        assert never.closes_at(now) is None


@example(128_101)  # a year later the clocks go forward
@given(st.integers(0, 7 * 365 * 24 * 60))
def test_a_desk_that_never_shuts_is_open_at_once_and_names_no_end(after: int) -> None:
    at = START + after * MINUTE
    assert ALWAYS.is_open(at)
    assert ALWAYS.next_opening(at) == at
    assert ALWAYS.closes_at(at) is None


def test_only_one_day_of_the_year() -> None:
    once = Hours(LONDON, (), {CHRISTMAS: (shift("10:00-12:00"),)})
    assert once.next_opening(london("2026-01-01 00:00")) == london("2026-12-25 10:00")
    assert once.closes_at(london("2026-12-25 11:00")) == london("2026-12-25 12:00")
    assert once.next_opening(london("2026-12-25 12:00")) is None


# On 2026-03-29 London goes from 01:00 to 02:00, on 2026-10-25 from 02:00 back to 01:00.


@pytest.mark.parametrize(
    ("shifts", "first", "last"),
    [
        (("00:30-03:00",), "2026-03-29 00:30", "2026-03-29 03:00"),
        (("01:30-03:00",), "2026-03-29 02:00", "2026-03-29 03:00"),
        (("00:30-01:30",), "2026-03-29 00:30", "2026-03-29 02:00"),
    ],
)
def test_half_past_one_never_comes(shifts: tuple[str, ...], first: str, last: str) -> None:
    hours, night = daily(*shifts), london("2026-03-28 12:00")
    assert hours.next_opening(night) == london(first)
    assert hours.closes_at(london(first)) == london(last)
    expected = (london(last).astimezone(UTC) - london(first).astimezone(UTC)) // MINUTE
    assert open_minutes(hours, night, night + DAY) == expected


def test_a_shift_that_the_clocks_skip_is_not_held() -> None:
    hours = daily("01:10-01:50")
    assert hours.next_opening(london("2026-03-28 12:00")) == london("2026-03-30 01:10")


def test_half_past_one_comes_twice() -> None:
    first, second = london("2026-10-25 01:30"), london("2026-10-25 01:30", fold=1)
    opening, closing = daily("01:30-05:00"), daily("22:00-01:30")
    assert opening.next_opening(london("2026-10-24 12:00")) == first
    assert opening.is_open(second)
    assert opening.closes_at(first) == london("2026-10-25 05:00")
    assert closing.closes_at(london("2026-10-25 00:00")) == first
    assert not closing.is_open(second)


def transitions(zone: ZoneInfo) -> list[datetime]:
    """Each change of the clocks from 2024 to 2030, and some leap days and ends of years."""
    found = [
        at
        for at in (START + n * HOUR for n in range(7 * 365 * 24))
        if at.astimezone(zone).utcoffset() != (at - HOUR).astimezone(zone).utcoffset()
    ]
    others = ("2024-02-29", "2027-01-01", "2028-02-29")
    return found + [datetime.fromisoformat(day).replace(tzinfo=zone) for day in others]


MOMENTS = {zone: transitions(zone) for zone in ZONES}


def test_the_clocks_change_twice_a_year_in_four_of_these_places() -> None:
    assert [len(MOMENTS[zone]) - 3 for zone in ZONES] == [14, 14, 0, 14, 14]


def walls(zone: ZoneInfo, middle: datetime) -> list[tuple[datetime, datetime]]:
    """Minute by minute, what a clock on the wall shows around this moment."""
    return [
        (at, at.astimezone(zone).replace(tzinfo=None, fold=0))
        for at in minutes(middle - 60 * HOUR, middle + 60 * HOUR)
    ]


def first_showing(seen: list[tuple[datetime, datetime]], wall: datetime) -> datetime:
    """When somebody who looks at the clock all the time first sees this, or something later."""
    return next((at for at, shown in seen if shown >= wall), seen[-1][0] + MINUTE)


def watched(
    seen: list[tuple[datetime, datetime]], shifts: list[Shift]
) -> list[tuple[datetime, datetime]]:
    days = sorted({shown.date() for _, shown in seen})
    return [
        (
            first_showing(seen, datetime.combine(day, start)),
            first_showing(seen, datetime.combine(day if end > start else day + DAY, end)),
        )
        for day in days
        for start, end in shifts
    ]


TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
SHIFTS = st.lists(
    st.tuples(TIMES, TIMES).filter(lambda two: two[0] != two[1]).map(lambda two: Shift(*two)),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.key)
@given(data=st.data(), shifts=SHIFTS)
@settings(max_examples=60, deadline=None)
def test_it_is_open_as_a_watcher_of_the_clock_would_say(
    zone: ZoneInfo, data: st.DataObject, shifts: list[Shift]
) -> None:
    middle = data.draw(st.sampled_from(MOMENTS[zone])).astimezone(UTC)
    seen = walls(zone, middle)
    spells = watched(seen, shifts)
    hours = Hours(zone, (tuple(shifts),) * 7)
    at = middle + data.draw(st.integers(-24 * 60, 24 * 60)) * MINUTE
    now_open = any(start <= at < end for start, end in spells)
    assert hours.is_open(at) == now_open
    coming = min(start for start, end in spells if start >= at and end > start)
    assert hours.next_opening(at) == (at if now_open else coming)
    closing = hours.closes_at(at)
    assert (closing is None) == (not now_open or never_shuts(shifts))
    if closing:
        assert not hours.is_open(closing)
        assert all(hours.is_open(moment) for moment in list(minutes(at, closing))[::7])


def never_shuts(shifts: list[Shift]) -> bool:
    noon = datetime(2026, 6, 3, 12, tzinfo=UTC)
    hours = Hours(ZoneInfo("UTC"), (tuple(shifts),) * 7)
    return all(hours.is_open(at) for at in list(minutes(noon, noon + DAY))[::15])


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.key)
def test_a_night_shift_is_held_over_every_change_of_the_clocks(zone: ZoneInfo) -> None:
    shifts = [shift("23:15-01:30"), shift("02:15-04:00")]
    hours = Hours(zone, (tuple(shifts),) * 7)
    for moment in MOMENTS[zone]:
        seen = walls(zone, moment.astimezone(UTC))
        spells = watched(seen, shifts)
        for at in minutes(moment - 4 * HOUR, moment + 4 * HOUR):
            assert hours.is_open(at) == any(start <= at < end for start, end in spells), at


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.key)
def test_every_change_of_the_clocks_is_opened_for_once(zone: ZoneInfo) -> None:
    """No opening is lost or doubled: each day has one, at nine by the clock on the wall."""
    hours = daily("09:00-17:00", zone=zone)
    for moment in MOMENTS[zone]:
        at = moment - 3 * DAY
        for _ in range(6):
            opening = hours.next_opening(at)
            assert opening
            assert opening.astimezone(zone).time() == time(9)
            assert opening - at <= 25 * HOUR + 3 * DAY
            closing = hours.closes_at(opening)
            assert closing
            assert closing - opening == 8 * HOUR
            at = closing
