"""One look at a feed: what there is now, or why what there was before stays."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from adapters.calendars.apart import read_apart
from adapters.calendars.faults import FeedRefused
from adapters.calendars.fetch import Fetched
from adapters.calendars.reading import Reading
from bot.events.model import Entry, Feed
from bot.ports import Clock

READ_AGAIN = timedelta(days=7)
Fetch = Callable[[str, str], Awaitable[Fetched]]
Read = Callable[[bytes, str, datetime], Reading]


class Looked(NamedTuple):
    """`entries` is None when those of the last good look stay: nothing has changed, or nothing can
    be read now, which `feed.state` says."""

    feed: Feed
    entries: tuple[Entry, ...] | None


async def look_at(feed: Feed, fetch: Fetch, clock: Clock, read: Read = read_apart) -> Looked:
    """`read` may take long: it is called in a thread."""
    now = clock()
    try:
        fetched = await fetch(feed.url, feed.etag if _is_fresh(feed, now) else "")
        if fetched.content is None:
            return Looked(replace(feed, looked_at=now), None)
        reading = await asyncio.to_thread(read, fetched.content, feed.zone, now)
    except FeedRefused as refused:
        # Without its ETag: the answer "nothing has changed" would pass for a good look.
        return Looked(replace(feed, looked_at=now, state=refused.fault.sentence, etag=""), None)
    looked = replace(feed, looked_at=now, good_at=now, etag=fetched.etag, state=_state(reading))
    return Looked(looked, reading.entries)


def source_of(address: str) -> str:
    """What events that came from there are filed under. A feed's address can hold the key to a
    private calendar, so only its server is told."""
    if "://" not in address:
        return Path(address).name
    digest = hashlib.sha256(address.strip().encode()).hexdigest()[:12]
    return f"{urlsplit(address).hostname or ''} {digest}"


def _is_fresh(feed: Feed, now: datetime) -> bool:
    """A calendar that never changes is read again at times: what recurs has new dates in sight."""
    return feed.good_at is not None and now - feed.good_at < READ_AGAIN


def _state(reading: Reading) -> str:
    if not reading.faults:
        return ""
    more = len(reading.faults) - 1
    return f"{reading.faults[0]} There are {more} more faults." if more else reading.faults[0]
