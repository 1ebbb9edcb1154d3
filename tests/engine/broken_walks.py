"""For every check on the real engine, flows and words that are broken so that it must speak up, and
what else may."""

from bot.engine.answers import Answers
from bot.engine.checks import anything, graph, walk
from bot.engine.checks.subject import Check
from bot.engine.effects import Deed
from bot.engine.flow import ask, ask_for, do, flow, route, say, tell
from bot.engine.state import Listing, When
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


PARSER_RAISES = ask_for("cups", reads_only_numbers, then=(When(world.many, "too_many"), "which"))


def tells_nobody(_answers: Answers, text: str) -> Deed:
    raise ZeroDivisionError(text)


TELLING_RAISES = tell("cups", tells_nobody, then=(When(world.many, "too_many"), "which"))

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
        walk.searches_lead_where_declared,
        with_states(TELLING_RAISES),
        also=(
            anything.everything_is_answered,
            anything.vanished_states_are_explained,
            walk.guards_can_go_both_ways,
        ),
        says="telling raises",
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
        anything.what_she_tells_is_kept,
        edits=(("en/person.toml", '"Menu" }', f'"Menu", also = ["{anything.NONSENSE}"] }}'),),
        says="taken for a choice",
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
