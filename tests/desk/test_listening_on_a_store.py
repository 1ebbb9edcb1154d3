"""What she writes while a person has the talk, on a real database."""

from typing import Any

import pytest

from adapters.database.desk import Desk as DeskOnStore
from bot.desk import commands as ask
from bot.desk.desk import Desk
from bot.desk.model import Case, EventKind, Presence
from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from bot.ports import Transaction
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.contracts.desks import add_adviser
from tests.desk.office import plan_with
from tests.parts import Guide, keys
from tests.postgres import postgres
from tests.test_conversations import STRANGE

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]

AMINA = 1


@pytest.fixture
def guide(world: World, catalogue: Catalogue) -> Guide:
    return Guide(world, catalogue)


@pytest.fixture
def held(world: World, guide: Guide, engine: Engine) -> Guide:
    """Amina has claimed the case of contact 7."""
    guide.ask_for_a_person()
    desk = Desk(plan_with(), world.clock, engine)
    [row] = world.rows("SELECT id FROM cases")

    def claim(transaction: Transaction) -> Any:
        amina = transaction.desk.adviser(AMINA)
        assert amina is not None
        amina.presence, amina.seen_at = Presence.ON, world.clock()
        transaction.desk.save_adviser(amina)
        return desk.claim(transaction, [ask.Claim(AMINA, row.id, None)])

    add_adviser(world, AMINA)
    [case] = do(guide.database, claim)
    assert isinstance(case, Case), case
    return guide


def kept(world: World, guide: Guide) -> list[str]:
    rows = world.rows("SELECT id FROM cases")
    view = guide.database.desk_reader.view(rows[0].id) if rows else None
    return [message.text for message in view.messages] if view else []


def test_her_words_are_kept_and_not_answered(world: World, held: Guide) -> None:
    assert keys(held.write("It is about my son.")) == []
    assert kept(world, held) == ["It is about my son."]


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_whatever_she_writes_breaks_nothing(world: World, held: Guide, text: str) -> None:
    assert held.write(text).error == ""
    assert keys(held.write("menu")) == ["desk.holding"]
    assert all(len(one) <= 4096 for one in kept(world, held))


def test_two_words_in_one_transaction_are_both_kept(world: World, held: Guide) -> None:
    held.together([held.inbound("one"), held.inbound("two"), held.inbound("menu")])

    assert kept(world, held) == ["one", "two"]


def test_stop_and_words_in_one_transaction(world: World, held: Guide) -> None:
    stop, word = held.together([held.inbound("stop"), held.inbound("yes")])

    assert (keys(stop), keys(word)) == (["stop.sure"], ["stop.stopped"])
    assert [row.outcome for row in world.rows("SELECT outcome FROM cases")] == ["withdrawn"]


def test_erasing_in_the_middle_of_a_talk_leaves_nothing(world: World, held: Guide) -> None:
    held.write("It is about my son.")

    held.press("privacy.delete:yes")

    for table in ("cases", "case_messages", "conversations", "outbox"):
        assert world.rows(f"SELECT * FROM {table}") == [], table  # noqa: S608
    kinds = [row.kind for row in world.rows("SELECT kind FROM desk_events ORDER BY id")]
    assert kinds[-1] == EventKind.ERASED


def test_erasing_after_the_end_tells_pages_of_every_case(world: World, held: Guide) -> None:
    held.write("It is about my son.")
    world.rows("UPDATE cases SET status = 'closed', closed_at = 1, deadline = NULL")
    world.rows("UPDATE conversations SET hold = '', case_id = NULL")
    [case] = world.rows("SELECT id, owner, queue FROM cases")

    held.press("privacy.delete:yes")

    [told] = world.rows("SELECT * FROM desk_events WHERE kind = 'erased'")
    assert (told.case_id, told.adviser_id, told.queue) == (case.id, case.owner, case.queue)


def test_without_a_case_a_turn_asks_nothing_of_the_desk(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide.start()

    def is_asked(*_args: object, **_fields: object) -> None:
        raise AssertionError("the desk is asked")

    for name in ("open_case", "case", "advisers", "note_heard", "add_message", "tell", "audit"):
        monkeypatch.setattr(DeskOnStore, name, is_asked)
    for text in ("menu", "stop", "yes", "urgent", "qxzvk"):
        assert guide.write(text).error == ""
