"""Privacy: what is kept and how long, who sees it, what the law may ask, what each app keeps; and
deleting all of it (facts 5.1, 5.3, 5.4, 5.6)."""

from bot.engine.answers import Answers
from bot.engine.effects import Effect, Erase
from bot.engine.flow import ask, close, do, flow, go, say

_PARTS = ("guide", "kept", "long", "sees", "law")
_GOES_ON = {"kept": "kept_too", "sees": "sees_too"}
"""What takes a second message."""
_APPS = ("telegram", "whatsapp", "web")


def _erase(_answers: Answers) -> Effect:
    return Erase()


privacy = flow(
    "privacy",
    ask(
        "about",
        {
            **{part: part for part in _PARTS},
            "copies": "copies",
            "reminders": "to_reminders",
            "hide": "to_hide",
            "delete": "delete",
            "menu": "to_menu",
        },
    ),
    *(say(part, then=_GOES_ON.get(part, "about")) for part in _PARTS),
    *(say(part, then="about") for part in _GOES_ON.values()),
    ask("copies", {**{app: app for app in _APPS}, "about": "about"}),
    *(say(app, then="next") for app in _APPS),
    ask("next", {"copies": "copies", "about": "about", "hide": "to_hide", "menu": "to_menu"}),
    ask("delete", {"yes": "erase", "no": "about"}),
    do("erase", _erase, then="erased"),
    close("erased"),
    go("to_reminders", "reminders"),
    go("to_hide", "hide"),
    go("to_menu", "menu"),
)
