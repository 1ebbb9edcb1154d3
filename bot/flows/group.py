"""The course in a group: she joins by a code or a link, and each step opens at the group's hour.
The steps are those of the course; here she only finds the way to them.

Rests on facts 4.1 (its later shape: fifteen to twenty people, once a week, ten weeks).
"""

from collections.abc import Callable, Mapping

from bot.cohorts.guide_words import GUIDE_SAYS
from bot.cohorts.model import NEXT, STEPS
from bot.engine.answers import Answers
from bot.engine.effects import Deed, Effect
from bot.engine.flow import ask, do, flow, go, look_up, say, search
from bot.engine.session import Answer
from bot.engine.state import Gives, Then
from bot.messages import Param
from bot.reminders.model import Consent
from bot.worded import value

_WAYS_ON: Mapping[str, Then] = {"code": "code", "course": "to_course", "person": "to_person"}
_RESULTS: Mapping[str, Then] = {
    "found": "found",
    "mine": "start",
    "full": "full",
    "shut": "shut",
    "many": "many",
    "none": "wrong_code",
}
_ALWAYS = ("remind", "leave", "steps", "person", "menu")


def _opened(hers: Answer) -> str:
    """How many steps, in what the look-up of her group brought. The rest of it in order: when the
    next one opens, by which clocks, and the steps that she missed."""
    return "".join(hers[:1])


def _missed(hers: Answer) -> Answer:
    return hers[3:]


def _next(hers: Answer) -> Mapping[str, Param]:
    return {"next": value(NEXT, " ".join(hers[1:3]))}


def _found(answers: Answers) -> Answer:
    """The group, when its next step opens, by which clocks."""
    return answers["code"] or answers["wrong"]


def _its_id(answers: Answers) -> str:
    return "".join(_found(answers)[:1])


def _offered(answers: Answers) -> tuple[str, ...]:
    """A step only once one is open, those she missed only if there are any."""
    hers = answers["start"]
    steps = () if _opened(hers) == "0" else ("open",)
    return (*steps, *(("missed",) if _missed(hers) else ()), *_ALWAYS)


def _offered_missed(answers: Answers) -> tuple[str, ...]:
    missed = _missed(answers["look_missed"])
    return (*(step for step in STEPS[:-1] if step in missed), "here")


def _deed(what: str) -> Callable[[Answers], Effect]:
    return lambda _answers: Deed(f"group.{what}")


def _join(answers: Answers) -> Effect:
    return Deed("group.join", (_its_id(answers),))


def _no_reminders(_answers: Answers) -> Effect:
    return Deed("reminders.withdraw", (Consent.COURSE,))


_WHEN = ("tomorrow_first", "tomorrow", "moved", "put_off")
SAYS: Mapping[str, frozenset[str]] = {
    **{f"group.{one}": frozenset({"when"}) for one in _WHEN},
    **{f"group.{one}": frozenset[str]() for one in ("all_open", "opened", "practised", "ended")},
    **GUIDE_SAYS,
}
"""What goes out by itself to those in a group, and what stands in the guide of who leads one."""

group = flow(
    "group",
    look_up("start", "group", {"in": "here", "none": "about"}),
    ask("about", _WAYS_ON),
    search("code", "group_code", _RESULTS, choices={"course": "to_course"}, forgets=("wrong",)),
    do("wrong_code", _deed("wrong_code"), then="wrong"),
    search("wrong", "group_code", _RESULTS, choices={"course": "to_course"}, forgets=("code",)),
    say("full", then="instead"),
    say("shut", then="instead"),
    say("many", then="instead"),
    ask("instead", _WAYS_ON),
    ask(
        "found",
        {"join": "room", "no": "instead"},
        gives=Gives(("next",), lambda answers: _next(_found(answers))),
    ),
    look_up(
        "room",
        "group_room",
        {"room": "join", "full": "full", "shut": "shut", "none": "shut"},
        about=_its_id,
    ),
    do("join", _join, then="joined"),
    say("joined", then="remind"),
    ask("remind", {"yes": "do_remind", "no": "do_not_remind"}),
    do("do_remind", _deed("remind"), then="start"),
    do("do_not_remind", _no_reminders, then="start"),
    ask(
        "here",
        {
            "open": "open",
            "missed": "look_missed",
            "remind": "remind",
            "leave": "leave",
            "steps": "to_steps",
            "person": "to_person",
            "menu": "to_menu",
        },
        shows=("group_place",),
        offer=_offered,
        gives=Gives(("next",), lambda answers: _next(answers["start"])),
    ),
    look_up(
        "open",
        "group_step",
        {**{step: f"to_{step}" for step in STEPS}, "soon": "start", "none": "about"},
    ),
    look_up("look_missed", "group", {"in": "missed", "none": "about"}),
    ask(
        "missed",
        {**{step: f"to_{step}" for step in STEPS[:-1]}, "here": "start"},
        offer=_offered_missed,
    ),
    ask("leave", {"yes": "do_leave", "no": "start"}),
    do("do_leave", _deed("leave"), then="left"),
    say("left", then="instead"),
    *(go(f"to_{step}", f"school.{step}_open") for step in STEPS),
    go("to_course", "school"),
    go("to_steps", "school.show_steps"),
    go("to_person", "person"),
    go("to_menu", "menu"),
    takes="code",
    says=SAYS,
)
