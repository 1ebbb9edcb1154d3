"""A conversation in the terminal: what the guide says, numbered choices, a line to answer on."""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from rich.console import Console

from adapters.terminal.drawing import draw_fault, draw_hint, draw_message, prompt
from bot.errors import StoreUnavailable
from bot.messages import Choice, Inbound, Kind, Rendered

CHANNEL = "terminal"

Exchange = Callable[[Inbound], Sequence[Rendered]]
"""One turn: what came in, what goes out. Errors raised: `StoreUnavailable`."""

Read = Callable[[str], str]
"""Shows a prompt and returns the line that was typed. Errors raised: EOFError at its end."""

SEVERAL = re.compile(r"[\d\s,;+&]+")


class Talk:
    """One conversation with an address of its own: nothing of an earlier one is taken up."""

    def __init__(
        self, exchange: Exchange, words: Mapping[str, str], console: Console, language: str
    ) -> None:
        self._exchange = exchange
        self._words = words
        self._console = console
        self._language = language
        self._address = secrets.token_hex(16)
        self._ids = count(1)
        self._offered: Rendered | None = None

    def begin(self, flow: str = "") -> None:
        draw_hint(self._console, self._words["terminal.hint"])
        self._turn([self._inbound(Kind.START, text=flow)])

    def answer(self, line: str) -> None:
        pressed = self._pressed(line)
        if pressed:
            self._turn([self._inbound(Kind.CHOICE, choice=choice.token) for choice in pressed])
        else:
            self._turn([self._inbound(Kind.TEXT, text=line)])

    def _pressed(self, line: str) -> list[Choice]:
        """The choices meant by a label or numbers; several numbers only where ticks are."""
        if self._offered is None:
            return []
        choices = self._offered.choices
        if SEVERAL.fullmatch(line):
            numbers = [int(digits) for digits in re.findall(r"\d+", line)]
            meant = [choices[number - 1] for number in numbers if 0 < number <= len(choices)]
            is_clear = len(meant) == len(numbers) and (self._offered.multiple or len(meant) == 1)
            return meant if is_clear else []
        return [choice for choice in choices if choice.label.casefold() == line.casefold()][:1]

    def _turn(self, inbounds: Sequence[Inbound]) -> None:
        """Several ticks in one line are several messages; only the last answer is worth showing."""
        try:
            replies = [self._exchange(inbound) for inbound in inbounds][-1]
        except StoreUnavailable:
            draw_fault(self._console, self._words["terminal.down"])
            return
        for reply in replies:
            draw_message(self._console, reply)
            self._offered = reply

    def _inbound(self, kind: Kind, text: str = "", choice: str = "") -> Inbound:
        return Inbound(
            CHANNEL,
            self._address,
            external_id=f"{self._address}:{next(self._ids)}",
            kind=kind,
            text=text,
            choice=choice,
            language=self._language,
        )


def talk(
    exchange: Exchange,
    words: Mapping[str, str],
    *,
    language: str = "",
    flow: str = "",
    console: Console | None = None,
    read: Read | None = None,
) -> None:
    """Greet, then answer line by line until "quit" or the end of the input.

    `words` are those of bot/content/<language>/web.toml (`terminal.<key>`). `flow`: where to begin
    instead of at the greeting.
    """
    console = console or Console(highlight=False)
    conversation = Talk(exchange, words, console, language)
    conversation.begin(flow)
    for line in _lines(
        read or console.input, prompt(words["terminal.you"]), words["terminal.quit"]
    ):
        conversation.answer(line)
    draw_hint(console, words["terminal.bye"])


def _lines(read: Read, asking: str, leaving: str) -> Iterator[str]:
    while True:
        try:
            line = read(asking).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.casefold() in (leaving.casefold(), "quit"):
            return
        if line:
            yield line
