"""The stream of events, read as the server makes it, piece by piece."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import pytest

from adapters.console.events import HEARTBEAT, OPENING, OVER, READY, Pace, follow
from adapters.console.feed import BUFFERED, STREAMS_PER_ADVISER, Ear, Feed, News
from adapters.console.guard import Signed
from adapters.console.sessions import mark_of
from bot.desk import commands as ask
from bot.desk.model import DeskEvent, EventKind, Presence
from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from bot.ports import Transaction
from tests.adapters.console.room import Room
from tests.desk.office import EDITOR, IDA, LEAD, OMAR, ZOE

pytestmark = pytest.mark.anyio

NEVER = 3600.0
CALM = Pace(asks=NEVER, lives=NEVER, beats=NEVER)
Stream = AsyncGenerator[bytes, None]


def signed(room: Room, adviser: int) -> Signed:
    opened = room.sessions.open(str(adviser))
    assert opened is not None
    session, account = opened.session, opened.account
    return Signed(account.adviser, "", mark_of(session.began), session, account)


def stream(room: Room, adviser: int = OMAR, after: int | None = None, pace: Pace = CALM) -> Stream:
    return follow(room.console, signed(room, adviser), after, pace)


async def begun(stream: Stream) -> None:
    assert await anext(stream) == OPENING
    assert await anext(stream) == READY
    while await anext(stream) != HEARTBEAT:
        pass


def read(piece: bytes) -> dict[str, Any]:
    id_, data = piece.decode().strip().split("\n")
    told: dict[str, Any] = json.loads(data.removeprefix("data: "))
    return told | {"id": int(id_.removeprefix("id: "))}


def tell(room: Room, *events: DeskEvent) -> None:
    def batch(transaction: Transaction, _: object) -> list[None]:
        for event in events:
            transaction.desk.tell(event)
        return [None]

    room.office.store.do(batch, None)
    room.console.feed.bell()


async def rest(stream: Stream) -> list[bytes]:
    return [piece async for piece in stream]


async def kinds_until_presence(room: Room, news: Stream, adviser: int) -> list[tuple[str, bool]]:
    """What an adviser is told of what happened, up to a sign that is for them alone."""
    tell(room, DeskEvent(EventKind.PRESENCE, adviser_id=adviser))
    told = []
    while (one := read(await anext(news)))["kind"] != "presence":
        told.append((one["kind"], one["mine"]))
    return told


async def test_her_words_are_told_to_whoever_has_the_case_and_to_leads(room: Room) -> None:
    room.office.held()
    for adviser, expected in (
        (OMAR, [("heard", True)]),
        (LEAD, [("heard", False)]),
        (IDA, []),
        (ZOE, []),
    ):
        async with aclosing(stream(room, adviser)) as news:
            await begun(news)
            tell(room, DeskEvent(EventKind.HEARD, room.office.cases()[0].id, OMAR, "general"))
            assert await kinds_until_presence(room, news, adviser) == expected


async def test_an_event_holds_ids_and_kinds_alone(room: Room) -> None:
    case = room.office.held()
    async with aclosing(stream(room)) as news:
        await begun(news)
        tell(room, DeskEvent(EventKind.HEARD, case.id, OMAR, "general"))
        told = read(await anext(news))

    assert told.keys() == {"id", "kind", "case", "mine", "new"}
    assert told["case"] == str(case.id)


async def test_a_new_case_is_told_to_those_who_serve_its_queue(room: Room) -> None:
    for adviser, expected in ((OMAR, ["opened"]), (ZOE, [])):
        room.office.add_contact(adviser)
        async with aclosing(stream(room, adviser)) as news:
            await begun(news)
            room.office.asks(adviser)
            told = await kinds_until_presence(room, news, adviser)
            assert [kind for kind, _ in told] == expected


async def test_danger_in_a_case_that_waits_is_told_to_its_queue(room: Room) -> None:
    case = room.office.asks()
    async with aclosing(stream(room)) as news:
        await begun(news)
        tell(room, DeskEvent(EventKind.DANGER, case.id, 0, "general"))
        assert await kinds_until_presence(room, news, OMAR) == [("danger", False)]


async def test_a_case_that_is_passed_on_is_told_to_both(room: Room) -> None:
    case = room.office.held(queue="young", contact=1)
    async with aclosing(stream(room, OMAR)) as his, aclosing(stream(room, IDA)) as hers:
        await begun(his)
        await begun(hers)
        room.office.store.do(
            room.office.desk.transfer, ask.Transfer(OMAR, case.id, None, IDA, "", "")
        )
        room.console.feed.bell()
        mine, new = read(await anext(his)), read(await anext(hers))

    assert (mine["kind"], mine["mine"]) == ("changed", True)
    assert (new["mine"], new["new"]) == (True, True)


async def test_whoever_lost_a_case_hears_no_more_of_it(room: Room) -> None:
    case = room.office.held()
    async with aclosing(stream(room)) as news:
        await begun(news)
        room.office.store.do(
            room.office.desk.transfer, ask.Transfer(OMAR, case.id, None, IDA, "", "")
        )
        await kinds_until_presence(room, news, OMAR)
        tell(room, DeskEvent(EventKind.HEARD, case.id, IDA, "general"))
        assert await kinds_until_presence(room, news, OMAR) == []


async def test_that_she_erased_everything_is_told_to_the_page_that_shows_it(room: Room) -> None:
    room.office.held()
    async with aclosing(stream(room)) as news:
        await begun(news)
        room.office.erases()
        assert await kinds_until_presence(room, news, OMAR) == [("erased", True)]


async def test_the_presence_of_others_is_for_leads(room: Room) -> None:
    async with aclosing(stream(room, LEAD)) as leads, aclosing(stream(room, IDA)) as hers:
        await begun(leads)
        await begun(hers)
        tell(room, DeskEvent(EventKind.PRESENCE, adviser_id=OMAR))
        assert read(await anext(leads))["kind"] == "presence"
        assert await kinds_until_presence(room, hers, IDA) == []


async def test_it_goes_on_after_the_last_event_seen(room: Room) -> None:
    case = room.office.held()
    for _ in range(3):
        tell(room, DeskEvent(EventKind.HEARD, case.id, OMAR, "general"))
    last = room.reader.last_event()
    async with aclosing(stream(room, after=last - 2)) as news:
        assert [await anext(news), await anext(news)] == [OPENING, READY]
        assert [read(await anext(news))["id"] for _ in range(2)] == [last - 1, last]
        await anext(news)  # the heartbeat
        tell(room, DeskEvent(EventKind.HEARD, case.id, OMAR, "general"))
        assert read(await anext(news))["id"] == last + 1


async def test_a_page_that_is_too_slow_is_cut_and_loses_nothing(room: Room) -> None:
    case = room.office.held()
    news = stream(room)
    await begun(news)
    tell(room, DeskEvent(EventKind.HEARD, case.id, OMAR, "general"))
    last = read(await anext(news))["id"]
    flood = [DeskEvent(EventKind.HEARD, case.id, OMAR, "general")] * (BUFFERED + 1)
    async with aclosing(stream(room, LEAD)) as other:
        await begun(other)
        tell(room, *flood)
        assert await rest(other) == []
    assert await rest(news) == []

    async with aclosing(stream(room, after=last)) as again:
        pieces = [await anext(again) for _ in range(2 + len(flood))]
    assert [read(piece)["id"] for piece in pieces[2:]] == list(
        range(last + 1, last + len(flood) + 1)
    )


async def test_it_ends_when_the_session_is_ended(room: Room) -> None:
    news = stream(room, pace=Pace(asks=0, lives=NEVER, beats=NEVER))
    await begun(news)
    room.sessions.ended.add(OMAR)

    assert await rest(news) == [OVER]


async def test_an_open_page_is_a_sign_of_life(room: Room) -> None:
    room.office.clock.go_on(minutes=1)
    async with aclosing(stream(room, pace=Pace(asks=NEVER, lives=0, beats=0))) as news:
        await begun(news)
        assert room.office.adviser(OMAR).seen_at == room.office.clock()


async def test_on_a_break_it_is_none(room: Room) -> None:
    room.office.store.do(room.office.attendance.set_presence, ask.SetPresence(OMAR, Presence.ON))
    seen = room.office.adviser(OMAR).seen_at
    room.office.adviser(OMAR).presence = Presence.BREAK
    room.office.clock.go_on(minutes=1)
    async with aclosing(stream(room, pace=Pace(asks=NEVER, lives=0, beats=0))) as news:
        await begun(news)
        assert room.office.adviser(OMAR).seen_at == seen


async def test_one_look_at_the_store_serves_all_pages(engine: Engine, catalogue: Catalogue) -> None:
    room = Room(engine, catalogue)
    feed = Feed(room.port, look_every=NEVER)
    ears = []
    with feed.listen(OMAR) as first, feed.listen(IDA) as second:
        await feed.ready()
        ears += [first, second]
        for ear in ears:
            ear.follow([], lambda _: b"told")
        tell(room, DeskEvent(EventKind.PRESENCE, adviser_id=OMAR))
        before = room.reader.looks
        feed.bell()
        await second.wait(NEVER)
        assert [len(list(ear.take())) for ear in ears] == [1, 1]
        assert room.reader.looks == before + 1


async def test_a_stream_is_not_woken_for_what_it_does_not_tell() -> None:
    deaf, hears = Ear(OMAR), Ear(IDA)
    news = [News(DeskEvent(EventKind.HEARD, 1, OMAR, id=1), None)]
    deaf.follow([], lambda _: None)
    hears.follow([], lambda _: b"told")
    for ear in (deaf, hears):
        ear.put(news)

    assert (deaf.is_rung, hears.is_rung) == (False, True)
    assert (list(deaf.take()), list(hears.take())) == ([], [b"told"])


async def test_what_came_before_it_was_ready_is_told_first_and_once() -> None:
    ear = Ear(OMAR)
    first, second, third = (News(DeskEvent("heard", id=id_), None) for id_ in (1, 2, 3))
    ear.put([second])
    ear.follow([first], lambda news: str(news.event.id).encode())
    ear.put([third])

    assert list(ear.take()) == [b"1", b"2", b"3"]


async def test_it_ends_when_the_server_stops(room: Room) -> None:
    news = stream(room)
    await begun(news)
    room.console.feed.close()

    assert await rest(news) == []


async def test_it_ends_when_the_store_goes_away(room: Room) -> None:
    news = stream(room)
    assert [await anext(news), await anext(news)] == [OPENING, READY]
    room.reader.is_away = True

    assert await rest(news) == []


async def test_one_adviser_has_a_few_streams(room: Room) -> None:
    several = [stream(room) for _ in range(STREAMS_PER_ADVISER)]
    for one in several:
        await begun(one)

    assert await rest(stream(room)) == [OPENING]
    for one in several:
        await one.aclose()


async def test_nothing_is_looked_for_while_nobody_listens(room: Room) -> None:
    news = stream(room)
    await begun(news)
    await news.aclose()
    looks = room.reader.looks
    tell(room, DeskEvent(EventKind.PRESENCE, adviser_id=OMAR))

    assert room.console.feed._watch is None
    assert room.reader.looks == looks


def test_the_stream_is_for_those_who_answer(room: Room) -> None:
    tab = room.browser(EDITOR)

    assert tab.client.get("/console/events").status_code == 403
