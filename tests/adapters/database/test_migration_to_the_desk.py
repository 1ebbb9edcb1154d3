"""A database that was in use before there was a desk comes along whole."""

from alembic import command

from adapters.database import upgrade
from adapters.database.engines import Patience, parse_url, writing_engine
from adapters.database.migrations import configuration
from bot.desk.model import CaseStatus, NextAction
from bot.ports import Hold
from tests.contracts.conftest import KEYS, World, do
from tests.contracts.turns import START, contact_of

CONVERSATION = """
INSERT INTO conversations (id, channel, urn_hash, address, language, session, epoch, next_seq,
  stopped, updated_at) VALUES ({id}, 'telegram', {hash}, {address}, 'ur', NULL, 3, 5, false, 1)
"""
OUTBOX = """
INSERT INTO outbox VALUES (1, 4, 'telegram', 3, 'ur', '{"key":"menu.menu"}', 'prompt', 'queued',
  1, NULL, 0, 0, '', '')
"""
CASE = """
INSERT INTO cases (id, conversation_id, queue, language, consents, opened_at, owner, deadline,
  next_action, status, closed_at, outcome) VALUES ({id}, {conversation}, 'advisers', 'ur',
  '["notes"]', {opened}, NULL, 900, 'tell_nobody_free', '{status}', {closed}, '{outcome}')
"""


def back(world: World, revision: str) -> None:
    engine = writing_engine(parse_url(world.url), Patience())
    with engine.begin() as connection:
        command.downgrade(configuration(connection), revision)
    engine.dispose()


def blob(world: World, value: bytes) -> str:
    return f"X'{value.hex()}'" if world.is_sqlite else f"'\\x{value.hex()}'"


def fill(world: World) -> None:
    for id_ in (1, 2):
        sealed = KEYS.seal(str(id_), f"conversations.address:{id_}")
        hashed = KEYS.hash(f"telegram:{id_}")
        given = {"hash": blob(world, hashed), "address": blob(world, sealed)}
        world.rows(CONVERSATION.format(id=id_, **given))
    world.rows(OUTBOX.replace(":", "\\:"))
    told = {"status": "closed", "closed": 60, "outcome": "told_nobody_free"}
    waits = {"status": "open", "closed": "NULL", "outcome": ""}
    world.rows(CASE.format(id=70001, conversation=1, opened=50, **told))
    world.rows(CASE.format(id=70002, conversation=1, opened=70, **waits))
    world.rows(CASE.format(id=70003, conversation=2, opened=50, **told))


def test_what_was_there_before_the_desk_is_there_after(world: World) -> None:
    back(world, "0001")
    fill(world)
    upgrade(world.url)
    store = world.open()
    opened = do(store, lambda transaction: transaction.desk.case(70002))
    assert opened is not None
    case, contact = opened
    assert (case.status, case.name, case.channel) == (CaseStatus.WAITING, "Case 2", "telegram")
    assert case.waiting_since == case.opened_at
    assert (case.next_action, case.consents) == (NextAction.TELL_NOBODY_FREE, ("notes",))
    assert (contact.address, contact.hold, contact.case_id) == ("1", Hold.WAITING, 70002)
    assert (contact.language, contact.epoch, contact.next_seq) == ("ur", 3, 5)
    other = do(store, lambda transaction: contact_of(transaction, "2"))
    assert (other.hold, other.case_id, other.blocked) == (Hold.NONE, None, False)
    closed = world.rows("SELECT id FROM cases WHERE status = 'closed' ORDER BY id")
    assert [row[0] for row in closed] == [70001, 70003]
    assert [one.seq for one in do(store, lambda one: one.claim_due(START, 9))] == [4]


def test_an_old_conversation_takes_part_in_everything_new(world: World) -> None:
    back(world, "0001")
    fill(world)
    upgrade(world.url)
    store = world.open()
    assert [row.case.id for row in store.desk_reader.waiting([], [], 9)] == [70002]
    assert store.desk_reader.audit_break() is None
    do(store, lambda one: one.erase(contact_of(one, "1").id))
    assert [row[0] for row in world.rows("SELECT id FROM cases")] == [70003]


def test_the_way_back_to_before_the_desk_keeps_cases(world: World) -> None:
    back(world, "0001")
    fill(world)
    upgrade(world.url)
    before = "SELECT id, status FROM cases ORDER BY id"
    back(world, "0001")
    assert [tuple(row) for row in world.rows(before)] == [
        (70001, "closed"),
        (70002, "open"),
        (70003, "closed"),
    ]
