"""Panels on each engine."""

import pytest

from bot.engine.content import Catalogue
from tests.contracts.conftest import (
    World,
    on_postgresql,
    on_sqlite,
    postgresql_template,
    sqlite_template,
    world,
)
from tests.panels.studio import Studio

__all__ = ["on_postgresql", "on_sqlite", "postgresql_template", "sqlite_template", "world"]


@pytest.fixture
def studio(world: World, catalogue: Catalogue) -> Studio:
    return Studio(world, catalogue)
