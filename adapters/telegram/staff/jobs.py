"""Cases whose topics are to be looked at, the urgent ones first."""

from dataclasses import dataclass, field

from bot.desk.model import DeskEvent, EventKind

FIRST, SOON, THEN, LAST = range(4)
PRIORITIES: dict[str, int] = {
    EventKind.DANGER: FIRST,
    EventKind.ERASED: FIRST,
    EventKind.CHANGED: FIRST,
    EventKind.OPENED: SOON,
    EventKind.ALERT: SOON,
    EventKind.ALERT_LEAD: SOON,
    EventKind.NUDGE: SOON,
    EventKind.CLOSED: THEN,
    EventKind.HEARD: THEN,
    EventKind.SAID: LAST,
    EventKind.NOTED: LAST,
}


@dataclass(slots=True)
class Job:
    case_id: int
    priority: int
    number: int
    events: list[DeskEvent] = field(default_factory=list)


class Jobs:
    """Cases to look at; one of equal urgency goes first that came first."""

    def __init__(self) -> None:
        self._by_case: dict[int, Job] = {}
        self._number = 0

    def add(self, case_id: int, priority: int = LAST, event: DeskEvent | None = None) -> None:
        self._number += 1
        job = self._by_case.setdefault(case_id, Job(case_id, priority, self._number))
        job.priority = min(job.priority, priority)
        if event is not None:
            job.events.append(event)

    def first(self) -> Job | None:
        jobs = self._by_case.values()
        return min(jobs, key=lambda job: (job.priority, job.number), default=None)

    def done(self, job: Job) -> None:
        self._by_case.pop(job.case_id, None)
