"""The description says what the API does."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from adapters.webchat.api import OPENAPI, routes
from tests.adapters.webchat.fake import FakeGuide, web_chat

DESCRIPTION: dict[str, Any] = json.loads(OPENAPI)


def check(answer: object, schema: str) -> None:
    whole = {**DESCRIPTION, "$ref": f"#/components/schemas/{schema}"}
    Draft202012Validator(whole).validate(answer)


def test_every_schema_is_one() -> None:
    for schema in DESCRIPTION["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    for reference in json.dumps(DESCRIPTION).split('"$ref": "#/')[1:]:
        place = DESCRIPTION
        for step in reference.partition('"')[0].split("/"):
            place = place[step]


def test_every_route_is_described(guide: FakeGuide, client: TestClient) -> None:
    served = {route.path for route in routes(web_chat(guide))}

    assert set(DESCRIPTION["paths"]) == served - {"/api/{anything:path}"}
    for path, operations in DESCRIPTION["paths"].items():
        refused = client.patch(path)
        assert refused.headers["allow"].lower().split(", ") == list(operations)


@pytest.mark.parametrize("said", ["menu", "urgent", "hide", "breathe"])
def test_answers_are_as_described(client: TestClient, said: str) -> None:
    started = client.post("/api/chat").json()
    bearer = {"Authorization": f"Bearer {started['token']}"}
    body = {"id": "a", "text": said}
    answer = client.post("/api/chat/messages", json=body, headers=bearer).json()

    check(started, "Started")
    check(body, "Sent")
    check(answer, "Replies")


def test_a_tick_list_is_as_described(client: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {client.post('/api/chat').json()['token']}"}
    for number, choice in enumerate(["menu.menu:signs", "signs.list:online"]):
        body = {"id": str(number), "choice": choice, "pressed": str(number + 1)}
        check(body, "Sent")
        answer = client.post("/api/chat/messages", json=body, headers=bearer).json()
        check(answer, "Replies")

    assert answer["messages"][0]["replaces"] == "2"


def test_refusals_are_as_described(client: TestClient) -> None:
    check(client.delete("/api/chat").json(), "Error")
    check(client.post("/api/chat", content=b"[").json(), "Error")


def test_it_is_served(client: TestClient) -> None:
    assert client.get("/api/openapi.json").json() == DESCRIPTION
