"""What is written in a topic: whose words go to the contact, and whose never do."""

import pytest

from bot.desk.commands import AddNote, Reply
from bot.messages import Failure
from bot.ports import Delivery
from tests.adapters.telegram.staff.conftest import AMINA, BASHIR, LEAD, Room

pytestmark = pytest.mark.anyio

SECRET = "He has new friends and locks his door"


async def test_what_is_posted_cannot_be_passed_on_and_shows_no_page(room: Room) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.she_writes("see https://example.org *bold*")
    post = [call for call in room.telegram.calls if call.method == "sendMessage"][-1]
    assert post.parameters["protect_content"] is True
    assert post.parameters["link_preview_options"] == {"is_disabled": True}
    assert post.parameters["text"] == "💬 see https://example.org *bold*"


async def test_somebody_else_writes_and_is_told_that_it_did_not_go_out(room: Room) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.write(BASHIR, "I know this family", room.thread)
    assert room.telegram.texts(room.thread)[-1] == "Not sent. The case is not yours."
    assert room.replies() == []

    await room.write(AMINA, "/invite bashir2", room.thread)
    await room.write(BASHIR, "hello, Bashir here", room.thread)
    assert room.replies() == ["hello, Bashir here"]


@pytest.mark.parametrize(
    "text", ["//she is afraid", "/note she is afraid", "/note@bot she is afraid"]
)
async def test_a_note_never_reaches_her(room: Room, text: str) -> None:
    case = await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    number = await room.write(AMINA, text, room.thread)
    assert [note.text for note in room.view(case).notes] == ["she is afraid"]
    assert room.telegram.reactions[number] == "✍"
    assert room.replies() == []
    assert "she is afraid" not in str(room.sent())
    assert "she is afraid" not in str(room.telegram.texts(room.thread))


async def test_while_nobody_has_it_words_are_a_note_and_say_so(room: Room) -> None:
    case = await room.she_asks()
    await room.write(LEAD, "this may be urgent", room.thread)
    assert "kept as a note and not sent" in room.telegram.texts(room.thread)[-1]
    assert [note.text for note in room.view(case).notes] == ["this may be urgent"]

    await room.write(AMINA, "hello there", room.thread)
    assert "neither sent nor kept" in room.telegram.texts(room.thread)[-1]
    assert room.replies() == []


@pytest.mark.parametrize("text", ["/clse advised", "/", "/ hello", "/num bers"])
async def test_a_slip_of_the_finger_is_never_sent(room: Room, text: str) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.write(AMINA, text, room.thread)
    assert "nothing was sent" in room.telegram.texts(room.thread)[-1]
    assert room.replies() == []


async def test_a_change_after_sending_and_a_photo_are_not_sent(room: Room) -> None:
    await room.she_asks()
    thread = room.thread
    await room.press(AMINA, thread, "Claim")
    number = await room.write(AMINA, "first words", thread)
    await room.telegram.edit_in_group(AMINA, number, "other words", thread)
    await room.settle()
    assert "Changes are not passed on" in room.telegram.texts(thread)[-1]
    await room.write(AMINA, "", thread, photo=[{"file_id": "a"}], caption="look at this")
    assert "Only words of your own" in room.telegram.texts(thread)[-1]
    await room.write(AMINA, "by mistake", thread, forward_origin={"type": "user"})
    assert "Only words of your own" in room.telegram.texts(thread)[-1]
    assert room.replies() == ["first words"]


async def test_what_became_of_her_words_is_shown_where_they_stand(room: Room) -> None:
    await room.she_asks()
    thread = room.thread
    await room.press(AMINA, thread, "Claim")
    first = await room.write(AMINA, "one", thread)
    await room.becomes(Delivery.SENT)
    assert room.telegram.reactions[first] == "👌"

    second = await room.write(AMINA, "two", thread)
    await room.becomes(Delivery.FAILED, Failure.CONTACT_GONE)
    assert room.telegram.reactions[second] == "👎"
    told = [text for text in room.telegram.texts(thread) if text.startswith("Not delivered")]
    assert told == ["Not delivered: the contact cannot be reached there any more."]
    room.pass_time(seconds=20)
    await room.settle()
    assert sum(text.startswith("Not delivered") for text in room.telegram.texts(thread)) == 1


async def test_words_from_the_console_and_of_the_guide_stand_in_the_topic(room: Room) -> None:
    case = await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    room.database.writer.submit(room.desk.reply, Reply(1, case, None, "k", "hi")).result(30)
    room.database.writer.submit(room.desk.add_note, AddNote(1, case, "k", "mind")).result(30)
    await room.press(AMINA, room.thread, "Send numbers")
    assert room.telegram.texts(room.thread)[1:] == [
        "Amina wrote from the console: hi",
        "Hearthline sent: the numbers for help",
        "📝 Note by Amina, not sent: mind",
    ]
    assert room.said("desk.numbers")


async def test_a_new_case_and_her_words_ring_and_our_answers_do_not(room: Room) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.she_writes(SECRET)
    await room.write(BASHIR, "let me", room.thread)
    sent = [call.parameters for call in room.telegram.calls if call.method == "sendMessage"]
    assert [one["disable_notification"] for one in sent] == [False, False, True]
