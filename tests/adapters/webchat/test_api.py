import json

import pytest
from starlette.testclient import TestClient

from adapters.webchat.chat import address_of
from adapters.webchat.requests import BODY_AT_MOST
from bot.messages import Kind
from tests.adapters.webchat.fake import FakeGuide

Headers = dict[str, str]


@pytest.fixture
def bearer(client: TestClient) -> Headers:
    token = client.post("/api/chat").json()["token"]
    return {"Authorization": f"Bearer {token}"}


def test_a_conversation_starts_with_a_greeting(client: TestClient, guide: FakeGuide) -> None:
    response = client.post("/api/chat", json={"language": "ar"})

    assert response.status_code == 201
    (greeting,) = response.json()["messages"]
    assert (greeting["id"], greeting["from"], greeting["direction"]) == ("1", "guide", "rtl")
    assert greeting["choices"][0] == {"id": "welcome.hello:signs", "label": "Early signs"}
    assert guide.taken[0].kind is Kind.START


def test_a_link_names_the_flow_to_begin_in(client: TestClient, guide: FakeGuide) -> None:
    assert client.post("/api/chat", json={"flow": "signs"}).status_code == 201
    assert (guide.taken[0].kind, guide.taken[0].text) == (Kind.START, "signs")
    assert client.post("/api/chat", json={"flow": "group-CK7W9HMP"}).status_code == 201
    assert guide.taken[1].text == "group-CK7W9HMP"


@pytest.mark.parametrize(
    "flow",
    [
        *("Signs", "signs.where", "9", "group-", "group-a b", "group-" + "a" * 33, "a" * 65),
        7,
        ["signs"],
    ],
)
def test_what_cannot_name_a_flow_is_refused(client: TestClient, flow: object) -> None:
    assert client.post("/api/chat", json={"flow": flow}).status_code == 400


def test_a_text_that_is_read_out_says_where_to_hear_it(client: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {client.post('/api/chat').json()['token']}"}
    body = {"id": "a", "text": "breathe"}
    answer = client.post("/api/chat/messages", json=body, headers=bearer).json()

    assert answer["messages"][0]["recording"] == "/recordings/en/breathe.ogg?v=1"


def test_the_address_is_a_hash_of_the_token(client: TestClient, guide: FakeGuide) -> None:
    token = client.post("/api/chat").json()["token"]

    assert guide.only_address() == address_of(token)
    assert token not in repr(guide.taken)


def test_the_browser_hints_at_the_language(client: TestClient, guide: FakeGuide) -> None:
    client.post("/api/chat", headers={"Accept-Language": "en;q=0.5, ur-PK, *;q=0.1"})

    assert guide.taken[0].language == "ur-PK"


def test_a_text_is_answered(client: TestClient, guide: FakeGuide, bearer: Headers) -> None:
    response = client.post("/api/chat/messages", json={"id": "a", "text": "menu"}, headers=bearer)

    assert response.status_code == 200
    (menu,) = response.json()["messages"]
    assert menu["choices"][0]["hint"] == "What you may have noticed at home or online"
    assert guide.taken[-1].external_id == f"{guide.only_address()}:a"


def test_a_repeat_gives_the_same_answer_once(
    client: TestClient, guide: FakeGuide, bearer: Headers
) -> None:
    message = {"id": "a", "text": "hello"}
    first = client.post("/api/chat/messages", json=message, headers=bearer).json()
    again = client.post("/api/chat/messages", json=message, headers=bearer).json()

    assert first == again
    assert len(guide.taken) == 2


def test_a_choice_replaces_the_message_it_was_pressed_in(
    client: TestClient, guide: FakeGuide, bearer: Headers
) -> None:
    client.post("/api/chat/messages", json={"id": "a", "choice": "menu.menu:signs"}, headers=bearer)
    pressed = {"id": "b", "choice": "signs.list:online", "pressed": "2"}
    answer = client.post("/api/chat/messages", json=pressed, headers=bearer).json()

    (signs,) = answer["messages"]
    assert (signs["replaces"], signs["multiple"]) == ("2", True)
    assert {"signs.list:-online": True, "signs.list:travel": False}.items() <= {
        choice["id"]: choice["ticked"] for choice in signs["choices"]
    }.items()


@pytest.mark.parametrize(
    "text",
    ["\0", "a\0b", "\ud800", "\udc00x", "\u202egnp.exe", "z" + "\u0301" * 3000, "\u2028", ""],
    ids=["nul", "nul inside", "high", "low", "bidi", "zalgo", "line separator", "empty"],
)
def test_strange_text_is_answered(
    client: TestClient, guide: FakeGuide, bearer: Headers, text: str
) -> None:
    body = json.dumps({"id": "a", "text": text})
    response = client.post("/api/chat/messages", content=body, headers=bearer)

    assert response.status_code == 200
    guide.taken[-1].text.encode()
    assert "\0" not in guide.taken[-1].text


@pytest.mark.parametrize(
    ("body", "about"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 60_000, "not JSON"),
        (b"[]", "JSON object"),
        (b"{}", '"id"'),
        (b'{"id": 7, "text": "x"}', '"id"'),
        (b'{"id": "a b", "text": "x"}', '"id"'),
        (b'{"id": "a\\n", "text": "x"}', '"id"'),
        (b'{"id": "' + b"a" * 65 + b'", "text": "x"}', '"id"'),
        (b'{"id": "a"}', "either"),
        (b'{"id": "a", "text": "x", "choice": "y"}', "either"),
        (b'{"id": "a", "text": 7}', "strings"),
        (b'{"id": "a", "choice": []}', "strings"),
        (b'{"id": "a", "choice": ""}', '"choice"'),
        (b'{"id": "a", "choice": "\\u0000"}', '"choice"'),
        (b'{"id": "a", "choice": "x", "pressed": "-1"}', '"pressed"'),
        (b'{"id": "a", "text": "x", "language": "no language"}', '"language"'),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    client: TestClient, guide: FakeGuide, bearer: Headers, body: bytes, about: str
) -> None:
    response = client.post("/api/chat/messages", content=body, headers=bearer)

    assert response.status_code == 400
    assert about in response.json()["error"]
    assert len(guide.taken) == 1


def test_a_long_body_is_refused(client: TestClient, bearer: Headers) -> None:
    body = b'{"id": "a", "text": "' + b"x" * BODY_AT_MOST + b'"}'

    response = client.post("/api/chat/messages", content=body, headers=bearer)

    assert (response.status_code, response.json()["error"]) == (
        413,
        "The body is longer than 64 KB.",
    )


def test_a_long_body_without_a_length_is_refused(client: TestClient, bearer: Headers) -> None:
    pieces = (b"x" * 1024 for _ in range(100))

    assert client.post("/api/chat/messages", content=pieces, headers=bearer).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic " + "a" * 43},
        {"Authorization": "Bearer " + "a" * 43},
        {"Authorization": "Bearer " + "a" * 42},
        {"Cookie": "token=" + "a" * 43},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/chat/messages"), ("GET", "/api/chat/stream"), ("DELETE", "/api/chat")],
)
def test_without_the_token_nothing_opens(
    client: TestClient, headers: Headers, method: str, path: str
) -> None:
    response = client.request(method, path, headers=headers)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert "start a new one" in response.json()["error"]


