"""Safety before all else: words that surely mean danger are answered from memory, at once.

Before the database, a queue, a consent or any limit; also when all of these are away. The turn that
follows says the same first message: where it has gone out already, it is noted as sent.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import count
from typing import TypeVar

from bot.engine.content import Catalogue
from bot.engine.exits import URGENT
from bot.engine.turn import Engine
from bot.messages import Inbound, Kind, Part, Say
from bot.outgoing import next_message
from bot.places.gazetteer import known_places
from bot.ports import Channel, Clock, Conversation, Outgoing, Receipt
from bot.understanding.needs import Danger, Need, Understood

REMEMBERED_AT_MOST = 20_000
"""Contacts whose language is remembered, and messages answered, in this process."""
SECONDS = 4.0
"""After so long without an answer from the provider the ordinary way is taken as well."""

Understand = Callable[[str, str], Understood]
"""A text and the language she has chosen ("" if unknown)."""
Shape = Callable[[Outgoing], list[Part]]


class First:
    """What is said at once, and the sending of it."""

    def __init__(self, say: Say, sending: "asyncio.Task[str]") -> None:
        self.say = say
        self._sending = sending

    @property
    def has_failed(self) -> bool:
        return self._sending.done() and not self._sending.result()

    async def sent(self) -> str:
        """The channel's id of it; "" when it has not gone out."""
        await asyncio.wait([self._sending])
        return self._sending.result()


class FirstWords:
    """One per process. Nothing of it ever raises: the ordinary way is there as well."""

    def __init__(
        self,
        engine: Engine,
        catalogue: Catalogue,
        understand: Understand,
        channels: Mapping[str, Channel],
        *,
        shape: Shape,
        clock: Clock,
        on_fault: Callable[[str], None],
    ) -> None:
        """`on_fault` is told the kind of what went wrong, and no word of hers."""
        self._engine = engine
        self._catalogue = catalogue
        self._understand = understand
        self._channels = channels
        self._shape = shape
        self._clock = clock
        self._on_fault = on_fault
        self._salt = secrets.token_bytes(16)
        self._languages: OrderedDict[bytes, str] = OrderedDict()
        self._firsts: OrderedDict[tuple[str, str], First] = OrderedDict()
        self._sending: set[asyncio.Task[str]] = set()
        self._unstored = count(-1, -1)

    def read(self, inbound: Inbound) -> Inbound:
        """The same with what its words were understood as."""
        known = self._languages.get(self._key(inbound)) or inbound.language.partition("-")[0]
        try:
            return with_meaning(inbound, self._engine, self._understand, known)
        except Exception as error:  # understanding less must not keep her from being answered
            self._on_fault(type(error).__name__)
            return inbound

    def begin(self, inbound: Inbound) -> First | None:
        """Send, where this is danger and the channel is one that is sent to; None elsewhere. A
        message that comes again has what was begun for it."""
        say = self._engine.first_words(inbound)
        return self._send_first(inbound, say) if say else None

    def send_numbers(self, inbound: Inbound) -> None:
        """Where nothing can be stored, and danger is only feared."""
        if inbound.meant is not None and inbound.meant.danger is Danger.UNSURE:
            self._send_first(inbound, self._engine.numbers)

    def from_memory(self, inbound: Inbound) -> Receipt | None:
        """The answer where nothing can be stored, for a channel that fetches its answers; None
        where no danger is seen."""
        say = self._engine.first_words(inbound)
        if say is None and inbound.meant is not None and inbound.meant.is_danger:
            say = self._engine.numbers
        if say is None:
            return None
        message = self._message(inbound, say)
        return Receipt(True, message.conversation_id, message.language, (message,))

    def heard(self, inbound: Inbound, language: str) -> None:
        """The language of her conversation, as her turn left it."""
        _remember(self._languages, self._key(inbound), language)

    async def close(self, seconds: float) -> None:
        """Let what is on its way arrive."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)

    def _send_first(self, inbound: Inbound, say: Say) -> First | None:
        channel = self._channels.get(inbound.channel)
        key = (inbound.channel, inbound.external_id)
        begun = self._firsts.get(key)
        if channel is None or (begun and not begun.has_failed):
            return begun
        task = asyncio.create_task(self._send(channel, self._message(inbound, say)))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        _remember(self._firsts, key, First(say, task))
        return self._firsts[key]

    async def _send(self, channel: Channel, message: Outgoing) -> str:
        external_id = ""
        try:
            async with asyncio.timeout(SECONDS):
                for part in self._shape(message):
                    external_id = await channel.send(message.address, part) or external_id
        except Exception as error:  # whatever it is, the turn sends it once more
            self._on_fault(type(error).__name__)
            return ""
        return external_id

    def _message(self, inbound: Inbound, say: Say) -> Outgoing:
        nobody = Conversation(next(self._unstored), inbound.channel, inbound.address)
        known = self._languages.get(self._key(inbound), "")
        nobody.language = answered_in(inbound, known, self._catalogue)
        return next_message(nobody, say, self._clock())

    def _key(self, inbound: Inbound) -> bytes:
        """No address is kept for it."""
        return blake2b(inbound.urn.encode("utf-8", "replace"), key=self._salt).digest()


def with_meaning(
    inbound: Inbound, engine: Engine, understand: Understand, known: str = ""
) -> Inbound:
    """The same with what its words were understood as: by themselves, or as words of ours that
    mean danger in any state. Numbers choose, and mean nothing else."""
    is_words = inbound.text and inbound.kind not in {Kind.START, Kind.CHOICE, Kind.LEFT}
    if not is_words or inbound.text.strip().isdecimal():
        return inbound
    meant = understand(inbound.text, known)
    if engine.offers_somewhere(inbound.text) or _is_mere_place(inbound.text, meant):
        meant = meant._replace(is_sure=False, danger=Danger.NO, likely=())
    if meant.danger is not Danger.YES and engine.heard(inbound, known).leads_to == URGENT:
        meant = meant._replace(need=Need.EMERGENCY, is_sure=True, danger=Danger.YES)
    return replace(inbound, meant=meant)


def _is_mere_place(text: str, meant: Understood) -> bool:
    """A town that she lives near is no danger, whatever its name resembles. One abroad may be."""
    return meant.is_danger and known_places().is_home(text)


def answered_in(inbound: Inbound, known: str, catalogue: Catalogue) -> str:
    """The language of the answer: that of the conversation, if it has one (`known`). What she
    writes in goes first where it is danger, or where nothing is known but her phone's language."""
    meant = inbound.meant
    is_first = meant is not None and (meant.danger is Danger.YES or not known)
    if meant and is_first and meant.knows_language and meant.language in catalogue.languages:
        return meant.language
    return known or catalogue.nearest(inbound.language)


Key = TypeVar("Key")
Value = TypeVar("Value")


def _remember(kept: "OrderedDict[Key, Value]", key: Key, value: Value) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > REMEMBERED_AT_MOST:
        kept.popitem(last=False)
