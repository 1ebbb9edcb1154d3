"""The web chat's API, with the whole product behind it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contracts.conftest import do
from tests.end_to_end.conftest import Running, environment, running
from tests.end_to_end.web import Web

pytestmark = pytest.mark.anyio
NOT_NOW = "welcome.safe:no"


@pytest.fixture
async def run(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(environment(tmp_path)) as product:
        yield product


@pytest.fixture
def web(run: Running) -> Web:
    return Web(run)


async def test_the_web_chat_greets_and_answers(web: Web) -> None:
    *_, safe = await web.start()
    assert [choice["id"] for choice in safe["choices"]][:2] == ["welcome.safe:yes", NOT_NOW]
    assert (safe["from"], safe["language"], safe["direction"]) == ("guide", "en", "ltr")

    [menu] = await web.send(id="a1", choice=NOT_NOW)
    [sure] = await web.send(id="a2", text="stop")

    assert int(safe["id"]) < int(menu["id"]) < int(sure["id"])


async def test_the_same_id_again_has_the_same_answer_and_no_second_effect(web: Web) -> None:
    await web.start()
    first = await web.send(id="same", text="menu")

    again = await asyncio.gather(*(web.send(id="same", text="menu") for _ in range(5)))

    assert again == [first] * 5
    [later] = await web.send(id="other", text="menu")
    assert int(later["id"]) == int(first[0]["id"]) + 1


async def test_the_same_id_of_another_person_is_another_message(run: Running) -> None:
    ada, zoe = Web(run), Web(run)
    for web in (ada, zoe):
        await web.start()

    for web in (ada, zoe):
        assert await web.send(id="1", text="menu")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "1"},
        {"text": "x"},
        {"id": "", "text": "x"},
        {"id": "1", "text": "x", "choice": "a.b:c"},
        {"id": "1", "text": 5},
        {"id": 1, "text": "x"},
        [],
        "x",
    ],
    ids=str,
)
async def test_what_is_no_message_is_refused(web: Web, body: object) -> None:
    await web.start()

    status, answer = await web.call("POST", "/api/chat/messages", body)

    assert status == 400
    assert answer["error"].endswith(".") or answer["error"]


async def test_without_the_token_there_is_no_chat(web: Web) -> None:
    await web.start()
    for authorization in ("", "Bearer wrong", "Bearer " + "A" * 43):
        web.headers = {"Authorization": authorization}
        for method, path in (
            ("POST", "/api/chat/messages"),
            ("GET", "/api/chat/stream"),
            ("DELETE", "/api/chat"),
        ):
            status, _ = await web.call(method, path, {"id": "1", "text": "menu"})
            assert status == 401


async def test_the_token_is_not_in_the_store(web: Web, run: Running) -> None:
    await web.start()

    secret = web.headers["Authorization"].removeprefix("Bearer ").encode()

    kept = [path.read_bytes() for path in run.world.file.parent.iterdir()]
    assert [content for content in kept if secret in content] == []


async def test_deleting_erases_everything(web: Web, run: Running) -> None:
    await web.start()
    await web.send(id="1", choice="person.may_write_later:no")

    assert await web.call("DELETE", "/api/chat") == (204, None)

    for table in ("conversations", "outbox", "cases", "inbound"):
        assert run.world.rows(f"SELECT * FROM {table}") == [], table  # noqa: S608
    status, _ = await web.call("POST", "/api/chat/messages", {"id": "2", "text": "menu"})
    assert status == 401


async def test_what_comes_later_comes_by_the_stream_and_is_taken_up_where_it_was(
    web: Web, run: Running
) -> None:
    await web.start()
    *_, asked = await web.send(id="1", choice="person.may_write_later:no")
    run.clock.go_on(hours=21)
    database = run.product.database
    do(database, lambda t: run.product.desk.ladder.run_due(t, [run.clock()]))

    [told] = await web.stream(1, after=asked["id"])

    assert told["text"].startswith("Sorry, no one was free")
    assert "999" in told["text"]
    everything = await web.stream(5)
    assert [one["id"] for one in everything] == [str(number) for number in range(1, 6)]


async def test_strange_texts_are_answered(web: Web) -> None:
    await web.start()
    texts = ["he\0llo", "help \ud800", "\u202emenu", "a" + "\u0301" * 5_000, "x" * 60_000, ""]
    for number, text in enumerate(texts):
        assert await web.send(id=f"n{number}", text=text)
