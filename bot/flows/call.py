"""Call: the right number by place and situation, and what happens then.

Rests on facts 1.1 to 1.6 (who answers where), 3.3 (what happens) and, for Tajikistan, on the
warning of 1.6 alone: talking and trusted people first, a number only for danger to life, no push to
report.
Nothing is promised here that a service has not promised itself: never "no arrest", never "secret".
"""

from bot.engine.answers import Answers
from bot.engine.flow import ask, flow, go, route, say
from bot.engine.state import When

_QUESTIONS = ("answers", "name", "recorded", "private", "record", "agree", "interpreter")
"""What she may ask about calling, beside what comes then and whom to ask before the police."""
_CHARITIES = ("educate_against_hate", "exit_hate", "exit_family_support")
"""Those whose websites are confirmed; none with a number is."""


def in_england(answers: Answers) -> bool:
    return "england" in answers["where"]


def in_wales(answers: Answers) -> bool:
    return "wales" in answers["where"]


def in_scotland(answers: Answers) -> bool:
    return "scotland" in answers["where"]


def in_northern_ireland(answers: Answers) -> bool:
    return "northern_ireland" in answers["where"]


call = flow(
    "call",
    ask(
        "where",
        {
            "urgent": "to_urgent",
            "england": "who",
            "wales": "who",
            "scotland": "who",
            "northern_ireland": "who",
            "tajikistan": "tajikistan",
            "elsewhere": "elsewhere",
            "happens": "happens",
            "menu": "to_menu",
        },
    ),
    ask(
        "who",
        {
            "urgent": "to_urgent",
            "worry": "worry",
            "safety": "safety",
            "leaving": "to_travel",
            "low": "low",
            "home": "home",
            "silent": "to_silent",
            "myself": "myself",
            "outside": "where",
            "happens": "happens",
        },
    ),
    route(
        "worry",
        (
            When(in_scotland, "worry_scotland"),
            When(in_northern_ireland, "worry_northern_ireland"),
            "worry_england_wales",
        ),
    ),
    say("worry_england_wales", then="next", lines=("act_early", "police_101", "nspcc")),
    say("worry_scotland", then="next", lines=("police_101", "nspcc", "act_early")),
    say("worry_northern_ireland", then="next", lines=("police_101", "nspcc", "act_early")),
    say("safety", then="next", lines=("nspcc", "nspcc_email", "childline")),
    route(
        "low",
        (
            When(in_wales, "low_wales"),
            When(in_scotland, "low_scotland"),
            When(in_northern_ireland, "low_northern_ireland"),
            "low_england",
        ),
    ),
    say("low_england", then="next_low", lines=("samaritans", "nhs_111", "shout")),
    say(
        "low_wales",
        then="next_low",
        lines=("samaritans", "samaritans_welsh", "nhs_111_wales", "shout"),
    ),
    say("low_scotland", then="next_low", lines=("samaritans", "nhs_111_scotland", "shout")),
    say("low_northern_ireland", then="next_low", lines=("samaritans", "shout", "lifeline_ni")),
    route(
        "home",
        (
            When(in_england, "home_england"),
            When(in_wales, "home_wales"),
            When(in_scotland, "home_scotland"),
            When(in_northern_ireland, "home_northern_ireland"),
            "to_abuse",
        ),
    ),
    say("home_england", then="next_home", lines=("refuge", "karma_nirvana", "mens_advice")),
    say(
        "home_wales",
        then="next_home",
        lines=("live_fear_free", "live_fear_free_text", "karma_nirvana"),
    ),
    say("home_scotland", then="next_home", lines=("scotland_abuse", "karma_nirvana")),
    say(
        "home_northern_ireland", then="next_home", lines=("police_101", "karma_nirvana", "ni_abuse")
    ),
    say("later", then="next", lines=("police_101_relay", "shout", "nspcc_email", "childline_web")),
    ask(
        "myself",
        {
            "young": "to_young",
            "low": "to_self_harm",
            "home": "to_abuse",
            "drawn_in": "to_drawn_in",
            "person": "to_person",
        },
    ),
    say("tajikistan", then="tajik_next", lines=("tj_emergency", "tj_police")),
    ask(
        "tajik_next",
        {
            "trusted": "tajik_trusted",
            "report": "tajik_report",
            "phone": "tajik_phone",
            "talk": "to_talk",
            "hide": "to_hide",
            "person": "to_person_abroad",
            "menu": "to_menu",
        },
    ),
    *(say(name, then="tajik_next") for name in ("tajik_trusted", "tajik_report", "tajik_phone")),
    say("elsewhere", then="else_next", lines=("emergency_112",)),
    ask(
        "else_next",
        {
            "young": "else_young",
            "british": "else_british",
            "marriage": "else_marriage",
            "in_uk": "else_in_uk",
            "talk": "to_talk",
            "person": "to_person_abroad",
            "menu": "to_menu",
        },
    ),
    say("else_young", then="else_next", lines=("child_helpline_international",)),
    say("else_british", then="else_next", lines=("fcdo_abroad",)),
    say("else_marriage", then="else_next", lines=("forced_marriage_unit_abroad",)),
    say("else_in_uk", then="else_next", lines=("nspcc_email", "act_early_web")),
    ask(
        "happens",
        {
            **{question: question for question in _QUESTIONS},
            "then_what": "then_what",
            "first": "first",
            "done": "next",
        },
    ),
    *(say(question, then="happens") for question in _QUESTIONS),
    route(
        "then_what",
        (
            When(in_scotland, "then_scotland"),
            When(in_northern_ireland, "then_northern_ireland"),
            "then_england_wales",
        ),
    ),
    say("then_england_wales", then="happens"),
    say("then_scotland", then="happens"),
    say("then_northern_ireland", then="happens"),
    say("first", then="happens", lines=("nspcc", *_CHARITIES)),
    ask("next", {"who": "who", "happens": "happens", "person": "to_person", "menu": "to_menu"}),
    ask(
        "next_low",
        {"more": "to_self_harm", "who": "who", "person": "to_person", "menu": "to_menu"},
    ),
    ask("next_home", {"more": "to_abuse", "who": "who", "person": "to_person", "menu": "to_menu"}),
    go("to_urgent", "urgent"),
    go("to_silent", "urgent.silent"),
    go("to_travel", "travel"),
    go("to_self_harm", "self_harm"),
    go("to_abuse", "abuse"),
    go("to_young", "young"),
    go("to_drawn_in", "drawn_in"),
    go("to_talk", "talk"),
    go("to_hide", "hide"),
    go("to_person", "person"),
    go("to_person_abroad", "person.about_abroad"),
    go("to_menu", "menu"),
    renamed={"leaving": "who", "outside": "where", "next_abroad": "else_next"},
)
