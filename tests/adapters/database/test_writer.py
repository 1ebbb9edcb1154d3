import threading
from collections.abc import Iterator, Sequence

import pytest

from adapters.database.engines import Patience, parse_url, writing_engine
from adapters.database.statements import Compiler
from adapters.database.store import Setting, Statements
from adapters.database.transactor import Transactor
from adapters.database.writer import GroupCommitWriter
from bot.errors import StoreUnavailable
from bot.ports import Transaction
from tests.contracts.conftest import KEYS, World


@pytest.fixture
def transactor(on_sqlite: World) -> Iterator[Transactor]:
    engine = writing_engine(parse_url(on_sqlite.url), Patience())
    statements = Statements(Compiler(engine.dialect))
    yield Transactor(engine, Setting(statements, KEYS, on_sqlite.clock, 60, 1), 0.1)
    engine.dispose()


def test_too_many_waiting_are_refused_at_once(transactor: Transactor) -> None:
    writer = GroupCommitWriter(transactor, at_most_waiting=3)
    reached, opened = threading.Event(), threading.Event()

    def hold(_transaction: Transaction, items: Sequence[int]) -> Sequence[int]:
        reached.set()
        assert opened.wait(30)
        return items

    held = writer.submit(hold, 0)
    assert reached.wait(30)
    waiting = [writer.submit(hold, number) for number in range(1, 6)]
    for refused in waiting[3:]:
        assert isinstance(refused.exception(0), StoreUnavailable)
    opened.set()
    assert [future.result(30) for future in [held, *waiting[:3]]] == [0, 1, 2, 3]
    writer.close(30)


def test_closing_does_not_wait_for_ever(transactor: Transactor) -> None:
    writer = GroupCommitWriter(transactor)
    reached, opened = threading.Event(), threading.Event()

    def hold(_transaction: Transaction, items: Sequence[int]) -> Sequence[int]:
        reached.set()
        assert opened.wait(30)
        return items

    held = writer.submit(hold, 0)
    assert reached.wait(30)
    left = writer.submit(hold, 1)
    writer.close(0)
    assert isinstance(left.exception(0), StoreUnavailable)
    opened.set()
    assert held.result(30) == 0
    writer.close(30)
