"""About us: what this is, who runs it, what it rests on and what it cannot do (facts 0, 4.1, 5.2,
5.3)."""

from bot.engine.flow import ask, flow, go, say

_PARTS = ("what", "who", "limits", "sources", "programmes", "money")

about = flow(
    "about",
    ask(
        "topics",
        {
            **{part: part for part in _PARTS},
            "privacy": "to_privacy",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    *(say(part, then="topics") for part in _PARTS),
    go("to_privacy", "privacy"),
    go("to_person", "person"),
    go("to_menu", "menu"),
)
