"""Nights are quiet by her clocks, whatever they do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.quiet import is_quiet, morning_after
from bot.reminders.zones import ZONES, zone_of

LONDON = ZoneInfo("Europe/London")
IN_USE = sorted({*ZONES.values(), "Europe/London"})
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(sorted(available_timezones())))
def test_the_morning_after_is_the_next_moment_that_is_not_quiet(
    moment: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    if not is_quiet(moment, zone):
        return
    morning = morning_after(moment, zone)
    assert moment < morning <= moment + timedelta(hours=14)
    assert not is_quiet(morning, zone)
    assert is_quiet(morning - timedelta(seconds=1), zone)


@pytest.mark.parametrize("name", IN_USE)
def test_around_every_change_of_the_clocks_each_hour_has_one_answer(name: str) -> None:
    """From every hour of the days around a change the same morning follows: nothing is lost, and
    nothing comes twice."""
    zone = ZoneInfo(name)
    for change in _changes(zone):
        for hour in range(-36, 36):
            moment = change + timedelta(hours=hour)
            if is_quiet(moment, zone):
                morning = morning_after(moment, zone).astimezone(zone)
                assert morning.time() == time(8)
                assert not is_quiet(morning, zone)


def _changes(zone: ZoneInfo) -> list[datetime]:
    days = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(7 * 366)]
    return [
        one
        for one in days
        if one.astimezone(zone).utcoffset()
        != (one + timedelta(days=1)).astimezone(zone).utcoffset()
    ]


def test_zones_have_changes_to_try() -> None:
    assert len(_changes(LONDON)) == 14
    assert _changes(ZoneInfo("Asia/Dushanbe")) == []


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+447700900123", "Europe/London"),
        ("+992900123456", "Asia/Dushanbe"),
        ("+923001234567", "Asia/Karachi"),
        ("+8801712345678", "Asia/Dhaka"),
        ("+252612345678", "Africa/Mogadishu"),
        ("+9647701234567", "Asia/Baghdad"),
        ("+963931234567", "Asia/Damascus"),
        ("+48501234567", "Europe/Warsaw"),
        ("+79161234567", "Europe/Moscow"),
        ("+77011234567", "Asia/Almaty"),
        ("+919812345678", "Asia/Kolkata"),
        ("+353851234567", "Europe/Dublin"),
        ("+99912345678", "Europe/London"),
        ("", "Europe/London"),
    ],
)
def test_a_number_tells_the_country(number: str, zone: str) -> None:
    assert zone_of("whatsapp", number, LONDON) == ZoneInfo(zone)


def test_without_a_number_the_zone_of_the_installation_holds() -> None:
    assert zone_of("telegram", "992900123456", LONDON) == LONDON
    assert zone_of("webchat", "4477", ZoneInfo("Asia/Dushanbe")) == ZoneInfo("Asia/Dushanbe")


def test_every_zone_is_known_here() -> None:
    assert set(ZONES.values()) <= available_timezones()
