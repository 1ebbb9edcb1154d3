"""A migrated, empty database for each test of a store, on each engine."""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import NullPool, create_engine, text

from adapters.database import Database, Keys, open_database, upgrade
from adapters.database.engines import Patience, parse_url
from bot.ports import Transaction
from tests.postgres import Postgres

Result = TypeVar("Result")
NUMBERS = count()
KEYS = Keys.parse("11" * 32)


class FixedClock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class World:
    """One database, and as many processes' worth of `Database` on it as a test opens."""

    url: str
    clock: FixedClock = field(default_factory=FixedClock)
    patience: Patience = field(default_factory=Patience)
    opened: list[Database] = field(default_factory=list)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def open(self) -> Database:
        database = open_database(self.url, KEYS, self.clock, patience=self.patience)
        self.opened.append(database)
        return database

    def rows(self, sql: str) -> list[Any]:
        """What another program would see. A change made this way is committed."""
        engine = create_engine(parse_url(self.url), poolclass=NullPool)
        with engine.begin() as connection:
            result = connection.execute(text(sql))
            return list(result) if result.returns_rows else []


def do(database: Database, work: Callable[[Transaction], Result]) -> Result:
    """Run `work` in a transaction of its own."""

    def batch(transaction: Transaction, items: Any) -> list[Result]:
        return [work(transaction) for _ in items]

    return database.writer.submit(batch, None).result(30)


class Gate:
    """A batch that holds the writer until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def __call__(self, _transaction: Transaction, items: Sequence[None]) -> Sequence[None]:
        self.reached.set()
        assert self._open.wait(30)
        return items

    def open(self) -> None:
        self._open.set()

    def hold(self, database: Database) -> None:
        database.writer.submit(self, None)
        assert self.reached.wait(30)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgres: Postgres) -> str:
    name = f"template_{next(NUMBERS)}"  # each folder that borrows this fixture makes one
    upgrade(postgres.create(name))
    return name


def _url(engine: str, request: pytest.FixtureRequest) -> str:
    if engine == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "store.db")
        return f"sqlite:///{folder / 'store.db'}"
    template = request.getfixturevalue("postgresql_template")
    server: Postgres = request.getfixturevalue("postgres")
    return server.create(f"store_{next(NUMBERS)}", template)


def _world(engine: str, request: pytest.FixtureRequest) -> Iterator[World]:
    world = World(_url(engine, request))
    yield world
    for database in world.opened:
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    yield from _world(request.param, request)


@pytest.fixture
def on_sqlite(request: pytest.FixtureRequest) -> Iterator[World]:
    yield from _world("sqlite", request)


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest) -> Iterator[World]:
    yield from _world("postgresql", request)


@pytest.fixture
def store(world: World) -> Database:
    return world.open()
