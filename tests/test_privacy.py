"""What she can take back: everything."""

import pytest

from bot.engine.content import Catalogue
from bot.privacy import erase_all
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.parts import Guide, keys
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]

HERS, OTHER = ("telegram", "7"), ("telegram", "8")


@pytest.fixture
def guide(world: World, catalogue: Catalogue) -> Guide:
    return Guide(world, catalogue)


def erase(guide: Guide, *urns: tuple[str, str]) -> list[bool]:
    return do(guide.database, lambda transaction: erase_all(transaction, urns))


def test_every_row_of_hers_goes_and_no_other(world: World, guide: Guide) -> None:
    guide.ask_for_a_person()
    guide.ask_for_a_person(address="8")

    assert erase(guide, HERS) == [True]

    [left] = world.rows("SELECT id FROM conversations")
    for table in ("inbound", "outbox", "cases"):
        rows = world.rows(f"SELECT conversation_id FROM {table}")  # noqa: S608
        assert {row.conversation_id for row in rows} == {left.id}, table


def test_erasing_again_finds_nothing(guide: Guide) -> None:
    guide.start()

    assert erase(guide, HERS, OTHER) == [True, False]
    assert erase(guide, HERS) == [False]


def test_looking_for_somebody_leaves_no_trace(world: World, guide: Guide) -> None:
    assert erase(guide, OTHER) == [False]
    assert world.rows("SELECT * FROM conversations") == []


def test_writing_again_is_a_first_contact(guide: Guide) -> None:
    guide.start()
    erase(guide, HERS)

    assert keys(guide.write("hello"))[0] == "welcome.hello"
