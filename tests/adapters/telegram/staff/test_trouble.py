"""What goes wrong in a group: nothing is lost, nothing lands where it does not belong."""

import pytest

from adapters.telegram.transport import CallFailed
from bot.errors import StoreUnavailable
from tests.adapters.telegram.staff.conftest import AMINA, BASHIR, Room
from tests.standins.telegram import Fault, Refused

pytestmark = pytest.mark.anyio

SECRET = "He has new friends and locks his door"
GENERAL = 0


async def claimed(room: Room) -> tuple[int, int]:
    case = await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    return case, room.thread


def says(room: Room, text: str) -> list[str]:
    return [one for one in room.telegram.texts(room.thread) if text in one]


@pytest.mark.parametrize("strays", [False, True], ids=["refused", "into General"])
async def test_a_deleted_topic_is_made_anew_and_nothing_is_lost(room: Room, strays: bool) -> None:
    _, first = await claimed(room)
    await room.she_writes("earlier words")
    room.telegram.strays = strays
    room.telegram.delete_topic(first)

    await room.she_writes(SECRET)

    assert room.thread != first
    card, post = room.telegram.texts(room.thread)
    assert "The earlier topic is gone. Older texts are in the console." in card
    assert post == f"💬 {SECRET}"
    assert room.telegram.texts(GENERAL) == []
    await room.write(AMINA, "go on", room.thread)
    assert room.replies() == ["go on"]


async def test_what_fell_out_of_its_topic_is_taken_back_though_the_network_fails(
    room: Room,
) -> None:
    _, first = await claimed(room)
    room.telegram.strays = True
    room.telegram.delete_topic(first)
    room.telegram.fail("deleteMessage", Fault.ERROR, Fault.DROP)
    await room.she_writes(SECRET)
    assert room.telegram.texts(GENERAL) == []
    assert says(room, SECRET)


async def test_a_topic_that_comes_to_light_again_goes_with_the_others(room: Room) -> None:
    _, first = await claimed(room)
    await room.she_writes(SECRET)
    room.telegram.fail("sendMessage", Refused(400, "Bad Request: message thread not found"))
    await room.she_writes("more")
    second = room.thread
    assert second != first

    await room.write(AMINA, "into the wrong one", first)
    assert "newer topic" in room.telegram.texts(first)[-1]
    assert room.replies() == []
    await room.she_erases()
    assert room.telegram.open_topics() == {}


async def test_a_deleted_topic_of_a_closed_case_stays_deleted(room: Room) -> None:
    _, thread = await claimed(room)
    room.telegram.delete_topic(thread)
    await room.write(BASHIR, "/off")
    await room.she_erases()
    assert room.telegram.open_topics() == {}
    assert room.database.staff.topics() == []


async def test_a_deleted_card_is_written_again(room: Room) -> None:
    _, thread = await claimed(room)
    room.telegram.fail("editMessageText", Refused(400, "Bad Request: message to edit not found"))
    await room.write(AMINA, "/unsafe", thread)
    assert len(says(room, "may be unsafe")) == 1
    assert len(says(room, "With Amina")) == 2


async def test_a_topic_that_somebody_closes_is_opened_again(room: Room) -> None:
    _, thread = await claimed(room)
    await room.telegram.close_topic(BASHIR, thread)
    await room.settle()
    assert not room.telegram.topics[thread].is_closed
    assert says(room, "To end it, write /close")


async def test_a_closed_topic_is_opened_for_what_she_writes(room: Room) -> None:
    _, thread = await claimed(room)
    room.telegram.topics[thread].is_closed = True  # while we were away
    await room.she_writes(SECRET)
    assert says(room, SECRET)


@pytest.mark.parametrize("strays", [False, True], ids=["refused", "into General"])
async def test_topics_are_switched_off_and_on_again(room: Room, strays: bool) -> None:
    await claimed(room)
    room.telegram.strays, room.telegram.has_topics = strays, False

    for _ in range(3):
        await room.she_writes(SECRET)

    notice = "The desk here is not working: topics are off. Cases wait in the console."
    assert room.telegram.texts(GENERAL) == [notice]
    room.telegram.has_topics = True
    await room.settle()
    assert room.telegram.texts(GENERAL) == [notice, "The desk here works again."]
    assert len(says(room, SECRET)) == 3
    await room.she_erases()
    assert room.telegram.open_topics() == {}


async def test_the_bot_loses_its_rights(room: Room) -> None:
    room.telegram.has_rights = False
    await room.she_asks()
    await room.she_asks(address="8")
    [notice] = room.telegram.texts(GENERAL)
    assert notice.startswith("The desk here is not working: I may not manage topics")
    room.telegram.has_rights = True
    await room.settle()
    assert len(room.telegram.open_topics()) == 2


