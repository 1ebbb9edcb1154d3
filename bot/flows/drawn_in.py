"""Drawn in: the writer is pulled towards a violent group herself, or thinks of doing harm.

Rests on facts 1.3, 1.4 (groups that help people leave), 3.1 (no argument, no label), 5.3 (private
is not secret; what the law expects) and 4.3. Danger first, then breath, then choices; no
blame, no question about who, where or what was done.
"""

from bot.engine.flow import ask, flow, go, say
from bot.messages import Urgency

drawn_in = flow(
    "drawn_in",
    say("first", then="safe"),
    ask("safe", {"yes": "danger", "self": "to_self_harm", "unsure": "danger", "no": "what"}),
    say("danger", then="danger_next"),
    ask("danger_next", {"breathe": "breathe", "silent": "to_silent", "what": "what"}),
    say("breathe", then="what", lines=("samaritans",)),
    ask(
        "what",
        {
            "pulled": "pulled",
            "thoughts": "thoughts",
            "leave": "leave",
            "threats": "threats",
            "away": "away",
            "online": "online",
            "done": "done",
            "private": "private",
            "talk": "talk",
            "menu": "to_menu",
        },
    ),
    say("pulled", then="pulled_more"),
    say("pulled_more", then="what"),
    say("thoughts", then="thoughts_more", lines=("samaritans", "shout")),
    say("thoughts_more", then="what"),
    say("leave", then="leave_more"),
    say("leave_more", then="what", lines=("exit_hate", "samaritans")),
    say("threats", then="what", lines=("police_101", "samaritans")),
    say("away", then="away_more"),
    say("away_more", then="what", lines=("samaritans",)),
    say("online", then="what"),
    say("done", then="what"),
    say("private", then="what"),
    ask(
        "talk",
        {
            "young": "to_young",
            "outside": "outside",
            "private": "private",
            "person": "to_person",
            "what": "what",
            "menu": "to_menu",
        },
        lines=("samaritans", "shout", "exit_hate"),
    ),
    ask("outside", {"tajikistan": "to_tajikistan", "elsewhere": "to_elsewhere"}),
    go("to_self_harm", "self_harm.me"),
    go("to_silent", "urgent.silent"),
    go("to_young", "young"),
    go("to_tajikistan", "call.tajikistan"),
    go("to_elsewhere", "call.elsewhere"),
    go("to_person", "person"),
    go("to_menu", "menu"),
    urgency=Urgency.SAFETY,
)
