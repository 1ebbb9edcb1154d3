"""What becomes of a message: one turn, one transaction, whatever it is, however often it comes."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.engine.content import Catalogue
from bot.engine.session import Session
from bot.messages import Inbound, Kind, Urgency
from tests.contracts.conftest import (
    World,
    do,
    postgresql_template,
    sqlite_template,
    world,
)
from tests.parts import Guide, in_two_languages, keys, said
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]

STRANGE = {
    "a megabyte": "x" * 1_000_000,
    "a megabyte of marks": "a" + "\u0301" * 1_000_000,
    "NUL": "he\0llo",
    "half a character": "help \ud800 me",
    "another half": "\udfff",
    "turned around": "\u202emenu\u202c",
    "nothing to see": "\u200b\u2060\ufeff",
    "line ends": "\r\n\u2028\x85\v",
    "a placeholder": "{emergency} {0} %s ${x}",
    "nothing": "",
}


@pytest.fixture
def guide(world: World, catalogue: Catalogue) -> Guide:
    return Guide(world, in_two_languages(catalogue))


def statuses(world: World) -> list[str]:
    return [row.status for row in world.rows("SELECT status FROM outbox ORDER BY seq")]


def test_a_first_contact_is_welcomed(world: World, guide: Guide) -> None:
    receipt = guide.start()

    assert keys(receipt) == ["welcome.hello", "welcome.kept", "welcome.safe"]
    assert [reply.seq for reply in receipt.replies] == [1, 2, 3]
    assert receipt.fresh
    assert statuses(world) == ["sending"] * 3


def test_a_first_message_of_any_kind_is_welcomed(guide: Guide) -> None:
    for address, kind in enumerate((Kind.TEXT, Kind.PHOTO, Kind.VOICE, Kind.STICKER)):
        receipt = guide.write("", kind=kind, address=str(address))
        assert keys(receipt)[:1] == ["welcome.hello"], kind


def test_danger_in_the_first_message_is_answered_at_once(guide: Guide) -> None:
    receipt = guide.write("urgent")

    assert keys(receipt)[0] == "urgent.now"
    assert receipt.replies[0].say.urgency is Urgency.SAFETY


def test_a_repeat_has_the_same_answer_and_no_effect(world: World, guide: Guide) -> None:
    first = guide.start(external_id="same")
    again = guide.start(external_id="same")

    assert not again.fresh
    assert said(again) == said(first)
    assert len(statuses(world)) == 3


def test_a_repeat_within_one_batch_has_the_same_answer(world: World, guide: Guide) -> None:
    twice = [guide.inbound(kind=Kind.START, external_id="same") for _ in range(2)]

    first, again = guide.together(twice)

    assert (first.fresh, again.fresh) == (True, False)
    assert said(again) == said(first)
    assert len(statuses(world)) == 3


def test_two_messages_in_one_batch_are_two_turns_in_order(guide: Guide) -> None:
    started, pressed = guide.together(
        [
            guide.inbound(kind=Kind.START),
            guide.inbound(kind=Kind.CHOICE, choice="welcome.safe:no"),
        ]
    )

    assert keys(started)[0] == "welcome.hello"
    assert keys(pressed) == ["menu.choose"]
    assert [r.seq for r in (*started.replies, *pressed.replies)] == [1, 2, 3, 4]


def test_two_processes_that_take_the_same_message_answer_it_once(
    world: World, catalogue: Catalogue
) -> None:
    guides = [Guide(world, catalogue) for _ in range(2)]
    for number in range(20):
        together = threading.Barrier(2)

        def take(guide: Guide, external_id: str = f"m{number}", at: threading.Barrier = together):  # type: ignore[no-untyped-def]
            at.wait()
            return guide.write("hello", external_id=external_id, address="9")

        with ThreadPoolExecutor(2) as pool:
            receipts = list(pool.map(take, guides))
        assert sorted(r.fresh for r in receipts) == [False, True]
        assert said(receipts[0]) == said(receipts[1])
    seqs = [row.seq for row in world.rows("SELECT seq FROM outbox ORDER BY seq")]
    assert seqs == list(range(1, len(seqs) + 1))


def test_a_flow_that_breaks_is_set_aside_and_she_gets_numbers(world: World, guide: Guide) -> None:
    guide.start()

    receipt = guide.press("broken.ask:go")

    assert keys(receipt) == ["guide.broken"]
    assert receipt.replies[0].say.lines
    assert receipt.error == "ZeroDivisionError"
    assert [row.error for row in world.rows("SELECT error FROM inbound WHERE error <> ''")] == [
        "ZeroDivisionError"
    ]
    assert keys(guide.write("menu")) == ["menu.choose"]


def test_a_flow_that_breaks_harms_nobody_else_in_the_batch(guide: Guide) -> None:
    before, broken, after = guide.together(
        [
            guide.inbound(kind=Kind.START, address="1"),
            guide.inbound(kind=Kind.CHOICE, choice="broken.ask:go", address="2"),
            guide.inbound(kind=Kind.START, address="3"),
        ]
    )

    assert keys(broken) == ["guide.broken"]
    assert keys(before) == keys(after)
    assert (before.error, after.error) == ("", "")


def test_after_a_break_a_person_can_be_asked_for(guide: Guide) -> None:
    guide.press("broken.ask:go")

    assert keys(guide.write("person")) == ["person.about"]


def test_a_hand_off_opens_one_case_and_keeps_what_she_agreed_to(world: World, guide: Guide) -> None:
    receipt = guide.ask_for_a_person()

    assert keys(receipt) == ["person.asked_alone", "person.tell"]
    [case] = world.rows("SELECT * FROM cases")
    assert (case.queue, case.status, case.language) == ("general", "waiting", "en")
    assert case.consents == '["keep_talk", "write_first", "not_later"]'
    assert case.deadline - case.opened_at == 2 * 3600 * 1_000_000


def test_a_second_request_says_that_the_first_is_here(world: World, guide: Guide) -> None:
    guide.ask_for_a_person()

    again = guide.press("person.may_write_later:no")

    assert keys(again) == ["person.waiting"]
    assert keys(guide.press("person.about:ask")) == ["person.waiting"]
    assert len(world.rows("SELECT * FROM cases")) == 1


def test_the_very_first_message_may_open_a_case(world: World, guide: Guide) -> None:
    """A button that outlived an erasure."""
    receipt = guide.press("person.may_write_later:no")

    assert keys(receipt) == ["person.asked_alone", "person.tell"]
    assert len(world.rows("SELECT * FROM cases WHERE status = 'waiting'")) == 1


def test_her_language_is_taken_from_her_phone_then_from_her_choice(guide: Guide) -> None:
    first = guide.start(language="ur-PK")
    assert {reply.language for reply in first.replies} == {"ur"}

    guide.press("language.choose:en", language="ur-PK")

    later = guide.write("menu", language="ur-PK")
    assert later.language == "en"
    assert {reply.language for reply in later.replies} == {"en"}


def test_a_language_we_do_not_speak_is_the_first_one(guide: Guide) -> None:
    assert guide.start(language="xx").language == "en"


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_whatever_she_sends_is_answered(guide: Guide, text: str) -> None:
    guide.start()

    receipt = guide.write(text)

    assert receipt.replies
    assert receipt.error == ""
    assert keys(guide.write("menu")) == ["menu.choose"]


@pytest.mark.parametrize("token", [*STRANGE.values(), "menu", ":", "..:", "signs.online:none:x"])
def test_whatever_is_pressed_is_answered(guide: Guide, token: str) -> None:
    guide.start()

    receipt = guide.press(token, pressed=token[:300])

    assert receipt.error == ""
    assert keys(guide.write("menu")) == ["menu.choose"]


def test_a_state_that_is_gone_leads_to_the_menu_with_a_word(guide: Guide) -> None:
    started = guide.start()
    place = Inbound("telegram", "7", "")

    def lose(transaction):  # type: ignore[no-untyped-def]
        [contact] = transaction.conversations([place]).values()
        contact.session = Session("a_flow", "of_last_year")
        transaction.save([contact])

    do(guide.database, lose)

    assert started.replies
    assert keys(guide.write("and now?")) == ["guide.moved", "menu.choose"]


def test_what_cannot_be_stored_is_answered_from_memory(guide: Guide) -> None:
    first = guide.conversations.apologise(guide.inbound("hello", address="1"), "RowRefused")
    second = guide.conversations.apologise(guide.inbound("hello", address="2"), "RowRefused")

    assert keys(first) == ["guide.broken"]
    assert first.replies[0].address == "1"
    assert first.conversation_id != second.conversation_id
