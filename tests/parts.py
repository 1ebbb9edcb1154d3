"""Real parts put together for tests of the use cases: the guide over a store, a channel that only
takes notes."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from adapters.database import Database
from bot.conversations import Conversations
from bot.engine.content import Catalogue
from bot.engine.flow import ask, close, do, flow
from bot.engine.state import Flow
from bot.engine.turn import Engine
from bot.flows import build_flows
from bot.messages import Inbound, Kind, Limits, Part, Say, SendFailed
from bot.ports import Clock, Delivery, Outgoing, Receipt
from tests.contracts.conftest import World

WORDS = Limits(text=4096, body=4096, buttons=100, button_label=60, rows=0, can_edit=True)
PATIENCE = 20.0


def in_two_languages(catalogue: Catalogue) -> Catalogue:
    """English, and English again under the name of a language that is written right to left."""
    english = catalogue.default
    second = replace(english, code="ur", name="Urdu", direction="rtl")
    return Catalogue({"en": english, "ur": second}, catalogue.lines)


def _break(_answers: object) -> Any:
    raise ZeroDivisionError


BROKEN_FLOW: Flow = flow(
    "broken", ask("ask", {"go": "break"}), do("break", _break, then="end"), close("end")
)


class Guide:
    """`Conversations` over one database, as one process holds it."""

    def __init__(
        self, world: World, catalogue: Catalogue, status: Delivery = Delivery.SENDING
    ) -> None:
        self.database: Database = world.open()
        self.clock: Clock = world.clock
        flows = (*build_flows(tuple(catalogue.languages)), BROKEN_FLOW)
        self.conversations = Conversations(
            Engine(flows, catalogue), catalogue, world.clock, {"telegram": status}
        )
        self._ids = count(1)

    def inbound(self, text: str = "", *, address: str = "7", **fields: Any) -> Inbound:
        external_id = fields.pop("external_id", f"id-{next(self._ids)}")
        return Inbound("telegram", address, external_id, text=text, **fields)

    def receive(self, inbound: Inbound) -> Receipt:
        return self.together([inbound])[0]

    def together(self, inbounds: Sequence[Inbound]) -> list[Receipt]:
        """In one transaction."""

        def batch(transaction: Any, groups: Sequence[Sequence[Inbound]]) -> list[list[Receipt]]:
            return [self.conversations.receive_all(transaction, group) for group in groups]

        return self.database.writer.submit(batch, list(inbounds)).result(PATIENCE)

    def start(self, **fields: Any) -> Receipt:
        return self.receive(self.inbound(kind=Kind.START, **fields))

    def write(self, text: str, **fields: Any) -> Receipt:
        return self.receive(self.inbound(text, **fields))

    def press(self, token: str, **fields: Any) -> Receipt:
        return self.receive(self.inbound(kind=Kind.CHOICE, choice=token, **fields))

    def leave(self, **fields: Any) -> Receipt:
        return self.receive(self.inbound(kind=Kind.LEFT, **fields))

    def ask_for_a_person(self, **fields: Any) -> Receipt:
        self.press("person.about:ask", **fields)
        self.press("person.keep:yes", **fields)
        self.press("person.may_write:first", **fields)
        return self.press("person.may_write_later:no", **fields)


def keys(receipt: Receipt) -> list[str]:
    return [reply.say.key for reply in receipt.replies]


def said(receipt: Receipt) -> list[tuple[int, Say, str]]:
    """What she is told, without when it is due."""
    return [(reply.seq, reply.say, reply.language) for reply in receipt.replies]


@dataclass
class FakeChannel:
    """Takes every part and notes it, unless told to fail. `gate` holds sends back while closed."""

    name: str = "telegram"
    limits: Limits = WORDS
    per_second: float = 0.0
    sent: list[tuple[str, str]] = field(default_factory=list)
    tried: list[tuple[str, str]] = field(default_factory=list)
    failures: deque[SendFailed | None] = field(default_factory=deque)
    fails_for: dict[str, SendFailed] = field(default_factory=dict)
    after_sending: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self._news = asyncio.Condition()

    async def send(self, address: str, part: Part) -> str:
        self.tried.append((address, part.text))
        async with self._news:
            self._news.notify_all()
        await self.gate.wait()
        failure = self.fails_for.get(address) or (
            self.failures.popleft() if self.failures else None
        )
        if failure is not None:
            raise failure
        self.sent.append((address, part.text))
        self.after_sending()
        async with self._news:
            self._news.notify_all()
        return f"sent-{len(self.sent)}"

    async def has_tried(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(self.tried) >= times)

    async def has_sent(self, times: int) -> list[tuple[str, str]]:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(self.sent) >= times)
            return self.sent


def plain(message: Outgoing) -> list[Part]:
    """A shape that needs no words: the key itself."""
    return [Part(message.say.key, message.language, "ltr")]