def test_an_erased_conversation_opens_no_more(
    client: TestClient, guide: FakeGuide, bearer: Headers
) -> None:
    erased = client.delete("/api/chat", headers=bearer)

    assert (erased.status_code, erased.content) == (204, b"")
    assert erased.headers["clear-site-data"] == '"cache", "storage"'
    assert guide.conversations() == 0
    assert client.delete("/api/chat", headers=bearer).status_code == 401


def test_a_message_that_erased_the_conversation_says_so(
    client: TestClient, bearer: Headers
) -> None:
    answer = client.post("/api/chat/messages", json={"id": "a", "text": "hide"}, headers=bearer)

    assert answer.json()["over"] is True
    assert answer.json()["messages"][0]["text"] == "Everything is erased. Take care."


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/chat"),
        ("POST", "/api/chat/messages"),
        ("GET", "/api/chat/stream"),
        ("DELETE", "/api/chat"),
    ],
)
def test_without_the_store_it_says_that_nothing_was_sent(
    client: TestClient, guide: FakeGuide, bearer: Headers, method: str, path: str
) -> None:
    guide.down = True

    body = {"id": "1", "text": "menu"} if path.endswith("messages") else None
    response = client.request(method, path, headers=bearer, json=body)

    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "was not sent" in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/chat", 405),
        ("HEAD", "/api/chat/stream", 405),
        ("PUT", "/api/chat/messages", 405),
        ("OPTIONS", "/api/chat", 405),
        ("GET", "/api/other", 404),
    ],
)
def test_other_methods_and_addresses_are_refused(
    client: TestClient, method: str, path: str, status: int
) -> None:
    assert client.request(method, path).status_code == status


def test_a_conversation_that_cannot_be_kept_does_not_start(
    client: TestClient, guide: FakeGuide
) -> None:
    guide.broken = True

    assert client.post("/api/chat").status_code == 503


def test_an_apology_has_no_place_in_the_conversation(
    client: TestClient, guide: FakeGuide, bearer: Headers
) -> None:
    guide.broken = True
    answer = client.post("/api/chat/messages", json={"id": "a", "text": "x"}, headers=bearer)

    assert [message["id"] for message in answer.json()["messages"]] == ["0"]
    assert "over" not in answer.json()


def test_that_she_types_is_passed_on_now_and_then(
    client: TestClient, guide: FakeGuide, bearer: Headers
) -> None:
    for _ in range(3):
        answer = client.post("/api/chat/typing", headers=bearer)
        assert (answer.status_code, answer.content) == (204, b"")

    assert guide.typed == [guide.only_address()]


def test_nobody_types_without_a_conversation(client: TestClient, guide: FakeGuide) -> None:
    assert client.post("/api/chat/typing").status_code == 401
    assert client.post("/api/chat/typing", headers={"Authorization": "Bearer x"}).status_code == 401
    assert guide.typed == []
