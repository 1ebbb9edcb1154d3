"""What is on: the list for editors. Beside it: one event (`agenda_edit.py`), files
(`agenda_import.py`), other calendars (`agenda_feeds.py`), who would host one (`agenda_hosts.py`).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.shown import visible
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission
from bot.events.model import Entry, Event, EventStatus
from bot.events.places import Places
from bot.events.ports import EventReader

AGENDA = "/console/agenda"
SHOWN_AT_MOST = 200
FIND_AT_MOST = 80
PAST = timedelta(days=90)
TABS = ("coming", "drafts", "past")
OF_AN_EVENT = {
    Why.STALE: "agenda.stale",
    Why.CLOSED: "agenda.gone",
    Why.ALREADY_DONE: "agenda.done_already",
    Why.NOT_NEEDED: "agenda.cannot",
    Why.FULL: "agenda.feeds_full",
}
"""Refusals that say something else here."""


class Reading(Protocol):
    """What a file holds: either entries or, where it cannot be taken, sentences alone."""

    @property
    def entries(self) -> Sequence[Entry]: ...

    @property
    def faults(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Agenda:
    """`languages`: in which texts may be written. `read_file` reads a calendar or a table, times
    being of that zone unless it says; it may take long, and raises HearthlineError with a sentence.
    `source_of`: what the events of a calendar's address are filed under. `is_address`: whether it
    can be one. `look`: at the feed of this id, now."""

    reader: EventReader
    places: Places
    languages: Sequence[str]
    read_file: Callable[[bytes, str], Reading]
    source_of: Callable[[str], str]
    is_address: Callable[[str], bool]
    look: Callable[[int], Awaitable[None]]


class Line(NamedTuple):
    """`at`: for machines; `seats`: taken, of how many; `waiting`: how many wait."""

    path: str
    title: str
    language: str
    at: str
    when: str
    where: str
    source: str
    status: EventStatus
    seats: str
    waiting: int
    is_placed: bool


class AgendaPage:
    def __init__(self, console: Console, agenda: Agenda) -> None:
        self._console = console
        self._agenda = agenda

    def routes(self) -> list[ConsoleRoute]:
        return [ConsoleRoute(AGENDA, self.page, Permission.EVENTS)]

    async def page(self, request: Request, who: Signed) -> Response:
        console, now = self._console, self._console.clock()
        tab = request.query_params.get("show", "")
        tab = tab if tab in TABS else TABS[0]
        find = request.query_params.get("find", "").strip()[:FIND_AT_MOST]
        since = now - PAST if tab == "past" else now
        everything = await console.read(self._agenda.reader.coming, since)
        found = _found(everything, tab, find, now)
        shown = found[:SHOWN_AT_MOST]
        return console.pages.render(
            request,
            "agenda.html",
            who,
            tab=tab,
            tabs=TABS,
            find=find,
            lines=await self._lines(shown),
            is_cut=len(found) > len(shown),
            at_most=SHOWN_AT_MOST,
            asks=len(await console.read(self._agenda.reader.host_requests, SHOWN_AT_MOST)),
        )

    async def _lines(self, events: Sequence[Event]) -> list[Line]:
        reader, read = self._agenda.reader, self._console.read
        counts = await read(reader.counts, [one.id for one in events])
        feeds = {self._agenda.source_of(one.url): one.name for one in await read(reader.feeds)}
        return [_line(one, counts.get(one.id, (0, 0)), feeds) for one in events]


def why_of(words: Mapping[str, str], refusal: Refusal) -> str:
    return words[OF_AN_EVENT.get(refusal.why, f"why.{refusal.why}")]


def path_of(event_id: int) -> str:
    return f"{AGENDA}/{event_id}"


def moment_of(event: Event) -> str:
    return f"{event.local_start:%a %d.%m.%Y %H:%M}"


def _found(events: Sequence[Event], tab: str, find: str, now: datetime) -> list[Event]:
    """Soonest first; what is over, latest first."""
    if tab == "past":
        fits = [one for one in events if one.ends_at <= now and one.status is not EventStatus.DRAFT]
    elif tab == "drafts":
        fits = [one for one in events if one.status is EventStatus.DRAFT]
    else:
        gone = (EventStatus.DRAFT, EventStatus.WITHDRAWN)
        fits = [one for one in events if one.status not in gone]
    named = [one for one in fits if find.casefold() in _searched(one)] if find else fits
    return sorted(named, key=lambda one: (one.starts_at, one.id), reverse=tab == "past")


def _searched(event: Event) -> str:
    titles = (text.title for text in event.texts.values())
    return "\n".join((*titles, event.town, event.organiser, event.host)).casefold()


def _line(event: Event, counts: tuple[int, int], feeds: Mapping[str, str]) -> Line:
    code, text = event.text("en")
    taken, waiting = counts
    return Line(
        path_of(event.id),
        visible(text.title),
        code,
        event.starts_at.isoformat(),
        moment_of(event),
        visible(event.town),
        visible(feeds.get(event.feed, event.feed)),
        event.status,
        str(taken) if event.capacity is None else f"{taken}/{event.capacity}",
        waiting,
        event.is_online or event.at is not None,
    )
