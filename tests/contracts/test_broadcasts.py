"""Broadcasts on each engine: to whom they go, how fast, and each contact once, whatever dies."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from adapters.database import Database, RowRefused
from bot.broadcasts.model import Fate, Progress, Status, Tally
from bot.ports import Delivery, Hold
from bot.reminders.model import Consent
from tests.contracts.broadcasts import (
    NEWS,
    WRITER,
    agree,
    broadcast,
    feed,
    going,
    prepare,
)
from tests.contracts.conftest import World, do
from tests.contracts.turns import START, contact_of

ROOT = Path(__file__).parents[2]
TOLD_TWICE = "SELECT conversation_id FROM outbox GROUP BY conversation_id HAVING count(*) <> 1"
TORN = """
SELECT * FROM broadcast_targets t WHERE (t.fate = 'told') <> EXISTS
(SELECT 1 FROM outbox o WHERE o.conversation_id = t.conversation_id AND o.seq = t.seq)
"""
KILLED, MANY = 20, 1500


def fates(world: World) -> Counter[str]:
    return Counter(row[0] for row in world.rows("SELECT fate FROM broadcast_targets"))


def status(store: Database) -> Status:
    found = store.broadcasts.broadcast(NEWS)
    assert found
    return found.status


def test_it_comes_back_as_it_was_written(store: Database) -> None:
    full = broadcast(languages=("ur", "ur-Latn"), channels=("telegram",))
    assert do(store, lambda one: [one.broadcasts.add(full), one.broadcasts.add(full)]) == [
        True,
        False,
    ]
    assert do(store, lambda one: one.broadcasts.find(NEWS)) == full
    assert store.broadcasts.broadcasts(9) == [full]
    assert store.broadcasts.broadcast(6) is None


@pytest.mark.parametrize(
    "wrong", [{"approved_by": WRITER}, {"approved_by": None}, {"approved_at": None}]
)
def test_the_database_wants_a_second_person(store: Database, wrong: dict[str, Any]) -> None:
    with pytest.raises(RowRefused):
        do(store, lambda one: one.broadcasts.add(going(**wrong)))


def test_the_database_lets_one_go_at_a_time(store: Database) -> None:
    assert do(store, lambda one: one.broadcasts.add(going()))
    assert do(store, lambda one: one.broadcasts.is_any_going())
    with pytest.raises(RowRefused):
        do(store, lambda one: one.broadcasts.add(going(6)))


def test_a_dry_run_counts_and_names_nobody(store: Database) -> None:
    do(store, agree(3))
    do(store, agree(2, "whatsapp", "ur"))
    do(store, agree(1, "webchat", ""))
    do(store, agree(4, "telegram", "pl", stopped=True))
    everybody = [
        Tally("telegram", "en", 3),
        Tally("webchat", "en", 1),
        Tally("whatsapp", "ur", 2),
    ]
    assert store.broadcasts.audience(broadcast()) == everybody
    assert store.broadcasts.audience(broadcast(languages=("ur",))) == everybody[2:]
    assert store.broadcasts.audience(broadcast(channels=("telegram", "webchat"))) == everybody[:2]
    assert store.broadcasts.audience(broadcast(consent=Consent.COURSE)) == []


def test_it_goes_to_all_who_agreed_and_to_nobody_else(world: World, store: Database) -> None:
    told = do(store, agree(3))
    do(store, agree(2, "telegram", "ur", discreet=True))
    do(store, agree(1, "telegram", "pl", stopped=True))
    do(store, lambda transaction: transaction.save([contact_of(transaction, "never agreed")]))
    prepare(store)
    feed(store, 1)
    assert {row[0] for row in world.rows("SELECT conversation_id FROM outbox")} == set(told)
    assert fates(world) == {"told": 3}
    assert status(store) is Status.DONE


def test_the_words_are_not_in_the_rows(world: World, store: Database) -> None:
    do(store, agree(1))
    prepare(store)
    feed(store, 1)
    [(body,)] = world.rows("SELECT body FROM outbox")
    assert "@broadcast 5" in body
    assert "Sunday" not in body


def test_it_leaves_room_for_conversations(world: World, store: Database) -> None:
    do(store, agree(60))
    prepare(store)
    numbers = []
    for second in (1, 1, 1.5, 2.5, 2.5):
        feed(store, second)
        numbers.append(fates(world)["told"])
    assert numbers == [20, 20, 30, 50, 50]
    feed(store, 3.5, taken=15)
    assert fates(world)["told"] == 55, "what else went out by itself counts"


def test_stop_is_honoured_in_the_middle(world: World, store: Database) -> None:
    ids = sorted(do(store, agree(30)))
    prepare(store)
    feed(store, 1)

    def stop(transaction: Any) -> None:
        for address in range(30):
            contact = contact_of(transaction, f"en{address}")
            contact.stopped, contact.epoch = contact.id in ids[20:25], contact.epoch
            transaction.save([contact])
            if contact.id in ids[25:]:
                transaction.reminders.withdraw(contact.id)

    do(store, stop)
    feed(store, 2)
    assert fates(world) == {"told": 20, "not_wanted": 10}


def test_whom_a_person_talks_with_is_told_later(world: World, store: Database) -> None:
    do(store, agree(1))
    do(store, agree(1, language="ur", hold=Hold.HELD))
    prepare(store)
    feed(store, 1)
    assert fates(world) == {"told": 1, "waiting": 1}
    assert status(store) is Status.RUNNING
    feed(store, 4 * 24 * 3600)
    assert fates(world) == {"told": 1, "too_late": 1}
    assert status(store) is Status.DONE


def test_at_night_they_wait_for_the_morning(world: World, store: Database) -> None:
    do(store, agree(1))
    prepare(store)
    feed(store, 14 * 3600)
    assert fates(world) == {"waiting": 1}
    feed(store, 22 * 3600)
    assert fates(world) == {"waiting": 1}
    feed(store, 23 * 3600)
    assert fates(world) == {"told": 1}


def test_without_a_template_whatsapp_is_left_out_and_counted(world: World, store: Database) -> None:
    do(store, agree(2, "whatsapp"))
    prepare(store)
    feed(store, 1)
    assert world.rows("SELECT * FROM outbox") == []
    assert store.broadcasts.progress(NEWS) == [Progress("whatsapp", Fate.NO_TEMPLATE, 2, 0)]
    assert store.broadcasts.total("reminders_without_template") == 2


def test_with_a_template_she_is_asked_to_write_first(world: World, store: Database) -> None:
    do(store, agree(1, "whatsapp"))
    row = "('hearthline_word_en', 'HX1', 'approved')"
    world.rows(f"INSERT INTO channel_templates (name, sid, status) VALUES {row}")  # noqa: S608
    prepare(store)
    feed(store, 1)
    [(body,)] = world.rows("SELECT body FROM outbox")
    assert "reminders.ask_to_write" in body
    [(key,)] = world.rows("SELECT key FROM reminders")
    assert (key, fates(world)) == ("broadcast.5.news", {"asked": 1})


def test_progress_tells_what_did_not_arrive(world: World, store: Database) -> None:
    do(store, agree(2))
    prepare(store)
    feed(store, 1)
    world.rows(
        f"UPDATE outbox SET status = '{Delivery.FAILED}' WHERE conversation_id = "  # noqa: S608
        "(SELECT min(conversation_id) FROM outbox)"
    )
    assert store.broadcasts.progress(NEWS) == [Progress("telegram", Fate.TOLD, 2, 1)]


def test_it_is_written_down_in_pieces(world: World, store: Database) -> None:
    ids = do(store, agree(25))
    new = going()
    do(store, lambda one: one.broadcasts.add(new))
    last = do(store, lambda one: one.broadcasts.prepare(new, 10, START))
    assert last == sorted(ids)[9]
    assert len(world.rows("SELECT * FROM broadcast_targets")) == 10
    again = do(store, lambda one: one.broadcasts.prepare(new, 10, START))
    assert (again, len(world.rows("SELECT * FROM broadcast_targets"))) == (last, 10)
    rest = going(prepared_to=last)
    assert do(store, lambda one: one.broadcasts.prepare(rest, 99, START)) == max(ids)
    over = going(prepared_to=max(ids))
    assert do(store, lambda one: one.broadcasts.prepare(over, 99, START)) is None
    assert len(world.rows("SELECT * FROM broadcast_targets")) == 25


def test_two_processes_never_tell_anybody_twice(world: World) -> None:
    one, two = world.open(), world.open()
    do(one, agree(60))
    prepare(one)
    for second in range(1, 9):
        for process in (one, two):
            feed(process, second)
    assert fates(world) == {"told": 60}
    assert world.rows(TOLD_TWICE) == []


def test_an_erasure_takes_her_out_of_it(world: World, store: Database) -> None:
    [id_] = do(store, agree(1))
    prepare(store)
    do(store, lambda transaction: transaction.erase(id_))
    assert world.rows("SELECT * FROM broadcast_targets") == []


def test_killed_twenty_times_each_contact_has_it_once(world: World, store: Database) -> None:
    do(store, agree(MANY))
    do(store, lambda transaction: transaction.broadcasts.add(going()))
    for killed in range(KILLED):
        told = fates(world)["told"]
        _feed_until_killed(world.url, killed * 60, looks=1 + killed % 3)
        assert told < fates(world)["told"] < MANY
        assert world.rows(TORN) == []
    for second in range(MANY // 20 + 1):
        feed(store, KILLED * 60 + 100 + second)
    assert fates(world) == {"told": MANY}
    assert world.rows(TOLD_TWICE) == world.rows(TORN) == []
    assert world.rows("SELECT count(*) FROM outbox") == [(MANY,)]
    assert status(store) is Status.DONE


def _feed_until_killed(url: str, seconds: int, looks: int) -> None:
    module = "tests.contracts.broadcasts_until_killed"
    command = [sys.executable, "-m", module, url, "11" * 32, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as victim:  # noqa: S603
        assert victim.stdout is not None
        for _ in range(looks + (3 if seconds == 0 else 0)):
            victim.stdout.readline()
        victim.kill()
