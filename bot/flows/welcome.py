"""Welcome: what this is, what is kept, and whether anyone is in danger now."""

from bot.engine.flow import ask, flow, go, say

welcome = flow(
    "welcome",
    say("hello", then="kept"),
    say("kept", then="safe"),
    ask("safe", {"yes": "to_urgent", "no": "to_menu", "unsure": "to_urgent"}),
    go("to_urgent", "urgent"),
    go("to_menu", "menu"),
)
