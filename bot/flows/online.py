"""Online: a safe life online, checking together, what to report and what never to keep.

Rests on facts 3.2; the post of someone she loves follows ONL-4, pressure ONL-5 (facts 2.4).
"""

from bot.engine.flow import ask, flow, go

_STEPS = {"topics": "topics"}
"""Every step offers the way back to all topics."""

online = flow(
    "online",
    ask(
        "topics",
        {
            "start": "start",
            "friends": "friends",
            "check": "check",
            "feeds": "feeds",
            "rooms": "rooms",
            "rules": "rules",
            "report": "report",
            "keep": "keep",
            "pressure": "pressure",
            "menu": "to_menu",
        },
    ),
    ask("start", {"next": "friends", **_STEPS}),
    ask("friends", {"next": "rooms", **_STEPS}),
    ask("check", {"next": "check_try", **_STEPS}),
    ask("check_try", {"next": "feeds", "share": "to_share", **_STEPS}),
    ask("feeds", {"next": "feeds_turn", **_STEPS}),
    ask("feeds_turn", {"next": "rooms", **_STEPS}),
    ask("rooms", {"next": "rooms_pull", **_STEPS}),
    ask("rooms_pull", {"next": "pressure", **_STEPS}),
    ask("rules", {"next": "rules_trust", **_STEPS}),
    ask("rules_trust", {"next": "check", **_STEPS}),
    ask("report", {"praise": "praise", "aimed": "aimed", "loved": "loved", **_STEPS}),
    ask("praise", {"keep": "keep", "urgent": "to_urgent", **_STEPS}, lines=("report_act",)),
    ask("aimed", {"note": "note", **_STEPS}, lines=("police_101", "victim_support")),
    ask(
        "loved",
        {"talk": "to_talk", "urgent": "to_urgent", **_STEPS},
        lines=("act_early", "police_101", "nspcc"),
    ),
    ask("keep", {"next": "note", **_STEPS}),
    ask("note", {"report": "report", **_STEPS}, lines=("act_early", "police_101")),
    ask(
        "pressure",
        {"call": "to_call", "urgent": "to_urgent", **_STEPS},
        lines=("ceop", "report_remove", "childline"),
    ),
    go("to_share", "share.tip_check"),
    go("to_talk", "talk"),
    go("to_call", "call"),
    go("to_urgent", "urgent"),
    go("to_menu", "menu"),
)
