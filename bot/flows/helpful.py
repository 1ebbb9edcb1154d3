"""Was this helpful: one question after a tip, and a count of the answers. Nothing else is kept of
it. Never asked on an urgent way, and once in a visit at most."""

from collections.abc import Callable

from bot.engine.answers import Answers
from bot.engine.effects import Count
from bot.engine.flow import ask, do
from bot.engine.state import State, Then

HELPFUL = ("yes", "partly", "no")
"""What she may answer; each is a counter of its own."""


def ask_helpful(
    name: str, tip: str | Callable[[Answers], str], *, then: Then
) -> tuple[State, State]:
    """The question and the counting, as two states of any flow.

    `tip` is what is counted: a name, or a way to tell it from what she chose. The counter is
    `helpful.<tip>.<answer>`. The words stand in the flow's own content under `name`.
    """
    count = f"{name}_counted"

    def count_answer(answers: Answers) -> Count:
        which = tip if isinstance(tip, str) else tip(answers)
        return Count(f"helpful.{which}.{''.join(answers[name])}")

    return ask(name, dict.fromkeys(HELPFUL, count)), do(count, count_answer, then=then)
