"""Events: what is on near her or online, a place there, reminders, and a word when there is
something new. Where she is, is not kept; the name of one district is, if she asks for it."""

from collections.abc import Callable, Mapping

from bot.engine.answers import Answers
from bot.engine.effects import Deed, Effect
from bot.engine.flow import ask, do, flow, go, look_up, say, search, tell
from bot.engine.state import Gives, State, Then
from bot.events.listed import AT_ONCE, LIST, ONE, PLACES
from bot.messages import Param
from bot.worded import value

ORDER = ("first", "second", "third", "fourth", "fifth")
_SOURCES = ("where", "at_place", "online", "all", "more", "mine", "newly_near_look")
"""Whichever of these brought something last has what is listed."""


def _listed(answers: Answers) -> tuple[str, ...]:
    return next((answers[source] for source in _SOURCES if answers[source]), ())


def _others(source: str) -> tuple[str, ...]:
    return tuple(one for one in (*_SOURCES, "which") if one != source)


def _picked(ids: tuple[str, ...], choice: tuple[str, ...]) -> str:
    """The one that she chose; "" for a button of a list that was longer."""
    position = ORDER.index(choice[0]) if choice and choice[0] in ORDER else AT_ONCE
    return ids[position] if position < len(ids) else ""


def _shown(answers: Answers) -> Mapping[str, Param]:
    return {"events": value(LIST, " ".join(_listed(answers)[:AT_ONCE]))}


def _rest(answers: Answers) -> str:
    return " ".join(_listed(answers)[AT_ONCE:])


def _of_the_list(answers: Answers) -> tuple[str, ...]:
    found = _listed(answers)
    more = ("more",) if len(found) > AT_ONCE else ()
    return (*ORDER[: len(found)], *more, "tell_me", "again", "menu")


def _one_of_the_list(answers: Answers) -> str:
    return _picked(_listed(answers), answers["list"])


def _event(answers: Answers) -> Mapping[str, Param]:
    return {"event": value(ONE, " ".join(answers["look"])), "number": _id(answers)}


def _id(answers: Answers) -> str:
    return "".join(answers["look"][:1])


def _standing(answers: Answers) -> str:
    return "".join(answers["look"][1:2])


def _of_one(answers: Answers) -> tuple[str, ...]:
    ways = {"free": ("join",), "full": ("wait",), "seat": ("leave",), "waiting": ("leave",)}
    return (*ways.get(_standing(answers), ()), "list", "menu")


def _join(answers: Answers, text: str = "") -> Effect:
    return Deed("event_join", (_id(answers),), text)


def _deed(what: str) -> Callable[[Answers], Effect]:
    def deed(_answers: Answers) -> Effect:
        return Deed(what)

    return deed


def _leave(answers: Answers) -> Effect:
    return Deed("event_leave", (_id(answers),))


def _which_of(state: str, choices: str) -> Callable[[Answers], str]:
    def which(answers: Answers) -> str:
        return _picked(answers[state], answers[choices])

    return which


def _district(answers: Answers) -> str:
    several = answers["keep_which"]
    return _picked(answers["keep_where"], several or ORDER[:1])


def _alert(answers: Answers) -> Effect:
    return Deed("event_alert", (_district(answers),))


def _ask_which(name: str, found: str, then: Then, again: Then) -> State:
    """Which of the places of one name she means."""

    def named(answers: Answers) -> Mapping[str, Param]:
        return {"places": value(PLACES, " ".join(answers[found][:AT_ONCE]))}

    def offered(answers: Answers) -> tuple[str, ...]:
        return (*ORDER[: len(answers[found])], "again")

    ways: dict[str, Then] = {**dict.fromkeys(ORDER, then), "again": again}
    return ask(name, ways, offer=offered, gives=Gives(("places",), named))


def _find(name: str, what: str, then: Then, none: Then = "nothing") -> State:
    return look_up(name, what, {"found": then, "none": none}, forgets=_others(name))


_NEAR: Mapping[str, Then] = {"found": "list", "wider": "wider", "only_online": "only_online"}
_SOON = {"mine": "mine", "stop": "hush", "menu": "to_menu"}

