"""What she agreed to is kept as she said it, on each engine, and STOP ends all of it."""

import pytest

from bot.engine.content import Catalogue
from bot.ports import Transaction
from bot.reminders.model import Consent, Reminder
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.parts import Guide, in_two_languages, keys
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]


@pytest.fixture
def guide(world: World, catalogue: Catalogue) -> Guide:
    guide = Guide(world, in_two_languages(catalogue))
    guide.start()
    return guide


def agreed(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT consent FROM consents ORDER BY consent")]


def agree(world: World, guide: Guide, *kinds: Consent) -> None:
    [(id_,)] = world.rows("SELECT id FROM conversations")
    now = world.clock()

    def work(transaction: Transaction) -> None:
        for kind in kinds:
            transaction.reminders.agree(id_, kind, now)
            new = Reminder(id_, f"{kind}.1", kind, now, now, "events.tomorrow")
            transaction.reminders.put([new])

    do(guide.database, work)


def test_nothing_is_agreed_to_before_she_says_so(world: World, guide: Guide) -> None:
    guide.press("reminders.nothing:news")
    assert agreed(world) == []
    assert keys(guide.press("reminders.about_news:no"))[-1] == "menu.choose"
    assert agreed(world) == []


def test_her_yes_is_kept_once(world: World, guide: Guide) -> None:
    guide.press("reminders.about_news:yes")
    guide.press("reminders.about_news:yes")
    assert agreed(world) == ["news"]


def test_she_takes_back_one_and_the_rest_stays(world: World, guide: Guide) -> None:
    agree(world, guide, Consent.NEWS, Consent.EVENTS)
    guide.press("reminders.which:events")
    assert agreed(world) == ["news"]
    assert [row[0] for row in world.rows("SELECT key FROM reminders")] == ["news.1"]
    seen = guide.press("reminders.taken_back:look")
    assert seen.replies[-1].say.params == {"agreed_to": "• News"}


@pytest.mark.parametrize("way", ["all", "stop"])
def test_taking_back_all_or_stopping_leaves_nothing(world: World, guide: Guide, way: str) -> None:
    agree(world, guide, *Consent)
    if way == "stop":
        guide.write("stop")
    guide.press("stop.sure:yes" if way == "stop" else "reminders.agreed:all")
    assert agreed(world) == []
    assert world.rows("SELECT * FROM reminders") == []


def test_leaving_takes_it_all_back(world: World, guide: Guide) -> None:
    agree(world, guide, Consent.NEWS)
    guide.leave()
    assert agreed(world) == []
    assert world.rows("SELECT * FROM reminders") == []


def test_after_a_stop_nothing_comes_back_by_itself(world: World, guide: Guide) -> None:
    agree(world, guide, Consent.NEWS)
    guide.write("stop")
    guide.press("stop.sure:yes")
    guide.write("hello")
    assert agreed(world) == []


def test_when_she_wrote_is_known(world: World, guide: Guide) -> None:
    [(before,)] = world.rows("SELECT heard_at FROM conversations")
    world.clock.go_on(hours=1)
    guide.write("hello")
    [(after,)] = world.rows("SELECT heard_at FROM conversations")
    assert after - before == 3600 * 1_000_000
    world.clock.go_on(hours=1)
    guide.leave()
    assert world.rows("SELECT heard_at FROM conversations") == [(after,)]
