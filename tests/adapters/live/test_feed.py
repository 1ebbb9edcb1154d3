"""Answers reach every open page: one look at the store for all, from the last that a page has."""

import json
from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from adapters.live.feed import BUFFERED, LiveFeed, Reader, TooManyReaders
from adapters.live.pages import HEARTBEAT, OPENING
from bot.errors import StoreUnavailable
from tests.adapters.live.conftest import Live
from tests.panels.studio import ANSWER, MIRA, PANEL, Studio

pytestmark = pytest.mark.anyio
PATIENCE = 20.0
CANARY = "canary-90ef of hers"


def say(studio: Studio, text: str) -> Any:
    studio.asks(CANARY)
    theme = studio.merges(*studio.waiting, text=f"About {text}?")
    return studio.publishes(studio.answers(theme, text))


def paragraphs(piece: bytes) -> list[str]:
    """The answers in it."""
    datas = [line[6:] for line in piece.decode().splitlines() if line.startswith("data: ")]
    return [json.loads(data)["answer"]["paragraphs"][0] for data in datas]


class Page:
    """An open stream."""

    def __init__(self, live: Live, edition: int = 0, language: str = "en") -> None:
        self._pieces: AsyncIterator[bytes] = live.pages._news(PANEL, language, edition)

    async def next(self) -> bytes:
        with anyio.fail_after(PATIENCE):
            return await anext(self._pieces)

    def rest(self) -> AsyncIterator[bytes]:
        return self._pieces

    async def answers(self, number: int) -> list[str]:
        found: list[str] = []
        while len(found) < number:
            found += paragraphs(await self.next())
        return found

    async def close(self) -> None:
        await self._pieces.aclose()  # type: ignore[attr-defined]


async def test_an_answer_reaches_all_who_read(live: Live) -> None:
    live.studio.opens()
    pages = [Page(live), Page(live, language="ur")]
    for page in pages:
        assert await page.next() == OPENING
    async with anyio.create_task_group() as group:
        found: list[list[str]] = []

        async def read(page: Page) -> None:
            found.append(await page.answers(1))

        for page in pages:
            group.start_soon(read, page)
        await anyio.to_thread.run_sync(say, live.studio, ANSWER)
    assert found == [[ANSWER], [ANSWER]]
    for page in pages:
        await page.close()
    assert live.pages.feed.open_streams() == 0


async def test_a_page_goes_on_from_the_last_that_it_has(live: Live) -> None:
    live.studio.opens()
    for text in ("one", "two", "three"):
        say(live.studio, text)
    page = Page(live, edition=1)
    await page.next()
    assert await page.answers(2) == ["two", "three"]
    await page.close()


async def test_what_is_mended_comes_again(live: Live) -> None:
    live.studio.opens()
    theme = say(live.studio, "wrogn")
    page = Page(live, edition=theme.edition)
    await page.next()
    live.studio.answers(live.studio.theme(theme.id), "right", by=MIRA)
    assert await page.answers(1) == ["right"]
    await page.close()


async def test_nothing_of_who_asked_is_in_it(live: Live) -> None:
    live.studio.opens()
    say(live.studio, ANSWER)
    page = Page(live)
    await page.next()
    piece = await page.next()
    while not paragraphs(piece):
        piece = await page.next()
    assert b"canary" not in piece
    assert set(json.loads(piece.decode().split("data: ")[1])) == {
        *("number", "edition", "asked", "says", "answer")
    }
    await page.close()


async def test_a_stop_ends_every_stream(live: Live) -> None:
    live.studio.opens()
    page = Page(live)
    await page.next()
    live.pages.feed.close()
    assert {piece async for piece in page.rest()} <= {HEARTBEAT}


async def test_one_look_serves_all(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    live.studio.opens()
    say(live.studio, ANSWER)
    reader = live.studio.database.panel_reader
    looks: list[int] = []
    published = reader.published

    def counted(panel_id: int) -> Any:
        looks.append(panel_id)
        return published(panel_id)

    monkeypatch.setattr(reader, "published", counted)
    pages = [Page(live) for _ in range(100)]
    found: list[list[str]] = []

    async def read(page: Page) -> None:
        found.append(await page.answers(1))

    async with anyio.create_task_group() as group:
        for page in pages:
            group.start_soon(read, page)
    for page in pages:
        await page.close()
    assert found == [[ANSWER]] * 100
    assert len(looks) == 1


async def test_a_store_that_is_away_ends_no_stream(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.live.feed.AWAY_FOR", 0.01)
    live.studio.opens()
    reader = live.studio.database.panel_reader
    editions, asked = reader.editions, []

    def away() -> Any:
        asked.append(1)
        if len(asked) < 3:
            raise StoreUnavailable
        return editions()

    monkeypatch.setattr(reader, "editions", away)
    page = Page(live)
    await page.next()
    say(live.studio, ANSWER)
    assert await page.answers(1) == [ANSWER]
    await page.close()


async def test_there_is_room_for_so_many(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.live.feed.READERS_AT_MOST", 1)
    feed: LiveFeed = live.pages.feed
    with feed.listen(PANEL, "en", 0), pytest.raises(TooManyReaders), feed.listen(PANEL, "en", 0):
        pass


async def test_a_slow_page_begins_anew() -> None:
    reader = Reader("en", 0)
    for edition in range(1, BUFFERED + 2):
        reader.put(b"piece", edition)
    assert reader.is_cut
    assert list(reader.take()) == []


@pytest.mark.parametrize(
    ("header", "query", "edition"),
    [
        ("3", "", 3),
        ("", "?after=4", 4),
        ("5", "?after=4", 5),
        ("x", "?after=-1", 0),
        ("9" * 20, "", 0),
    ],
)
async def test_which_the_page_has(
    live: Live, header: str, query: str, edition: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.studio.opens()
    seen: list[int] = []

    async def nothing(_panel: int, _language: str, asked: int) -> AsyncIterator[bytes]:
        seen.append(asked)
        yield b""

    monkeypatch.setattr(live.pages, "_news", nothing)
    path = f"/live/{live.studio.panel.slug}/stream{query}"
    headers = {"Last-Event-ID": header} if header else {}
    await anyio.to_thread.run_sync(lambda: live.browser.get(path, headers=headers))
    assert seen == [edition]
