"""For every check of the shape of flows, flows that are broken so that it must speak up."""

from functools import partial

from bot.engine.answers import Answers
from bot.engine.checks import guards, loops, structure
from bot.engine.effects import Deed
from bot.engine.flow import ask, close, do, flow, go, handoff, look_up, route, say, search, tick
from bot.engine.state import Exit, State, StateKind, When
from tests.engine import world
from tests.engine.broken import Broken, instead, never, with_states, without


def brews(_answers: Answers) -> Deed:
    return Deed("brew")


SHAPE: tuple[Broken, ...] = (
    Broken(structure.names_are_unique, (*world.FLOWS, world.TEA), says="a flow twice"),
    Broken(structure.names_are_unique, with_states(duplicates=("bye",)), says="a state twice"),
    Broken(structure.names_are_plain, with_states(close("Bad-Name")), says="a state"),
    Broken(structure.names_are_plain, with_states(close("phrases")), says="a table of phrases"),
    Broken(
        structure.names_are_plain,
        (*world.FLOWS, flow("guide", close("bye"))),
        says="a file of words",
    ),
    Broken(
        structure.exits_lead_to_states, with_states(say("explain", then="nowhere")), says="nowhere"
    ),
    Broken(structure.jumps_lead_to_flows, with_states(go("to_urgent", "nowhere")), says="a flow"),
    Broken(
        structure.jumps_lead_to_flows, with_states(go("to_urgent", "urgent.nowhere")), says="state"
    ),
    Broken(
        structure.exits_of_the_engine_lead_to_flows, without("hide"), says="nothing hides the chat"
    ),
    Broken(
        structure.only_ends_have_no_exits,
        with_states(State("bye", StateKind.CLOSE, (Exit("next", "drinks"),))),
        says="an end goes on",
    ),
    Broken(
        structure.only_ends_have_no_exits,
        with_states(State("explain", StateKind.SAY)),
        also=(guards.triggers_have_exits,),
        says="a dead end",
    ),
    Broken(
        structure.questions_offer_something,
        with_states(ask("drinks", {})),
        also=(structure.only_ends_have_no_exits,),
        says="no choices",
    ),
    Broken(
        structure.questions_offer_something,
        with_states(tick("which", (), then="bye")),
        says="ticks",
    ),
    Broken(
        structure.questions_offer_something,
        with_states(State("cups", StateKind.ASK_FOR, (Exit("answered", "which"),))),
        says="no parser",
    ),
    Broken(
        structure.choices_fit_a_button,
        with_states(ask("drinks", {"oh yes": "cups", "no": "bye"})),
        says="a space",
    ),
    Broken(
        structure.choices_fit_a_button,
        with_states(tick("which", ("green", "green"), then="bye")),
        says="twice",
    ),
    Broken(
        structure.choices_fit_a_button,
        with_states(ask("drinks", {"y" * 60: "cups", "no": "bye"})),
        says="too long",
    ),
    Broken(
        structure.renamed_states_are_found,
        with_states(renamed={"mugs": "nowhere"}),
        says="to nowhere",
    ),
    Broken(
        structure.renamed_states_are_found, with_states(renamed={"bye": "cups"}), says="both live"
    ),
    Broken(
        structure.look_ups_are_known,
        with_states(look_up("look", "weather", {"rain": "more"})),
        says="nobody answers",
    ),
    Broken(
        structure.look_ups_are_known,
        with_states(look_up("look", "open_case", {"none": "more"})),
        says="a result without exit",
    ),
    Broken(
        structure.look_ups_are_known,
        with_states(search("cups", "weather", {"found": "which"})),
        says="nobody searches",
    ),
    Broken(
        structure.links_are_taken_by_searches,
        with_states(takes="cups"),
        says="a link to no search",
    ),
    Broken(
        structure.deeds_are_known,
        with_states(do("brew", brews, then="bye"), route("explain", ("brew",))),
        says="nobody does it",
    ),
    Broken(
        structure.look_ups_are_known,
        with_states(say("voices", then="more", shows=("stars",))),
        says="a number nobody counts",
    ),
    Broken(
        structure.look_ups_are_known,
        with_states(
            handoff("case", queue="", opened="opened", already_open="waiting", blocked="opened"),
            of=world.PERSON,
        ),
        says="no queue",
    ),
    Broken(
        structure.entries_are_questions,
        with_states(entries=("drinks", "explain", "coffee")),
        says="words and nothing",
    ),
    Broken(
        structure.who_hears_has_a_case,
        instead(flow("hide", ask("how", {"menu": "to_menu"}, hears=True), go("to_menu", "menu"))),
        says="without a case",
    ),
    Broken(
        guards.triggers_have_exits,
        with_states(State("explain", StateKind.SAY, (Exit("later", "drinks"),))),
        says="another trigger",
    ),
    Broken(
        guards.triggers_have_exits,
        with_states(State("drinks", StateKind.ASK, (Exit("yes", "cups"),), ("yes", "no"))),
        says="a choice without exit",
    ),
    Broken(
        guards.guards_have_an_otherwise,
        with_states(say("explain", then=(When(world.many, "drinks"),))),
        says="no otherwise",
    ),
    Broken(
        guards.exits_can_be_taken,
        with_states(say("explain", then=("drinks", "bye"))),
        says="after the otherwise",
    ),
    Broken(
        guards.guards_have_names,
        with_states(say("explain", then=(When(lambda _: False, "bye"), "drinks"))),
        says="a lambda",
    ),
    Broken(
        guards.guards_have_names,
        with_states(say("explain", then=(When(partial(never), "bye"), "drinks"))),
        says="a partial",
    ),
)

ROUND: tuple[Broken, ...] = (
    Broken(
        loops.the_bot_never_talks_to_itself,
        with_states(say("explain", then="explain")),
        says="one state",
    ),
    Broken(
        loops.the_bot_never_talks_to_itself,
        instead(flow("welcome", say("hello", then="to_menu"), go("to_menu", "welcome"))),
        says="through a jump",
    ),
    Broken(
        loops.turns_are_short,
        with_states(
            *(route(f"r{n}", (f"r{n + 1}",)) for n in range(20)), route("r20", ("drinks",))
        ),
        says="twenty-two states",
    ),
)
