"""From the opening of a case to its end, as the group and the contact see it."""

import pytest

from bot.desk.commands import AddNote, Claim
from bot.desk.model import CaseStatus, Outcome
from bot.messages import Kind
from tests.adapters.telegram.staff.conftest import AMINA, BASHIR, LEAD, STRANGER, Room

pytestmark = pytest.mark.anyio

SECRET = "He has new friends and locks his door"


async def wait(room: Room, minutes: int) -> None:
    for _ in range(2 * minutes):
        room.pass_time(seconds=30)
        await room.settle()
        room.go_on()
    await room.settle()


async def test_a_case_from_its_opening_to_its_end(room: Room) -> None:
    case = await room.she_asks()
    thread = room.thread
    [name] = room.telegram.open_topics().values()
    assert name == f"🟠 {room.view(case).case.name} · general · English"
    [card] = room.telegram.texts(thread)
    assert "Nobody has claimed" in card
    assert "Chose so far: How to talk" in card
    assert "Agreed to: we write first" in card

    assert await room.press(AMINA, thread, "Claim") == (
        "It is yours. Write here, and it goes to the contact."
    )
    assert room.telegram.topics[thread].name.startswith("🟢")
    assert "With Amina" in room.telegram.texts(thread)[0]

    await room.she_writes(SECRET)
    assert room.telegram.texts(thread)[1:] == [f"💬 {SECRET}"]
    await room.write(AMINA, "That sounds hard. Tell me more?", thread)
    assert room.replies() == ["That sounds hard. Tell me more?"]

    await room.write(AMINA, "/close advised", thread)
    assert room.view(case).case.outcome is Outcome.ADVISED
    assert room.said("desk.closed")
    topic = room.telegram.topics[thread]
    assert (topic.name[0], topic.is_closed, topic.is_deleted) == ("⚪", True, False)

    room.pass_time(hours=24, minutes=6)
    await room.settle()
    assert room.telegram.open_topics() == {}
    assert room.telegram.refused == []


async def test_the_record_is_the_same_as_of_the_console(room: Room) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.she_writes(SECRET)
    await room.write(AMINA, "hello", room.thread)
    await room.write(BASHIR, "let me", room.thread)
    done = [
        entry
        for entry in room.audited()
        if entry[0].startswith("adviser") and "link" not in entry[1]
    ]
    assert done == [
        ("adviser:1", "claim"),
        ("adviser:1", "look"),
        ("adviser:1", "reply"),
        ("adviser:1", "look"),
        ("adviser:2", "reply"),
    ]


async def test_before_a_claim_no_word_of_hers_is_shown(room: Room) -> None:
    case = await room.she_asks()
    room.heard_quietly(case, SECRET)
    note = AddNote(3, case, "k", f"She wrote: {SECRET}")
    room.database.writer.submit(room.desk.add_note, note).result(30)
    await room.settle()
    assert SECRET not in str(room.telegram.calls)
    assert await room.press(AMINA, room.thread, "Look") == (
        "Claim it to read. Until then nobody sees what was written."
    )
    assert "1 messages of the contact" in await room.press(LEAD, room.thread, "Look")
    assert SECRET not in str(room.telegram.calls)

    await room.press(AMINA, room.thread, "Claim")
    assert f"💬 {SECRET}" in room.telegram.texts(room.thread)

    await room.write(AMINA, "/giveback", room.thread)
    room.heard_quietly(case, "and after that")
    await room.settle()
    assert "and after that" not in str(room.telegram.calls)


async def test_two_claim_and_one_has_it(room: Room) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.write(BASHIR, "/claim", room.thread)
    assert room.telegram.texts(room.thread)[-1] == "Amina has this case."
    assert room.database.desk_reader.cases_of(2) == []
    assert len(room.database.desk_reader.cases_of(1)) == 1


async def test_whoever_claims_is_on_duty(room: Room) -> None:
    await room.write(AMINA, "/off")
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    assert room.view(room.database.desk_reader.cases_of(1)[0].case.id).owner


async def test_a_stranger_is_hinted_once_and_ignored(room: Room) -> None:
    await room.she_asks()
    for _ in range(3):
        await room.write(STRANGER, "hello?", room.thread)
    assert "send me in private" in await room.press(STRANGER, room.thread, "Claim")
    hints = [text for text in room.telegram.texts(room.thread) if "do not know you" in text]
    assert len(hints) == 1
    assert (room.replies(), room.received) == ([], [])
    assert room.audited()[-1] == ("contact", "open")


