"""While an adviser types, the contact may see so; while the contact does, so may the adviser."""

from contextlib import aclosing

import pytest

from bot.desk.model import DeskEvent, EventKind
from tests.adapters.console.room import SITE, Room, opened, path
from tests.adapters.console.test_events import begun, kinds_until_presence, stream, tell
from tests.desk.office import IDA, LEAD, OMAR, ZOE


def types(room: Room, by: int = OMAR, **fields: str) -> int:
    """From the page of the newest case; the status."""
    case = room.office.cases()[-1]
    tab = room.browser(by)
    given = {"csrf": f"{by:032x}", **fields}
    return tab.client.post(f"{path(case)}/typing", data=given, headers={"Origin": SITE}).status_code


def test_the_contact_is_shown_it(room: Room) -> None:
    room.office.held()
    assert types(room) == 204
    assert room.typed_at == ["address-1"]


def test_not_more_often_than_every_few_seconds(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    for _ in range(3):
        given = {"csrf": f"{OMAR:032x}"}
        answer = tab.client.post(f"{path(case)}/typing", data=given, headers={"Origin": SITE})
        assert answer.status_code == 204
    assert room.typed_at == ["address-1"]


@pytest.mark.parametrize("by", [IDA, LEAD, ZOE])
def test_nobody_else_learns_whether_there_is_such_a_case(room: Room, by: int) -> None:
    room.office.held()
    assert types(room, by) == 204
    assert room.typed_at == []


def test_a_form_of_another_page_is_refused(room: Room) -> None:
    room.office.held()
    assert types(room, csrf="0") == 403
    assert room.typed_at == []


def test_a_channel_that_cannot_show_it_shows_nothing(room: Room) -> None:
    room.office.add_contact(2, "whatsapp")
    room.office.held(contact=2)
    assert types(room) == 204
    assert room.typed_at == []


def test_a_store_that_is_away_harms_nothing(room: Room) -> None:
    room.office.held()
    room.writer.is_away = True
    assert types(room) == 204


def test_the_page_has_a_place_for_it(room: Room) -> None:
    assert 'id="typing"' in opened(room, room.office.held()).html


@pytest.mark.anyio
async def test_that_she_types_is_told_to_whoever_talks_with_her_alone(room: Room) -> None:
    case = room.office.held()
    for adviser, expected in ((OMAR, [("typing", True)]), (LEAD, []), (IDA, []), (ZOE, [])):
        async with aclosing(stream(room, adviser)) as news:
            await begun(news)
            tell(
                room,
                DeskEvent(EventKind.TYPING, case.id, OMAR, "general"),
                DeskEvent(EventKind.ADVISER_TYPING, case.id, OMAR, "general"),
            )
            assert await kinds_until_presence(room, news, adviser) == expected
