"""Talk: how to begin, what to say and not to say, hard days, with whom, and when to call first.

Rests on facts 3.1; whom to call first and what is for today on 2.4; a pupil's school on 4.2.
"""

from bot.engine.flow import ask, flow, go, say

_STEPS = {"topics": "topics"}
"""Every step offers the way back to all topics."""

talk = flow(
    "talk",
    say("first", then="topics"),
    ask(
        "topics",
        {
            "begin": "begin",
            "words": "words",
            "practice": "to_practice",
            "hard": "hard",
            "whom": "whom",
            "yourself": "yourself",
            "online": "to_online",
            "call_first": "call_first",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    ask("begin", {"next": "ready", **_STEPS}),
    ask("ready", {"next": "listen", **_STEPS}),
    ask("listen", {"next": "understand", **_STEPS}),
    ask("understand", {"next": "starters", **_STEPS}),
    ask(
        "words",
        {"starters": "starters", "hear": "hear", "differ": "differ", "avoid": "avoid", **_STEPS},
    ),
    ask("starters", {"next": "more_starters", **_STEPS}),
    ask("more_starters", {"next": "hear", **_STEPS}),
    ask("hear", {"next": "differ", **_STEPS}),
    ask("differ", {"next": "avoid", **_STEPS}),
    ask("avoid", {"next": "avoid_acts", **_STEPS}),
    ask("avoid_acts", {"next": "heat", "practice": "to_practice", **_STEPS}),
    ask(
        "hard",
        {
            "heat": "heat",
            "row": "row",
            "after": "after",
            "refuses": "refuses",
            "afraid": "to_afraid",
            "call_first": "call_first",
            **_STEPS,
        },
    ),
    ask("heat", {"next": "row", **_STEPS}),
    ask("row", {"next": "row_mend", **_STEPS}),
    ask("row_mend", {"next": "after", "afraid": "to_afraid", **_STEPS}),
    ask("after", {"next": "yourself", **_STEPS}),
    ask("refuses", {"next": "refuses_ways", **_STEPS}),
    ask("refuses_ways", {"next": "refuses_other", **_STEPS}),
    ask("refuses_other", {"call_first": "call_first", "call": "to_call", **_STEPS}),
    ask(
        "whom",
        {
            "daughter": "daughter",
            "son": "son",
            "grown": "grown",
            "younger": "younger",
            "pupil": "pupil",
            "relative": "relative",
            **_STEPS,
        },
    ),
    ask("daughter", {"practice": "to_practice", "call": "to_call", "whom": "whom"}),
    ask("son", {"practice": "to_practice", "call": "to_call", "whom": "whom"}),
    ask("grown", {"next": "grown_limits", "whom": "whom"}),
    ask("grown_limits", {"practice": "to_practice", "call": "to_call", "whom": "whom"}),
    ask("younger", {"online": "to_online", "call": "to_call", "whom": "whom"}),
    ask("pupil", {"next": "pupil_notes", "whom": "whom"}),
    ask("pupil_notes", {"call_first": "call_first", "call": "to_call", "whom": "whom"}),
    ask("relative", {"practice": "to_practice", "call": "to_call", "whom": "whom"}),
    ask("yourself", {"next": "breathe", "call": "to_call", **_STEPS}),
    ask("breathe", {"next": "others_home", **_STEPS}),
    ask("others_home", {"next": "carry", **_STEPS}),
    ask(
        "carry",
        {"person": "to_person", "call": "to_call", **_STEPS},
        lines=("samaritans", "shout"),
    ),
    ask("call_first", {"urgent": "to_urgent", "call": "to_call", **_STEPS}),
    go("to_practice", "practice"),
    go("to_online", "online"),
    go("to_afraid", "abuse"),
    go("to_urgent", "urgent"),
    go("to_call", "call"),
    go("to_person", "person"),
    go("to_menu", "menu"),
    renamed={"online": "topics", "online_rules": "topics", "online_harm": "topics"},
)
