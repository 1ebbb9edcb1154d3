"""Sound files of the content: found by name, served in pieces, never anything else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from adapters.headers import SecurityHeaders
from adapters.recordings import Recordings
from adapters.webchat.recordings import recordings_route
from bot.engine.content import Catalogue
from tests.engine import world
from tests.sounds import silence

NAME = "en/tea.ogg"


def recorded() -> Catalogue:
    words = world.subject().catalogue
    explain = replace(words.default.wordings["tea.explain"], recording="tea.ogg")
    english = replace(words.default, wordings={**words.default.wordings, "tea.explain": explain})
    return replace(words, languages={**words.languages, "en": english})


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    folder = tmp_path / "en/recordings"
    folder.mkdir(parents=True)
    (folder / "tea.ogg").write_bytes(silence())
    (folder / "secret.ogg").write_bytes(b"not named by any text")
    return Recordings(recorded(), "https://guide.example.org", tmp_path)


@pytest.fixture
def client(recordings: Recordings) -> Iterator[TestClient]:
    app = Starlette(
        routes=[recordings_route(recordings.path)], middleware=[Middleware(SecurityHeaders)]
    )
    with TestClient(app) as client:
        yield client


def test_a_recording_is_served_as_what_it_is_and_kept_under_its_hash(
    client: TestClient, recordings: Recordings
) -> None:
    response = client.get(recordings.url(NAME))

    assert response.status_code == 200
    assert response.headers["content-type"] == "audio/ogg"
    assert "immutable" in response.headers["cache-control"]
    assert response.content == recordings.read(NAME) == silence()


def test_without_its_hash_it_is_not_kept(client: TestClient) -> None:
    assert client.get(f"/recordings/{NAME}").headers["cache-control"] == "no-store"


def test_a_player_may_ask_for_a_piece(client: TestClient) -> None:
    piece = client.get(f"/recordings/{NAME}", headers={"Range": "bytes=0-3"})

    assert (piece.status_code, piece.content) == (206, b"OggS")


@pytest.mark.parametrize(
    "name", ["en/secret.ogg", "ar/tea.ogg", "en/..%2f..%2flines.toml", "en/%2e%2e", "en/tea.ogg%00"]
)
def test_nothing_else_can_be_had(client: TestClient, name: str) -> None:
    assert client.get(f"/recordings/{name}").status_code == 404


def test_the_page_may_play_what_is_ours_only(client: TestClient) -> None:
    policy = client.get("/nothing").headers["content-security-policy"]

    assert "media-src 'self'" in policy.split("; ")


def test_a_provider_gets_the_whole_address(recordings: Recordings) -> None:
    address = recordings.public_url(NAME)

    assert address == f"https://guide.example.org{recordings.url(NAME)}"
