"""The smaller parts: words, what is read, the pace, the loop, the command."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.desk_commands import adviser
from adapters.settings import load_settings
from adapters.telegram.staff import acting, keeper, steps
from adapters.telegram.staff.jobs import PRIORITIES, Jobs
from adapters.telegram.staff.pace import A_MINUTE, KEPT_FREE, GroupPace
from adapters.telegram.staff.reading import Nothing, Order, Sort, Written, read_deed, read_order
from adapters.telegram.staff.words import words
from bot.desk.model import CHOSEN_BY_ADVISER, CaseStatus, DeskEvent, EventKind, Outcome
from bot.desk.refusals import Why
from bot.engine.effects import NOT_LATER, WAIT_FOR_ME
from bot.errors import BadSetting
from bot.flows.person import KEEP_TALK, WRITE_FIRST, WRITE_LATER
from tests.adapters.telegram.staff.conftest import AMINA, Room, Seconds
from tests.standins.telegram_forum import GROUP

FOLDER = Path(acting.__file__).parent
BY_VALUE = re.compile(r'f"(\w+)\.\{')


def test_there_is_a_sentence_for_everything_that_can_be_said() -> None:
    spoken = words()
    assert set(spoken["refused"]) == {why.value for why in Why}
    assert {status.value for status in CaseStatus} <= set(spoken["mark"])
    assert {status.value for status in CaseStatus} <= set(spoken["card"])
    assert {fate.value for fate in steps.Fate} <= set(spoken["fate"])
    assert set(spoken["ping"]) == {kind.value for kind in keeper.ALERTS}
    assert set(spoken["outcome"]) == set(Outcome) - set(CHOSEN_BY_ADVISER)
    assert set(spoken["consent"]) == {
        *(KEEP_TALK, WAIT_FOR_ME, WRITE_FIRST, WRITE_LATER, NOT_LATER)
    }


def test_every_word_asked_for_is_there_and_none_is_for_nothing() -> None:
    source = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    spoken = words()
    asked = {(table, name) for table, name in re.findall(r'"(\w+)\.(\w+)"', source)}
    plain = {(table, name) for table, name in asked if table in spoken}
    assert {one for one in plain if one[1] not in spoken[one[0]]} == set()
    by_value = set(BY_VALUE.findall(source))
    unused = {
        (table, name)
        for table, entries in spoken.items()
        for name in entries
        if table not in by_value and (table, name) not in plain
    }
    assert unused == set()


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("hello", Order("", "hello")),
        ("//between us", Order("note", "between us")),
        ("/Close@our_bot advised", Order("close", "advised")),
        ("/numbers", Order("numbers", "")),
        ("/ close", Order("?", "/ close")),
        ("/нет", Order("нет", "")),
        (" /close advised", Order("close", "advised")),
        ("\n// between us", Order("note", "between us")),
    ],
)
def test_what_begins_like_an_order_is_one(text: str, order: Order) -> None:
    assert read_order(text) == order


def in_group(**fields: object) -> dict[str, Any]:
    message = {"message_id": 3, "chat": {"id": GROUP, "type": "supergroup"}, "from": {"id": 5}}
    return {"update_id": 1, "message": message | fields}


@pytest.mark.parametrize(
    "update",
    [
        in_group(new_chat_title="x"),
        in_group(pinned_message={}),
        in_group(text="hi", **{"from": {"id": 5, "is_bot": True}}),
        in_group(forum_topic_closed={}, **{"from": {"id": 5, "is_bot": True}}),
        {"my_chat_member": {"chat": {"id": GROUP}}},
        {"channel_post": {"chat": {"id": GROUP}, "text": "x"}},
        {"callback_query": {"data": "menu.choose:talk", "message": {"chat": {"id": GROUP}}}},
    ],
)
def test_what_is_nothing_for_us_stays_the_groups(update: dict[str, Any]) -> None:
    assert read_deed(update, GROUP) is Nothing.HERE


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": None},
        {"message": {"chat": {"id": GROUP + 1, "type": "supergroup"}, "text": "hi"}},
        {"message": {"chat": {"id": str(GROUP)}, "text": "hi"}},
        {"message": {"chat": {"id": 5, "type": "private"}, "text": "/link"}},
        {"message": {"chat": {"id": 5, "type": "private"}, "text": "please /link ABCD"}},
        {"callback_query": {"data": "staff:claim:5", "message": {"chat": {"id": 5}}}},
    ],
)
def test_what_is_not_the_groups_is_a_contacts(update: dict[str, Any]) -> None:
    assert read_deed(update, GROUP) is None


def test_odd_values_are_read_as_nothing() -> None:
    odd = in_group(text="a\0b\ud800", message_thread_id=True, is_topic_message=True)
    assert read_deed(odd, GROUP) == Written(5, 1, 3, Sort.WORDS, "ab?")
    assert read_deed(in_group(text="hi", message_thread_id=9), GROUP) == Written(
        5, 0, 3, Sort.WORDS, "hi"
    )


def test_the_pace_keeps_room_for_what_cannot_wait() -> None:
    seconds = Seconds()
    pace = GroupPace(seconds)
    for _ in range(A_MINUTE - KEPT_FREE):
        assert pace.delay(urgent=False) == 0
        pace.note()
    assert (pace.delay(urgent=False), pace.delay(urgent=True)) == (60, 0)
    seconds.now = 60.0
    assert pace.delay(urgent=False) == 0
    pace.hold(7)
    assert pace.delay(urgent=True) == 7


@pytest.mark.anyio
async def test_long_words_come_whole(room: Room) -> None:
    await room.she_asks()
    await room.press(AMINA, room.thread, "Claim")
    await room.she_writes("😟" * 2100)
    posts = room.telegram.texts(room.thread)[1:]
    assert "".join(posts).count("😟") == 2100
    await room.write(AMINA, "x" * 4001, room.thread)
    assert "too long" in room.telegram.texts(room.thread)[-1]
    assert room.replies() == []


@pytest.mark.anyio
async def test_it_looks_after_the_group_until_it_is_stopped(room: Room) -> None:
    following = asyncio.create_task(room.group.follow())
    await room.telegram.seen("getMe", 0)
    room.open_quietly()
    room.group.wake()
    await room.telegram.seen("sendMessage", 1, GROUP)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert len(room.telegram.open_topics()) == 1


@pytest.mark.anyio
async def test_the_command_line_gives_codes(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", room.world.url)
    monkeypatch.setenv("SECRET_KEY", "11" * 32)
    shown = await asyncio.to_thread(CliRunner().invoke, adviser, ["link", "amina1"])
    assert re.search(r"/link [A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4} ", shown.output)
    await asyncio.to_thread(CliRunner().invoke, adviser, ["unlink", "amina1"])
    assert room.database.staff.adviser_of(AMINA) is None
    unknown = await asyncio.to_thread(CliRunner().invoke, adviser, ["link", "nobody"])
    assert unknown.exit_code == 1


def test_danger_and_claims_are_looked_at_first() -> None:
    jobs = Jobs()
    kinds = [EventKind.SAID, EventKind.HEARD, EventKind.OPENED, EventKind.CHANGED, EventKind.DANGER]
    for number, kind in enumerate(kinds, start=1):
        jobs.add(number, PRIORITIES[kind], DeskEvent(kind, number, id=number))
    jobs.add(1, PRIORITIES[EventKind.ERASED])
    order = []
    while job := jobs.first():
        order.append(job.case_id)
        jobs.done(job)
    assert order == [1, 4, 5, 3, 2]


def test_the_setting_is_a_groups_number() -> None:
    given = {"SECRET_KEY": "11" * 32, "TELEGRAM_TOKEN": "1:a", "TELEGRAM_POLLING": "1"}
    assert load_settings(given).telegram_staff_chat is None
    assert load_settings(given | {"TELEGRAM_STAFF_CHAT": str(GROUP)}).telegram_staff_chat == GROUP
    for wrong in ("5", "@desk", "-1e9", "-" + "9" * 30):
        with pytest.raises(BadSetting) as refused:
            load_settings(given | {"TELEGRAM_STAFF_CHAT": wrong})
        assert refused.value.faults == [
            "TELEGRAM_STAFF_CHAT must be the number of the advisers' group; it begins with -100."
        ]
    with pytest.raises(BadSetting):
        load_settings({"SECRET_KEY": "11" * 32, "TELEGRAM_STAFF_CHAT": str(GROUP)})
