"""What goes out by itself, in words: the charity's own in her language, and what WhatsApp has
approved."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from click.testing import CliRunner, Result

from adapters.broadcast_commands import broadcast as commands
from adapters.database import Database
from adapters.reminding import Reminding
from adapters.speech import Speech
from adapters.telegram.channel import Telegram
from bot.broadcasts.feeding import reminder_of
from bot.broadcasts.model import Status
from bot.engine.content import Catalogue
from bot.errors import StoreUnavailable
from bot.messages import Failure, Say, SendFailed
from bot.ports import Outgoing
from bot.reminders.templates import ASK_TO_WRITE
from tests.contracts.broadcasts import NEWS, agree, broadcast, going
from tests.contracts.conftest import World, do, on_sqlite, sqlite_template
from tests.contracts.turns import START

__all__ = ["on_sqlite", "sqlite_template"]
pytestmark = pytest.mark.anyio
SAY = reminder_of(broadcast(), 1, START).as_say()


@pytest.fixture
def store(on_sqlite: World) -> Database:
    return on_sqlite.open()


@pytest.fixture
def speech(catalogue: Catalogue, on_sqlite: World, store: Database) -> Speech:
    speech = Speech(catalogue, on_sqlite.clock)
    Reminding(store, speech, {}, on_sqlite.clock, "Europe/London")
    return speech


def message(say: Say = SAY, language: str = "en", channel: str = "telegram") -> Outgoing:
    return Outgoing(1, 1, channel, "7", 0, language, say, START)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "A meeting on Sunday."), ("ur", "اتوار کو ملاقات۔"), ("pl", "A meeting on Sunday.")],
)
def test_she_reads_it_in_her_language_or_in_the_first_one(
    speech: Speech, store: Database, language: str, words: str
) -> None:
    do(store, lambda one: one.broadcasts.add(broadcast()))
    said = speech.render(message(language=language))
    assert words in said.text
    assert [one.token for one in said.choices] == [
        "reminders.agreed_news:look",
        "reminders.agreed_news:menu",
    ]


def test_her_first_words_say_nothing_of_what_this_is_about(speech: Speech, store: Database) -> None:
    do(store, lambda one: one.broadcasts.add(broadcast()))
    assert speech.render(message()).text.startswith("Hello. Here is some news.\n")


def test_braces_of_an_editor_are_only_braces(speech: Speech, store: Database) -> None:
    texts = {"en": "{name} {0} {lines} %s"}
    do(store, lambda one: one.broadcasts.add(broadcast(texts=texts)))
    assert texts["en"] in speech.render(message()).text


def test_while_its_words_cannot_be_read_it_is_tried_again(
    speech: Speech, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_id: int) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(store.broadcasts, "broadcast", away)
    with pytest.raises(SendFailed) as failed:
        speech.parts(message(), Telegram.limits)
    assert failed.value.failure is Failure.PROVIDER_DOWN


def test_what_asks_to_write_goes_as_what_was_approved(speech: Speech) -> None:
    [part] = speech.parts(message(ASK_TO_WRITE, "ur"), Telegram.limits)
    assert part.template == "hearthline_word_ur"
    do_not = speech.parts(message(Say("menu.choose")), Telegram.limits)
    assert all(one.template == "" for one in do_not)


async def test_a_worker_sees_to_both(on_sqlite: World, store: Database, speech: Speech) -> None:
    do(store, agree(3))
    do(store, lambda one: one.broadcasts.add(going()))
    telegram = Telegram("1:x", "secret", public_url="https://x.example")
    part = Reminding(store, speech, {"telegram": telegram}, on_sqlite.clock, "Europe/London")
    jobs: list[Callable[[], Awaitable[None]]] = []
    part.keep(lambda _name, job: jobs.append(job))
    [job] = jobs
    work = asyncio.ensure_future(job())
    while on_sqlite.rows("SELECT count(*) FROM outbox") != [(3,)]:
        on_sqlite.clock.go_on(seconds=1)
        await asyncio.sleep(0)
        assert not work.done()
    work.cancel()
    found = store.broadcasts.broadcast(NEWS)
    assert found is not None
    assert found.status is Status.DONE


def run(world: World, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("DATABASE_URL", world.url)
    monkeypatch.setenv("SECRET_KEY", "11" * 32)
    return CliRunner().invoke(commands, ["test", *arguments])


def test_a_test_goes_to_oneself_alone(
    on_sqlite: World, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(store, agree(2))
    do(store, lambda one: one.broadcasts.add(broadcast()))
    result = run(on_sqlite, monkeypatch, str(NEWS), "telegram:en1")
    assert result.exit_code == 0, result.output
    assert on_sqlite.rows("SELECT count(*) FROM outbox") == [(1,)]
    assert on_sqlite.rows("SELECT * FROM broadcast_targets") == []


@pytest.mark.parametrize(
    ("number", "urn", "sentence"),
    [
        ("6", "telegram:en1", "There is no broadcast"),
        ("5", "telegram:stranger", "Nobody has written"),
        ("5", "nonsense", "Nobody has written"),
        ("5", "telegram:ur0", "STOP was written"),
    ],
)
def test_a_test_that_cannot_be_sent_says_why(
    on_sqlite: World,
    store: Database,
    monkeypatch: pytest.MonkeyPatch,
    *,
    number: str,
    urn: str,
    sentence: str,
) -> None:
    do(store, agree(2))
    do(store, agree(1, language="ur", stopped=True))
    do(store, lambda one: one.broadcasts.add(broadcast()))
    result = run(on_sqlite, monkeypatch, number, urn)
    assert result.exit_code == 1
    assert sentence in result.output
    assert on_sqlite.rows("SELECT count(*) FROM outbox") == [(0,)]
