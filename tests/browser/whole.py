"""The whole product beside a browser: on an event loop in a thread of its own, with stand-ins of
the providers as the other side."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest

from adapters.desk import DEMO_PLAN
from bot.desk.accounts import Account
from bot.desk.model import Adviser, Case, Role
from tests.adapters.console.entrance import HASHED
from tests.end_to_end.conftest import (
    HER,
    PATIENCE,
    Running,
    environment,
    running,
    telegram_settings,
    twilio_settings,
    until,
)
from tests.standins.telegram import TelegramStandIn
from tests.standins.twilio import Twilio
from tests.standins.twilio_payloads import Sent

Result = TypeVar("Result")
ADA = 7
"""Her chat in Telegram."""


class Whole:
    def __init__(self, run: Running, telegram: TelegramStandIn, twilio: Twilio) -> None:
        self.run = run
        self.telegram = telegram
        self.twilio = twilio
        self.url = run.url
        self.clock = run.clock
        self._loop = asyncio.get_running_loop()

    def call(self, work: Coroutine[Any, Any, Result]) -> Result:
        """From the thread of the test, on the product's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for what shows in the store or at a stand-in only."""
        self.call(until(self.run, condition))

    def hire(self, hand: "Hand") -> None:
        adviser = Adviser(hand.id, hand.login, hand.login.title(), hand.role)
        account = Account(adviser, HASHED, hand.secret, must_change=False)
        assert self.run.product.database.accounts.add(account, "operator")

    def case(self) -> Case:
        """The newest one."""
        [row, *_] = self.run.world.rows("SELECT id FROM cases ORDER BY opened_at DESC, id DESC")
        found = self.run.product.database.desk_reader.case_row(row.id)
        assert found is not None
        return found.case


class Hand(NamedTuple):
    """Somebody who works here. `secret`: of the app that makes codes."""

    id: int
    login: str
    role: Role
    secret: str


AMINA = Hand(901, "amina", Role.ADVISER, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
OMAR = Hand(902, "omar", Role.ADVISER, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
LENA = Hand(903, "lena", Role.LEAD, "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK")
ZARA = Hand(904, "zara", Role.ADMIN, "ONSWG4TFOQQGC3TEONSWG4TFOQQGC3TE")


class OnTelegram:
    """A contact in Telegram: what she does, and what she then sees."""

    def __init__(self, whole: Whole, chat: int = ADA) -> None:
        self._whole = whole
        self._chat = chat

    def write(self, text: str) -> None:
        delivery = self._whole.call(self._whole.telegram.write(self._chat, text))
        assert delivery
        assert delivery.status == 200

    def press(self, token: str) -> None:
        """As soon as there is such a button."""
        self._whole.clock.go_on(seconds=1)
        message = self._see(lambda said: token in str(said.get("reply_markup")))
        self._whole.call(self._whole.telegram.press(self._chat, message["message_id"], token))

    def sees(self, text: str) -> None:
        self._see(lambda said: text in said.get("text", ""))

    def has(self, text: str) -> bool:
        return any(text in said.get("text", "") for said in self._messages())

    def _messages(self, at_least: int = 0) -> list[dict[str, Any]]:
        return self._whole.call(self._whole.telegram.messages(self._chat, at_least))

    def _see(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        messages = self._messages()
        while not any(map(is_it, messages)):
            messages = self._messages(len(messages) + 1)
        return next(message for message in reversed(messages) if is_it(message))


class OnWhatsApp:
    """The same through Twilio."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._twilio = whole.twilio

    def write(self, text: str) -> None:
        self._deliver(self._twilio.text(HER, text))

    def press(self, token: str) -> None:
        message = self._see(lambda sent: any(token == one for _, one, _ in sent.choices))
        label = next(label for label, one, _ in message.choices if one == token)
        self._deliver(self._twilio.press(message, label))

    def sees(self, text: str) -> None:
        self._see(lambda sent: text in sent.text)

    def has(self, text: str) -> bool:
        return any(text in sent.text for sent in self._twilio.sent)

    def _deliver(self, fields: dict[str, str]) -> None:
        self._whole.clock.go_on(seconds=1)
        answer = self._whole.call(self._twilio.deliver(f"{self._whole.url}/whatsapp", fields))
        assert answer.status == 200

    def _see(self, is_it: Callable[[Sent], bool]) -> Sent:
        self._whole.until(lambda: any(map(is_it, self._twilio.sent)))
        return next(sent for sent in reversed(self._twilio.sent) if is_it(sent))


ASKS = ("about:ask", "keep:yes", "may_write:first", "may_write_later:yes")
"""What she presses to ask for a person."""


def asks_for_a_person(her: OnTelegram | OnWhatsApp, says: str) -> None:
    her.write("hello")
    her.write("PERSON")
    for choice in ASKS:
        her.press(f"person.{choice}")
    her.sees("You can write now what you would like to say first.")
    her.write(says)


@contextmanager
def whole_product(folder: Path, template: Path, **more: str) -> Iterator[Whole]:
    """`template`: a migrated store. `more`: settings."""
    shutil.copy(template, folder / "store.db")
    begun: Future[Whole] = Future()
    ends = asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(folder, more, begun, ends)))
    thread.start()
    whole = begun.result(PATIENCE)
    try:
        yield whole
    finally:
        whole.call(_set(ends))
        thread.join()
    assert whole.telegram.refused == []


@pytest.fixture
def whole(tmp_path: Path, sqlite_template: Path) -> Iterator[Whole]:
    """Its desk is always open."""
    with whole_product(tmp_path, sqlite_template, DESK_PLAN=str(DEMO_PLAN)) as product:
        yield product


async def _serve(
    folder: Path, more: dict[str, str], begun: "Future[Whole]", ends: asyncio.Event
) -> None:
    async with AsyncExitStack() as stack:
        try:
            telegram = await stack.enter_async_context(TelegramStandIn())
            twilio = await stack.enter_async_context(Twilio())
            settings = environment(folder, **telegram_settings(telegram), **twilio_settings(twilio))
            run = await stack.enter_async_context(running(settings | more))
        except Exception as error:  # told to who waits
            begun.set_exception(error)
            return
        begun.set_result(Whole(run, telegram, twilio))
        await ends.wait()


async def _set(event: asyncio.Event) -> None:
    event.set()
