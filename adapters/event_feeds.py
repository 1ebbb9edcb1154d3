"""Other calendars at work: each is looked at every half hour, by one process. Part of the
composition root (`app.py`)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from adapters.calendars.feeds import Fetch, Looked, look_at, source_of
from adapters.calendars.places import Locate, located
from adapters.console.console import AsyncWriter
from bot.desk.model import AuditEntry
from bot.events.importing import Imported, import_entries
from bot.events.model import Feed
from bot.ports import Clock, Transaction

EVERY = timedelta(minutes=30)
APART = 300
"""Seconds over which feeds that were added together spread."""
AT_ONCE = 2

log = structlog.get_logger(__name__)


class FeedLooks:
    def __init__(self, writer: AsyncWriter, clock: Clock, locate: Locate, fetch: Fetch) -> None:
        self._writer = writer
        self._clock = clock
        self._locate = locate
        self._fetch = fetch
        self._room = asyncio.Semaphore(AT_ONCE)

    async def look_at_due(self) -> int:
        """How many there were."""
        due = await self._writer.submit_async(_claim_due, self._clock())
        await asyncio.gather(*(self._look(feed) for feed in due))
        return len(due)

    async def look_now(self, feed_id: int) -> None:
        """Nothing happens where there is none."""
        feed = await self._writer.submit_async(_find, feed_id)
        if feed is not None:
            await self._look(feed)

    async def _look(self, feed: Feed) -> None:
        """What goes wrong with one is no other's business."""
        try:
            async with self._room:
                looked = await look_at(feed, self._fetch, self._clock)
                entries = looked.entries
                if entries is not None:
                    entries = await asyncio.to_thread(located, entries, self._locate)
                await self._writer.submit_async(self._take, Looked(looked.feed, entries))
        except Exception as error:
            log.error("feed_look_failed", error=type(error).__name__)

    def _take(self, transaction: Transaction, items: Sequence[Looked]) -> list[Imported]:
        return [self._taken(transaction, item) for item in items]

    def _taken(self, transaction: Transaction, looked: Looked) -> Imported:
        """Nothing of one that somebody has removed meanwhile."""
        feed = looked.feed
        if all(one.id != feed.id for one in transaction.events.feeds()):
            return Imported()
        transaction.events.save_feed(feed)
        if looked.entries is None:
            return Imported()
        source = source_of(feed.url)
        done = import_entries(transaction, source, looked.entries, self._clock())
        if any(done):
            counts = " ".join(f"{name}:{count}" for name, count in done._asdict().items())
            transaction.desk.audit(AuditEntry("system", "feed_imported", f"feed:{feed.id}", counts))
        return done


def _claim_due(transaction: Transaction, moments: Sequence[datetime]) -> list[list[Feed]]:
    return [_claimed(transaction, now) for now in moments]


def _claimed(transaction: Transaction, now: datetime) -> list[Feed]:
    """They count as looked at from now on, so that no other process looks too."""
    due = [feed for feed in transaction.events.feeds() if _is_due(feed, now)]
    for feed in due:
        transaction.events.save_feed(replace(feed, looked_at=now))
    return due


def _is_due(feed: Feed, now: datetime) -> bool:
    apart = timedelta(seconds=feed.id % APART)
    return feed.looked_at is None or now - feed.looked_at >= EVERY - apart


def _find(transaction: Transaction, ids: Sequence[int]) -> list[Feed | None]:
    feeds = {feed.id: feed for feed in transaction.events.feeds()}
    return [feeds.get(id_) for id_ in ids]
