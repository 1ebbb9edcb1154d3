"""The Mothers' course: ten steps of our own, alone or with others (facts 4.1, the suggested path;
2.1 to 2.4, 3.1 to 3.3 for what they say). It copies no curriculum and is part of no school."""

from collections.abc import Callable, Iterator

from bot.cohorts.model import STEPS
from bot.engine.answers import Answers
from bot.engine.effects import Deed, Effect
from bot.engine.flow import ask, do, flow, go, look_up, route, say
from bot.engine.state import Guard, Listing, State, When
from bot.flows.helpful import ask_helpful

_HALF = len(STEPS) // 2
_COURSE = {"course": "course"}


def finished(answers: Answers, step: str) -> bool:
    """She has told how its home practice went."""
    return answers[f"{step}_check_in"] in {("well",), ("hard",)}


def _latest(answers: Answers) -> int:
    """The number of the last step that she finished or took home; 0 before the first."""
    numbered = list(enumerate(STEPS, start=1))
    met = [n for n, step in numbered if answers[f"{step}_practice"] or finished(answers, step)]
    return max(met, default=0)


def practice_is_open(answers: Answers) -> bool:
    """She took a practice home and has not told how it went."""
    latest = _latest(answers)
    return latest > 0 and not finished(answers, STEPS[latest - 1])


def was_here_before(answers: Answers) -> bool:
    return bool(answers["course"])


def has_finished_a_step(answers: Answers) -> bool:
    return bool(_finished_steps(answers))


def _finished_steps(answers: Answers) -> tuple[str, ...]:
    return tuple(step for step in STEPS if finished(answers, step))


def _latest_is(number: int) -> Guard:
    def latest_is(answers: Answers) -> bool:
        return _latest(answers) == number

    latest_is.__name__ = f"latest_is_{number}"
    return latest_is


_LATEST = {number: _latest_is(number) for number in range(len(STEPS) + 1)}


def _at_latest(part: str) -> tuple[When | str, ...]:
    """To this part of the latest step."""
    numbered = enumerate(STEPS, start=1)
    return (*(When(_LATEST[n], f"{step}_{part}") for n, step in numbered), "course")


def _after_latest() -> tuple[When | str, ...]:
    """To the step after the latest one."""
    return (*(When(_LATEST[n], f"{step}_open") for n, step in enumerate(STEPS)), "all_done")


def _for_her_group(what: str, *about: str) -> Callable[[Answers], Effect]:
    """Where she takes the course in one; else nothing happens."""
    return lambda _answers: Deed(f"group.{what}", about)


def _step(step: str) -> Iterator[State]:
    yield do(f"{step}_open", _for_her_group("opened", step), then=f"{step}_reading")
    yield say(f"{step}_reading", then=f"{step}_more")
    yield ask(f"{step}_more", {"next": f"{step}_exercise", **_COURSE})
    yield ask(f"{step}_exercise", {"next": f"{step}_reflection", **_COURSE})
    yield ask(f"{step}_reflection", {"next": f"{step}_practice", **_COURSE})
    yield ask(f"{step}_practice", {"tried": f"{step}_check_in", "later": "see_you"})
    went = {"well": f"{step}_went_well", "hard": f"{step}_was_hard", "not_yet": "not_yet"}
    yield ask(f"{step}_check_in", {how: f"{step}_told_{how}" for how in went})
    for how, then in went.items():
        yield do(f"{step}_told_{how}", _for_her_group("went", step, how), then=then)
    yield say(f"{step}_went_well", then=f"{step}_helpful")
    yield say(f"{step}_was_hard", then=f"{step}_helpful")
    yield from ask_helpful(f"{step}_helpful", f"school.{step}", then="onward")


def _choices(steps: tuple[str, ...]) -> dict[str, str]:
    return {step: f"{step}_open" for step in steps}


school = flow(
    "school",
    route("start", (When(was_here_before, "course"), "about")),
    say("about", then="ours"),
    say("ours", then="course"),
    ask(
        "course",
        {
            "next": "continue",
            "steps": "show_steps",
            "group": "to_group",
            "about": "about",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    look_up("continue", "group_goes_on", {"in": "to_group", "none": "alone"}),
    route("alone", (When(practice_is_open, "ask_back"), "go_on")),
    route("ask_back", _at_latest("check_in")),
    route("go_on", _after_latest()),
    route("practice_again", _at_latest("practice")),
    route("show_steps", (When(has_finished_a_step, "so_far"), "steps")),
    say("so_far", then="steps", listing=Listing(_finished_steps, STEPS)),
    ask("steps", {**_choices(STEPS[:_HALF]), "later_steps": "later_steps", **_COURSE}),
    ask("later_steps", {**_choices(STEPS[_HALF:]), "first_steps": "steps", **_COURSE}),
    *(state for step in STEPS for state in _step(step)),
    say("see_you", then="course"),
    ask("not_yet", {"again": "practice_again", "next": "go_on", **_COURSE}),
    ask("onward", {"next": "continue", **_COURSE, "menu": "to_menu"}),
    ask(
        "all_done",
        {"steps": "show_steps", "stand": "to_stand", "page": "page", "menu": "to_menu"},
    ),
    say("page", then="all_done"),
    go("to_group", "group"),
    go("to_stand", "stand"),
    go("to_person", "person"),
    go("to_menu", "menu"),
    keeps=True,
    renamed={"group": "course"},
)
