"""Abuse: someone at home hurts or scares her, threats over "honour", a marriage against the will.

Rests on facts 1.3 (lines by nation), 2.4 (URG-4 and rule 7: help with no extremism needed), 5.4
(a phone that others see) and 1.1 (no voice). The numbers come before any question; the one question
about the nation is only there to show the right line.
"""

from bot.engine.flow import ask, flow, go, say
from bot.messages import Urgency

_NATIONS = ("england", "wales", "scotland", "northern_ireland")
_WAYS_ON = {"person": "to_person", "menu": "to_menu"}

abuse = flow(
    "abuse",
    say("first", then="what", lines=("silent_55",)),
    ask(
        "what",
        {
            "hurt": "nation",
            "relative": "relative",
            "honour": "honour",
            "marriage": "marriage",
            "taken": "taken",
            "young": "to_young",
            "phone": "phone",
            "others": "others",
            **_WAYS_ON,
        },
    ),
    ask("nation", {**{nation: nation for nation in _NATIONS}, "outside": "outside"}),
    say("england", then="after", lines=("refuge", "mens_advice")),
    say("wales", then="after", lines=("live_fear_free", "live_fear_free_text", "mens_advice")),
    say("scotland", then="after", lines=("scotland_abuse", "mens_advice")),
    say("northern_ireland", then="after", lines=("police_101", "mens_advice", "ni_abuse")),
    ask("outside", {"tajikistan": "to_tajikistan", "elsewhere": "to_elsewhere"}),
    ask("relative", {"nation": "nation", "calm": "calm", "what": "what"}),
    say("calm", then="after"),
    say("honour", then="after", lines=("karma_nirvana", "forced_marriage_unit")),
    say("marriage", then="after", lines=("forced_marriage_unit", "karma_nirvana")),
    say("taken", then="after", lines=("forced_marriage_unit", "forced_marriage_unit_abroad")),
    say("others", then="after", lines=("mens_advice", "galop", "victim_support", "nspcc")),
    ask("phone", {"hide": "to_hide", "next": "plan", "what": "what"}),
    ask("plan", {"nation": "nation", "hide": "to_hide", "what": "what"}),
    ask(
        "after",
        {"phone": "phone", "plan": "plan", "what": "what", "silent": "to_silent", **_WAYS_ON},
    ),
    go("to_young", "young.home"),
    go("to_tajikistan", "call.tajikistan"),
    go("to_elsewhere", "call.elsewhere"),
    go("to_silent", "urgent.silent"),
    go("to_hide", "hide"),
    go("to_person", "person"),
    go("to_menu", "menu"),
    urgency=Urgency.SAFETY,
)
