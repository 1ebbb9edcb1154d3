"""The one table of numbers: every number is known, dated, and shown only by the rules (facts 0)."""

from collections.abc import Iterator

from bot.engine.checks.subject import Check, Subject
from bot.engine.content import HelpLine
from bot.rendering import EMERGENCY

STATUSES = frozenset({"confirmed", "service page", "third party page", "old", "unverified"})
HIDDEN = frozenset({"old", "unverified"})
"""Never shown until somebody has checked them again."""
NATIONS = frozenset(
    {"uk", "england", "wales", "scotland", "northern ireland", "tajikistan", "abroad", "usa"}
)


def lines_are_complete(subject: Subject) -> Iterator[str]:
    for line in subject.catalogue.lines.values():
        for field in ("number", "nation", "source", "checked_by", "status"):
            value = getattr(line, field)
            if not isinstance(value, str) or not value.strip():
                yield f"lines.toml {line.id}: {field} is empty; write it"
        yield from _unknown(line)


def _unknown(line: HelpLine) -> Iterator[str]:
    if line.status and line.status not in STATUSES:
        yield f"lines.toml {line.id}: the status {line.status!r} is unknown; use one of STATUSES"
    if line.nation and line.nation not in NATIONS:
        yield f"lines.toml {line.id}: the nation {line.nation!r} is unknown; use one of NATIONS"
    if line.number != line.number.strip() or "\n" in line.number or "{" in line.number:
        yield f"lines.toml {line.id}: the number is not one clean line; mend it"


def checks_are_not_in_the_future(subject: Subject) -> Iterator[str]:
    for line in subject.catalogue.lines.values():
        if line.last_checked > subject.today:
            yield f"lines.toml {line.id}: last_checked lies ahead; write the day it was checked"


def emergency_numbers_are_always_shown(subject: Subject) -> Iterator[str]:
    """The one that stands for `{emergency}` exists and no age of its check hides it."""
    line = subject.catalogue.lines.get(EMERGENCY)
    if line is None:
        yield f"lines.toml: [{EMERGENCY}] is missing; it stands for {{emergency}} in every text"
    elif not line.always:
        yield f"lines.toml {EMERGENCY}: could be hidden; write always = true"


def lines_named_by_flows_exist(subject: Subject) -> Iterator[str]:
    for key, (_, state) in subject.states.items():
        for line in state.lines:
            if line not in subject.catalogue.lines:
                yield f"{key}: names {line}, which lines.toml does not have; add it there"
        if len(set(state.lines)) < len(state.lines):
            yield f"{key}: names a help line twice; keep it once"


def some_line_can_be_shown(subject: Subject) -> Iterator[str]:
    """An old or unverified line stays hidden: it may not be all that a state offers."""
    for key, (_, state) in subject.states.items():
        lines = [subject.catalogue.lines.get(name) for name in state.lines]
        if lines and all(line and not line.always and line.status in HIDDEN for line in lines):
            yield f"{key}: all its help lines are old or unverified; add one that can be shown"


CHECKS: tuple[Check, ...] = (
    lines_are_complete,
    checks_are_not_in_the_future,
    emergency_numbers_are_always_shown,
    lines_named_by_flows_exist,
    some_line_can_be_shown,
)
