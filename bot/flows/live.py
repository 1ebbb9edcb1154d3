"""Webchat: what is coming, asking the panel in private, following it, and reading the answers.

The panels themselves, and what they say, are in the store: the flow keeps ids alone.
"""

from collections.abc import Mapping

from bot.engine.answers import Answers
from bot.engine.effects import Deed
from bot.engine.flow import ask, do, flow, go, look_up, say, tell
from bot.engine.state import Gives
from bot.messages import Param
from bot.worded import value

_BACK = {"back": "look", "menu": "to_menu"}
_ON_MY_OWN = ("pledge", "menu")


def _of_look(answers: Answers, at: int) -> str:
    """Of what was found last: the panel, how many there are, whether she follows it, and the
    latest that is over and reviewed."""
    return next(iter(answers["look"][at : at + 1]), "")


def _panel(answers: Answers) -> str:
    return _of_look(answers, 0)


def _wanted(answers: Answers) -> str:
    """The one after this, when she asked for another."""
    return _panel(answers) if answers["here"] == ("other",) else ""


def _what_is_offered(answers: Answers) -> tuple[str, ...]:
    follows, past = _of_look(answers, 2) == "yes", _of_look(answers, 3)
    return (
        "ask",
        "unfollow" if follows else "follow",
        *("answers", "mine"),
        *(("past",) if past else ()),
        *(("other",) if _of_look(answers, 1) not in ("", "1") else ()),
        *_ON_MY_OWN,
    )


def _next_answer(answers: Answers) -> str:
    """The panel, and the answer that she read last."""
    panel = _panel(answers)
    if answers["here"] == ("past",):
        panel = _of_look(answers, 3)
    last = "".join(answers["find"]) if answers["read"] == ("next",) else ""
    return f"{panel} {last}".strip()


def _shown_panel(answers: Answers) -> Mapping[str, Param]:
    return {"panel": value("panel", _panel(answers))}


def _shown_when(answers: Answers) -> Mapping[str, Param]:
    return {"when": value("panel_when", _panel(answers))}


def _shown_answer(answers: Answers) -> Mapping[str, Param]:
    return {"answer": value("panel_answer", "".join(answers["find"]))}


def _shown_mine(answers: Answers) -> Mapping[str, Param]:
    found = dict(zip(_COUNTS, answers["mine"], strict=False))
    return {name: found.get(name, "0") for name in _COUNTS}


_COUNTS = ("new", "taken", "answered", "declined")


def _ask(answers: Answers, text: str) -> Deed:
    return Deed("panel.ask", (_panel(answers),), text)


def _follow(answers: Answers) -> Deed:
    return Deed("panel.follow", (_panel(answers),))


def _unfollow(_answers: Answers) -> Deed:
    return Deed("panel.unfollow")


_WHYS = ("other", "known", "person", "time")
SAYS: Mapping[str, frozenset[str]] = {
    "webchat.answer": frozenset({"answer"}),
    **{f"webchat.declined_{why}": frozenset[str]() for why in _WHYS},
    **{f"webchat.{one}": frozenset[str]() for one in ("on_now", "is_over", "of_panel")},
    "webchat.begins": frozenset({"when"}),
    "webchat.with": frozenset({"names"}),
    "webchat.says": frozenset({"name"}),
}
"""What goes out by itself of a panel, and parts of what is said of one."""

webchat = flow(
    "webchat",
    look_up(
        "look",
        "panels",
        {"found": "here", "past": "only_past", "none": "nothing"},
        about=_wanted,
        forgets=("here", "read"),
    ),
    ask(
        "here",
        {
            "ask": "room",
            "follow": "agree",
            "unfollow": "unfollow",
            "answers": "find",
            "mine": "mine",
            "past": "find",
            "other": "look",
            "pledge": "to_pledge",
            "menu": "to_menu",
        },
        offer=_what_is_offered,
        gives=Gives(("panel",), _shown_panel),
    ),
    ask("only_past", {"answers": "find", "pledge": "to_pledge", "menu": "to_menu"}),
    ask("nothing", {"pledge": "to_pledge", "menu": "to_menu"}),
    look_up(
        "room", "panel_room", {"open": "question", "full": "full", "none": "gone"}, about=_panel
    ),
    tell("question", _ask, then="after", choices={"back": "look"}),
    look_up("after", "panel_room", {"open": "taken", "full": "full", "none": "gone"}, about=_panel),
    ask("taken", {"ask": "room", "follow": "agree", **_BACK}),
    ask("full", {"mine": "mine", **_BACK}),
    say("gone", then="look"),
    ask("agree", {"yes": "follow", "no": "look"}),
    do("follow", _follow, then="following"),
    ask("following", {"ask": "room", **_BACK}),
    do("unfollow", _unfollow, then="unfollowed"),
    ask("unfollowed", _BACK),
    look_up(
        "find",
        "panel_answers",
        {"found": "read", "none": "no_more"},
        about=_next_answer,
        forgets=("read",),
    ),
    ask("read", {"next": "find", **_BACK}, gives=Gives(("answer",), _shown_answer)),
    ask("no_more", {"pledge": "to_pledge", **_BACK}),
    look_up("mine", "panel_mine", {"found": "my_questions", "none": "none_of_mine"}, about=_panel),
    ask("my_questions", {"answers": "find", **_BACK}, gives=Gives(_COUNTS, _shown_mine)),
    ask("none_of_mine", {"ask": "room", **_BACK}),
    ask("reminder", {"look": "look", "stop": "unfollow"}, gives=Gives(("when",), _shown_when)),
    go("to_pledge", "pledge"),
    go("to_menu", "menu"),
    entries=("reminder",),
    says=SAYS,
)
