"""What goes to her by itself: what she agreed to, once, by day, and nothing that she does not
want."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.messages import Say, Urgency
from bot.ports import Hold
from bot.reminders.model import Consent
from bot.reminders.sending import NO_TEMPLATE
from bot.reminders.templates import ASK_TO_WRITE, template_name
from tests.reminders.scene import DAY, HER, NOON, Scene

TOLD = [Say("events.tomorrow", urgency=Urgency.STATUS)]
NIGHT = datetime(2026, 11, 21, 23, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def on_whatsapp() -> Scene:
    return Scene("whatsapp", "+447700900123")


def approve(scene: Scene, *languages: str) -> None:
    scene.reminders.templates = frozenset(map(template_name, languages))


def test_she_is_told_once(scene: Scene) -> None:
    scene.put()
    assert scene.look() == TOLD
    assert scene.look(NOON + HOUR) == []
    assert scene.waiting == []


def test_not_before_its_time(scene: Scene) -> None:
    scene.put(due_at=NOON + HOUR)
    assert scene.look() == []
    assert scene.look(NOON + HOUR) == TOLD


def test_choices_and_values_go_with_it(scene: Scene) -> None:
    scene.put(choices=("menu",), params={"event": "@event 12"}, at="events.told")
    [said] = scene.look()
    assert said == Say(
        "events.tomorrow",
        ("menu",),
        params={"event": "@event 12"},
        urgency=Urgency.STATUS,
        at="events.told",
    )


@pytest.mark.parametrize(
    "fields",
    [{"stopped": True}, {"discreet": True}, {"blocked": True}, {"address": ""}],
    ids=lambda fields: next(iter(fields)),
)
def test_who_does_not_want_it_never_gets_it(scene: Scene, fields: dict[str, Any]) -> None:
    scene.put()
    scene.is_now(**fields)
    assert scene.look() == []
    scene.is_now(stopped=False, discreet=False, blocked=False, address="3527")
    assert scene.look() == [], "it does not come later either"


def test_without_her_consent_nothing_goes_out(scene: Scene) -> None:
    scene.put(consent=Consent.NEWS)
    assert scene.look() == []
    assert scene.waiting == []


def test_what_is_over_is_not_announced(scene: Scene) -> None:
    scene.put(until=NOON)
    assert scene.look() == []
    assert scene.waiting == []


def test_at_night_it_waits_for_the_morning(scene: Scene) -> None:
    scene.put(due_at=NIGHT)
    for moment in (NIGHT, NIGHT + 5 * HOUR, MORNING - timedelta(seconds=1)):
        assert scene.look(moment) == []
    assert scene.look(MORNING) == TOLD
    assert scene.look(MORNING + HOUR) == []


def test_what_would_be_too_late_in_the_morning_is_left_out(scene: Scene) -> None:
    scene.put(due_at=NIGHT, until=MORNING)
    assert scene.look(NIGHT) == []
    assert scene.look(MORNING) == []
    assert scene.waiting == []


@pytest.mark.parametrize("begins", [MORNING - HOUR, MORNING + HOUR / 2, NIGHT + HOUR / 2])
def test_what_begins_at_night_or_early_is_announced_an_hour_before(
    scene: Scene, begins: datetime
) -> None:
    scene.put(due_at=begins - HOUR, until=begins)
    assert scene.look(begins - HOUR) == TOLD


def test_news_never_come_at_night(scene: Scene) -> None:
    scene.reminders.consents.add((HER, Consent.NEWS))
    scene.put(consent=Consent.NEWS, due_at=NIGHT, until=NIGHT + HOUR)
    assert scene.look(NIGHT) == []


def test_night_is_by_the_clocks_of_her_country() -> None:
    scene = Scene("whatsapp", "+992900123456")  # Dushanbe is five hours ahead
    scene.is_now(heard_at=NOON + 4 * HOUR)
    scene.put(due_at=NOON + 4 * HOUR)
    assert scene.look(NOON + 4 * HOUR) == []
    in_the_morning = datetime(2026, 11, 22, 3, tzinfo=UTC)
    assert scene.look(in_the_morning - timedelta(seconds=1)) == []
    assert scene.look(in_the_morning) == TOLD


def test_while_a_person_talks_with_her_it_waits(scene: Scene) -> None:
    scene.put()
    scene.is_now(hold=Hold.HELD)
    assert scene.look() == []
    scene.is_now(hold=Hold.NONE)
    assert scene.look(NOON + HOUR) == TOLD


def test_in_the_window_whatsapp_takes_it_as_it_is(on_whatsapp: Scene) -> None:
    on_whatsapp.put()
    assert on_whatsapp.look() == TOLD


@pytest.mark.parametrize("heard_at", [NOON - DAY, None])
def test_outside_the_window_she_is_asked_to_write_and_then_told(
    on_whatsapp: Scene, heard_at: datetime | None
) -> None:
    approve(on_whatsapp, "ur")
    on_whatsapp.is_now(heard_at=heard_at)
    on_whatsapp.put()
    assert on_whatsapp.look() == [ASK_TO_WRITE]
    assert on_whatsapp.look(NOON + HOUR) == [], "she is asked once"
    on_whatsapp.is_now(heard_at=NOON + 2 * HOUR)
    assert on_whatsapp.look(NOON + 2 * HOUR) == TOLD
    assert on_whatsapp.look(NOON + 3 * HOUR) == []


def test_for_many_things_she_is_asked_once(on_whatsapp: Scene) -> None:
    approve(on_whatsapp, "ur")
    on_whatsapp.is_now(heard_at=None)
    on_whatsapp.put("a")
    on_whatsapp.put("b")
    assert on_whatsapp.look() == [ASK_TO_WRITE]
    on_whatsapp.is_now(heard_at=NOON + HOUR)
    assert on_whatsapp.look(NOON + HOUR) == TOLD * 2


def test_when_she_writes_at_night_she_is_told_at_once(on_whatsapp: Scene) -> None:
    approve(on_whatsapp, "ur")
    on_whatsapp.is_now(heard_at=None)
    on_whatsapp.put()
    on_whatsapp.look()
    on_whatsapp.is_now(heard_at=NIGHT)
    assert on_whatsapp.look(NIGHT) == TOLD


def test_without_a_template_of_hers_the_first_language_asks(on_whatsapp: Scene) -> None:
    approve(on_whatsapp, "en")
    on_whatsapp.is_now(heard_at=None)
    on_whatsapp.put()
    assert on_whatsapp.look() == [ASK_TO_WRITE]


def test_without_any_template_it_is_dropped_and_counted(on_whatsapp: Scene) -> None:
    approve(on_whatsapp, "pl")
    on_whatsapp.is_now(heard_at=None)
    on_whatsapp.put()
    assert on_whatsapp.look() == []
    assert on_whatsapp.counted == [NO_TEMPLATE]
    assert on_whatsapp.look(NOON + HOUR) == []
    assert on_whatsapp.counted == [NO_TEMPLATE], "never in a loop"


@pytest.mark.parametrize("change", ["occasions.called_off", "occasions.moved"])
def test_she_does_not_go_in_vain_because_it_was_night(change: str) -> None:
    scene = Scene()
    night, early = NOON + timedelta(hours=11), NOON + timedelta(hours=19)
    scene.put("event.12.change", say=change, until=early)
    assert [say.key for say in scene.look(night)] == [change]


def test_what_can_wait_for_the_morning_waits() -> None:
    scene = Scene()
    night, next_noon = NOON + timedelta(hours=11), NOON + timedelta(hours=24)
    scene.put("event.12.change", say="occasions.moved", until=next_noon)
    assert scene.look(night) == []
    assert [say.key for say in scene.look(NOON + timedelta(hours=20, minutes=30))] == [
        "occasions.moved"
    ]
