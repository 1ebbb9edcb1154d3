"""What to do about the signs she ticked: the decision rule of facts 2.4, and nothing else.

No score is kept or shown, and nothing here says anything about the person she worries about:
it chooses which help to offer.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.engine.answers import Answers
from bot.engine.state import Guard
from bot.flows.signs_taxonomy import GROUPS, SIGNS, Level

NOTICES_FOR_ADVICE = 3
"""So many signs worth noticing, new and growing, are worth advice (rule 3)."""
CAUSES_AT_MOST = 6
"""Other everyday causes listed in one message: more would not be read."""
COULD_BE = tuple(f"could_be.{sign.id}" for sign in SIGNS.values() if sign.could_be)


class Step(StrEnum):
    """What comes next; the first that applies, from the top."""

    EMERGENCY = "emergency"
    QUESTION = "question"  # one ticked sign turns on whether it is now
    TODAY = "today"
    ADVICE = "advice"
    GROWING = "growing"  # enough small signs: are they new and growing?
    DOUBT = "doubt"  # she is not sure that they are: the higher step as a choice
    TALK = "talk"


def ticked(answers: Answers) -> tuple[str, ...]:
    """Ids of all signs ticked so far, in the order of the taxonomy."""
    chosen = {sign for group in GROUPS for sign in answers[group]}
    return tuple(sign for sign in SIGNS if sign in chosen)


def _is_now(sign: str, answers: Answers) -> bool:
    asks = SIGNS[sign].asks
    return answers[asks] == ("yes",) if asks else SIGNS[sign].level is Level.EMERGENCY


def open_question(answers: Answers) -> str:
    """The question that a ticked sign still needs; "" when there is none."""
    asked = (SIGNS[sign].asks for sign in ticked(answers))
    return next((question for question in asked if question and not answers[question]), "")


def decide(answers: Answers) -> Step:
    """Rules 1 to 4 and 6 of facts 2.4."""
    signs = ticked(answers)
    levels = [SIGNS[sign].level for sign in signs]
    if any(_is_now(sign, answers) for sign in signs):
        return Step.EMERGENCY
    if open_question(answers):
        return Step.QUESTION
    if Level.TODAY in levels:
        return Step.TODAY
    if Level.ADVICE in levels:
        return Step.ADVICE
    if levels.count(Level.NOTICE) >= NOTICES_FOR_ADVICE:
        return _SEVERAL[answers["growing"][:1]]
    return Step.TALK


_SEVERAL: Mapping[tuple[str, ...], Step] = MappingProxyType(
    {
        (): Step.GROWING,
        ("yes",): Step.ADVICE,
        ("unsure",): Step.DOUBT,
        ("no",): Step.TALK,
    }
)


def causes(answers: Answers) -> tuple[str, ...]:
    """Phrases that say what else the ticked signs could be."""
    phrases = (f"could_be.{sign}" for sign in ticked(answers) if SIGNS[sign].could_be)
    return tuple(phrases)[:CAUSES_AT_MOST]


def it_is_an_emergency(answers: Answers) -> bool:
    return decide(answers) is Step.EMERGENCY


def it_needs_help_today(answers: Answers) -> bool:
    return decide(answers) is Step.TODAY


def it_is_worth_advice(answers: Answers) -> bool:
    return decide(answers) is Step.ADVICE


def there_are_several(answers: Answers) -> bool:
    return decide(answers) is Step.GROWING


def she_is_not_sure_they_grow(answers: Answers) -> bool:
    return decide(answers) is Step.DOUBT


def it_could_be_something_else(answers: Answers) -> bool:
    return bool(causes(answers))


def still_asks(question: str) -> Guard:
    """A guard: `question` is the open one."""

    def holds(answers: Answers) -> bool:
        return decide(answers) is Step.QUESTION and open_question(answers) == question

    holds.__name__ = f"still_asks_{question}"
    return holds


def includes(sign: str, name: str) -> Guard:
    """A guard: `sign` is ticked. `name` is what the drawing shows."""

    def holds(answers: Answers) -> bool:
        return sign in ticked(answers)

    holds.__name__ = name
    return holds
