"""What most tests share: the real flows and words, one event-loop backend, `--update`."""

import pytest

from bot.engine.content import Catalogue
from bot.engine.loading import load_catalogue
from bot.engine.turn import Engine
from bot.flows import build_flows


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the guide's side of transcripts"
    )


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def engine(catalogue: Catalogue) -> Engine:
    return Engine(build_flows(tuple(catalogue.languages)), catalogue)
