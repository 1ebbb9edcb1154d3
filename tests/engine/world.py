"""A small world: every flow that the engine's exits need, and one that uses every kind of state."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.engine.answers import Answers
from bot.engine.checks.subject import Subject
from bot.engine.effects import Effect, SetLanguage, Stop
from bot.engine.flow import ask, ask_for, close, do, flow, go, handoff, look_up, say, tick
from bot.engine.loading import load_catalogue
from bot.engine.state import ALREADY_OPEN, BLOCKED, Flow, Listing, When
from bot.messages import Limits, Urgency

CONTENT = Path(__file__).parent / "content"
TODAY = date(2026, 1, 10)
NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
LIMITS = {
    "buttons": Limits(
        text=1600,
        body=1024,
        buttons=3,
        button_label=20,
        rows=10,
        row_label=24,
        row_hint=72,
        list_button=20,
    ),
    "plain": Limits(text=1600, body=1600, buttons=0, button_label=0, rows=0),
    "edits": Limits(
        text=4096, body=4096, buttons=100, button_label=60, rows=0, can_edit=True, shows_hints=True
    ),
}


def a_number(text: str) -> str | None:
    """The number she typed, up to twenty."""
    word = text.strip()
    return (
        word if word.isascii() and word.isdecimal() and len(word) < 3 and int(word) < 21 else None
    )


def many(answers: Answers) -> bool:
    return int(next(iter(answers["cups"]), "0")) > 10


def it_boils(answers: Answers) -> bool:
    return "boiling" in answers["which"]


def nothing_fits(answers: Answers) -> bool:
    return answers["which"] in {(), ("none",)}


def chosen(answers: Answers) -> tuple[str, ...]:
    return tuple(name for name in ("green", "black") if name in answers["which"])


def she_agrees(_answers: Answers) -> tuple[str, ...]:
    return ("may_write",)


def stopping(_answers: Answers) -> Effect:
    return Stop()


def set_english(_answers: Answers) -> Effect:
    return SetLanguage("en")


def set_arabic(_answers: Answers) -> Effect:
    return SetLanguage("ar")


TEA = flow(
    "tea",
    ask("drinks", {"yes": "cups", "no": "bye", "unsure": "explain"}),
    say("explain", then="drinks"),
    ask_for("cups", a_number, then=(When(many, "too_many"), "which")),
    say("too_many", then="which"),
    tick(
        "which",
        ("green", "black", "boiling"),
        at_once=(When(it_boils, "to_urgent"),),
        then=(When(nothing_fits, "bye"), "result"),
    ),
    say("result", then="look", listing=Listing(chosen, ("green", "black"))),
    look_up("look", "open_case", {"none": "voices", ALREADY_OPEN: "bye", BLOCKED: "bye"}),
    say("voices", then="more", shows=("pledges",)),
    ask("more", {"again": "which", "done": "bye"}),
    go("to_urgent", "urgent"),
    close("bye"),
    renamed={"mugs": "cups"},
)
WELCOME = flow("welcome", say("hello", then="to_menu"), go("to_menu", "menu"))
MENU = flow(
    "menu",
    ask("main", {"tea": "to_tea", "urgent": "to_urgent", "person": "to_person"}),
    go("to_tea", "tea"),
    go("to_urgent", "urgent"),
    go("to_person", "person"),
)
PERSON = flow(
    "person",
    ask("offer", {"yes": "case", "no": "to_menu"}, lines=("helper",)),
    handoff(
        "case",
        queue="general",
        opened="opened",
        already_open="waiting",
        blocked="opened",
        consents=she_agrees,
    ),
    close("opened"),
    ask("waiting", {"menu": "to_menu"}, hears=True),
    go("to_menu", "menu"),
)
URGENT = flow(
    "urgent",
    ask("numbers", {"menu": "to_menu"}, lines=("emergency", "helper")),
    go("to_menu", "menu"),
    urgency=Urgency.SAFETY,
)
HIDE = flow("hide", ask("how", {"menu": "to_menu"}), go("to_menu", "menu"))
STOP = flow(
    "stop",
    ask("sure", {"yes": "stopping", "no": "to_menu"}),
    do("stopping", stopping, then="bye"),
    close("bye"),
    go("to_menu", "menu"),
)
LANGUAGE = flow(
    "language",
    ask("choose", {"en": "set_en", "ar": "set_ar"}),
    do("set_en", set_english, then="changed"),
    do("set_ar", set_arabic, then="changed"),
    say("changed", then="to_menu"),
    go("to_menu", "menu"),
)
FLOWS: tuple[Flow, ...] = (WELCOME, MENU, PERSON, URGENT, HIDE, STOP, LANGUAGE, TEA)


def subject(flows: tuple[Flow, ...] = FLOWS, content: Path = CONTENT) -> Subject:
    """What the checks look at, over these flows and this folder of words."""
    return Subject(flows, load_catalogue(content), LIMITS, TODAY)
