"""A group as its facilitator sees it: steps by date, members by number, and how practices went as
counts.

A count under 3, nought as well, is hidden. So is the number of all who told, where what is hidden
could be had from it by subtraction.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date

from adapters.console.wording import Words
from bot.cohorts.model import STEPS, Cohort, CohortStatus, Progress, Went
from bot.engine.content import Catalogue

AT_LEAST = 3
NO_COUNT = "cohorts.few"
LOCAL = "%Y-%m-%dT%H:%M"


class Line(NamedTuple):
    """A step. `is_open`: its hour has come."""

    number: int
    title: str
    at: str
    when: str
    is_open: bool
    opened: str
    told: str
    went: tuple[str, ...]


class CohortView:
    def __init__(self, cohort: Cohort, words: Words, language: str, catalogue: Catalogue) -> None:
        self._cohort = cohort
        self._words = words
        self._locale = Locale.parse(language, sep="-")
        self._titles = catalogue.language("en").phrases

    def lines(self, progress: Sequence[Progress], now: datetime) -> list[Line]:
        by_step: defaultdict[str, list[Progress]] = defaultdict(list)
        for one in progress:
            by_step[one.step].append(one)
        opened = self._cohort.open_steps(now)
        return [
            self._line(number, by_step[step], is_open=number <= opened)
            for number, step in enumerate(STEPS, start=1)
        ]

    def _line(self, number: int, progress: Sequence[Progress], *, is_open: bool) -> Line:
        local = self._cohort.meetings[number - 1]
        told, went = counted([one.went for one in progress if one.went], self._words)
        return Line(
            number,
            self._titles[f"school.{STEPS[number - 1]}"],
            local.strftime(LOCAL),
            self.moment(local),
            is_open,
            ", ".join(str(one.number) for one in sorted(progress, key=lambda one: one.number)),
            told,
            went,
        )

    def moment(self, local: datetime) -> str:
        return f"{format_date(local.date(), 'EEE d MMM', self._locale)} {local:%H:%M}"

    def status(self, now: datetime) -> str:
        is_ended = self._cohort.is_over(now)
        return self._words[f"cohorts.{CohortStatus.ENDED if is_ended else self._cohort.status}"]


def counted(went: Sequence[Went], words: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """How many told, and how many of each kind."""
    numbers = [went.count(kind) for kind in Went]
    hidden = [number for number in numbers if number < AT_LEAST]
    kinds = tuple(words[NO_COUNT] if one < AT_LEAST else str(one) for one in numbers)
    if len(went) < AT_LEAST:
        return words[NO_COUNT], kinds
    return (str(len(went)) if _stay_hidden(hidden) else words["cohorts.more"]), kinds


def _stay_hidden(hidden: Sequence[int]) -> bool:
    """Whether none of these could be told from their sum."""
    most = (AT_LEAST - 1) * len(hidden)
    return not hidden or (len(hidden) > 1 and 0 < sum(hidden) < most)
