"""Advisers answer from their Telegram group: the whole product, Telegram on the other side."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.desk import DEMO_PLAN
from tests.end_to_end.conftest import Running, environment, running, telegram_settings
from tests.end_to_end.group import (
    AMINA,
    BASHIR,
    LENA,
    STRANGER,
    Contact,
    Group,
    OnTelegram,
    OnTheWeb,
    ask_for_a_person,
    claimed,
    code_for,
    hire,
    labels,
)
from tests.standins.telegram_forum import GROUP

pytestmark = pytest.mark.anyio

ADA = 7_501_000_009
GENERAL = 0
ANOTHER_GROUP = -1009876543210
DANGER = "he has a knife and wants to kill someone now"
ON_TELEGRAM = "my boy shouts at his sister"
ON_THE_WEB = "my girl never eats with us now"
NOTE = "sounds very tired"
CLAIMED = "It is yours. Write here, and it goes to the contact."
WORDS = (DANGER, ON_TELEGRAM, ON_THE_WEB, NOTE)


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with Group() as standin:
        yield standin
        assert standin.refused == []


@pytest.fixture(autouse=True)
def _nothing_private_in_logs() -> Iterator[None]:
    with capture_logs() as lines:
        yield
    told = str(lines)
    assert "telegram_ready" in told
    assert [one for one in (*WORDS, AMINA, BASHIR, LENA, STRANGER, ADA) if str(one) in told] == []


@asynccontextmanager
async def desk(folder: Path, group: Group) -> AsyncIterator[Running]:
    settings = environment(folder, **telegram_settings(group), DESK_PLAN=str(DEMO_PLAN))
    async with running(settings | {"TELEGRAM_STAFF_CHAT": str(GROUP)}) as product:
        yield product


@pytest.fixture
async def run(tmp_path: Path, group: Group) -> AsyncIterator[Running]:
    """Amina, Bashir and Lena, who leads, are linked and off duty."""
    async with desk(tmp_path, group) as product:
        await hire(product, group)
        yield product


@pytest.fixture
def ada(group: Group, run: Running) -> OnTelegram:
    return OnTelegram(group, run, ADA)


def count(run: Running, table: str) -> int:
    [row] = run.world.rows(f"SELECT count(*) AS number FROM {table}")  # noqa: S608 (our own words)
    return int(row.number)


async def test_two_contacts_two_advisers_and_nothing_goes_astray(
    group: Group, run: Running, ada: OnTelegram
) -> None:
    eve = OnTheWeb(run)
    talks: list[tuple[Contact, int, str, str]] = [
        (ada, AMINA, "Amina", ON_TELEGRAM),
        (eve, BASHIR, "Bashir", ON_THE_WEB),
    ]
    for her, _, _, says in talks:
        await ask_for_a_person(her, says)
    adas, eves = [await group.topic_of(her.channel) for her in (ada, eve)]
    for thread, (her, person, name, says) in zip((adas, eves), talks, strict=True):
        assert await group.tap(person, thread, "Claim") == CLAIMED
        await her.sees(f"{name} is here now.")
        await group.sees(thread, f"💬 {says}")
        assert group.first_call_with(says) > group.first_call_with(f"With {name}")

    await group.write_in_group(AMINA, "That sounds hard, with both at home.", adas)
    await group.write_in_group(BASHIR, "Since when does she do that?", eves)
    await ada.sees("with both at home")
    await eve.sees("Since when")
    await eve.write("since the summer")
    await group.sees(eves, "💬 since the summer")
    assert [await ada.told("Since when"), await eve.told("with both at home")] == [0, 0]
    assert "since the summer" not in str(group.texts(adas))

    await group.write_in_group(AMINA, "/close advised", adas)
    await ada.sees("This talk has ended.")
    await group.until(lambda: group.topics[adas].is_closed)
    await eve.erases()
    await group.until(lambda: list(group.open_topics()) == [adas])
    assert ON_THE_WEB not in str(group.everything())


async def test_of_two_who_claim_one_has_it(group: Group, ada: OnTelegram) -> None:
    await ask_for_a_person(ada, ON_TELEGRAM)
    thread = await group.topic_of("telegram")
    [card] = group.shown(thread)
    for person in (BASHIR, AMINA):
        await group.press_in_group(person, card, "Claim")

    await group.until(lambda: len(group.answers()) == 2)
    assert set(group.answers()) == {CLAIMED, "Bashir has this case."}
    await ada.sees("Bashir is here now.")
    assert await ada.told("Amina") == 0


async def test_a_note_stays_and_so_do_the_words_of_others(
    group: Group, run: Running, ada: OnTelegram
) -> None:
    thread = await claimed(group, ada, ON_TELEGRAM)
    note = await group.write_in_group(AMINA, f"//{NOTE}", thread)
    for person in (BASHIR, STRANGER):
        await group.write_in_group(person, "what a family", thread)
    sent = await group.write_in_group(AMINA, "I am listening.", thread)
    await ada.sees("I am listening.")

    assert await group.reaction(note) == "✍"
    await group.sees(thread, "Not sent. The case is not yours.")
    await group.sees(thread, "I do not know you yet")
    run.clock.go_on(seconds=6)
    assert await group.reaction(sent) == "👌"
    assert [await ada.told(words) for words in (NOTE, "what a family")] == [0, 0]


async def test_danger_is_pointed_out_and_one_tap_sends_the_numbers(
    group: Group, ada: OnTelegram
) -> None:
    thread = await claimed(group, ada, ON_TELEGRAM)
    await ada.write(DANGER)
    await group.sees(thread, f"❗ {DANGER}")
    [alert] = [call for call in group.calls if "may mean danger" in str(call.parameters)]
    assert alert.parameters["disable_notification"] is False
    assert list(labels(alert.parameters)) == ["Send numbers"]

    await group.tap(AMINA, thread, "Send numbers")
    await ada.sees("999")
    await group.sees(thread, "Hearthline sent: the numbers for help")

    await group.write_in_group(AMINA, "/close referred", thread)
    await group.sees(thread, "a second person has to close it, too")
    await group.write_in_group(LENA, "/close referred", thread)
    await ada.sees("This talk has ended.")


async def test_what_she_deletes_on_telegram_is_gone_from_the_group(
    group: Group, run: Running, ada: OnTelegram
) -> None:
    await claimed(group, ada, ON_TELEGRAM)
    await ada.write("HIDE")
    await ada.press("hide.where:delete")
    await ada.press("privacy.delete:yes")

    await group.until(lambda: not group.open_topics())
    assert ON_TELEGRAM not in str(group.everything())
    assert (count(run, "cases"), count(run, "conversations")) == (0, 0)


async def test_a_restart_loses_nothing(tmp_path: Path, group: Group) -> None:
    async with desk(tmp_path, group) as before:
        await hire(before, group)
        ada, eve = OnTelegram(group, before, ADA), OnTheWeb(before)
        adas = await claimed(group, ada, ON_TELEGRAM)
        await ask_for_a_person(eve, ON_THE_WEB)
        await ada.write("and he hits the dog")
    await group.write_in_group(AMINA, "Is anybody hurt?", adas)
    await group.write_in_group(AMINA, f"//{NOTE}", adas)
    await ada.write("nobody yet")
    assert len(group.undelivered) == 3

    async with desk(tmp_path, group) as after:
        after.clock.now = before.clock.now
        eve.web.run = ada.run = after
        await group.bring_again()
        await ada.sees("Is anybody hurt?")
        await group.sees(adas, "💬 and he hits the dog")
        await group.sees(adas, "💬 nobody yet")
        await group.tap(BASHIR, await group.topic_of("webchat"), "Claim")
        await eve.sees("Bashir is here now.")

    assert len(group.open_topics()) == 2
    assert [await ada.told(words) for words in ("Is anybody hurt?", NOTE)] == [1, 0]
    assert count(after, "notes") == 1


async def test_nothing_of_the_group_becomes_a_conversation(
    group: Group, run: Running, ada: OnTelegram
) -> None:
    thread = await claimed(group, ada, ON_TELEGRAM)
    before = [count(run, table) for table in ("conversations", "inbound", "case_messages")]
    voice = {"file_id": "a", "file_unique_id": "b", "duration": 1}
    for place in (GENERAL, thread):
        for person in (AMINA, STRANGER):
            await group.write_in_group(person, "/start", place)
            await group.write_in_group(person, "", place, voice=voice)
        number = await group.write_in_group(STRANGER, "hello all", place)
        await group.edit_in_group(STRANGER, number, "URGENT", place)
    hers = {"inline_keyboard": [[{"text": "Urgent", "callback_data": "welcome.safe:yes"}]]}
    await group.press_in_group(STRANGER, group.shown(thread)[0] | {"reply_markup": hers}, "Urgent")
    member = {"chat": {"id": GROUP, "type": "supergroup"}, "from": {"id": AMINA}}
    await group.deliver({"my_chat_member": member | {"new_chat_member": {"status": "member"}}})
    await group.write_in_group(AMINA, "/on")
    await group.sees(GENERAL, "You are on duty.")

    assert before == [count(run, table) for table in ("conversations", "inbound", "case_messages")]
    assert [call for call in group.calls if call.method == "leaveChat"] == []


async def test_another_group_is_left_as_ever(group: Group, run: Running) -> None:
    chat = {"id": ANOTHER_GROUP, "type": "supergroup", "title": "x"}
    person = {"id": AMINA, "is_bot": False, "first_name": "x"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "/claim"}
    await group.deliver({"message": message})

    [left] = await group.seen("leaveChat", 1)
    assert left.chat == ANOTHER_GROUP
    assert count(run, "conversations") == 0


async def test_a_code_links_once_and_in_private_an_adviser_is_a_contact_like_any(
    group: Group, run: Running
) -> None:
    code = await code_for(run, 2)
    await group.write(STRANGER, f"/link {code}")
    await group.tells(STRANGER, "You are linked.")
    await group.write(ADA, f"/link {code}")
    await group.tells(ADA, "This code is wrong, used or too old.")
    assert (count(run, "conversations"), count(run, "inbound")) == (0, 0)

    await group.write(AMINA, "hello")
    await group.tells(AMINA, "I am a guide, not a person.")


async def test_what_is_not_telegrams_does_nothing_in_the_group(
    group: Group, run: Running, ada: OnTelegram
) -> None:
    thread = await claimed(group, ada, ON_TELEGRAM)
    chat = {"id": GROUP, "type": "supergroup"}
    forged = {"message_id": 1, "date": 1, "chat": chat, "from": {"id": AMINA}, "text": "leave him"}
    topic = {"message_thread_id": thread, "is_topic_message": True}
    for headers, status in (({}, 401), ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, 403)):
        update = {"update_id": 1, "message": forged | topic}
        url = f"{run.url}/telegram"
        async with run.http.post(url, json=update, headers=headers) as response:
            assert response.status == status
    await group.write_in_group(AMINA, "I am listening.", thread)
    await ada.sees("I am listening.")

    assert await ada.told("leave him") == 0
