"""For every check of flows, flows that are broken so that it must speak up, and what else may."""

from functools import partial

from bot.engine.checks import (
    anything,
    graph,
    guards,
    loops,
    structure,
    walk,
)
from bot.engine.checks.subject import Check
from bot.engine.flow import (
    Exit,
    Listing,
    State,
    StateKind,
    When,
    ask,
    ask_for,
    close,
    do,
    flow,
    go,
    handoff,
    look_up,
    route,
    say,
    tick,
)
from tests.engine import world
from tests.engine.broken import (
    AR_TEA,
    EN_TEA,
    EN_WORDS,
    Broken,
    dies_of_green_tea,
    fails,
    fails_to_act,
    instead,
    lists_coffee,
    never,
    one_or_twelve,
    reads_only_numbers,
    with_states,
    without,
)

WALKED = (
    walk.choices_lead_where_declared,
    walk.numbers_mean_what_is_shown,
    walk.words_mean_their_choice,
    anything.old_buttons_do_what_they_say,
)
"""All of these meet a way that raises."""


def _but(check: Check, *others: Check) -> tuple[Check, ...]:
    return tuple(c for c in (*WALKED, *others) if c is not check)


def _on_a_way_that_raises(check: Check) -> Broken:
    explain = say("explain", then=(When(fails, "bye"), "drinks"))
    also = _but(check, walk.guards_can_go_both_ways)
    return Broken(check, with_states(explain), also=also, says="a guard raises")


def _when_urgent_raises(check: Check) -> Broken:
    urgent = flow(
        "urgent",
        do("fails", fails_to_act, then="numbers"),
        *world.URGENT.states.values(),
        urgency=world.URGENT.urgency,
    )
    alarms = (
        anything.commands_work_everywhere,
        anything.every_command_word_works,
        anything.danger_is_answered_at_once,
    )
    also = tuple(c for c in (*WALKED, *alarms) if c is not check)
    return Broken(check, instead(urgent), also=also, says="urgent help raises")


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
        with_states(say("voices", then="more", shows=("stars",))),
        says="a number nobody counts",
    ),
    Broken(
        structure.look_ups_are_known,
        with_states(
            handoff("case", queue="", opened="opened", already_open="waiting"), of=world.PERSON
        ),
        says="no queue",
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

PARSER_RAISES = ask_for("cups", reads_only_numbers, then=(When(world.many, "too_many"), "which"))

WALKS: tuple[Broken, ...] = (
    Broken(graph.every_state_is_reached, with_states(route("lost", ("bye",))), says="no way in"),
    Broken(
        graph.every_state_leads_out,
        instead(flow("hide", ask("how", {"menu": "how"}))),
        also=(graph.help_is_near_on_the_screen,),
        says="a ring",
    ),
    Broken(
        graph.help_is_near_on_the_screen,
        edits=(
            (EN_TEA, " In danger call {emergency}.", ""),
            (AR_TEA, " عند الخطر اتصلي بالرقم {emergency}.", ""),
        ),
        says="four messages",
    ),
    Broken(
        walk.choices_lead_where_declared,
        with_states(
            ask("more", {"again": "which", "done": (When(dies_of_green_tea, "drinks"), "bye")})
        ),
        also=(walk.guards_can_go_both_ways,),
        says="a guard raises for some answers",
    ),
    *map(_on_a_way_that_raises, WALKED[1:]),
    Broken(
        walk.open_answers_lead_where_declared,
        edits=((EN_WORDS, 'hide = ["hide"]', 'hide = ["hide", "12"]'),),
        says="a number is a command",
    ),
    Broken(
        walk.guards_can_go_both_ways,
        with_states(say("explain", then=(When(never, "bye"), "drinks"))),
        says="never",
    ),
    Broken(
        walk.lists_name_their_phrases,
        with_states(say("result", then="look", listing=Listing(lists_coffee, ("green", "black")))),
        says="coffee",
    ),
    Broken(
        anything.everything_is_answered,
        with_states(PARSER_RAISES),
        also=(anything.being_lost_leads_to_help, anything.vanished_states_are_explained),
        says="a parser raises",
    ),
    Broken(
        anything.vanished_states_are_explained,
        with_states(PARSER_RAISES),
        also=(anything.being_lost_leads_to_help, anything.everything_is_answered),
        says="a parser raises",
    ),
    Broken(
        anything.being_lost_leads_to_help,
        with_states(ask_for("cups", one_or_twelve, then=(When(world.many, "too_many"), "cups"))),
        also=(graph.help_is_near_on_the_screen,),
        says="anything is an answer",
    ),
    Broken(
        anything.every_command_word_works,
        edits=((EN_WORDS, 'hide = ["hide"]', 'hide = ["hide", "2"]'),),
        says="a number of the menu",
    ),
    *map(
        _when_urgent_raises,
        (anything.danger_is_answered_at_once, anything.commands_work_everywhere),
    ),
)
