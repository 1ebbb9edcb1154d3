"""What goes out by itself about a group, to those who agreed to it: never what it is about."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.cohorts.model import STEPS, WEEK, Cohort, Member, Went
from bot.desk.back_on import opening_at
from bot.ports import Transaction
from bot.reminders.model import Consent, Reminder

DAY = timedelta(days=1)
CHECKED_AFTER = timedelta(days=3)
TOMORROW, FIRST, OPENED, PRACTISED = (
    f"group.{name}" for name in ("tomorrow", "tomorrow_first", "opened", "practised")
)
MOVED, PUT_OFF, ENDED = (f"group.{name}" for name in ("moved", "put_off", "ended"))
"""What is said: words of the guide's own in the content of the flow `group`."""
HERE = "group.here"
"""The state whose choices stand under most of it."""
TAKES_HOME = ("tried", "later")


def prefix_of(cohort_id: int) -> str:
    """Of the keys of all that is said about this group."""
    return f"course.{cohort_id}."


def check_key(cohort_id: int, step: str) -> str:
    return f"{prefix_of(cohort_id)}{STEPS.index(step) + 1}.check."


def remind(
    transaction: Transaction, cohort: Cohort, members: Iterable[Member], now: datetime
) -> None:
    """Of every step that is still to come; what was put before for this group is moved."""
    agreed = _who_agreed(transaction, members)
    transaction.reminders.put([one for id_ in agreed for one in _all_due(cohort, id_, now)])


def say_now(
    transaction: Transaction, cohort: Cohort, members: Iterable[Member], say: str, now: datetime
) -> None:
    """To those of them who agreed to hear of it."""
    number = cohort.next_number(now)
    moved = {} if say == ENDED or number is None else {"when": _when(cohort, number)}
    until = now + WEEK if number is None else cohort.starts_at(number)
    transaction.reminders.put(
        [
            Reminder(
                id_, f"{prefix_of(cohort.id)}news", Consent.COURSE, now, until, say, params=moved
            )
            for id_ in _who_agreed(transaction, members)
        ]
    )


def _who_agreed(transaction: Transaction, members: Iterable[Member]) -> list[int]:
    agreed = transaction.reminders.agreed
    return [one.conversation_id for one in members if Consent.COURSE in agreed(one.conversation_id)]


def _when(cohort: Cohort, number: int) -> str:
    return opening_at(cohort.starts_at(number), cohort.zone_info)


def _all_due(cohort: Cohort, conversation_id: int, now: datetime) -> Iterator[Reminder]:
    for number in range(1, len(STEPS) + 1):
        for one in _of_step(cohort, conversation_id, number):
            if one.due_at > now:
                yield one


def _of_step(cohort: Cohort, conversation_id: int, number: int) -> Iterator[Reminder]:
    """Each by the clocks of the place, be they changed in between or not."""
    local, starts_at = cohort.meetings[number - 1], cohort.starts_at(number)
    step, prefix = STEPS[number - 1], f"{prefix_of(cohort.id)}{number}."
    yield Reminder(
        conversation_id,
        f"{prefix}day",
        Consent.COURSE,
        cohort.in_utc(local - DAY),
        starts_at,
        FIRST if number == 1 else TOMORROW,
        () if number == 1 else TAKES_HOME,
        {"when": _when(cohort, number)},
        "" if number == 1 else f"school.{STEPS[number - 2]}_practice",
    )
    yield Reminder(
        conversation_id,
        f"{prefix}hour",
        Consent.COURSE,
        starts_at,
        cohort.in_utc(local + CHECKED_AFTER),
        OPENED,
        ("open",),
        at=HERE,
    )
    yield Reminder(
        conversation_id,
        check_key(cohort.id, step),
        Consent.COURSE,
        cohort.in_utc(local + CHECKED_AFTER),
        cohort.in_utc(local + WEEK),
        PRACTISED,
        tuple(Went),
        at=f"school.{step}_check_in",
    )
