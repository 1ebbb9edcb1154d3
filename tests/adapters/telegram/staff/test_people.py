"""Who is who: linking, and who is an ordinary contact."""

import pytest

from tests.adapters.telegram.staff.conftest import AMINA, STRANGER, Room
from tests.contracts.conftest import do
from tests.standins.telegram_forum import GROUP

pytestmark = pytest.mark.anyio

OTHER_GROUP = -1009876543210


def code_for(room: Room, adviser: int) -> str:
    staff = room.database.staff
    return do(room.database, lambda transaction: staff.make_code(transaction, [adviser])[0])


async def answer(room: Room, person: int, text: str) -> str:
    before = len(await room.telegram.messages(person))
    await room.telegram.write(person, text)
    await room.settle()
    messages = await room.telegram.messages(person, before + 1)
    return str(messages[-1]["text"])


async def test_a_code_links_whoever_shows_it_in_private_once(room: Room) -> None:
    code = code_for(room, 2)
    assert "You are linked" in await answer(room, STRANGER, f"/link {code.lower()}")
    assert "wrong, used or too old" in await answer(room, 598, f"/link {code}")
    assert room.database.staff.adviser_of(STRANGER) == 2
    assert room.received == []
    assert ("adviser:2", "link_telegram") in room.audited()


async def test_a_code_runs_out_and_a_new_one_voids_the_one_before(room: Room) -> None:
    first, second = code_for(room, 2), code_for(room, 2)
    assert "wrong, used or too old" in await answer(room, STRANGER, f"/link {first}")
    room.pass_time(minutes=16)
    assert "wrong, used or too old" in await answer(room, STRANGER, f"/link {second}")
    assert room.database.staff.adviser_of(STRANGER) is None


async def test_one_adviser_is_one_person(room: Room) -> None:
    await room.link(STRANGER, 1)
    assert room.database.staff.adviser_of(AMINA) is None
    await room.link(STRANGER, 2)
    assert room.database.staff.adviser_of(STRANGER) == 2
    do(room.database, lambda transaction: room.database.staff.unlink(transaction, [2]))
    assert room.database.staff.adviser_of(STRANGER) is None


async def test_a_disabled_adviser_is_nobody(room: Room) -> None:
    await room.she_asks()
    room.world.rows("UPDATE advisers SET disabled = true WHERE id = 1")
    assert "do not know you" in await room.press(AMINA, room.thread, "Claim")


async def test_an_adviser_in_private_is_an_ordinary_contact(room: Room) -> None:
    await room.telegram.write(AMINA, "I worry about my own son")
    await room.telegram.write(AMINA, "/link")
    await room.settle()
    assert [one.address for one in room.received] == [str(AMINA)] * 2


async def test_a_code_shown_in_the_group_is_not_used(room: Room) -> None:
    code = code_for(room, 2)
    await room.write(AMINA, f"/link {code}")
    assert "in private" in room.telegram.texts(0)[-1]
    assert room.database.staff.adviser_of(AMINA) == 1


async def test_nothing_of_the_group_becomes_a_conversation(room: Room) -> None:
    await room.she_asks()
    conversations = room.world.rows("SELECT count(*) FROM conversations")
    for person in (AMINA, STRANGER):
        await room.write(person, "hello all")
        await room.write(person, "/start", room.thread)
        await room.write(person, "", room.thread, voice={"file_id": "a"})
    await room.telegram.deliver({"my_chat_member": {"chat": {"id": GROUP, "type": "supergroup"}}})
    await room.settle()
    assert room.received == []
    assert room.world.rows("SELECT count(*) FROM conversations") == conversations
    assert [call for call in room.telegram.calls if call.method == "leaveChat"] == []


async def test_other_groups_are_left_as_ever(room: Room) -> None:
    chat = {"id": OTHER_GROUP, "type": "supergroup"}
    await room.telegram.deliver({"message": {"message_id": 1, "chat": chat, "text": "hi"}})
    await room.settle()
    [left] = await room.telegram.seen("leaveChat")
    assert left.chat == OTHER_GROUP


async def test_an_anonymous_admin_is_told_why_they_do_not_count(room: Room) -> None:
    await room.she_asks()
    chat = {"id": GROUP, "type": "supergroup"}
    await room.write(1087968824, "hello", room.thread, sender_chat=chat)
    assert "anonymous admin" in room.telegram.texts(room.thread)[-1]


async def test_duty_and_help_are_for_any_place_and_the_rest_for_topics(room: Room) -> None:
    await room.write(AMINA, "/break")
    await room.write(AMINA, "/on")
    await room.write(AMINA, "/help")
    await room.write(AMINA, "/numbers")
    await room.write(AMINA, "just a chat among us")
    *duty, help_text, no_topic = room.telegram.texts(0)
    assert duty == ["You are on a break.", "You are on duty."]
    assert "advised" in help_text
    assert no_topic == "Write this in the topic of a case."


async def test_what_is_kept_names_nobody(room: Room) -> None:
    await room.she_asks()
    for table in ("staff_links", "staff_codes", "staff_topics", "staff_watch"):
        kept = str(room.world.rows(f"SELECT * FROM {table}"))  # noqa: S608 (our own words)
        assert "Amina" not in kept
        assert str(AMINA) not in kept.replace(" ", "").split(",")
