"""While her case waits the guide goes on, and what she wants to say is read by who comes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.desk import commands as ask
from bot.desk.model import EventKind, NextAction, Outcome, Presence
from bot.desk.refusals import Refusal, Why
from bot.engine.turn import Engine
from bot.ports import Hold
from tests.desk.room import Room, room_of_who_asked
from tests.flows.backroom import ADVISER, plan_of

DANGER = "he has a knife"


@pytest.fixture
def room(engine: Engine) -> Room:
    return room_of_who_asked(engine)


@pytest.fixture
def held(room: Room) -> Room:
    room.adviser("claims")
    return room


def test_the_guide_goes_on_while_she_waits(room: Room) -> None:
    assert room.writes("menu") == ["menu.choose"]
    assert room.presses("menu.choose:call") == ["call.where"]
    assert room.her_case.last_heard_at == room.now


def test_what_she_wants_to_say_first_is_read_by_who_comes(room: Room) -> None:
    assert room.writes("It is about my son.") == ["guide.noted"]
    assert room.writes("He is seventeen.") == ["guide.noted_more"]

    assert room.read == ["It is about my son.", "He is seventeen."]
    assert room.news() == [EventKind.HEARD] * 2


def test_danger_makes_a_waiting_case_urgent_wherever_she_is(room: Room) -> None:
    room.writes("menu")
    assert room.writes(DANGER)[0] == "urgent.now"

    assert room.her_case.is_urgent
    assert EventKind.DANGER in room.news()


def test_who_comes_sees_that_she_was_in_danger_and_closes_not_alone(room: Room) -> None:
    room.writes("menu")
    room.writes(DANGER)
    room.adviser("claims")

    assert [(one.text, one.is_danger) for one in room.store.tables.messages] == [("[danger]", True)]
    item = ask.Close(ADVISER.id, room.her_case.id, None, Outcome.LISTENED)
    assert room.store.do(room.desk.close, item) == [Refusal(Why.DANGER_NOW)]


def test_danger_in_what_she_says_first_is_read_once(room: Room) -> None:
    room.writes(DANGER)
    assert [(one.text, one.is_danger) for one in room.store.tables.messages] == [(DANGER, True)]


def test_what_she_types_to_what_was_asked_of_her_is_its_answer(room: Room) -> None:
    assert [say.key for say in room.wait(11)] == ["desk.still_waiting"]

    assert room.writes("Write to me later") == ["desk.waits_for_later"]
    assert room.her_case.next_action is NextAction.TELL_NOBODY_FREE
    assert room.writes("He is seventeen.") == ["guide.noted"]


def test_to_wait_begins_the_ladder_anew(room: Room) -> None:
    room.wait(11)
    assert room.presses("desk.still_waiting:wait") == ["desk.waits"]

    assert room.her_case.next_action is NextAction.ALERT_AGAIN
    assert [say.key for say in room.wait(11)] == ["desk.still_waiting"]


def test_to_stop_waiting_takes_the_request_back(room: Room) -> None:
    assert room.presses("desk.still_waiting:stop_waiting")[0] == "desk.stopped_waiting"

    assert room.her_case.outcome is Outcome.WITHDRAWN
    assert room.contact.hold is Hold.NONE


def test_buttons_of_a_case_that_is_over_promise_nothing(held: Room) -> None:
    held.presses("desk.holding:end")

    for token in ("still_waiting:wait", "still_waiting:later", "holding:stay"):
        assert held.presses(f"desk.{token}") == ["desk.over", "person.about"]
    assert held.her_case.is_closed


def test_where_nobody_reads_any_more_nothing_is_said_to_be_noted(room: Room) -> None:
    room.presses("desk.still_waiting:stop_waiting")
    room.store.tables.conversations[room.contact.id].session = None
    room.asks()
    room.wait(60 * 21)

    assert room.writes("It is about my son.") == ["guide.over", "person.about"]
    assert room.read == []


def test_who_is_blocked_has_the_guide_and_every_number_and_opens_no_case(engine: Engine) -> None:
    room = Room(engine, "open")
    room.writes("menu")
    room.store.tables.conversations[room.contact.id].blocked = True

    assert room.writes("person") == ["person.nobody"]
    assert room.presses("person.may_write_later:yes") == ["person.nobody"]
    assert room.writes(DANGER)[0] == "urgent.now"
    assert (room.case, room.read) == (None, [])


@pytest.mark.parametrize(
    ("desk", "fields", "told"),
    [
        ("open", {}, "person.asked_here"),
        ("open", {"presence": Presence.BREAK}, "person.asked_alone"),
        ("open", {"queues": ("young",)}, "person.asked_alone"),
        ("open", {"languages": ("ur",)}, "person.asked_alone"),
        ("closed", {}, "person.asked_back"),
        ("none", {}, "person.asked_alone"),
    ],
)
def test_she_is_told_the_truth_about_who_is_there(
    engine: Engine, desk: str, fields: dict[str, Any], told: str
) -> None:
    room = Room(engine, desk)
    for id_, adviser in room.store.tables.advisers.items():
        room.store.tables.advisers[id_] = replace(adviser, **fields)

    assert room.presses("person.may_write_later:yes")[0] == told


def test_a_newer_plan_holds_at_once(engine: Engine) -> None:
    room = Room(engine, "open")
    room.conversations.keep_to(plan_of("closed"))

    assert room.presses("person.may_write_later:yes")[0] == "person.asked_back"
