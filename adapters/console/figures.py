"""The figures of a month: tables whose small numbers are hidden. Nothing in them is about one
contact, and no one is scored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from math import ceil
from typing import NamedTuple

from adapters.console.periods import Month, Period
from adapters.console.suppression import Hidden, Shown, show_lines, show_total
from adapters.console.waits import usual_waits
from bot.desk.model import Outcome
from bot.desk.plan import Plan
from bot.desk.ports import DeskReader

CHANNELS = ("telegram", "whatsapp", "webchat")
OTHER = "other"
"""What is on no list any more, or not yet: a queue of an earlier plan, say."""
LATER, NEVER = "later", "never"
MINUTE = timedelta(minutes=1)
WEEK, QUEUE, LANGUAGE, CHANNEL = "week", "queue", "language", "channel"
OUTCOME, ANSWER, MINUTES = "outcome", "answer", "minutes to the first answer"
TOTAL = "all"

Names = tuple[str, str, str]
"""Queue and language of cases, and their channel or outcome."""


class Line(NamedTuple):
    name: str
    shown: Shown


class Table(NamedTuple):
    name: str
    lines: tuple[Line, ...]
    total: Shown


class Figures(NamedTuple):
    """`half`, `most`: within how many minutes half, and nine in ten, of the cases that were
    answered had their first answer; None where too few were."""

    month: Month
    opened: tuple[Table, ...]
    answered: Table
    closed: Table
    half: int | None
    most: int | None

    @property
    def tables(self) -> tuple[Table, ...]:
        return (*self.opened, self.answered, self.closed)


def read_figures(reader: DeskReader, plan: Plan, languages: Sequence[str], month: Month) -> Figures:
    """Blocks. Errors raised: StoreUnavailable."""
    since, until = month.period.since, month.period.until
    weeks = {
        _name(week): reader.opened_between(week.since, week.until) for week in month.period.weeks()
    }
    opened = _added(weeks.values())
    waited, steps = sorted(reader.answer_times(since, until)), steps_of(plan)
    answered = _table(ANSWER, _within(waited, steps, opened.total()))
    lines = [line.shown for line in answered.lines]
    return Figures(
        month,
        (
            _table(WEEK, {name: sum(cases.values()) for name, cases in weeks.items()}),
            _table(QUEUE, _listed(_by(opened, 0), plan.queues)),
            _table(LANGUAGE, _listed(_by(opened, 1), languages)),
            _table(CHANNEL, _listed(_by(opened, 2), CHANNELS)),
        ),
        answered,
        _table(OUTCOME, _listed(_by(reader.closed_between(since, until), 2), list(Outcome))),
        *usual_waits(waited, steps, lines, opened.total()),
    )


def steps_of(plan: Plan) -> list[int]:
    """In minutes: the steps of waiting at an open desk, of the first queue."""
    first = plan.queue("")
    waits = (first.alert_again, first.alert_lead, first.tell_waiting)
    return sorted({ceil(one / MINUTE) for one in waits})


def _name(week: Period) -> str:
    return f"{week.first.isoformat()}/{week.last.isoformat()}"


def _added(counted: Iterable[Mapping[Names, int]]) -> Counter[Names]:
    return sum((Counter(dict(one)) for one in counted), Counter())


def _by(counted: Mapping[Names, int], place: int) -> Counter[str]:
    found = Counter[str]()
    for names, number in counted.items():
        found[names[place]] += number
    return found


def _listed(counted: Mapping[str, int], names: Iterable[str]) -> dict[str, int]:
    """Every name at all times, and the rest under `OTHER`."""
    listed = {str(name): counted.get(name, 0) for name in names}
    return {**listed, OTHER: sum(counted.values()) - sum(listed.values())}


def _within(waited: Sequence[int], steps: Sequence[int], total: int) -> dict[str, int]:
    """Each case once: under the first step within which it was answered."""
    found = dict.fromkeys([*map(str, steps), LATER], 0)
    for seconds in waited:
        found[next((str(one) for one in steps if seconds <= one * 60), LATER)] += 1
    return {**found, NEVER: max(0, total - len(waited))}


def _table(name: str, numbers: Mapping[str, int]) -> Table:
    shown = show_lines(list(numbers.values()))
    lines = tuple(Line(*one) for one in zip(numbers, shown, strict=True))
    return Table(name, lines, show_total(sum(numbers.values())))


def cells(figures: Figures) -> Iterator[tuple[str, str, str]]:
    """Table, line and number, as they leave the console."""
    for table in figures.tables:
        for line in table.lines:
            yield table.name, line.name, str(line.shown)
        yield table.name, TOTAL, str(table.total)
    for name, minutes in (("half", figures.half), ("most", figures.most)):
        yield MINUTES, name, str(Hidden.ALL if minutes is None else minutes)
