"""What pages of the desk read, and that no list of theirs walks through all cases."""

import re
from datetime import timedelta
from typing import Any

import pytest

from adapters.database import Database
from adapters.database.desk_queries import DeskQueries
from adapters.database.desk_statements import DeskStatements
from adapters.database.engines import Patience, parse_url, reading_engine
from adapters.database.statements import Compiler, Statement
from bot.desk.model import Author, CaseStatus, Outcome
from bot.desk.ports import Counts
from bot.ports import Delivery
from tests.contracts.conftest import World, do
from tests.contracts.desks import CASE, LATE, add_adviser, claim, hear, note, put, reply
from tests.contracts.turns import START, close

MINUTE = timedelta(minutes=1)


def waiting(store: Database, *queues: str, languages: tuple[str, ...] = ()) -> list[int]:
    return [row.case.id for row in store.desk_reader.waiting(queues, languages, 10)]


def test_who_waits_is_listed_by_queue_and_language(store: Database) -> None:
    for id_, (queue, language) in enumerate(
        [("a_b", "en"), ("axb", "ur"), ("a_b", "ur-Latn"), ("c", "ur")], start=1
    ):
        do(store, put(id_, queue=queue, language=language))
    assert waiting(store) == [1, 2, 3, 4]
    assert waiting(store, "a_b") == [1, 3]
    assert waiting(store, "axb", "c") == [2, 4]
    assert waiting(store, languages=("ur",)) == [2, 4]
    assert waiting(store, "c", languages=("en", "ur-Latn")) == []
    assert [one.case.id for one in store.desk_reader.waiting([], [], 2)] == [1, 2]
    do(store, claim(case_id=2))
    assert waiting(store) == [1, 3, 4]


def test_an_adviser_finds_what_they_hold_and_were_invited_to(world: World, store: Database) -> None:
    add_adviser(world, 1)
    for id_ in range(1, 6):
        do(store, put(id_, opened_at=START - id_ * MINUTE))
    do(store, claim(1, 1, invited=(1,)))
    do(store, claim(1, 2))
    do(store, claim(2, 3, invited=(11, 1)))
    do(store, claim(2, 4, invited=(11,)))
    rows = store.desk_reader.cases_of(1)
    assert [(row.case.id, row.owner_name) for row in rows] == [(2, "Amina"), (1, "Amina"), (3, "")]
    do(store, lambda transaction: close(transaction, 3))
    assert [row.case.id for row in store.desk_reader.cases_of(1)] == [2, 1]


def test_closed_cases_are_listed_newest_first(store: Database) -> None:
    for id_ in (1, 2, 3):
        do(store, put(id_))
        do(store, claim(7, id_))
        closed_at = START + id_ * MINUTE
        done = {"status": CaseStatus.CLOSED, "outcome": Outcome.LISTENED, "closed_at": closed_at}
        do(store, claim(7, id_, **done))
    reader = store.desk_reader
    assert [row.case.id for row in reader.recently_closed(7, 2)] == [3, 2]
    assert reader.recently_closed(8, 2) == []
    counted = reader.closed_between(START + MINUTE, START + 3 * MINUTE)
    assert counted == {("advisers", "en", "listened"): 2}


def test_what_is_unread_counts_since_its_owner_looked(store: Database) -> None:
    def unread() -> int:
        row = store.desk_reader.case_row(CASE)
        assert row is not None
        return row.unread

    do(store, put(CASE))
    for number in range(3):
        do(store, hear("hello", at=START + number * MINUTE))
    do(store, reply("welcome"))
    assert unread() == 3
    do(store, claim(1))
    assert unread() == 3
    for adviser, minutes in ((2, 2), (1, 1), (1, 0)):
        at = START + minutes * MINUTE
        do(store, lambda one, a=adviser, at=at: one.desk.mark_read(CASE, a, at))  # type: ignore[misc]
    assert unread() == 1


def test_a_case_opened_shows_everything_in_order(world: World, store: Database) -> None:
    for id_, name in ((1, "Amina"), (2, "Lena"), (3, "Zoe")):
        add_adviser(world, id_, name)
    do(store, put(CASE))
    do(store, claim(2))
    for text in ("one", "two", "three"):
        do(store, hear(text, is_danger=text == "two", is_edited=text == "three"))
    do(store, reply("four"))
    do(store, note("she is alone"))
    (sent,) = do(store, lambda transaction: transaction.claim_due(START, 10))
    view = store.desk_reader.view(CASE)
    assert view is not None
    assert [one.text for one in view.messages] == ["one", "two", "three", "four"]
    assert [one.is_danger for one in view.messages] == [False, True, False, False]
    assert [one.is_edited for one in view.messages] == [False, False, True, False]
    last = view.messages[-1]
    assert (last.author, last.adviser_id, last.seq) == (Author.ADVISER, 1, sent.seq)
    assert last.delivery is Delivery.SENDING
    assert [(one.text, one.adviser_id) for one in view.notes] == [("she is alone", 1)]
    assert view.owner is not None
    assert (view.owner.name, view.names, view.is_stopped) == ("Lena", {1: "Amina"}, False)


def test_danger_is_known_by_when_she_last_wrote_it(store: Database) -> None:
    do(store, put(CASE))
    assert do(store, lambda transaction: transaction.desk.last_danger(CASE)) is None
    do(store, hear("now", is_danger=True))
    do(store, hear("later", at=START + MINUTE))
    assert do(store, lambda transaction: transaction.desk.last_danger(CASE)) == START


