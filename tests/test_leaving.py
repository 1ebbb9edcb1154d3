"""When she leaves: a stop, a block, an erasure."""

import pytest

from bot.engine.content import Catalogue
from bot.messages import Kind
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.parts import Guide, in_two_languages, keys
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]


@pytest.fixture
def guide(world: World, catalogue: Catalogue) -> Guide:
    return Guide(world, in_two_languages(catalogue))


def test_stop_withdraws_the_case_and_what_is_queued(world: World, guide: Guide) -> None:
    guide.ask_for_a_person()
    guide.write("stop")

    stopped = guide.press("stop.sure:yes")

    assert keys(stopped) == ["stop.stopped"]
    [case] = world.rows("SELECT * FROM cases")
    assert (case.status, case.outcome) == ("closed", "withdrawn")
    [contact] = world.rows("SELECT * FROM conversations")
    assert contact.stopped
    world.clock.go_on(seconds=61)
    claimed = do(guide.database, lambda transaction: transaction.claim_due(world.clock(), 100))
    assert claimed == []


def test_writing_again_after_a_stop_starts_anew(world: World, guide: Guide) -> None:
    guide.start()
    guide.write("stop")
    guide.press("stop.sure:yes")

    back = guide.write("hello")

    assert back.replies
    [contact] = world.rows("SELECT * FROM conversations")
    assert not contact.stopped
    assert {reply.epoch for reply in back.replies} == {contact.epoch}


def test_leaving_stops_without_an_answer(world: World, guide: Guide) -> None:
    guide.ask_for_a_person()

    gone = guide.leave()

    assert gone.replies == ()
    [contact] = world.rows("SELECT * FROM conversations")
    assert contact.stopped
    assert world.rows("SELECT * FROM cases WHERE status <> 'closed'") == []
    assert guide.start().replies


def test_of_somebody_who_never_wrote_nothing_is_kept(world: World, guide: Guide) -> None:
    guide.leave(external_id="gone")
    guide.leave(external_id="gone")

    assert world.rows("SELECT * FROM conversations") == []


def test_an_erasure_leaves_nothing_but_the_fingerprint_of_its_message(
    world: World, guide: Guide
) -> None:
    guide.ask_for_a_person()

    erased = guide.press("privacy.delete:yes", external_id="erase")

    assert keys(erased) == ["privacy.erased"]
    for table in ("conversations", "outbox", "cases"):
        assert world.rows(f"SELECT * FROM {table}") == [], table  # noqa: S608
    [left] = world.rows("SELECT * FROM inbound")
    assert left.conversation_id is None


def test_a_repeat_of_the_erasing_message_is_silent(world: World, guide: Guide) -> None:
    guide.start()
    guide.press("privacy.delete:yes", external_id="erase")

    again = guide.press("privacy.delete:yes", external_id="erase")

    assert (again.fresh, again.replies) == (False, ())
    assert world.rows("SELECT * FROM conversations") == []


def test_after_an_erasure_she_is_somebody_new(world: World, guide: Guide) -> None:
    guide.start(language="ur")
    before = guide.press("privacy.delete:yes")

    after = guide.write("hello")

    assert keys(after)[0] == "welcome.hello"
    assert after.language == "en"
    assert after.replies[0].seq == 1
    assert after.conversation_id != before.conversation_id


def test_an_erasure_in_the_middle_of_a_batch_erases_what_came_before(
    world: World, guide: Guide
) -> None:
    started, erased, anew = guide.together(
        [
            guide.inbound(kind=Kind.START),
            guide.inbound(kind=Kind.CHOICE, choice="privacy.delete:yes"),
            guide.inbound("hello"),
        ]
    )

    assert keys(started)[0] == keys(anew)[0] == "welcome.hello"
    assert keys(erased) == ["privacy.erased"]
    [contact] = world.rows("SELECT * FROM conversations")
    owners = {row.conversation_id for row in world.rows("SELECT * FROM outbox")}
    assert owners == {contact.id} == {anew.conversation_id}
    assert len(world.rows("SELECT * FROM inbound WHERE conversation_id IS NULL")) == 2
