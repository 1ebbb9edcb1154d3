"""While a person holds the conversation her words go to them, and the guide is silent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.model import CaseStatus, EventKind, NextAction, Outcome
from bot.engine.turn import Engine
from bot.messages import Inbound, Kind, Urgency
from bot.ports import Hold
from bot.privacy import erase_all
from tests.desk.room import Room, room_of_who_asked
from tests.flows.backroom import ADVISER, CHANNEL

DANGER = "he has a knife"


@pytest.fixture
def room(engine: Engine) -> Room:
    return room_of_who_asked(engine)


@pytest.fixture
def held(room: Room) -> Room:
    room.adviser("claims")
    room.news()
    return room


def test_the_case_knows_what_she_chose_and_no_word_of_hers(room: Room) -> None:
    assert "signs.safety:no" in room.her_case.choices
    assert "person.may_write:first" in room.her_case.choices
    assert room.read == []


def test_her_words_reach_the_adviser_and_nobody_answers_but_the_adviser(held: Room) -> None:
    assert held.writes("He is never at home.") == []

    assert held.read == ["He is never at home."]
    assert held.her_case.unanswered_since == held.her_case.last_heard_at == held.now
    assert held.her_case.next_action is NextAction.NUDGE_ADVISER
    assert held.news() == [EventKind.HEARD]


@pytest.mark.parametrize("text", ["hello", "thanks", "who are you", "1", "yes", "{emergency} %s"])
def test_what_the_guide_would_answer_is_for_the_person(held: Room, text: str) -> None:
    assert held.writes(text) == []
    assert held.read == [text]


def test_the_same_message_is_kept_once(held: Room) -> None:
    held.sends(text="one", external_id="same")
    held.sends(text="one", external_id="same")

    assert held.read == ["one"]
    assert held.news() == [EventKind.HEARD]


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (Kind.PHOTO, "", "[photo]"),
        (Kind.VOICE, "", "[voice]"),
        (Kind.MEDIA, "his letter", "[media] his letter"),
        (Kind.TEXT, "half \ud800", "half ?"),
        (Kind.TEXT, "x" * 5000, "x" * 4096),
    ],
)
def test_what_is_kept(held: Room, kind: Kind, text: str, kept: str) -> None:
    assert held.sends(kind, text) == []
    assert held.read == [kept]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_not_kept(held: Room, text: str) -> None:
    assert held.writes(text) == []
    assert (held.read, held.news()) == ([], [])


def test_a_changed_text_is_kept_as_one_and_looked_at_again(held: Room) -> None:
    held.writes("he has a")
    assert held.sends(Kind.EDIT, DANGER) == []

    assert held.last.is_edited
    assert held.last.is_danger
    assert held.her_case.is_urgent


def test_an_adviser_who_is_there_is_alerted_and_the_guide_says_nothing(held: Room) -> None:
    assert held.writes(DANGER) == []

    assert held.last.is_danger
    assert held.her_case.is_urgent
    assert EventKind.DANGER in held.news()


def unanswered(room: Room) -> None:
    room.writes("are you there?")
    room.now += timedelta(seconds=61)


def paused(room: Room) -> None:
    room.changes_case(status=CaseStatus.CONTACT)


def away(room: Room) -> None:
    room.changes_case(status=CaseStatus.AWAY)


@pytest.mark.parametrize("alone", [unanswered, paused, away])
def test_in_danger_and_alone_she_gets_numbers_at_once(
    held: Room, alone: Callable[[Room], None]
) -> None:
    alone(held)

    [numbers] = held.sends(text=DANGER)

    assert (numbers.key, numbers.urgency) == ("desk.numbers", Urgency.SAFETY)
    assert numbers.lines[0] == "emergency"


def test_urgent_is_answered_as_ever_and_told(held: Room) -> None:
    assert held.writes("urgent")[0] == "urgent.now"

    assert (held.read, held.last.is_danger) == (["urgent"], True)
    assert EventKind.DANGER in held.news()
    assert held.presses("urgent.what:weapon")[0] == "urgent.weapon"


@pytest.mark.parametrize("word", ["menu", "back", "person"])
def test_the_way_back_to_the_guide_is_a_question(held: Room, word: str) -> None:
    assert held.writes(word) == ["desk.holding"]
    assert held.read == []
    assert held.contact.hold is Hold.HELD


@pytest.mark.parametrize(
    "token",
    ["menu.choose:signs", "person.tell:menu", "desk.still_waiting:later", "no.such:one", "x"],
)
def test_old_buttons_ask_the_same_and_do_nothing(held: Room, token: str) -> None:
    before = held.her_case

    assert held.presses(token) == ["desk.holding"]
    assert replace(held.her_case, last_heard_at=before.last_heard_at) == before


def test_a_page_that_is_opened_again_asks_the_same(held: Room) -> None:
    assert [say.key for say in held.sends(Kind.START)] == ["desk.holding"]
    assert held.sends(Kind.START, "urgent")[0].key == "urgent.now"


@pytest.mark.parametrize(
    ("word", "key"),
    [("hide", "hide.where"), ("language", "language.choose"), ("stop", "stop.sure")],
)
def test_what_she_asks_of_the_chat_itself_is_answered(held: Room, word: str, key: str) -> None:
    assert held.writes(word) == [key]
    assert held.read == []


def test_where_the_guide_would_go_on_she_stays_in_the_talk(held: Room) -> None:
    assert held.presses("stop.sure:no") == ["desk.stayed"]
    assert held.presses("urgent.after:person") == ["desk.stayed"]
    assert held.presses("language.choose:en") == ["language.changed", "desk.stayed"]
    assert held.writes("he is home") == []


def test_her_next_word_answers_the_guide_if_nobody_wrote_since(held: Room) -> None:
    held.writes("menu")
    assert held.writes("2")[0] == "desk.ended"

    assert held.read == []
    assert held.her_case.outcome is Outcome.CONTACT_ENDED


def test_after_the_adviser_wrote_it_is_for_the_adviser(held: Room) -> None:
    held.writes("stop")
    held.adviser("writes: Is he home?")

    assert held.writes("yes") == []
    assert held.last.text == "yes"
    assert not held.contact.stopped


def test_to_end_the_talk_brings_the_guide_back(held: Room) -> None:
    assert held.presses("desk.holding:end")[0] == "desk.ended"

    assert held.contact.hold is Hold.NONE
    assert held.contact.case_id is None
    assert held.news() == [EventKind.CLOSED]
    assert held.writes("menu") == ["menu.choose"]


def test_stop_ends_the_talk_and_bumps_the_epoch(held: Room) -> None:
    epoch = held.contact.epoch
    held.presses("stop.sure:yes")

    assert held.her_case.outcome is Outcome.WITHDRAWN
    assert (held.contact.stopped, held.contact.epoch) == (True, epoch + 1)
    assert held.contact.hold is Hold.NONE


@pytest.mark.parametrize("is_claimed", [True, False])
def test_who_leaves_ends_her_case(room: Room, is_claimed: bool) -> None:
    if is_claimed:
        room.adviser("claims")
    assert room.sends(Kind.LEFT) == []

    assert room.her_case.outcome is Outcome.CONTACT_LEFT
    assert room.contact.stopped


def test_what_she_erases_is_gone_and_pages_are_told(held: Room) -> None:
    held.writes("He is seventeen.")
    case = held.her_case
    held.news()

    assert held.presses("privacy.delete:yes") == ["privacy.erased"]

    assert (held.store.tables.cases, held.read) == ({}, [])
    [told] = held.store.tables.events
    assert (told.kind, told.case_id, told.adviser_id) == (EventKind.ERASED, case.id, ADVISER.id)


def test_to_leave_the_page_tells_pages_too(held: Room) -> None:
    held.do(lambda transaction: erase_all(transaction, [(CHANNEL, "1")]))

    assert held.news() == [EventKind.ERASED]
    assert held.store.tables.cases == {}


@pytest.mark.parametrize("how", ["asks", "leaves the page"])
def test_to_erase_after_the_end_tells_pages_of_the_closed_case(held: Room, how: str) -> None:
    held.adviser("closes")
    held.news()

    if how == "asks":
        held.presses("privacy.delete:yes")
    else:
        held.do(lambda transaction: erase_all(transaction, [(CHANNEL, "1")]))

    assert held.news() == [EventKind.ERASED]


def test_what_breaks_is_told_and_the_talk_goes_on(held: Room, engine: Engine) -> None:
    def breaks(*_args: object, **_fields: object) -> None:
        raise ZeroDivisionError

    held.conversations._engine = replace_step(engine, breaks)
    receipt = held.receive(Inbound(CHANNEL, "1", "broken", Kind.TEXT, "stop"))

    assert receipt.error == "ZeroDivisionError"
    assert [reply.say.key for reply in receipt.replies] == ["guide.broken"]
    assert held.writes("are you there?") == []


def replace_step(engine: Engine, step: Callable[..., Any]) -> Engine:
    broken = Engine(tuple(engine.flows.values()), engine.catalogue)
    broken.step = step  # type: ignore[method-assign]
    return broken