async def test_the_bot_is_thrown_out_and_the_desk_goes_on(room: Room) -> None:
    case, _ = await claimed(room)
    room.telegram.has_bot = False
    await room.she_writes(SECRET)
    assert not await room.group.catch_up()
    assert [one.text for one in room.view(case).messages] == [SECRET]


async def test_a_restart_loses_nothing_and_doubles_nothing(room: Room) -> None:
    _, thread = await claimed(room)
    await room.she_writes("before")
    await room.restart()
    await room.she_writes("after")
    assert room.thread == thread
    posts = [text for text in room.telegram.texts(thread) if text.startswith("💬")]
    assert posts == ["💬 before", "💬 after"]


async def test_what_happened_while_we_were_away_is_made_up_for(room: Room) -> None:
    await claimed(room)
    room.telegram.fail("sendMessage", *[Fault.DROP] * 20)
    with pytest.raises(CallFailed):
        await room.she_writes(SECRET)
    room.telegram.heal("sendMessage")
    await room.restart()
    await room.settle()
    assert says(room, SECRET)


async def test_two_processes_do_not_both_write(room: Room) -> None:
    await claimed(room)
    first = room.group
    room.start()
    await room.channel.api.open()
    await room.she_writes(SECRET)  # looked after by the second, which has no watch
    assert not says(room, SECRET)
    assert await first.catch_up()
    assert len(says(room, SECRET)) == 1


async def test_a_group_takes_twenty_a_minute_and_gets_all(room: Room) -> None:
    await claimed(room)
    first = room.thread
    began = room.seconds.now
    for number in range(40):
        await room.she_writes(f"words {number}")
    assert room.seconds.now - began >= 60
    posts = [text for text in room.telegram.texts(first) if text.startswith("💬")]
    assert posts == [f"💬 words {number}" for number in range(40)]
    assert room.telegram.refused == []


async def test_a_429_is_waited_for_as_told(room: Room) -> None:
    await claimed(room)
    room.telegram.throttle("sendMessage", 37)
    began = room.seconds.now
    await room.she_writes(SECRET)
    assert 37 <= room.seconds.now - began < 60
    assert len(says(room, SECRET)) == 1


async def test_a_claim_overtakes_the_talk_of_other_cases(room: Room) -> None:
    case, quiet = await claimed(room)
    await room.she_asks(address="8")
    for number in range(40):
        room.heard_quietly(case, f"words {number}")
    room.seconds.meanwhile = lambda: room.telegram.write_in_group(BASHIR, "/claim", room.thread)

    await room.settle()
    await room.settle()

    methods = [(call.method, call.parameters) for call in room.telegram.calls]
    is_claimed = [
        method == "editForumTopic" and given["message_thread_id"] == room.thread
        for method, given in methods
    ].index(True)
    later = [given for method, given in methods[is_claimed:] if method == "sendMessage"]
    assert len([given for given in later if given["message_thread_id"] == quiet]) > 10
    assert len(room.telegram.texts(quiet)) == 41


async def test_a_message_that_telegram_refuses_holds_up_nothing(room: Room) -> None:
    _, thread = await claimed(room)
    room.telegram.fail("sendMessage", Refused(400, "Bad Request: something new"))
    await room.she_writes(SECRET)
    await room.she_writes("and more")
    assert room.telegram.texts(thread)[1:] == [
        "One message could not be shown here. It is in the console.",
        "💬 and more",
    ]


async def test_a_database_that_is_away_brings_the_update_again(room: Room) -> None:
    _, thread = await claimed(room)
    room.database.close()
    with pytest.raises(StoreUnavailable):
        await room.write(AMINA, "kept by Telegram until we are back", thread)


async def test_an_update_that_breaks_something_is_not_brought_for_ever(room: Room) -> None:
    case, thread = await claimed(room)
    await room.she_writes(SECRET)
    room.world.rows("UPDATE case_messages SET text = x'00'")
    await room.press(AMINA, thread, "Look", answered=False)
    await room.she_asks(address="8")
    assert len(room.telegram.open_topics()) == 2
    assert case


@pytest.mark.parametrize("how", ["button", "words"])
async def test_numbers_asked_for_in_an_update_that_comes_twice_go_out_once(
    room: Room, how: str
) -> None:
    _, thread = await claimed(room)
    await room.she_writes("Amir has a knife")
    if how == "button":
        await room.press(AMINA, thread, "Send numbers")
    else:
        await room.write(AMINA, "/numbers", thread)
    for number in (1, 2):
        await room.telegram.deliver(room.last_update | {"update_id": number})
        await room.settle()
    assert len(room.said("desk.numbers")) == 1


async def test_an_update_that_comes_twice_is_sent_once(room: Room) -> None:
    _, thread = await claimed(room)
    number = await room.write(AMINA, "once", thread)
    await room.telegram.deliver(room.last_update | {"update_id": 1})
    await room.settle()
    assert room.replies() == ["once"]
    assert number
