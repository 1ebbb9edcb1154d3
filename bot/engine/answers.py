"""What she chose in one flow."""

from collections.abc import Mapping

from bot.engine.session import Answer


class Answers(Mapping[str, Answer]):
    """By state. A question she has not met has the empty answer.

    So a guard never fails on a missing answer: an old button may bring her to a state
    whose earlier questions she skipped.
    """

    __slots__ = ("_answers", "_prefix")

    def __init__(self, answers: Mapping[str, Answer], flow: str) -> None:
        self._answers = answers
        self._prefix = f"{flow}."

    def __getitem__(self, state: str) -> Answer:
        return self._answers.get(self._prefix + state, ())

    def __contains__(self, state: object) -> bool:
        return self._prefix + str(state) in self._answers

    def __iter__(self):  # type: ignore[no-untyped-def]
        skip = len(self._prefix)
        return (key[skip:] for key in self._answers if key.startswith(self._prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)
