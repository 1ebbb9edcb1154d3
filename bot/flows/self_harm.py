"""Self-harm: somebody may hurt themselves, or she herself may.

Rests on facts 1.1 and 1.3 (emergency, Samaritans, Shout, NHS by nation), 2.4 (URG-5, TRV-4, URG-3)
and 5.3 (what Samaritans may pass on). Numbers that work in the whole United Kingdom come before any
question; in doubt the answer is the emergency number.
"""

from bot.engine.flow import ask, flow, go, say
from bot.messages import Urgency

_NHS = {
    "england": "nhs_england",
    "wales": "nhs_wales",
    "scotland": "nhs_scotland",
    "northern_ireland": "crisis_northern_ireland",
}
_WAYS_ON = {"person": "to_person", "menu": "to_menu"}

self_harm = flow(
    "self_harm",
    say("first", then="who", lines=("samaritans", "shout")),
    ask(
        "who",
        {
            "me": "me",
            "other": "other",
            "young": "to_young",
            "nhs": "nation",
            "private": "private",
            "outside": "outside",
            **_WAYS_ON,
        },
    ),
    ask("me", {"yes": "me_now", "unsure": "me_now", "no": "me_later"}),
    say("me_now", then="me_next"),
    say("me_later", then="me_next", lines=("samaritans", "shout")),
    ask("me_next", {"minutes": "minutes", "say": "words", "nhs": "nation", **_WAYS_ON}),
    say("minutes", then="me_next"),
    say("words", then="me_next"),
    ask("other", {"yes": "other_now", "unsure": "other_now", "no": "other_later"}),
    say("other_now", then="other_next"),
    say("other_later", then="other_next", lines=("samaritans", "shout")),
    ask(
        "other_next",
        {"ask": "ask_plainly", "after": "afterwards", "you": "you", "nhs": "nation", **_WAYS_ON},
    ),
    say("ask_plainly", then="other_next"),
    say("afterwards", then="other_next"),
    say("you", then="other_next", lines=("samaritans",)),
    ask("nation", {**_NHS, "outside": "outside"}),
    say("nhs_england", then="who", lines=("nhs_111",)),
    say("nhs_wales", then="who", lines=("nhs_111_wales", "samaritans_welsh")),
    say("nhs_scotland", then="who", lines=("nhs_111_scotland",)),
    say("crisis_northern_ireland", then="who", lines=("samaritans", "lifeline_ni")),
    say("private", then="who"),
    ask("outside", {"tajikistan": "to_tajikistan", "elsewhere": "elsewhere"}),
    say("elsewhere", then="who", lines=("samaritans_email", "child_helpline_international")),
    go("to_young", "young.low"),
    go("to_tajikistan", "call.tajikistan"),
    go("to_person", "person"),
    go("to_menu", "menu"),
    urgency=Urgency.SAFETY,
)
