"""Seats, the waiting list, and who is reminded of what, when."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.events.model import EventStatus, Standing
from bot.events.registering import first_name, leave, move_up, register
from bot.events.reminding import a_day_before
from tests.events.scenes import BEA, CARO, DAY, HOUR, NOW, ZARA, Scene, event


def join(scene: Scene, who: int, minutes: int = 0, name: str = "") -> Standing | None:
    at = NOW + timedelta(minutes=minutes)
    return register(scene.transaction, 5, who, name, at)


def standings(scene: Scene) -> dict[int, Standing]:
    return {one.conversation_id: one.standing for one in scene.events.registrations(5)}


def test_seats_go_in_order_and_the_rest_wait() -> None:
    scene = Scene(event())
    assert join(scene, ZARA) is Standing.SEAT
    assert join(scene, BEA, 1) is Standing.WAITING
    assert join(scene, ZARA, 2) is Standing.SEAT


def test_without_a_limit_everybody_has_a_seat() -> None:
    scene = Scene(event(capacity=None))
    assert {join(scene, who) for who in (ZARA, BEA, CARO)} == {Standing.SEAT}


def test_who_waits_longest_moves_up_and_is_told() -> None:
    scene = Scene(event(), agreed=[CARO, BEA])
    for minutes, who in enumerate((ZARA, CARO, BEA)):
        join(scene, who, minutes)
    assert leave(scene.transaction, 5, ZARA, NOW)
    assert standings(scene) == {CARO: Standing.SEAT, BEA: Standing.WAITING}
    assert scene.told() == {(CARO, "event.5.seat_free")}
    assert not leave(scene.transaction, 5, ZARA, NOW)


def test_coming_back_means_the_end_of_the_line() -> None:
    scene = Scene(event())
    for minutes, who in enumerate((ZARA, CARO, BEA)):
        join(scene, who, minutes)
    leave(scene.transaction, 5, CARO, NOW)
    join(scene, CARO, 9)
    leave(scene.transaction, 5, ZARA, NOW)
    assert standings(scene) == {BEA: Standing.SEAT, CARO: Standing.WAITING}


def test_a_registration_is_counted_once_and_without_who() -> None:
    scene = Scene(event(capacity=0))
    join(scene, ZARA, name="Zara")
    join(scene, ZARA, 5, name="Z")
    assert scene.counted == ["registration"]


def test_registering_again_changes_the_name_and_not_the_place() -> None:
    scene = Scene(event(capacity=0))
    join(scene, ZARA, name="Zara")
    join(scene, ZARA, 5, name="Z")
    [one] = scene.events.registrations(5)
    assert (one.name, one.at) == ("Z", NOW)


@pytest.mark.parametrize(
    "closed",
    [
        event(status=EventStatus.CANCELLED),
        event(status=EventStatus.DRAFT),
        event(starts_at=NOW - HOUR / 2),
        event(6),
    ],
)
def test_what_is_not_on_cannot_be_registered_for(closed: object) -> None:
    scene = Scene(closed)  # type: ignore[arg-type]
    assert join(scene, ZARA) is None
    assert scene.events.rows == {}


def test_nobody_moves_up_once_it_has_begun() -> None:
    scene = Scene(event(capacity=0))
    join(scene, ZARA)
    assert move_up(scene.transaction, event(capacity=9), NOW + 3 * DAY) == 0


def test_a_name_is_short_and_of_one_line() -> None:
    assert first_name("  Zara \n\t Bibi\x00 ") == "Zara Bibi"
    assert len(first_name("word " * 99)) <= 40


def test_only_who_agreed_and_has_a_seat_is_reminded() -> None:
    scene = Scene(event(capacity=2), agreed=[ZARA, CARO])
    for minutes, who in enumerate((ZARA, BEA, CARO)):
        join(scene, who, minutes)
    start = event().starts_at
    assert scene.put() == [
        (ZARA, "event.5.day", start - DAY),
        (ZARA, "event.5.hour", start - HOUR),
    ]


def test_whoever_leaves_hears_nothing_more() -> None:
    scene = Scene(event(capacity=None), agreed=[ZARA])
    join(scene, ZARA)
    leave(scene.transaction, 5, ZARA, NOW)
    assert scene.put() == []


def test_late_comers_are_not_reminded_of_the_past() -> None:
    scene = Scene(event(starts_at=NOW + 5 * HOUR), agreed=[ZARA])
    join(scene, ZARA)
    assert [key for _, key, _ in scene.put()] == ["event.5.hour"]


def test_nothing_of_what_it_is_about_goes_out() -> None:
    scene = Scene(event(), agreed=[ZARA])
    join(scene, ZARA, name="Zara")
    for one in scene.reminders.waiting.values():
        assert dict(one.params) == {"when": "@event_when 5"}


ZONES = ("Europe/London", "Asia/Dushanbe", "America/New_York", "Australia/Lord_Howe")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", range(2024, 2031))
def test_a_day_before_is_the_same_time_by_the_clocks(zone: str, year: int) -> None:
    """Every day of the years in which clocks change, at hours that are skipped or come twice."""
    there = ZoneInfo(zone)
    for number in range(366):
        day = date(year, 1, 1) + timedelta(days=number)
        for hour in (1, 2, 18):
            start = datetime.combine(day, time(hour, 30), there).astimezone(UTC)
            before = a_day_before(event(starts_at=start, zone=zone))
            assert DAY - HOUR <= start - before <= DAY + HOUR
            clocks = before.astimezone(there)
            shifted = clocks.utcoffset() != start.astimezone(there).utcoffset()
            assert clocks.date() == day - DAY or start.astimezone(there).hour != hour
            if hour == 18:
                assert (clocks.hour, clocks.minute) == (18, 30)
                assert (start - before != DAY) == shifted
