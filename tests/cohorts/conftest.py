"""A room over each engine."""

import pytest

from bot.engine.turn import Engine
from tests.cohorts.room import Room
from tests.contracts.conftest import World, postgresql_template, sqlite_template, world
from tests.postgres import postgres

__all__ = ["postgres", "postgresql_template", "sqlite_template", "world"]


@pytest.fixture
def room(world: World, engine: Engine) -> Room:
    return Room(world, engine)
