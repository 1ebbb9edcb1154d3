"""Urgent: the emergency number first and alone; then one calm question and what to do.

Rests on facts 1.1 (numbers without a voice), 2.4 (decision rule 1), 3.1 and 5.3 (what not to tell
whom) and 1.5 (ports). Nothing is asked that says who anybody is. What must never rest for want of a
review stands here, not in the calmer flows: on the way, and help without a voice.
"""

from bot.engine.flow import ask, flow, go, say
from bot.messages import Urgency

urgent = flow(
    "urgent",
    say("now", then="what"),
    ask(
        "what",
        {
            "hurt": "hurt",
            "weapon": "weapon",
            "leaving": "leaving",
            "self_harm": "to_self_harm",
            "home": "to_abuse",
            "silent": "silent",
            "young": "to_young",
            "drawn_in": "to_drawn_in",
            "abroad": "abroad",
            "calm": "calm",
        },
    ),
    say("hurt", then="after"),
    say("weapon", then="after", lines=("anti_terrorist_hotline",)),
    say("leaving", then="on_the_way"),
    ask(
        "on_the_way",
        {
            "answers": "reach",
            "gone": "gone",
            "arrived": "to_arrived",
            "left": "to_left",
            "outside": "abroad",
            "what": "what",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    say("reach", then="on_the_way"),
    say("gone", then="on_the_way", lines=("missing_people", "fcdo")),
    ask("silent", {"quiet": "quiet", "deaf": "deaf", "later": "to_later"}),
    say("quiet", then="after", lines=("silent_55",)),
    say("deaf", then="after", lines=("emergency_relay", "emergency_sms", "bsl_999")),
    say("abroad", then="after_abroad", lines=("emergency_112", "tj_emergency")),
    ask("after", {"what": "what", "person": "to_person", "menu": "to_menu"}),
    ask(
        "after_abroad",
        {
            "tajikistan": "to_tajikistan",
            "elsewhere": "to_elsewhere",
            "person": "to_person_abroad",
            "menu": "to_menu",
        },
    ),
    ask(
        "calm",
        {"signs": "to_signs", "call": "to_call", "person": "to_person", "menu": "to_menu"},
    ),
    go("to_arrived", "travel.abroad"),
    go("to_left", "travel.left"),
    go("to_later", "call.later"),
    go("to_self_harm", "self_harm"),
    go("to_abuse", "abuse"),
    go("to_young", "young"),
    go("to_drawn_in", "drawn_in"),
    go("to_tajikistan", "call.tajikistan"),
    go("to_elsewhere", "call.elsewhere"),
    go("to_signs", "signs"),
    go("to_call", "call"),
    go("to_person", "person"),
    go("to_person_abroad", "person.about_abroad"),
    go("to_menu", "menu"),
    urgency=Urgency.SAFETY,
)
