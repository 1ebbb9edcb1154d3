"""What a facilitator can do with a group, and what no one can."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.cohorts.facilitating import CloseCode, EndCohort, MoveNext, NewCode, NotDone, PutOff
from bot.cohorts.model import CohortStatus, weekly
from tests.cohorts.room import ED, FIRST, IDA, LENA, Room

WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"by": ED}, NotDone.NOT_ALLOWED),
        ({"name": "  "}, NotDone.NAME),
        ({"name": "x" * 81}, NotDone.NAME),
        ({"place": "@"}, NotDone.PLACE),
        ({"place": "x" * 201}, NotDone.PLACE),
        ({"zone": "Europe/Nowhere"}, NotDone.ZONE),
        ({"first": datetime.fromisoformat("2026-11-20T18:00")}, NotDone.FIRST),
        ({"first": datetime.fromisoformat("2028-01-01T18:00")}, NotDone.FIRST),
        ({"size": 3}, NotDone.SIZE),
        ({"size": 31}, NotDone.SIZE),
    ],
)
def test_what_makes_no_group(room: Room, wrong: dict[str, Any], why: NotDone) -> None:
    assert room.tries(**wrong) is why
    assert room.database.cohorts.cohorts() == []


def test_it_meets_ten_times_at_one_hour(room: Room) -> None:
    cohort = room.opens(place=" @opens  The\nlibrary ")
    assert cohort.meetings == weekly(FIRST)
    assert len(cohort.meetings) == 10
    assert cohort.place == "opens The library"


@pytest.mark.parametrize("by", [ED, IDA])
def test_only_its_facilitator_and_leads_change_it(room: Room, by: int) -> None:
    cohort = room.opens()
    why = NotDone.NOT_ALLOWED if by == ED else NotDone.NO_SUCH_GROUP
    assert room.changes(EndCohort, cohort, by) is why
    assert room.changes(EndCohort, cohort, LENA).status is CohortStatus.ENDED


def test_a_stale_page_changes_nothing(room: Room) -> None:
    cohort = room.opens()
    room.changes(CloseCode, cohort)
    assert room.changes(EndCohort, cohort) is NotDone.STALE


def test_what_is_over_stays_as_it_is(room: Room) -> None:
    cohort = room.opens()
    ended = room.changes(EndCohort, cohort)
    assert room.changes(NewCode, ended) is NotDone.OVER


def test_a_week_off_moves_all_that_is_to_come(room: Room) -> None:
    cohort = room.opens()
    room.clock.now += timedelta(days=5)
    changed = room.changes(PutOff, cohort)
    assert changed.meetings[0] == FIRST
    assert changed.meetings[1:] == tuple(local + WEEK for local in cohort.meetings[1:])


def test_one_meeting_moves_between_its_neighbours(room: Room) -> None:
    cohort = room.opens()
    thursday = FIRST + timedelta(days=1, hours=2)
    moved = room.changes(MoveNext, cohort, to=thursday)
    assert moved.meetings == (thursday, *cohort.meetings[1:])
    for to in (FIRST + WEEK, FIRST - timedelta(days=9)):
        assert room.changes(MoveNext, moved, to=to) is NotDone.BETWEEN
    room.clock.now += 10 * WEEK
    assert room.changes(PutOff, moved) is NotDone.NO_NEXT
    assert room.changes(MoveNext, moved, to=FIRST + 12 * WEEK) is NotDone.NO_NEXT


def test_the_record_names_no_one(room: Room) -> None:
    cohort = room.opens(name="Canary circle", place="Canary library")
    room.changes(EndCohort, cohort)
    rows = room.world.rows("SELECT * FROM audit")
    assert "cohort_opened" in str(rows)
    assert "cohort_ended" in str(rows)
    assert "anary" not in str(rows)
    assert cohort.code not in str(rows)


def test_a_code_is_never_given_twice(room: Room) -> None:
    codes = {room.opens(name=str(number)).code for number in range(5)}
    assert len(codes) == 5


def test_a_form_that_is_sent_twice_opens_one_group(room: Room) -> None:
    first, again = room.opens(key="of-the-page"), room.opens(key="of-the-page")
    assert first == again
    assert room.opens(key="of-another").id != first.id
    assert room.opens(key="of-the-page", by=IDA).id != first.id
