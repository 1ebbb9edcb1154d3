"""What goes out by itself: to who agreed, at the group's hour be clocks changed or not, and nothing
private in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cohorts.facilitating import EndCohort, MoveNext, PutOff
from bot.cohorts.model import Cohort, Member, weekly
from bot.cohorts.reminding import remind
from bot.cohorts.sample import sample_cohort
from bot.engine.content import Catalogue
from bot.reminders.model import Consent, Reminder
from tests.cohorts.room import FIRST, Room
from tests.desk.fake import FakeStore

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
KINDS = ("group.tomorrow_first", "group.opened", "group.practised")


def told_from(room: Room, start: datetime, end: datetime) -> Iterator[tuple[datetime, str, str]]:
    """When, to whom, and which words; looked at each hour."""
    room.clock.now = start
    while room.clock.now < end:
        for address, say in room.reminded():
            yield room.clock.now, address, say.key
        room.clock.now += HOUR


def utc(local: datetime) -> datetime:
    return local.replace(tzinfo=UTC)


def test_three_words_for_a_step_and_only_to_who_agreed(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort, who="1")
    room.joins(cohort, who="2", reminded=False)
    start = room.clock.now
    told = list(told_from(room, start, utc(FIRST + 6 * DAY - HOUR)))
    assert [(at, who) for at, who, _ in told] == [
        (utc(FIRST - DAY), "1"),
        (utc(FIRST), "1"),
        (utc(FIRST + 3 * DAY), "1"),
    ]
    assert tuple(key for *_, key in told) == KINDS


def test_its_buttons_lead_on(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    room.clock.now = utc(FIRST)
    says = {say.key: say for _, say in room.reminded()}
    assert (says["group.opened"].at, says["group.opened"].choices) == ("group.here", ("open",))
    assert room.her(press="group.here:open")[0].key == "school.worth_reading"
    room.clock.now = utc(FIRST + 3 * DAY)
    [(_, practised)] = room.reminded()
    assert practised.at == "school.worth_check_in"
    assert room.her(press="school.worth_check_in:well")[0].key == "school.worth_went_well"
    room.clock.now = utc(FIRST + 6 * DAY)
    [(_, tomorrow)] = room.reminded()
    assert (tomorrow.key, tomorrow.at) == ("group.tomorrow", "school.worth_practice")
    assert room.her(press="school.worth_practice:tried")[0].key == "school.worth_check_in"


def test_who_has_told_is_not_asked(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    room.her(press="school.worth_check_in:hard")
    told = [key for *_, key in told_from(room, utc(FIRST + HOUR), utc(FIRST + 4 * DAY))]
    assert "group.practised" not in told


@pytest.mark.parametrize("word", ["stop", "leave"])
def test_nothing_more_after_she_stops_or_leaves(room: Room, word: str) -> None:
    cohort = room.opens()
    room.joins(cohort)
    if word == "stop":
        room.her("stop")
        room.her(press="stop.sure:yes")
    else:
        room.her(press="group.leave:yes")
    assert list(told_from(room, room.clock.now, utc(FIRST + 8 * DAY))) == []


def test_no_to_reminders_takes_back_an_earlier_yes(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    room.her(press="group.remind:no")
    assert list(told_from(room, room.clock.now, utc(FIRST + 8 * DAY))) == []


def test_members_who_agreed_hear_of_a_week_off_and_are_reminded_anew(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort, who="1")
    room.joins(cohort, who="2", reminded=False)
    room.changes(PutOff, cohort)
    [(who, say)] = room.reminded()
    assert (who, say.key) == ("1", "group.put_off")
    told = list(told_from(room, room.clock.now + HOUR, utc(FIRST + WEEK + HOUR)))
    assert [(at, key) for at, _, key in told] == [
        (utc(FIRST + WEEK - DAY), "group.tomorrow_first"),
        (utc(FIRST + WEEK), "group.opened"),
    ]


def test_a_meeting_moved_closer_leaves_no_old_reminder(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    soon = datetime.fromisoformat("2026-11-21T20:00")
    room.changes(MoveNext, cohort, to=soon)
    told = list(told_from(room, room.clock.now, utc(FIRST + HOUR)))
    assert [(at, key) for at, _, key in told] == [
        (utc(datetime.fromisoformat("2026-11-21T09:00")), "group.moved"),
        (utc(soon), "group.opened"),
        (utc(soon + 3 * DAY), "group.practised"),
    ]


def test_when_it_ends_they_are_thanked_and_left_in_peace(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    room.changes(EndCohort, cohort)
    told = [key for *_, key in told_from(room, room.clock.now, utc(FIRST + 8 * DAY))]
    assert told == ["group.ended"]


def _due(cohort: Cohort, now: datetime) -> list[Reminder]:
    store = FakeStore()

    def batch(transaction: object, _items: object) -> list[None]:
        transaction.reminders.agree(7, Consent.COURSE, now)  # type: ignore[attr-defined]
        remind(transaction, cohort, [Member(cohort.id, 7, 1)], now)  # type: ignore[arg-type]
        return [None]

    store.do(batch, None)
    return sorted(store.tables.reminders.waiting.values(), key=lambda one: one.due_at)


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Dushanbe", "Australia/Lord_Howe"])
@pytest.mark.parametrize("year", range(2024, 2031))
@pytest.mark.parametrize("month", [3, 9, 10])
def test_the_hour_stays_when_clocks_change(zone: str, year: int, month: int) -> None:
    first, there = datetime.combine(date(year, month, 1), time(18, 30)), ZoneInfo(zone)
    now = first.replace(tzinfo=UTC) - 3 * DAY
    cohort = Cohort(5, "", "en", "", zone, weekly(first), 20, "C", 1)
    due = _due(cohort, now)
    local = [one.due_at.astimezone(there).replace(tzinfo=None) for one in due]
    expected = [at + shift for at in weekly(first) for shift in (-DAY, timedelta(0), 3 * DAY)]
    assert local == sorted(expected)
    assert len({one.key for one in due}) == 30
    assert all(one.due_at < one.until for one in due)


def test_an_hour_that_does_not_exist_is_met_once() -> None:
    """At two in the morning clocks in London go to three."""
    first = datetime.fromisoformat("2026-03-29T01:30")
    cohort = Cohort(5, "", "en", "", "Europe/London", weekly(first), 20, "C", 1)
    assert cohort.starts_at(1) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert cohort.open_steps(cohort.starts_at(1)) == 1


def test_nothing_private_stands_in_what_goes_out(catalogue: Catalogue) -> None:
    english = catalogue.language("en")
    private = english.refused["private"]
    sent = ("tomorrow_first", "tomorrow", "opened", "practised", "moved", "put_off", "ended")
    for name in sent:
        text = english.wordings[f"group.{name}"].text.casefold()
        assert not [word for word in private if word.rstrip("*") in text], name
        assert not [word for word in ("mother", "course", "extrem", "hate") if word in text], name


def test_the_sample_has_two_steps_open_and_one_to_come() -> None:
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    sample = sample_cohort(1, 901, now)
    assert sample.open_steps(now) == 2
    assert sample.may_be_joined(now)
