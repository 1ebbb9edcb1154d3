"""What editors do with events, on both databases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.database import Database
from bot.desk.accounts import Account
from bot.desk.model import Adviser, Role
from bot.desk.refusals import Refusal, Why
from bot.events.editing import (
    AddFeed,
    DropFeed,
    Editing,
    SaveEvent,
    SeeNames,
    Turn,
)
from bot.events.importing import Imported
from bot.events.model import Entry, Event, EventStatus, EventText, Feed, Known
from bot.events.trying import Import, Importing, Tried
from bot.ports import Transaction
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world

__all__ = ["postgresql_template", "sqlite_template", "world"]

ED, OMAR = 905, 901


class Office:
    def __init__(self, world: World) -> None:
        self.clock, self.database = world.clock, world.open()
        self.editing, self.importing = Editing(world.clock), Importing(world.clock)
        for id_, name, role in ((ED, "ed", Role.EDITOR), (OMAR, "omar", Role.ADVISER)):
            adviser = Adviser(id_, name, name.title(), role)
            assert self.database.accounts.add(Account(adviser, "x", "x"), "operator")

    def does(self, batch: Callable[[Transaction, Sequence[Any]], Sequence[Any]], item: Any) -> Any:
        return self.database.writer.submit(batch, item).result(30)

    def new(self, id_: int = 7) -> Event:
        starts = self.clock() + timedelta(days=3)
        texts = {"en": EventText("Tea")}
        event = Event(id_, starts, starts + timedelta(hours=1), "Europe/London", texts, version=0)
        saved: Event = self.does(self.editing.save, SaveEvent(ED, event))
        return saved

    def entry(self, uid: str, **fields: Any) -> Entry:
        starts = self.clock() + timedelta(days=3)
        return Entry(uid, starts, starts + timedelta(hours=1), "UTC", f"Title {uid}", **fields)

    def audit(self) -> list[str]:
        lines = self.database.desk_reader.audit_page(2**62, 20)
        return [line.entry.action for line in lines if line.entry.actor == f"adviser:{ED}"]


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def stored(database: Database, id_: int = 7) -> Event | None:
    return database.events.event(id_)


def test_a_new_event_is_a_draft_of_our_own(office: Office) -> None:
    sneaky = replace(office.new(), id=8, version=0, status=EventStatus.PUBLISHED, feed="x", uid="y")
    saved = office.does(office.editing.save, SaveEvent(ED, sneaky))
    assert (saved.status, saved.feed, saved.uid) == (EventStatus.DRAFT, "", "")
    assert stored(office.database, 8) == saved


def test_whoever_saw_an_older_version_changes_nothing(office: Office) -> None:
    first = office.new()
    second = office.does(office.editing.save, SaveEvent(ED, replace(first, host="Mill")))
    assert second.version == 2
    late = office.does(office.editing.save, SaveEvent(ED, replace(first, host="Hall")))
    assert late == Refusal(Why.STALE)
    turned = office.does(office.editing.turn, Turn(ED, 7, 1, EventStatus.PUBLISHED))
    assert turned == Refusal(Why.STALE)
    assert stored(office.database) == second
    assert office.does(office.editing.save, SaveEvent(ED, replace(first, id=99))) == Refusal(
        Why.CLOSED
    )


def test_those_who_registered_are_to_be_told_of_what_is_called_off(office: Office) -> None:
    office.new()
    shown = office.does(office.editing.turn, Turn(ED, 7, 1, EventStatus.PUBLISHED))

    def tell(transaction: Transaction) -> None:
        transaction.events.settle(7, shown.known)

    do(office.database, tell)
    office.does(office.editing.turn, Turn(ED, 7, 2, EventStatus.CANCELLED))

    def known(transaction: Transaction) -> list[Known | None]:
        return [one.before for one in transaction.events.stirred(9)]

    [before] = do(office.database, known)
    assert before is not None
    assert before.status is EventStatus.PUBLISHED


def test_an_import_is_tried_without_a_trace(office: Office) -> None:
    item = Import(ED, "tea.csv", (office.entry("a"), office.entry("b", is_cancelled=True)))
    tried = office.does(office.importing.attempt, item)
    assert isinstance(tried, Tried)
    assert tried.imported == Imported(added=2)
    assert len(tried.events) == 2
    assert office.database.events.coming(office.clock()) == []
    assert office.audit() == []
    assert office.does(office.importing.carry_out, item) == tried.imported
    assert len(office.database.events.coming(office.clock())) == 2
    assert office.audit() == ["events_imported"]


def test_who_may_not_does_nothing(office: Office) -> None:
    event = office.new()
    feed = Feed(4, "https://x.example/a.ics", "x", "UTC")
    asked = [
        (office.editing.save, SaveEvent(OMAR, event)),
        (office.editing.turn, Turn(OMAR, 7, 1, EventStatus.PUBLISHED)),
        (office.editing.names, SeeNames(OMAR, 7)),
        (office.editing.add_feed, AddFeed(OMAR, feed)),
        (office.editing.drop_feed, DropFeed(OMAR, 4)),
        (office.importing.attempt, Import(OMAR, "x", ())),
        (office.importing.carry_out, Import(OMAR, "x", (office.entry("a"),))),
    ]
    for batch, item in asked:
        assert office.does(batch, item) == Refusal(Why.NOT_ALLOWED)  # type: ignore[arg-type]
    assert stored(office.database) == event
    assert office.database.events.feeds() == []
