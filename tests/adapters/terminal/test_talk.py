from collections.abc import Iterable, Iterator
from io import StringIO

import pytest
from rich.console import Console
from typing_extensions import override

from adapters.terminal.talk import talk
from bot.errors import StoreUnavailable
from bot.messages import Choice, Inbound, Kind, Rendered
from tests.adapters.webchat.fake import words

GREETING = Rendered(
    "Hello [bold]you[/bold].",
    "en",
    "ltr",
    (Choice("welcome.hello:signs", "Early signs"), Choice("welcome.hello:call", "Who to call")),
)
SIGNS = Rendered(
    "Tick all that fit.",
    "en",
    "ltr",
    (
        Choice("signs.list:online", "New people online", "that you do not know", ticked=True),
        Choice("signs.list:travel", "Speaks of leaving"),
        Choice("signs.list:done", "Done"),
    ),
    multiple=True,
)
PLAIN = Rendered("Call now.\n\u2066999\u2069", "en", "ltr")


class Listening:
    """An exchange that answers from a list and notes what came in."""

    def __init__(self, *answers: Rendered) -> None:
        self._answers = answers
        self.heard: list[Inbound] = []

    def __call__(self, inbound: Inbound) -> list[Rendered]:
        self.heard.append(inbound)
        return [self._answers[min(len(self.heard), len(self._answers)) - 1]]


def hold(exchange: Listening, lines: Iterable[str], flow: str = "") -> str:
    """The whole conversation as shown; typing ends with the lines."""
    typed: Iterator[str] = iter(lines)
    shown = StringIO()

    def read(prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    console = Console(file=shown, width=60, highlight=False)
    talk(exchange, words("en"), language="en", flow=flow, console=console, read=read)
    return shown.getvalue()


def test_it_greets_and_says_how_to_leave() -> None:
    exchange = Listening(GREETING)

    shown = hold(exchange, [])

    assert exchange.heard[0].kind is Kind.START
    assert exchange.heard[0].language == "en"
    for expected in ("“quit”", "Hello [bold]you[/bold].", "1 Early signs", "2 Who to call"):
        assert expected in shown
    assert shown.rstrip().endswith("Take care. You can come back at any time.")


def test_a_preview_begins_in_its_flow() -> None:
    exchange = Listening(GREETING)

    hold(exchange, [], flow="signs")

    assert (exchange.heard[0].kind, exchange.heard[0].text) == (Kind.START, "signs")


@pytest.mark.parametrize("typed", ["2", " 2 ", "۲", "who to CALL"])
def test_a_number_or_a_label_presses_the_choice(typed: str) -> None:
    exchange = Listening(GREETING)

    hold(exchange, [typed])

    assert exchange.heard[1].kind is Kind.CHOICE
    assert exchange.heard[1].choice == "welcome.hello:call"


@pytest.mark.parametrize("typed", ["he is so quiet", "3", "0", "1 2", "²", "999"])
def test_anything_else_is_her_own_words(typed: str) -> None:
    exchange = Listening(GREETING)

    hold(exchange, [typed])

    assert (exchange.heard[1].kind, exchange.heard[1].text) == (Kind.TEXT, typed)


def test_several_may_be_ticked_in_one_line() -> None:
    exchange = Listening(SIGNS)

    shown = hold(exchange, ["1, 2"])

    assert [inbound.choice for inbound in exchange.heard[1:]] == [
        "signs.list:online",
        "signs.list:travel",
    ]
    assert shown.count("Tick all that fit.") == 2
    for expected in ("1 [x] New people online", "2 [ ] Speaks of leaving", "3 Done"):
        assert expected in shown


def test_choices_that_are_gone_are_words_again() -> None:
    exchange = Listening(GREETING, PLAIN)

    shown = hold(exchange, ["1", "1"])

    assert exchange.heard[2].kind is Kind.TEXT
    assert "│  999  " in shown


@pytest.mark.parametrize("typed", ["quit", "QUIT "])
def test_quit_leaves(typed: str) -> None:
    exchange = Listening(GREETING)

    hold(exchange, ["", typed, "never read"])

    assert len(exchange.heard) == 1


def test_each_message_has_an_id_of_its_own_and_each_talk_an_address() -> None:
    one, other = Listening(GREETING), Listening(GREETING)
    hold(one, ["a", "b"])
    hold(other, [])

    assert len({inbound.external_id for inbound in one.heard + other.heard}) == 4
    assert len({inbound.urn for inbound in one.heard + other.heard}) == 2


def test_without_the_store_it_says_that_nothing_was_sent() -> None:
    class Away(Listening):
        @override
        def __call__(self, inbound: Inbound) -> list[Rendered]:
            super().__call__(inbound)
            raise StoreUnavailable

    assert "was not sent" in hold(Away(GREETING), ["hello"])
