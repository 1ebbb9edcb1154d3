"""One look at a feed: new entries, or the old ones and why."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.calendars.faults import FeedFault, FeedRefused
from adapters.calendars.feeds import look_at, source_of
from adapters.calendars.fetch import Fetched
from adapters.calendars.ical import read_calendar
from bot.events.model import Feed
from tests.adapters.calendars.reading import NOW, calendar, fixture

pytestmark = pytest.mark.anyio

YESTERDAY = NOW - timedelta(days=1)
FEED = Feed(
    1, "https://calendar.example/secret/basic.ics", "Circle", "Europe/London", '"a"', "", YESTERDAY,
    YESTERDAY,
)  # fmt: skip


class Answers:
    """A fetch that gives one answer. `asked`: the ETag that it was asked with."""

    def __init__(self, answer: Fetched | FeedFault) -> None:
        self._answer = answer
        self.asked: str | None = None

    async def __call__(self, address: str, etag: str) -> Fetched:
        assert address == FEED.url
        self.asked = etag
        if isinstance(self._answer, FeedFault):
            raise FeedRefused(self._answer)
        return self._answer


def clock() -> datetime:
    return NOW


async def test_a_good_look() -> None:
    answers = Answers(Fetched(calendar("UID:1\nSUMMARY:Tea\nDTSTART:20261201T100000Z"), '"b"'))
    looked = await look_at(FEED, answers, clock, read_calendar)
    assert answers.asked == '"a"'
    assert looked.feed == replace(FEED, etag='"b"', state="", looked_at=NOW, good_at=NOW)
    assert [entry.title for entry in looked.entries or ()] == ["Tea"]


async def test_nothing_has_changed() -> None:
    looked = await look_at(FEED, Answers(Fetched(None, '"a"')), clock, read_calendar)
    assert looked.entries is None
    assert looked.feed == replace(FEED, looked_at=NOW)


async def test_what_never_changes_is_read_whole_once_a_week() -> None:
    old = replace(FEED, good_at=NOW - timedelta(days=8))
    answers = Answers(Fetched(calendar(), '"a"'))
    await look_at(old, answers, clock, read_calendar)
    assert answers.asked == ""


@pytest.mark.parametrize(
    "answer",
    [
        FeedFault.TOO_SLOW,
        FeedFault.NOT_PUBLIC,
        Fetched(b"<html>Log in</html>", '"b"'),
        Fetched(fixture("google")[:900], '"b"'),
        Fetched(calendar("UID:1\nSUMMARY:Tea"), '"b"'),
    ],
)
async def test_a_broken_feed_says_so_and_what_was_good_stays(answer: Fetched | FeedFault) -> None:
    looked = await look_at(FEED, Answers(answer), clock, read_calendar)
    assert looked.entries is None
    assert looked.feed.good_at == YESTERDAY
    assert looked.feed.looked_at == NOW
    assert looked.feed.state.endswith(".")
    assert "secret" not in looked.feed.state
    assert looked.feed.etag == ""  # or the next look would find it "unchanged"


async def test_a_broken_entry_is_said_and_the_others_are_taken() -> None:
    looked = await look_at(FEED, Answers(Fetched(fixture("one_broken"), "")), clock, read_calendar)
    assert [entry.title for entry in looked.entries or ()] == ["Before", "After"]
    assert looked.feed.state.startswith('Entry 2 "Broken, sadly" has no start')


async def test_an_address_does_not_become_a_name() -> None:
    name = source_of(FEED.url)
    assert name.startswith("calendar.example ")
    assert "secret" not in name
    assert source_of(FEED.url) == name != source_of(FEED.url + "?x")
    assert source_of("/home/someone/events.csv") == "events.csv"
