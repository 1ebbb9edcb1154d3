"""A request for a person is a promise: kept, or she is told, with numbers."""

import pytest

from bot.cases import AT_MOST, tell_waiting
from bot.engine.content import Catalogue
from bot.ports import Transaction
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.parts import Guide
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]


@pytest.fixture
def guide(world: World, catalogue: Catalogue) -> Guide:
    return Guide(world, catalogue)


def tell(guide: Guide) -> int:
    def work(transaction: Transaction) -> int:
        return tell_waiting(transaction, [guide.clock()])[0]

    return do(guide.database, work)


def told(world: World) -> list[str]:
    rows = world.rows("SELECT * FROM outbox WHERE body LIKE '%nobody_free%'")
    return [row.status for row in rows]


def test_at_the_deadline_she_is_told_and_the_case_is_closed(world: World, guide: Guide) -> None:
    guide.ask_for_a_person()
    world.clock.go_on(hours=19, minutes=59)
    assert tell(guide) == 0
    world.clock.go_on(minutes=2)
    assert tell(guide) == 1
    assert tell(guide) == 0

    assert told(world) == ["queued"]
    [case] = world.rows("SELECT * FROM cases")
    assert (case.status, case.outcome) == ("closed", "told_nobody_free")
    [message] = world.rows("SELECT * FROM outbox WHERE body LIKE '%nobody_free%'")
    assert message.urgency == "status"
    assert '"lines":["emergency"' in message.body


def test_what_she_is_told_has_a_number_of_its_own(world: World, guide: Guide) -> None:
    last = guide.ask_for_a_person().replies[-1].seq
    world.clock.go_on(hours=21)
    tell(guide)

    after = guide.write("menu")

    [message] = world.rows("SELECT * FROM outbox WHERE body LIKE '%nobody_free%'")
    assert message.seq == last + 1
    assert after.replies[0].seq == last + 2


def test_who_asked_us_to_stop_is_not_written_to(world: World, guide: Guide) -> None:
    guide.ask_for_a_person()
    guide.press("stop.sure:yes")
    guide.ask_for_a_person(address="8")
    guide.leave(address="8")
    world.clock.go_on(hours=21)

    assert tell(guide) == 0
    assert told(world) == []


def test_she_may_ask_again_afterwards(world: World, guide: Guide) -> None:
    guide.ask_for_a_person()
    world.clock.go_on(hours=21)
    tell(guide)

    again = guide.ask_for_a_person()

    assert again.replies[-1].say.key == "person.asked"
    assert len(world.rows("SELECT * FROM cases WHERE status = 'open'")) == 1


def test_many_are_told_in_turns(world: World, guide: Guide) -> None:
    people = AT_MOST + 5
    for number in range(people):
        guide.press("person.may_write:first", address=str(number))
    world.clock.go_on(hours=21)

    assert [tell(guide) for _ in range(3)] == [AT_MOST, 5, 0]
    assert len(told(world)) == people