def test_the_board_counts_open_cases(store: Database) -> None:
    do(store, put(1, is_urgent=True))
    do(store, put(2, waiting_since=START - MINUTE))
    do(store, put(3, deadline=LATE - MINUTE))
    do(store, claim(1, 3))
    do(store, put(4))
    do(store, lambda transaction: close(transaction, 4))
    assert store.desk_reader.board() == [
        Counts("advisers", "en", CaseStatus.CLAIMED, 1, 0, None, LATE - MINUTE),
        Counts("advisers", "en", CaseStatus.WAITING, 2, 1, START - MINUTE, LATE),
    ]


def test_answers_are_timed_from_the_opening_to_the_first_word(store: Database) -> None:
    for id_ in (1, 2, 3):
        do(store, put(id_, opened_at=START - id_ * MINUTE))
    for id_ in (1, 2):
        do(store, hear("hello", case_id=id_))
        do(store, reply("welcome", case_id=id_))
        do(store, hear("again", case_id=id_, at=START + MINUTE, author=Author.ADVISER))
        do(store, claim(1, id_))
    assert store.desk_reader.answer_times(START - 9 * MINUTE, START) == [120, 60]
    assert store.desk_reader.answer_times(START - MINUTE, START) == [60]


MANY = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {upto})
"""
FILL_CONVERSATIONS = """
INSERT INTO conversations (id, channel, urn_hash, address, language, epoch, next_seq, stopped,
  updated_at) {many} SELECT n, 'telegram', CAST(CAST(n AS TEXT) AS {blob}), CAST('' AS {blob}),
  'en', 0, 1, false, 0 FROM numbers
"""
FILL_CASES = """
INSERT INTO cases (id, conversation_id, name, queue, language, channel, consents, opened_at,
  waiting_since, deadline, next_action, status, is_urgent, is_unsafe_phone, owner, invited,
  version, warned, closed_at, outcome) {many}
SELECT n, n, '', 'queue-' || n % 7, 'en', 'telegram', '[]', n, n, n, 'alert_again',
  CASE WHEN n > 10000 THEN 'closed' WHEN n % 2 = 0 THEN 'waiting' ELSE 'claimed' END, n % 50 = 0,
  false, n % 200, CASE WHEN n % 1000 = 0 THEN ',1,' ELSE '' END, 1, 0,
  CASE WHEN n > 10000 THEN n END, '' FROM numbers
"""
# Statements by name, with values; a list that is narrowed while it is walked in order has a limit.
LISTS: dict[str, dict[str, Any]] = {
    "waiting": {"queues": "\nqueue-3\n", "languages": "", "is_urgent": False, "room": 100},
    "held": {"adviser": 7},
    "invited": {"framed": ",1,"},
    "closed": {"adviser": 7, "room": 20},
    "row": {"id": 7},
    "messages": {"id": 7},
    "notes": {"id": 7},
    "board": {},
    "closed_between": {"since": 20_000, "until": 20_100},
    "answer_times": {"since": 20_000, "until": 20_100},
}
WITHIN_TRANSACTIONS: dict[str, dict[str, Any]] = {
    "case": {"id": 7},
    "open_case": {"id": 7},
    "held_by": {"adviser": 7},
    "due": {"now": 50, "room": 100},
    "position": {"queue": "queue-3", "is_urgent": False, "since": 5000, "id": 5000},
    "is_waiting": {"queue": "queue-3"},
    "last_danger": {"id": 7},
    "mark_read": {"id": 7, "adviser": 1, "at": 1},
}
WALKS_THROUGH_ALL = re.compile(
    r"SCAN (?:cases|case_messages|notes|conversations|outbox)(?! USING (?:COVERING )?INDEX)"
    r"|Seq Scan on (?:cases|conversations)"
)


@pytest.fixture
def crowded(world: World) -> World:
    """10,000 open cases, and twice as many closed."""
    given = {"many": MANY.format(upto=30_000), "blob": "BLOB" if world.is_sqlite else "BYTEA"}
    for fill in (FILL_CONVERSATIONS, FILL_CASES):
        world.rows(fill.format(**given))
    world.rows("ANALYZE")
    return world


def plans(world: World) -> dict[str, str]:
    engine = reading_engine(parse_url(world.url), Patience())
    compiler = Compiler(engine.dialect)
    queries = DeskQueries(compiler, is_postgresql=not world.is_sqlite)
    within = DeskStatements(compiler)
    every = {name: (getattr(queries, name), given) for name, given in LISTS.items()}
    every |= {name: (getattr(within, name), given) for name, given in WITHIN_TRANSACTIONS.items()}
    with engine.connect() as connection:
        found = {name: explain(world, connection, *one) for name, one in every.items()}
    engine.dispose()
    return found


def explain(world: World, connection: Any, statement: Statement, given: dict[str, Any]) -> str:
    how = "EXPLAIN QUERY PLAN " if world.is_sqlite else "EXPLAIN "
    explained = Statement(how + statement._sql, statement._names, statement._constants)
    return "\n".join(str(row) for row in explained.run(connection, **given))


def test_with_ten_thousand_open_cases_no_list_walks_through_all(crowded: World) -> None:
    found = plans(crowded)
    assert len(found) == len(LISTS) + len(WITHIN_TRANSACTIONS)
    walking = {name: plan for name, plan in found.items() if WALKS_THROUGH_ALL.search(plan)}
    assert walking == {}
    assert "ix_cases_deadline" in found["due"]


def test_a_walk_through_all_is_noticed(crowded: World) -> None:
    how = "EXPLAIN QUERY PLAN" if crowded.is_sqlite else "EXPLAIN"
    plan = crowded.rows(f"{how} SELECT id FROM cases WHERE warned = 3")  # noqa: S608 (our own words)
    assert WALKS_THROUGH_ALL.search(str(plan))
