"""The operator's plan: read whole, or refused in sentences; a bad one never replaces a good one."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.plan import Plan
from bot.desk.plan_file import PlanFile, load_plan
from bot.errors import BadSetting

DESK = Path(__file__).parents[2] / "bot" / "desk"
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SATURDAY_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PLAN = """
zone = "Europe/London"
usual_minutes = 15

[hours]
monday = ["09:00-12:30", "22:00-02:00"]

[holidays]
2026-12-25 = []
"2026-12-28 to 2026-12-30" = ["10:00-12:00"]

[durations]
alert_again = "90 s"
give_up = "23 h"

[limits]
capacity = 2
break_after = 4

[queues.general]

[queues.young]
languages = ["en", "ur"]
zone = "Asia/Dushanbe"
hours.tuesday = ["00:00-24:00"]
holidays.2026-12-29 = []
durations.alert_lead = "4min"
in.ur.hours.friday = ["18:00-22:00"]
"""


def planned(folder: Path, text: str = PLAN) -> Path:
    file = folder / "plan.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(folder: Path, old: str, new: str) -> list[str]:
    assert old in PLAN
    file = planned(folder, PLAN.replace(old, new, 1))
    with pytest.raises(BadSetting) as refused:
        load_plan(file, queues=("general", "young"), languages=("en", "ur"))
    return refused.value.faults


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))


def test_the_plan_that_comes_with_the_product_keeps_office_hours() -> None:
    plan = load_plan(queues=("general", "young"))
    for queue in plan.queues.values():
        assert queue.zone.key == "Europe/London"
        assert queue.hours.is_open(MONDAY_NOON)
        assert queue.hours.next_opening(SATURDAY_NOON) == london("2026-11-23 09:00")
        assert not queue.hours.is_open(london("2026-12-25 12:00"))
        assert queue.serves("so")


def test_the_plan_that_comes_with_the_product_says_the_usual_durations() -> None:
    general, unsaid = (
        load_plan().queue("general"),
        load_plan(DESK / "demo_plan.toml").queue("general"),
    )
    for name in ("alert_again", "alert_lead", "tell_waiting", "give_up", "later", "nudge"):
        assert getattr(general, name) == getattr(unsaid, name)
    assert (unsaid.return_after, unsaid.silence) == (timedelta(minutes=5), timedelta(minutes=60))
    assert (unsaid.pause, unsaid.away_after) == (timedelta(hours=20), timedelta(seconds=45))
    assert (unsaid.drop_after, unsaid.tell_waiting) == (
        timedelta(seconds=120),
        timedelta(minutes=10),
    )


def test_the_demo_never_shuts() -> None:
    for queue in load_plan(DESK / "demo_plan.toml", queues=("general", "young")).queues.values():
        assert queue.hours.is_open(SATURDAY_NOON)
        assert queue.hours.closes_at(SATURDAY_NOON) is None


def test_everything_said_is_read(tmp_path: Path) -> None:
    plan = load_plan(planned(tmp_path))
    general = plan.queue("general")
    assert (plan.usual_minutes, plan.capacity, plan.break_after) == (15, 2, 4)
    assert general.alert_again == timedelta(seconds=90)
    assert general.give_up == timedelta(hours=23)
    assert general.hours.is_open(london("2026-11-24 01:00"))
    assert not general.hours.is_open(london("2026-12-25 10:00"))
    assert general.hours.is_open(london("2026-12-30 10:30"))


def test_a_queue_differs_only_in_what_it_says(tmp_path: Path) -> None:
    young = load_plan(planned(tmp_path)).queue("young")
    assert (young.name, young.zone.key, young.languages) == ("young", "Asia/Dushanbe", ("en", "ur"))
    assert (young.alert_again, young.alert_lead) == (timedelta(seconds=90), timedelta(minutes=4))
    assert not young.hours.is_open(MONDAY_NOON)
    assert young.hours.closes_at(datetime(2026, 11, 24, 12, tzinfo=UTC)) == datetime(
        2026, 11, 24, 19, tzinfo=UTC
    )
    assert not young.hours.is_open(datetime(2026, 12, 29, 5, 30, tzinfo=UTC))
    assert young.hours.is_open(datetime(2026, 12, 28, 5, 30, tzinfo=UTC))
    assert [young.serves(code) for code in ("en", "ur", "so")] == [True, True, False]


def test_a_language_may_have_hours_of_its_own(tmp_path: Path) -> None:
    plan, friday = load_plan(planned(tmp_path)), datetime(2026, 11, 27, 14, tzinfo=UTC)
    assert plan.queue("young", "ur").hours.is_open(friday)
    assert not plan.queue("young", "en").hours.is_open(friday)
    assert not plan.queue("general", "ur").hours.is_open(friday)


def test_a_case_that_outlives_its_queue_is_kept_to_the_first_plan(tmp_path: Path) -> None:
    plan = load_plan(planned(tmp_path))
    assert plan.queue("gone", "ur") == plan.queue("general")


def test_no_hours_are_a_desk_that_is_shut_and_promises_nothing(tmp_path: Path) -> None:
    plan = load_plan(planned(tmp_path, 'zone = "UTC"\n[queues.general]\n'))
    assert not plan.queue("general").hours.is_open(MONDAY_NOON)
    assert plan.queue("general").hours.next_opening(MONDAY_NOON) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"Europe/London"', '"Europe/Londinium"', "plan.toml zone must be the name of a time zone"),
        ('"Europe/London"', '"../etc"', "plan.toml zone must be the name of a time zone"),
        ('"Europe/London"', '"Europe"', "plan.toml zone must be the name of a time zone"),
        ('"Europe/London"', "1", "plan.toml zone must be the name of a time zone"),
        ('zone = "Europe/London"', "", "plan.toml zone is missing: it must be"),
        ("usual_minutes = 15", "usual_minutes = true", "plan.toml usual_minutes must be a whole"),
        ("usual_minutes = 15", "usual_minute = 15", "plan.toml usual_minute is not known here"),
        ('"09:00-12:30"', '"9-12"', "plan.toml [hours] monday must list shifts"),
        ('"09:00-12:30"', '"09:00-09:00"', "plan.toml [hours] monday must list shifts"),
        ('"09:00-12:30"', '"09:00-25:00"', "plan.toml [hours] monday must list shifts"),
        ('"09:00-12:30"', "9", "plan.toml [hours] monday must list shifts"),
        ('["09:00-12:30", "22:00-02:00"]', '"all day"', "plan.toml [hours] monday must list"),
        ("monday", "mondy", "plan.toml [hours] mondy is not known here"),
        ("2026-12-25 =", "2026-02-29 =", "plan.toml [holidays] 2026-02-29 must be a day"),
        ("2026-12-25 =", "christmas =", "plan.toml [holidays] christmas must be a day"),
        ("2026-12-25 =", "2026-12-29 =", "must be a day"),
        ("28 to 2026", "28 to 2025", "2026-12-28 to 2025-12-30 must be a day"),
        ("28 to 2026", "28 to 2226", "2026-12-28 to 2226-12-30 must be a day"),
        ('"90 s"', '"0 s"', "plan.toml [durations] alert_again must be a number above 0"),
        ('"90 s"', '"90"', "plan.toml [durations] alert_again must be a number above 0"),
        ('"90 s"', "90", "plan.toml [durations] alert_again must be a number above 0"),
        ('"23 h"', '"9 min"', "plan.toml [durations] tell_waiting must not be longer than give_up"),
        ("give_up", "tell_waiting", "plan.toml [durations] tell_waiting must not be longer than"),
        ('"23 h"', '"24 h"', "plan.toml [durations] give_up must be less than 24 h"),
        ("alert_again", "alert_agian", "plan.toml [durations] alert_agian is not known here"),
        ("capacity = 2", "capacity = 0", "plan.toml [limits] capacity must be a whole number"),
        ("capacity", "capasity", "plan.toml [limits] capasity is not known here"),
        ("[limits]", "[limit]", "plan.toml limit is not known here"),
        ("[queues.general]", "", "plan.toml [queues.general] is missing: a flow hands over to it"),
        ("[queues.general]", "[queues]\ngeneral = 1", "plan.toml [queues] general must be a table"),
        ('"en", "ur"]', '"en", "xx"]', "plan.toml [queues.young] languages must list languages"),
        ('"en", "ur"]', '"en", "en"]', "plan.toml [queues.young] languages must list languages"),
        ('["en", "ur"]', '"en"', "plan.toml [queues.young] languages must list languages"),
        ('"4min"', '"1 s"', "alert_again must not be longer than alert_lead"),
        ("in.ur", "in.xx", "plan.toml [queues.young.in] xx is no language we speak"),
        ("in.ur.hours", "in.ur.hour", "plan.toml [queues.young.in.ur] hour is not known here"),
        ("[hours]", "[hours", "plan.toml cannot be read as TOML: mend what is wrong in line 5"),
    ],
)
def test_a_plan_that_cannot_be_right_is_refused_by_table_and_key(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    [fault] = faults(tmp_path, old, new)
    assert says in fault
    assert fault.startswith("plan.toml ")
    assert fault.endswith(".")
    assert "\n" not in fault


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, '"Europe/London"\nusual_minutes = 15', "1\nusual_minutes = 0")) == 2


def test_a_plan_without_queues_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"plan.toml \[queues\] is missing"):
        load_plan(planned(tmp_path, 'zone = "UTC"'))


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "plan.toml"
    if content:
        file.write_bytes(content)
    for read in (load_plan, PlanFile):
        with pytest.raises(BadSetting, match=r"^plan.toml cannot be read"):
            read(file)


def changed(file: Path, text: str) -> None:
    """Written anew, and later than before even where clocks are coarse."""
    before = file.stat().st_mtime_ns
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))


def capacities(*plans: Plan) -> list[int]:
    return [plan.capacity for plan in plans]


def test_a_changed_plan_is_taken_up(tmp_path: Path) -> None:
    file = planned(tmp_path)
    kept = PlanFile(file)
    first = kept.plan
    assert kept.reload() == []
    assert kept.plan is first
    changed(file, PLAN.replace("capacity = 2", "capacity = 5"))
    assert kept.reload() == []
    assert capacities(first, kept.plan) == [2, 5]


def test_a_plan_changed_for_the_worse_leaves_the_last_good_one_and_says_so_once(
    tmp_path: Path,
) -> None:
    file = planned(tmp_path)
    kept = PlanFile(file)
    changed(file, PLAN.replace("capacity = 2", "capacity = 0"))
    [fault] = kept.reload()
    assert fault.startswith("plan.toml [limits] capacity must be")
    assert kept.reload() == []
    assert kept.plan.capacity == 2
    file.unlink()
    [fault] = kept.reload()
    assert fault.startswith("plan.toml cannot be read (FileNotFoundError)")
    planned(tmp_path, PLAN.replace("capacity = 2", "capacity = 6"))
    assert (kept.reload(), kept.plan.capacity) == ([], 6)