async def test_danger_is_marked_and_one_tap_sends_numbers(room: Room) -> None:
    await room.she_asks()
    thread = room.thread
    await room.press(AMINA, thread, "Claim")
    await room.she_writes("he has a knife and wants to kill someone now")
    ping, post = room.telegram.texts(thread)[1:]
    assert ping == "❗ What the contact wrote may mean danger. Send the numbers?"
    assert post.startswith("❗ he has a knife")
    assert "❗ Urgent" in room.telegram.texts(thread)[0]


async def test_pause_give_back_transfer_and_the_unsafe_phone(room: Room) -> None:
    case = await room.she_asks()
    thread = room.thread
    await room.press(AMINA, thread, "Claim")
    await room.write(AMINA, "/pause", thread)
    assert room.telegram.topics[thread].name.startswith("🔵")
    await room.press(AMINA, thread, "Go on")
    await room.write(AMINA, "/transfer bashir2 knows the school", thread)
    assert "With Bashir" in room.telegram.texts(thread)[0]
    await room.write(BASHIR, "/unsafe", thread)
    assert "may be unsafe" in room.telegram.texts(thread)[0]
    await room.write(BASHIR, "/safe", thread)
    await room.press(BASHIR, thread, "Give back")
    assert room.view(case).case.status is CaseStatus.WAITING
    assert room.telegram.topics[thread].name.startswith("🟠")
    for wrong in ("/transfer nobody", "/transfer", "/close", "/close nicely"):
        before = len(room.telegram.texts(thread))
        await room.write(AMINA, wrong, thread)
        assert len(room.telegram.texts(thread)) == before + 1


async def test_who_waits_too_long_is_pointed_out(room: Room) -> None:
    await room.she_asks()
    for minutes in (2, 3):
        room.pass_time(minutes=minutes)
        room.go_on()
        await room.settle()
    assert [text[:2].strip() for text in room.telegram.texts(room.thread)[1:]] == ["⏰", "⏰⏰"]

    await room.press(AMINA, room.thread, "Claim")
    await room.she_writes("are you there?")
    room.pass_time(minutes=3, seconds=1)
    await room.settle()
    room.go_on()
    await room.settle()
    assert room.telegram.texts(room.thread)[-1].startswith("⏰ Amina, the contact waits")


async def test_an_adviser_in_the_group_is_there_while_they_read(room: Room) -> None:
    case = await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.write(AMINA, "I am here. Take your time.", room.thread)
    await wait(room, minutes=50)
    await room.write(AMINA, "I am still here.", room.thread)
    await wait(room, minutes=50)
    assert room.view(case).case.status is CaseStatus.CLAIMED


async def test_who_does_nothing_for_long_is_not_there(room: Room) -> None:
    await room.write(AMINA, "/on")
    await wait(room, minutes=61)
    case = await room.she_asks()
    room.database.writer.submit(room.desk.claim, Claim(1, case, None)).result(30)
    await wait(room, minutes=1)
    assert room.view(case).case.status is CaseStatus.AWAY
    assert room.telegram.topics[room.thread].name.startswith("🟡")


async def test_stop_ends_it_and_nothing_goes_out(room: Room) -> None:
    case = await room.she_asks()
    thread = room.thread
    await room.press(AMINA, thread, "Claim")
    await room.she_writes("STOP")
    await room.she_writes(kind=Kind.CHOICE, choice="stop.sure:yes")
    assert room.view(case).case.is_closed
    assert room.telegram.topics[thread].is_closed
    await room.write(AMINA, "wait", thread)
    assert room.replies() == []


async def test_erasing_removes_the_topic_at_once(room: Room) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.she_writes(SECRET)
    await room.she_erases()
    assert room.telegram.open_topics() == {}
    assert SECRET not in str(room.telegram.everything())
    assert room.database.staff.topics() == []


async def test_she_leaves_while_somebody_writes(room: Room) -> None:
    case = await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.she_writes(kind=Kind.LEFT)
    assert room.view(case).case.outcome is Outcome.CONTACT_LEFT
