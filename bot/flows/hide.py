"""Hide: what this chat can and cannot wipe, and how she clears the rest herself (facts 5.4)."""

from bot.engine.flow import ask, flow, go, say

_APPS = ("telegram", "whatsapp", "web")

hide = flow(
    "hide",
    ask("where", {**{app: app for app in _APPS}, "delete": "to_delete", "menu": "to_menu"}),
    *(say(app, then="traces") for app in _APPS),
    say("traces", then="next"),
    ask("next", {"delete": "to_delete", "other": "where", "menu": "to_menu"}),
    go("to_delete", "privacy.delete"),
    go("to_menu", "menu"),
)
