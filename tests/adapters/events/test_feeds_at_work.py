"""Other calendars are looked at every half hour by one process, and a broken one harms nothing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from adapters.calendars.faults import FeedFault, FeedRefused
from adapters.calendars.feeds import Fetch, source_of
from adapters.calendars.fetch import Fetched
from adapters.database import Database
from adapters.event_feeds import EVERY, FeedLooks
from bot.events.model import Event, EventStatus, Feed
from bot.places.model import Coordinates
from bot.ports import Transaction
from tests.contracts.conftest import World, do, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]

URL = "https://calendar.example/secret/basic.ics"
OTHER = "https://other.example/basic.ics"
pytestmark = pytest.mark.anyio
LEEDS = Coordinates(53.8, -1.55)


def calendar(*titles: str) -> bytes:
    lines = ["BEGIN:VCALENDAR"]
    for title in titles:
        lines += ["BEGIN:VEVENT", f"UID:{title}", "DTSTART:20261201T183000Z"]
        lines += [f"SUMMARY:{title}", "LOCATION:The Mill\\, Leeds LS1 4AB", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


class Servers:
    """What is at each address: a calendar with its tag, or what goes wrong."""

    def __init__(self) -> None:
        self.at: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []

    async def fetch(self, address: str, etag: str) -> Fetched:
        self.asked.append((address, etag))
        found = self.at[address]
        if isinstance(found, Exception):
            raise found
        content, tag = found
        return Fetched(None if tag == etag else content, tag)


class Looking:
    def __init__(self, world: World) -> None:
        self.clock, self.servers = world.clock, Servers()
        self.database: Database = world.open()

    def worker(self, fetch: Fetch | None = None) -> FeedLooks:
        get = fetch or self.servers.fetch
        return FeedLooks(self.database.writer, self.clock, lambda _: LEEDS, get)

    def add(self, id_: int = 1, url: str = URL) -> None:
        feed = Feed(id_, url, "x", "Europe/London")
        do(self.database, lambda transaction: transaction.events.save_feed(feed))

    def feed(self) -> Feed:
        [feed] = self.database.events.feeds()
        return feed

    def events(self) -> dict[str, Event]:
        coming = self.database.events.coming(self.clock() - timedelta(days=1))
        return {one.text("en")[1].title: one for one in coming}


@pytest.fixture
def looking(on_sqlite: World) -> Looking:
    return Looking(on_sqlite)


async def test_a_new_one_is_looked_at_and_its_events_are_there(looking: Looking) -> None:
    looking.add()
    looking.servers.at[URL] = calendar("Tea"), '"1"'
    assert await looking.worker().look_at_due() == 1
    tea = looking.events()["Tea"]
    assert (tea.status, tea.feed, tea.at) == (EventStatus.PUBLISHED, source_of(URL), LEEDS)
    feed = looking.feed()
    assert (feed.state, feed.etag) == ("", '"1"')
    assert feed.looked_at == feed.good_at == looking.clock()
    [line] = looking.database.desk_reader.audit_page(2**62, 9)
    counts = "added:1 changed:0 withdrawn:0 cancelled:0"
    assert line.entry == ("system", "feed_imported", "feed:1", counts)


async def test_it_is_asked_again_after_half_an_hour_with_its_tag(looking: Looking) -> None:
    looking.add()
    looking.servers.at[URL] = calendar("Tea"), '"1"'
    worker = looking.worker()
    await worker.look_at_due()
    looking.clock.go_on(minutes=20)
    assert await worker.look_at_due() == 0
    looking.clock.go_on(minutes=10)
    assert await worker.look_at_due() == 1
    assert looking.servers.asked == [(URL, ""), (URL, '"1"')]
    assert looking.events()["Tea"].version == 1
    assert len(looking.database.desk_reader.audit_page(2**62, 9)) == 1


async def test_those_added_together_spread(looking: Looking) -> None:
    looking.add(1)
    looking.add(299, OTHER)
    for url in (URL, OTHER):
        looking.servers.at[url] = calendar("Tea"), '"1"'
    worker = looking.worker()
    assert await worker.look_at_due() == 2
    looking.clock.now += EVERY - timedelta(minutes=4)
    assert await worker.look_at_due() == 1
    looking.clock.go_on(minutes=4)
    assert await worker.look_at_due() == 1


async def test_two_processes_do_not_look_at_the_same(looking: Looking) -> None:
    looking.add()
    looking.servers.at[URL] = calendar("Tea"), '"1"'
    assert await looking.worker().look_at_due() == 1
    assert await looking.worker().look_at_due() == 0
    assert len(looking.servers.asked) == 1


async def test_what_vanished_is_taken_back(looking: Looking) -> None:
    looking.add()
    looking.servers.at[URL] = calendar("Tea", "Sewing"), '"1"'
    worker = looking.worker()
    await worker.look_at_due()
    looking.servers.at[URL] = calendar("Sewing"), '"2"'
    looking.clock.now += EVERY
    await worker.look_at_due()
    events = looking.events()
    assert events["Tea"].status is EventStatus.WITHDRAWN
    assert events["Sewing"].status is EventStatus.PUBLISHED


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (FeedRefused(FeedFault.NO_ANSWER), "The server does not answer."),
        ((b"<html>", '"2"'), "What is there is not a calendar."),
    ],
)
async def test_a_broken_one_keeps_the_last_good_state_and_says_so(
    looking: Looking, found: object, sentence: str
) -> None:
    looking.add()
    looking.servers.at[URL] = calendar("Tea"), '"1"'
    worker = looking.worker()
    await worker.look_at_due()
    good_at = looking.clock()
    looking.servers.at[URL] = found
    looking.clock.now += EVERY
    await worker.look_at_due()
    feed = looking.feed()
    assert (feed.state, feed.good_at, feed.looked_at) == (sentence, good_at, looking.clock())
    assert looking.events()["Tea"].status is EventStatus.PUBLISHED


async def test_one_that_goes_wrong_altogether_stops_no_other(looking: Looking) -> None:
    looking.add(1)
    looking.add(2, OTHER)
    looking.servers.at[URL] = RuntimeError("no word of this is logged")
    looking.servers.at[OTHER] = calendar("Tea"), '"1"'
    assert await looking.worker().look_at_due() == 2
    assert "Tea" in looking.events()


async def test_an_editor_looks_at_once(looking: Looking) -> None:
    looking.add()
    looking.servers.at[URL] = calendar("Tea"), '"1"'
    worker = looking.worker()
    await worker.look_now(99)
    assert looking.servers.asked == []
    await worker.look_now(1)
    assert "Tea" in looking.events()


async def test_nothing_comes_of_one_that_was_removed_meanwhile(looking: Looking) -> None:
    looking.add()

    def drop(transaction: Transaction, ids: Sequence[int]) -> Sequence[int]:
        for id_ in ids:
            transaction.events.drop_feed(id_)
        return ids

    async def gone(_address: str, _etag: str) -> Fetched:
        await looking.database.writer.submit_async(drop, 1)
        return Fetched(calendar("Tea"), '"1"')

    await looking.worker(gone).look_now(1)
    assert looking.events() == {}
    assert looking.database.events.feeds() == []
