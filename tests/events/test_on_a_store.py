"""On a real database: a conversation about an event, two who want the last seat, and what every
process hears."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from adapters.database import Database
from adapters.event_upkeep import EventUpkeep
from bot.conversations import Conversations
from bot.engine.turn import Engine
from bot.events.model import Event, EventStatus, Standing
from bot.events.registering import register
from bot.events.tending import Tending
from bot.messages import Inbound, Kind
from bot.ports import Delivery, Transaction
from bot.reminders.model import Consent
from tests.contracts.conftest import World, do, postgresql_template, sqlite_template, world
from tests.contracts.turns import contact_of
from tests.events.scenes import Towns, event
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]

DAY = timedelta(days=1)


def save(database: Database, *events: Event) -> None:
    do(database, lambda transaction: transaction.events.save_all(events))


def contact(database: Database, address: str) -> int:
    def work(transaction: Transaction) -> int:
        found = contact_of(transaction, address)
        transaction.save([found])
        transaction.reminders.agree(found.id, Consent.EVENTS, found_at)
        return found.id

    found_at = event().starts_at - 2 * DAY
    return do(database, work)


def join(world: World, database: Database, who: int) -> Standing | None:
    return do(database, lambda one: register(one, 5, who, "", world.clock()))


def tend(world: World, database: Database) -> int:
    [done] = do(database, lambda one: Tending(Towns()).tend(one, [world.clock()]))
    return done


class Talk:
    """One contact in one process."""

    def __init__(self, world: World, engine: Engine) -> None:
        self.database = world.open()
        upkeep = EventUpkeep(self.database, world.clock)
        upkeep.refresh()
        statuses = {"test": Delivery.SENT}
        self._conversations = Conversations(
            engine, engine.catalogue, world.clock, statuses, around=upkeep.around
        )
        self._sent = 0

    def say(self, *texts: str, kind: Kind = Kind.TEXT) -> None:
        for text in texts:
            self._sent += 1
            inbound = Inbound("test", "1", str(self._sent), kind, text)
            receive = self._conversations.receive_all
            receipt = self.database.writer.submit(receive, inbound).result(30)
            assert not receipt.error


def test_from_a_town_to_a_seat_and_back(world: World, engine: Engine) -> None:
    save(world.open(), event())
    talk = Talk(world, engine)
    talk.say("events", kind=Kind.START)
    talk.say("Luton", "1", "1", "Zara", "1")
    [one] = talk.database.events.registered(5)
    assert (one.standing, one.name) == (Standing.SEAT, "Zara")
    kept = world.rows("SELECT key FROM reminders")
    assert sorted(key for (key,) in kept) == ["event.5.day", "event.5.hour"]
    talk.say("1", "1", "1")
    assert talk.database.events.registered(5) == []
    assert world.rows("SELECT key FROM reminders") == []


def test_the_last_seat_goes_to_one_of_many(world: World) -> None:
    first, second = world.open(), world.open()
    save(first, event())
    contacts = [contact(first, f"44770090010{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        stores = [first, second] * 4
        found = list(pool.map(lambda pair: join(world, *pair), zip(stores, contacts, strict=True)))
    assert sorted(map(str, found)) == ["seat", *["waiting"] * 7]


def test_the_seat_of_who_erases_goes_to_who_waits(world: World) -> None:
    database = world.open()
    save(database, event())
    zara, bea = contact(database, "447700900101"), contact(database, "447700900102")
    join(world, database, zara)
    world.clock.go_on(minutes=1)
    join(world, database, bea)
    tend(world, database)
    do(database, lambda transaction: transaction.erase(zara))
    assert tend(world, database) == 1
    [left] = database.events.registered(5)
    assert (left.conversation_id, left.standing) == (bea, Standing.SEAT)
    assert ("event.5.seat_free",) in [tuple(row) for row in world.rows("SELECT key FROM reminders")]
    assert tend(world, database) == 0


def test_every_process_knows_of_a_change(world: World) -> None:
    database = world.open()
    upkeep = EventUpkeep(world.open(), world.clock)
    save(database, event())
    upkeep.refresh()
    assert upkeep.around.events.event(5) == event()
    save(database, event(status=EventStatus.CANCELLED), event(6))
    upkeep.refresh()
    assert upkeep.around.events.find(world.clock()).events[0].event.id == 6
    assert len(upkeep.around.events.find(world.clock()).events) == 1
