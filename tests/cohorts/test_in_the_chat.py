"""She joins by a link or a code, once, while there is room; each step opens at the group's hour."""

from datetime import datetime, timedelta

import pytest

from bot.cohorts.facilitating import CloseCode, EndCohort, NewCode
from bot.cohorts.model import Progress, Went
from bot.messages import Say
from tests.cohorts.room import FIRST, Room

WEEK = timedelta(weeks=1)


def keys(says: list[Say]) -> list[str]:
    return [say.key for say in says]


def numbers(room: Room, cohort_id: int) -> list[int]:
    return room.database.cohorts.numbers(cohort_id)


def at(room: Room, local: datetime) -> None:
    """London is on UTC all winter."""
    room.clock.now = local.replace(tzinfo=room.clock.now.tzinfo)


def test_a_link_leads_straight_to_the_group_after_a_greeting(room: Room) -> None:
    cohort = room.opens()
    told = room.her(start=f"group-{cohort.code}")
    assert told[0].key == "welcome.hello"
    assert told[-1].key == "group.found"
    assert "group.code" not in keys(told)
    assert room.joins(cohort)[-1] == "group.here"
    assert numbers(room, cohort.id) == [1]


def test_a_link_with_a_wrong_code_asks_for_a_right_one(room: Room) -> None:
    assert room.her(start="group-CCCCCCCC")[-1].key == "group.wrong"
    assert room.her(start="group-nonsense-or-not", who="2")[-1].key == "group.code"
    assert room.her(start="signs-CCCCCCCC", who="3")[0].key == "welcome.hello"


def test_joining_twice_is_joining_once(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    assert room.her(start=f"group-{cohort.code}")[-1].key == "group.here"
    room.her(press="group.found:join")
    assert numbers(room, cohort.id) == [1]
    assert [one.joined for one in room.database.cohorts.cohorts()] == [1]


def test_the_last_place_is_given_once(room: Room) -> None:
    cohort = room.opens(size=4)
    for who in ("1", "2", "3"):
        room.joins(cohort, who=who)
    for who in ("4", "5"):
        assert room.her(start=f"group-{cohort.code}", who=who)[-1].key == "group.found"
    assert "group.joined" in keys(room.her(press="group.found:join", who="4"))
    assert "group.full" in keys(room.her(press="group.found:join", who="5"))
    assert "group.full" in keys(room.her(start=f"group-{cohort.code}", who="6"))
    assert numbers(room, cohort.id) == [1, 2, 3, 4]


def test_who_leaves_makes_room_and_numbers_are_never_given_again(room: Room) -> None:
    cohort = room.opens(size=4)
    for who in ("1", "2", "3", "4"):
        room.joins(cohort, who=who)
    room.her(press="group.leave:yes", who="4")
    room.joins(cohort, who="5")
    assert numbers(room, cohort.id) == [1, 2, 3, 5]
    assert room.her(press="group.here:open", who="4")[-1].key == "group.about"


@pytest.mark.parametrize("change", [CloseCode, EndCohort])
def test_a_closed_group_takes_nobody(room: Room, change: type) -> None:
    cohort = room.opens()
    assert room.her(start=f"group-{cohort.code}")[-1].key == "group.found"
    room.changes(change, cohort)
    assert "group.shut" in keys(room.her(press="group.found:join"))
    assert numbers(room, cohort.id) == []


def test_a_new_code_ends_the_old_one(room: Room) -> None:
    cohort = room.opens()
    changed = room.changes(NewCode, cohort)
    assert changed.code != cohort.code
    assert room.her(start=f"group-{cohort.code}")[-1].key == "group.wrong"
    assert room.her(start=f"group-{changed.code}", who="2")[-1].key == "group.found"


def test_codes_cannot_be_guessed_at_will(room: Room) -> None:
    cohort = room.opens()
    room.her(start="group")
    room.her(press="group.about:code")
    for number in range(10):
        assert room.her(f"CCCCCCC{'CDFGHJKMNP'[number]}")[-1].key == "group.wrong"
    assert "group.many" in keys(room.her(cohort.code))
    assert room.her(start=f"group-{cohort.code}", who="2")[-1].key == "group.found"
    room.clock.go_on(minutes=61)
    assert room.her(start=f"group-{cohort.code}")[-1].key == "group.found"


def test_a_step_opens_at_the_hour_and_not_before(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    assert "open" not in room.her(start="group")[-1].choices
    at(room, FIRST - timedelta(minutes=1))
    assert room.her(press="group.here:open")[-1].key == "group.here"
    at(room, FIRST)
    assert "open" in room.her(start="group")[-1].choices
    assert room.her(press="group.here:open")[0].key == "school.worth_reading"
    at(room, FIRST + 3 * WEEK)
    assert room.her(press="group.here:open")[0].key == "school.listening_reading"


def test_she_sees_what_she_missed_and_opens_it(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    at(room, FIRST)
    room.her(press="group.here:open")
    at(room, FIRST + 3 * WEEK)
    missed = room.her(press="group.here:missed")[-1]
    assert missed.choices == ("safe", "growing", "here")
    assert room.her(press="group.missed:growing")[0].key == "school.growing_reading"
    assert room.her(press="group.here:missed")[-1].choices == ("safe", "here")


def test_after_the_last_meeting_the_course_goes_on_alone(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    at(room, FIRST + 9 * WEEK)
    assert room.her(press="group.here:open")[0].key == "school.passing_on_reading"
    room.her(press="school.passing_on_practice:tried")
    room.her(press="school.passing_on_check_in:well")
    room.her(press="school.passing_on_helpful:yes")
    assert room.her(press="school.onward:next")[-1].key == "school.all_done"


def test_the_facilitator_sees_numbers_steps_and_how_it_went(room: Room) -> None:
    cohort = room.opens()
    room.joins(cohort)
    room.joins(cohort, who="2")
    at(room, FIRST)
    room.her(press="group.here:open")
    room.her(press="school.worth_practice:tried")
    room.her(press="school.worth_check_in:hard")
    room.her(press="group.here:open", who="2")
    progress = room.database.cohorts.progress(cohort.id)
    assert progress == [Progress(1, "worth", Went.HARD), Progress(2, "worth")]


def test_alone_nothing_is_noted(room: Room) -> None:
    room.her(start="school")
    room.her(press="school.course:next")
    room.her(press="school.worth_check_in:well")
    assert room.world.rows("SELECT * FROM cohort_progress") == []


def test_danger_in_the_place_of_a_code_comes_first(room: Room) -> None:
    room.her(start="group")
    room.her(press="group.about:code")
    assert room.her("urgent")[0].key == "urgent.now"
