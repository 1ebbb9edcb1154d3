"""The plain page for who took the course: it outs nobody, and keeps no name."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from adapters.headers import SecurityHeaders
from adapters.webchat.pages import Site
from adapters.webchat.took_part import took_part_routes
from bot.engine.content import Catalogue
from tests.adapters.webchat.fake import pages

PATH = "/took-part"


@pytest.fixture
def client() -> TestClient:
    routes = took_part_routes(Site(pages()))
    return TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)]))


def test_a_name_stands_on_the_page_and_nowhere_else(client: TestClient) -> None:
    made = client.post(PATH, data={"name": "  Amina\n Khan "})
    assert "<bdi>Amina Khan</bdi>" in made.text
    assert "set-cookie" not in made.headers
    assert made.headers["cache-control"] == "no-store"
    assert "Amina" not in client.get(PATH).text
    assert "Amina" not in str(made.url)


def test_it_needs_no_name(client: TestClient) -> None:
    assert "<bdi>" not in client.post(PATH, data={"name": " "}).text
    assert client.post(PATH).status_code == 200


def test_a_name_is_text_and_short(client: TestClient) -> None:
    made = client.post(PATH, data={"name": "<b>" + "x" * 500}).text
    assert "<b>x" not in made
    assert "x" * 81 not in made


def test_a_flood_is_refused(client: TestClient) -> None:
    assert client.post(PATH, data={"name": "x" * 70_000}).status_code == 413


def test_it_does_not_say_what_it_was_about(catalogue: Catalogue) -> None:
    english = catalogue.default
    said = " ".join(english.pages["took_part"].values()).casefold()
    private = [word.rstrip("*") for word in english.refused["private"]]
    assert not [word for word in (*private, "mother", "extrem") if word in said]
