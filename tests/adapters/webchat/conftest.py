"""The fake guide behind the real API, called without a network."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.adapters.webchat.fake import FakeGuide, build_app


@pytest.fixture
def guide() -> FakeGuide:
    return FakeGuide()


@pytest.fixture
def client(guide: FakeGuide) -> Iterator[TestClient]:
    with TestClient(build_app(guide)) as client:
        yield client
