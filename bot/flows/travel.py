"""Travel: someone plans to go, is on the way, is there, or has left a family behind.

Rests on facts 1.5 (Foreign Office, passports, port alert), 2.4 (TRV-1 to TRV-6), 2.2 (what a trip
does not mean), 3.1 (how to talk), 4.3 and, for Tajikistan, 1.6. On the way leads to the urgent flow
at once: the emergency number first, and nothing before it.
"""

from bot.engine.flow import ask, flow, go, say

_WAYS_ON = {"person": "to_person", "menu": "to_menu"}

travel = flow(
    "travel",
    ask(
        "stage",
        {
            "now": "to_leaving",
            "planning": "early",
            "abroad": "abroad",
            "left": "left",
            "asked": "to_asked",
            "outside": "outside",
            **_WAYS_ON,
        },
    ),
    say("early", then="planning"),
    ask(
        "planning",
        {
            "today": "today",
            "reasons": "reasons",
            "words": "words",
            "passport": "passport",
            "ports": "ports",
            "little": "little",
            "marriage": "to_marriage",
            "now": "to_leaving",
            **_WAYS_ON,
        },
    ),
    say("today", then="planning", lines=("police_101", "act_early", "nspcc")),
    say("reasons", then="planning"),
    say("words", then="planning"),
    say("passport", then="planning", lines=("passport_office", "passport_office_relay")),
    say("ports", then="planning", lines=("police_101",)),
    say("little", then="planning", lines=("police_101", "nspcc")),
    say("abroad", then="abroad_next", lines=("police_101", "fcdo", "fcdo_abroad")),
    ask(
        "abroad_next",
        {
            "messages": "messages",
            "avoid": "messages_avoid",
            "money": "money",
            "papers": "papers",
            "return": "coming_back",
            "left": "left",
            **_WAYS_ON,
        },
    ),
    say("messages", then="abroad_next"),
    say("messages_avoid", then="abroad_next"),
    say("money", then="abroad_next"),
    say("papers", then="abroad_next"),
    say("coming_back", then="abroad_next", lines=("fcdo", "fcdo_abroad")),
    ask(
        "left",
        {
            "grief": "grief",
            "shame": "shame",
            "others": "others",
            "press": "press",
            "news": "news",
            "write": "abroad_next",
            "support": "support",
            **_WAYS_ON,
        },
    ),
    say("grief", then="left"),
    say("shame", then="left"),
    say("others", then="left", lines=("nspcc", "childline")),
    say("press", then="left"),
    say("news", then="left", lines=("samaritans",)),
    say("support", then="left", lines=("missing_people", "samaritans", "exit_family_support")),
    ask("outside", {"tajikistan": "to_tajikistan", "elsewhere": "to_elsewhere"}),
    go("to_asked", "drawn_in.away"),
    go("to_marriage", "abuse.marriage"),
    go("to_tajikistan", "call.tajikistan"),
    go("to_elsewhere", "call.elsewhere"),
    go("to_leaving", "urgent.leaving"),
    go("to_person", "person"),
    go("to_menu", "menu"),
)
