"""Young: a child or teenager writes for themselves, or about somebody they know.

Rests on facts 1.3 (Childline, Report Remove, CEOP), 2.4 (ONL-5, TRV, URG) and 5.3 (what Childline
passes on). Childline first; nothing asks for a name, an age or anybody's consent; whether it is
about the writer is asked, not assumed.
"""

from bot.engine.flow import ask, flow, go, say
from bot.messages import Urgency

young = flow(
    "young",
    say("first", then="about", lines=("childline", "childline_web")),
    ask("about", {"me": "me", "other": "other", "unsure": "me", "adult": "to_menu"}),
    ask(
        "me",
        {
            "pictures": "pictures",
            "harm": "harm",
            "hate": "hate",
            "away": "away",
            "home": "home",
            "low": "low",
            "tell": "tell",
            "private": "private",
            "outside": "outside",
            "menu": "to_menu",
        },
    ),
    ask(
        "other",
        {
            "hurt": "other_hurt",
            "low": "other_low",
            "away": "other_away",
            "changed": "changed",
            "home": "home",
            "tell": "tell",
            "outside": "outside",
            "menu": "to_menu",
        },
    ),
    say("pictures", then="pictures_more", lines=("report_remove", "ceop")),
    say("pictures_more", then="after", lines=("childline",)),
    say("harm", then="after", lines=("childline", "ceop")),
    say("hate", then="hate_more"),
    say("hate_more", then="after", lines=("childline",)),
    say("away", then="away_more"),
    say("away_more", then="after", lines=("childline",)),
    say("home", then="home_more", lines=("childline", "silent_55")),
    ask("home_more", {"marriage": "marriage", "tell": "tell", "more": "about"}),
    say("marriage", then="after", lines=("childline", "karma_nirvana", "forced_marriage_unit")),
    say("low", then="after", lines=("childline", "samaritans", "shout")),
    say("other_hurt", then="after", lines=("childline", "act_early")),
    say("other_low", then="after", lines=("childline", "samaritans")),
    say("other_away", then="after", lines=("childline", "missing_people")),
    say("changed", then="after", lines=("childline", "act_early")),
    ask("tell", {"words": "tell_words", "more": "me", "menu": "to_menu"}),
    say("tell_words", then="after", lines=("childline",)),
    say("private", then="me", lines=("childline",)),
    ask("outside", {"tajikistan": "tajikistan", "elsewhere": "elsewhere"}),
    say("tajikistan", then="after_outside", lines=("tj_emergency",)),
    say("elsewhere", then="after_outside", lines=("child_helpline_international",)),
    ask(
        "after",
        {
            "more": "me",
            "other": "other",
            "tell": "tell",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    ask("after_outside", {"more": "me", "tell": "tell", "hide": "to_hide", "menu": "to_menu"}),
    go("to_person", "person.about_young"),
    go("to_hide", "hide"),
    go("to_menu", "menu"),
    urgency=Urgency.SAFETY,
)
