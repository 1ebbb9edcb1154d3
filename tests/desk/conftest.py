import pytest

from bot.engine.turn import Engine
from tests.desk.office import Office


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)
