"""The operator's plan: queues, when each is open, how long anything may wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.desk.hours import Hours


@dataclass(frozen=True, slots=True)
class Durations:
    """After she asked, at an open desk: `alert_again`, `alert_lead`, `tell_waiting`. After her last
    word: `give_up` (nobody was free), `later` (the same, once she chose to be written to later),
    `silence` (an adviser has the case), `pause` (and waits for her). After her first word without
    an answer: `nudge`, `return_after`. After an adviser's last sign of life: `away_after`,
    `drop_after`."""

    alert_again: timedelta = timedelta(minutes=2)
    alert_lead: timedelta = timedelta(minutes=5)
    tell_waiting: timedelta = timedelta(minutes=10)
    give_up: timedelta = timedelta(hours=20)
    later: timedelta = timedelta(hours=20)
    nudge: timedelta = timedelta(minutes=3)
    return_after: timedelta = timedelta(minutes=5)
    silence: timedelta = timedelta(minutes=60)
    pause: timedelta = timedelta(hours=20)
    away_after: timedelta = timedelta(seconds=45)
    drop_after: timedelta = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class QueuePlan(Durations):
    """`languages`: those it serves; none named: all. `hours_in`: the hours of a language that has
    its own."""

    name: str = ""
    hours: Hours = field(default_factory=lambda: Hours(ZoneInfo("UTC")))
    languages: tuple[str, ...] = ()
    hours_in: Mapping[str, Hours] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return self.hours.zone

    def serves(self, language: str) -> bool:
        return not self.languages or language in self.languages

    def in_language(self, language: str) -> "QueuePlan":
        """The same with the hours that hold in this language."""
        own = self.hours_in.get(language)
        return replace(self, hours=own) if own else self


@dataclass(frozen=True, slots=True)
class Plan:
    """`usual_minutes`: within how many minutes an open desk usually answers, as she is told.
    `capacity`: how many cases a new adviser may hold. `break_after`: closed cases after which a
    break is due."""

    queues: Mapping[str, QueuePlan]
    usual_minutes: int = 10
    capacity: int = 3
    break_after: int = 6

    def queue(self, name: str, language: str = "") -> QueuePlan:
        """Its plan, with the hours of this language. A case may outlive the name of its queue: it
        is then kept to the plan of the first."""
        found = self.queues.get(name) or next(iter(self.queues.values()))
        return found.in_language(language)
