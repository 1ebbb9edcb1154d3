"""The plan as its file says it: everything that is wrong in one go, a sentence each.

zone                 where the clocks of the desk are
usual_minutes        within how many minutes an open desk usually answers
[hours]              shifts of each day of the week
[holidays]           days, or spans of days, that are different
[durations]          how long anything may wait (`Durations`)
[limits]             what an adviser is asked to carry
[queues.<name>]      a queue; `languages`, `zone`, `hours`, `holidays`, `durations` of its own
[queues.<name>.in.<language>]  `zone`, `hours`, `holidays` of one language
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli

from bot.desk.hours import Hours, Shift
from bot.desk.plan import Durations, Plan, QueuePlan
from bot.desk.plan_values import (
    A_DAY,
    A_DURATION,
    A_NUMBER,
    A_ZONE,
    SHIFTS,
    SOME_LANGUAGES,
    Table,
    a_duration,
    a_number,
    a_zone,
    days,
    shifts,
    some_of,
)
from bot.errors import BadSetting

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WINDOW = timedelta(hours=24)
"""For so long after her last word WhatsApp takes what we write."""
_RISING = (
    *pairwise(("alert_again", "alert_lead", "tell_waiting", "give_up")),
    ("nudge", "return_after"),
    ("away_after", "drop_after"),
)
_WITHIN_WINDOW = frozenset({"give_up", "later", "silence", "pause"})


def load_plan(
    file: Traversable | None = None,
    *,
    queues: Collection[str] = (),
    languages: Collection[str] = (),
) -> Plan:
    """The plan of `file` (None: the one that comes with the product). `queues`: those that flows
    hand over to; `languages`: those we speak (none named: not checked).

    Errors raised: BadSetting with every fault found.
    """
    path = file if file is not None else files("bot") / "desk" / "plan.toml"
    faults: list[str] = []
    plan = _plan(Table(path.name, "", _read(path), faults), languages)
    faults += [
        f"{path.name} [queues.{name}] is missing: a flow hands over to it."
        for name in sorted(set(queues) - set(plan.queues))
    ]
    if faults:
        raise BadSetting(faults)
    return plan


class PlanFile:
    """The plan that holds now. A file that was changed for the worse leaves the last good one."""

    def __init__(
        self, path: Path, *, queues: Collection[str] = (), languages: Collection[str] = ()
    ) -> None:
        """Errors raised: BadSetting."""
        self._path, self._queues, self._languages = path, queues, languages
        self._seen = _version(path)
        self.plan = load_plan(path, queues=queues, languages=languages)

    def reload(self) -> list[str]:
        """Read the file if it has changed since it was last looked at; its faults when it is worse
        than before (said once for each change)."""
        seen, self._seen = self._seen, _version(self._path)
        if seen == self._seen:
            return []
        try:
            self.plan = load_plan(self._path, queues=self._queues, languages=self._languages)
        except BadSetting as error:
            return error.faults
        return []


def _version(path: Path) -> tuple[int, int]:
    """Different when the file is: when it was written and how long it is."""
    try:
        known = path.stat()
    except OSError:
        return (0, 0)
    return (known.st_mtime_ns, known.st_size)


def _read(path: Traversable) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        wrong = f"cannot be read ({type(error).__name__}): check its path"
    except tomli.TOMLDecodeError as error:
        wrong = f"cannot be read as TOML: mend what is wrong in line {error.lineno}"
    except UnicodeDecodeError:
        wrong = "cannot be read as text: save it as UTF-8"
    raise BadSetting([f"{path.name} {wrong}."])


def _plan(root: Table, languages: Collection[str]) -> Plan:
    if "zone" not in root:
        root.fault("zone", f"is missing: it {A_ZONE}")
    hours, waits = _hours(root, Hours(ZoneInfo("UTC"))), _durations(root, Durations())
    queues = {
        name: _queue(name, table, hours, waits, languages)
        for name, table in root.table("queues").tables()
    }
    if not queues:
        root.fault("[queues]", "is missing: at least one queue is needed")
    plan = Plan(queues)
    limits = root.table("limits")
    plan = replace(
        plan,
        usual_minutes=root.take("usual_minutes", a_number, A_NUMBER, plan.usual_minutes),
        capacity=limits.take("capacity", a_number, A_NUMBER, plan.capacity),
        break_after=limits.take("break_after", a_number, A_NUMBER, plan.break_after),
    )
    limits.end()
    root.end()
    return plan


def _queue(
    name: str, table: Table, hours: Hours, waits: Durations, known: Collection[str]
) -> QueuePlan:
    own = _hours(table, hours)
    plan = QueuePlan(
        **asdict(_durations(table, waits)),
        name=name,
        hours=own,
        languages=table.take("languages", partial(some_of, known), SOME_LANGUAGES, ()),
        hours_in=dict(_hours_in(table.table("in"), own, known)),
    )
    table.end()
    return plan


def _hours_in(table: Table, hours: Hours, known: Collection[str]) -> Iterator[tuple[str, Hours]]:
    for language, inner in table.tables():
        if known and language not in known:
            table.fault(language, "is no language we speak: mend its code")
        yield language, _hours(inner, hours)
        inner.end()


def _hours(table: Table, usual: Hours) -> Hours:
    """Those of this table; what it does not say is as usual."""
    zone = table.take("zone", a_zone, A_ZONE, usual.zone)
    week = _week(table.table("hours")) if "hours" in table else usual.week
    return Hours(zone, week, {**usual.special, **_holidays(table.table("holidays"))})


def _week(table: Table) -> tuple[tuple[Shift, ...], ...]:
    shut: tuple[Shift, ...] = ()
    week = tuple(table.take(day, shifts, SHIFTS, shut) for day in WEEK)
    table.end()
    return week


def _holidays(table: Table) -> dict[date, tuple[Shift, ...]]:
    special: dict[date, tuple[Shift, ...]] = {}
    for key in table.left():
        table.take(key, partial(_add_days, special, key), A_DAY, None)
    return special


def _add_days(special: dict[date, tuple[Shift, ...]], key: str, value: object) -> None:
    found, own = days(key), shifts(value)
    if special.keys() & set(found):
        raise ValueError
    special.update(dict.fromkeys(found, own))


def _durations(table: Table, usual: Durations) -> Durations:
    inner = table.table("durations")
    own = frozenset(inner.left())
    waits = {
        name: inner.take(name, a_duration, A_DURATION, wait) for name, wait in asdict(usual).items()
    }
    for one, other in _RISING:
        if own & {one, other} and waits[one] > waits[other]:
            inner.fault(one, f"must not be longer than {other}")
    for name in sorted(own & _WITHIN_WINDOW):
        if waits[name] >= WINDOW:
            inner.fault(name, "must be less than 24 h: then WhatsApp takes no word from us")
    inner.end()
    return Durations(**waits)
