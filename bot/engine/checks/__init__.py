"""The proofs of flows and words: `check_all` runs every one; each fault is one sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.engine.checks import (
    anything,
    canned,
    channels,
    graph,
    guards,
    loops,
    numbers,
    prose,
    reading,
    safety,
    sources,
    structure,
    tips,
    translations,
    typed,
    walk,
    words,
)
from bot.engine.checks.subject import Check, Subject
from bot.engine.content import Catalogue
from bot.engine.state import Flow
from bot.messages import Limits

SHAPE = (*structure.CHECKS, *guards.CHECKS)
"""Whether flows are flows at all."""
ROUND = loops.CHECKS
"""Whether every turn ends. These and `SHAPE` hold before the engine may be asked anything."""
WORDS = (
    *words.CHECKS,
    *typed.CHECKS,
    *numbers.CHECKS,
    *tips.CHECKS,
    *safety.CHECKS,
    *canned.CHECKS,
    *translations.WHOLE,
)
"""Whether flows and words belong together. These hold before anything is rendered."""
PROSE = (*prose.CHECKS, *reading.CHECKS)
WALKS = (*graph.CHECKS, *walk.CHECKS, *anything.CHECKS)
CHANNELS = channels.CHECKS
HISTORY = (*sources.CHECKS, *translations.FRESH)
"""Where words come from, and whether they still stand: looked at when they are otherwise right."""
CHECKS: tuple[Check, ...] = (*SHAPE, *ROUND, *WORDS, *PROSE, *WALKS, *CHANNELS, *HISTORY)


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found, and over how much they ran."""

    faults: list[str]
    states: int
    flows: int
    languages: int
    checks: int

    @property
    def summary(self) -> str:
        """The last line of `hearthline check`."""
        over = (
            f"{self.states} states, {self.flows} flows, {self.languages} languages, "
            f"{self.checks} checks"
        )
        return f"{over}: {f'{len(self.faults)} faults' if self.faults else 'all hold'}"


def check_all(
    flows: Sequence[Flow], catalogue: Catalogue, limits: Mapping[str, Limits], today: date
) -> Report:
    """Run every check. What builds on a fault already found is not run: mend that one first."""
    subject = Subject(tuple(flows), catalogue, limits, today)
    found = faults_by_check(subject)
    return Report(
        [fault for faults in found.values() for fault in faults],
        len(subject.states),
        len(subject.declared),
        len(subject.languages),
        len(CHECKS),
    )


def faults_by_check(subject: Subject) -> dict[Check, list[str]]:
    """The faults of each check that found any."""
    found = _run((*SHAPE, *PROSE), subject)
    if not found.keys() & set(SHAPE):
        found |= _run((*ROUND, *WORDS), subject)
    if not found.keys() - set(PROSE):
        found |= _run((*WALKS, *CHANNELS), subject)
    return found or _run(HISTORY, subject)


def _run(checks: Iterable[Check], subject: Subject) -> dict[Check, list[str]]:
    found = {check: list(check(subject)) for check in checks}
    return {check: faults for check, faults in found.items() if faults}
