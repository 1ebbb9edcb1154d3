"""Menu: everything there is, on two screens."""

from bot.engine.flow import ask, flow, go

_FIRST = (
    "signs",
    "talk",
    "call",
    "urgent",
    "person",
    "travel",
    "online",
    "school",
    "stories",
)
_MORE = (
    "stand",
    "events",
    "webchat",
    "pledge",
    "share",
    "about",
    "privacy",
    "hide",
    "language",
)

menu = flow(
    "menu",
    ask("choose", {**{name: f"to_{name}" for name in _FIRST}, "more": "more"}),
    ask("more", {**{name: f"to_{name}" for name in _MORE}, "first": "choose"}),
    *(go(f"to_{name}", name) for name in (*_FIRST, *_MORE)),
)
