"""An entrance over an empty SQLite store."""

import pytest

from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from tests.adapters.console.entrance import Entrance
from tests.adapters.console.room import Room
from tests.contracts.conftest import World, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]


@pytest.fixture
def entrance(on_sqlite: World) -> Entrance:
    return Entrance(on_sqlite, on_sqlite.open())


@pytest.fixture
def room(engine: Engine, catalogue: Catalogue) -> Room:
    return Room(engine, catalogue)
