"""What a panel has for somebody goes out when it may: not into a talk with a person, not to a phone
that wants quiet, not past a channel's window; and by the right clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.panels.model import OVERRUN, Panel, PanelStatus, PanelText
from bot.panels.posting import post_due
from bot.panels.reminding import reminders_of
from bot.ports import Conversation, Hold, Transaction
from bot.reminders.model import Consent
from tests.contracts.conftest import World, do
from tests.panels.studio import ANSWER, PANEL, Studio


def changes(studio: Studio, **fields: object) -> None:
    def work(transaction: Transaction) -> None:
        contact = contact_of(studio, transaction)
        for name, value in fields.items():
            setattr(contact, name, value)
        transaction.save([contact])

    do(studio.database, work)


def contact_of(studio: Studio, transaction: Transaction, address: str = "7") -> Conversation:
    one = studio.guide.inbound(address=address)
    return transaction.conversations([one])[one.urn]


@pytest.fixture
def answered(studio: Studio) -> Studio:
    studio.opens()
    studio.asks("what helps")
    studio.says()
    return studio


def test_not_into_a_talk_with_a_person_but_after_it(answered: Studio) -> None:
    changes(answered, hold=Hold.HELD)
    assert answered.posts() == []
    changes(answered, hold=Hold.NONE)
    [post] = answered.posts()
    assert ANSWER in post


def test_not_to_a_phone_that_wants_quiet(answered: Studio) -> None:
    changes(answered, discreet=True)
    assert answered.posts() == []


def test_two_workers_post_it_once(answered: Studio, world: World) -> None:
    other = world.open()
    for database in (answered.database, other, answered.database):
        database.writer.submit(post_due, answered.clock.now).result(30)
    assert len(answered.posts()) == 1


def test_past_the_window_it_waits_for_her(answered: Studio) -> None:
    world = answered.world
    world.rows("UPDATE conversations SET channel = 'whatsapp', heard_at = 1")
    assert answered.posts() == []

    def waits(transaction: Transaction) -> list[str]:
        due = transaction.reminders.due(answered.clock.now, 9)
        return [one.reminder.say for one in due if one.reminder.consent is Consent.PANELS]

    assert do(answered.database, waits) == ["webchat.answer"]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2027-03-28", "2027-03-27T12:00+00:00"),  # clocks go forward in the night between
        ("2027-10-31", "2027-10-30T11:00+00:00"),  # and back
        ("2027-06-15", "2027-06-14T11:00+00:00"),
    ],
)
def test_a_day_before_is_the_same_hour_there(day: str, before: str) -> None:
    starts_at = {"2027-03-28": 11, "2027-10-31": 12, "2027-06-15": 11}[day]
    start = datetime.fromisoformat(f"{day}T{starts_at}:00+00:00")
    end = start + timedelta(hours=1)
    texts = {"en": PanelText("A talk")}
    panel = Panel(PANEL, "a-talk", texts, start, end, end + OVERRUN, "Europe/London", ("en",))
    assert panel.local_start.hour == 12
    due = [one.due_at for one in reminders_of(panel, 1, datetime(2027, 1, 1, tzinfo=UTC))]
    assert due == [datetime.fromisoformat(before), start - timedelta(minutes=15)]
    assert reminders_of(panel, 1, start) == []


def test_at_night_it_waits_for_the_morning(answered: Studio) -> None:
    answered.clock.now = answered.clock.now.replace(hour=23)
    assert answered.posts() == []
    assert due_at(answered, answered.clock.now) == ["webchat.answer"]


def test_while_it_is_on_nobody_sleeps(studio: Studio) -> None:
    night = studio.starts_at.replace(hour=23)
    studio.opens(starts_at=night, ends_at=night + timedelta(hours=1))
    studio.asks("what helps")
    studio.clock.now = night
    studio.says()
    assert len(studio.posts()) == 1


def due_at(studio: Studio, moment: datetime) -> list[str]:
    def work(transaction: Transaction) -> list[str]:
        return [one.reminder.say for one in transaction.reminders.due(moment, 9)]

    return do(studio.database, work)


def test_an_answer_that_waits_for_her_survives_a_new_time(answered: Studio) -> None:
    answered.world.rows("UPDATE conversations SET channel = 'whatsapp', heard_at = 1")
    assert answered.posts() == []
    later = answered.starts_at + timedelta(days=7)
    version = answered.panel.version
    answered.saves(version=version, starts_at=later, ends_at=later + timedelta(hours=1))
    assert due_at(answered, answered.clock.now) == ["webchat.answer"]


def test_nobody_is_reminded_of_a_panel_that_was_ended_before_it_began(studio: Studio) -> None:
    studio.opens()
    studio.follows()
    begins = studio.panel.starts_at - timedelta(minutes=1)
    assert due_at(studio, begins) == ["webchat.reminder", "webchat.reminder"]
    studio.moves(PanelStatus.OVER)
    assert due_at(studio, begins) == []


def test_a_panel_that_is_moved_reminds_at_the_new_time(studio: Studio) -> None:
    studio.opens()
    studio.follows()
    later = studio.starts_at + timedelta(days=7)
    panel = studio.panel
    studio.saves(version=panel.version, starts_at=later, ends_at=later + timedelta(hours=1))

    def due(transaction: Transaction, at: datetime) -> int:
        return len(transaction.reminders.due(at, 9))

    assert do(studio.database, lambda one: due(one, panel.starts_at)) == 0
    assert do(studio.database, lambda one: due(one, later - timedelta(minutes=1))) == 2