_PLAIN, _WHEN = frozenset[str](), frozenset({"when"})
SAYS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("occasions.today", "occasions.tomorrow"), frozenset({"time"})),
    "occasions.on_day": frozenset({"day", "time"}),
    "occasions.by_clocks": frozenset({"moment", "place"}),
    "occasions.distance": frozenset({"distance"}),
    **dict.fromkeys(("occasions.organiser", "occasions.host"), frozenset({"name"})),
    "occasions.for_whom": frozenset({"whom"}),
    "occasions.languages": frozenset({"languages"}),
    "occasions.cost": frozenset({"cost"}),
    "occasions.address": frozenset({"address"}),
    "occasions.address_later": frozenset({"town"}),
    **dict.fromkeys(("occasions.way", "occasions.link"), frozenset({"link"})),
    **dict.fromkeys((f"occasions.{one}" for one in ("soon", "moved", "called_off")), _WHEN),
    "occasions.seat_free": _WHEN,
    **dict.fromkeys((f"occasions.{one}" for one in ("some_day", "online", "gone")), _PLAIN),
    **dict.fromkeys(("occasions.step_free", "occasions.no_step_free"), _PLAIN),
    **dict.fromkeys(("occasions.childcare", "occasions.no_childcare"), _PLAIN),
    **dict.fromkeys((f"occasions.{one}" for one in ("free", "full", "seat", "waiting")), _PLAIN),
    **dict.fromkeys(("occasions.link_later", "occasions.new_near"), _PLAIN),
}
"""What is said of an event (`bot.events.wording`), and what goes out by itself about one."""

events = flow(
    "events",
    search(
        "where",
        "events_near",
        {**_NEAR, "several": "which", "none": "nothing"},
        choices={"online": "online", "all": "all", "mine": "mine", "menu": "to_menu"},
        forgets=_others("where"),
    ),
    _ask_which("which", "where", "at_place", "again"),
    look_up(
        "at_place",
        "events_at",
        {**_NEAR, "none": "nothing"},
        about=_which_of("where", "which"),
        forgets=_others("at_place"),
    ),
    say("wider", then="list"),
    say("only_online", then="list"),
    _find("online", "events_online", "list"),
    _find("all", "events_all", "list"),
    look_up(
        "more",
        "events_more",
        {"found": "list", "none": "again"},
        about=_rest,
        forgets=_others("more"),
    ),
    _find("mine", "events_mine", "yours", none="none_yours"),
    say("yours", then="list"),
    say("none_yours", then="where"),
    ask(
        "list",
        {
            **dict.fromkeys(ORDER, "look"),
            "more": "more",
            "tell_me": "keep_where",
            "again": "again",
            "menu": "to_menu",
        },
        offer=_of_the_list,
        gives=Gives(("events",), _shown),
    ),
    ask("nothing", {"tell_me": "keep_where", "again": "again", "menu": "to_menu"}),
    look_up("look", "event", {"found": "one", "none": "gone"}, about=_one_of_the_list),
    say("gone", then="where"),
    ask(
        "one",
        {"join": "name", "wait": "name", "leave": "leave", "list": "list", "menu": "to_menu"},
        offer=_of_one,
        gives=Gives(("event", "number"), _event),
    ),
    tell("name", _join, then="seat", choices={"none": "unnamed", "list": "list"}),
    do("unnamed", _join, then="seat"),
    look_up(
        "seat", "event_seat", {"seat": "booked", "waiting": "waits", "none": "gone"}, about=_id
    ),
    say("booked", then="reminders"),
    say("waits", then="reminders"),
    look_up("reminders", "event_reminders", {"yes": "done", "none": "may_remind"}),
    ask("may_remind", {"yes": "remind", "no": "unreminded"}),
    do("remind", _deed("event_remind"), then="reminded_of_it"),
    say("reminded_of_it", then="done"),
    say("unreminded", then="done"),
    ask("done", {"mine": "mine", "again": "again", "menu": "to_menu"}),
    do("leave", _leave, then="left"),
    say("left", then="done"),
    search(
        "keep_where",
        "district",
        {"found": "keep", "several": "keep_which"},
        choices={"online": "keep_online", "stop": "forget", "menu": "to_menu"},
        forgets=("keep_which",),
    ),
    _ask_which("keep_which", "keep_where", "keep", "keep_where"),
    do("keep", _alert, then="kept", forgets=("keep_where", "keep_which")),
    do("keep_online", _deed("event_alert"), then="kept"),
    ask("kept", {"stop": "forget", "again": "again", "menu": "to_menu"}),
    do("forget", _deed("event_no_alerts"), then="forgotten"),
    say("forgotten", then="done"),
    ask("reminded", _SOON),
    do("hush", _deed("event_hush"), then="hushed"),
    say("hushed", then="done"),
    ask("newly_near", {"see": "newly_near_look", "stop": "forget", "menu": "to_menu"}),
    _find("newly_near_look", "events_new", "list"),
    go("again", "events"),
    go("to_menu", "menu"),
    entries=("reminded", "newly_near"),
    takes="where",
    fleeting=(*_SOURCES, "which", "keep_where", "keep_which"),
    says=SAYS,
)
