"""Reminders: what goes to her by itself. She sees it, takes it back, agrees to news."""

from collections.abc import Callable, Iterator

from bot.engine.answers import Answers
from bot.engine.effects import Deed, Effect
from bot.engine.flow import ask, do, flow, go, look_up
from bot.engine.state import State
from bot.reminders.model import Consent

_KINDS = tuple(Consent)
_ON = {"look": "look", "menu": "to_menu"}


def _agree(_answers: Answers) -> Effect:
    return Deed("reminders.agree", (Consent.NEWS,))


def _withdraw(*kinds: Consent) -> Callable[[Answers], Effect]:
    """None: all of them."""
    return lambda _answers: Deed("reminders.withdraw", kinds)


def _drops() -> Iterator[State]:
    for kind in _KINDS:
        yield do(f"drop_{kind}", _withdraw(kind), then="taken_back")
    yield do("drop_all", _withdraw(), then="taken_back")


reminders = flow(
    "reminders",
    look_up("look", "agreed", {"some": "agreed", "none": "nothing"}),
    ask(
        "agreed",
        {"which": "which", "all": "drop_all", "news": "about_news", "menu": "to_menu"},
        shows=("agreed_to",),
    ),
    ask("nothing", {"news": "about_news", "menu": "to_menu"}),
    ask("which", {**{str(kind): f"drop_{kind}" for kind in _KINDS}, "look": "look"}),
    *_drops(),
    ask("taken_back", _ON),
    ask("about_news", {"yes": "agree_news", "no": "to_menu"}),
    do("agree_news", _agree, then="agreed_news"),
    ask("agreed_news", _ON),
    go("to_menu", "menu"),
    says={"reminders.news": frozenset({"news"}), "reminders.ask_to_write": frozenset()},
)
