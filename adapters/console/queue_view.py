"""Lines of a list of cases, as they are shown."""

from typing import NamedTuple

from adapters.console.shown import Mark, Moment, Shown, mark_of, zone_of
from bot.desk.access import READS, ties_of
from bot.desk.model import Adviser, Case, CaseRow, CaseStatus
from bot.desk.plan import Plan

CHOICES_SHOWN = 4


class Line(NamedTuple):
    """`path`: of the case's page, "" where its words are not this adviser's to read."""

    id: str
    name: str
    path: str
    mark: Mark
    queue: str
    language: str
    status: str
    urgency: str
    since: Moment
    since_label: str
    choices: str
    owner: str
    unread: str
    version: str
    claim: str  # the label of the button; "" where there is none


BLANK = Line(
    id="",
    name="",
    path="",
    mark=Mark(0, 0),
    queue="",
    language="",
    status="",
    urgency="",
    since=Moment(),
    since_label="",
    choices="",
    owner="",
    unread="",
    version="",
    claim="",
)
"""The pattern after which a page makes more lines."""


class Lines:
    def __init__(self, shown: Shown, plan: Plan, adviser: Adviser) -> None:
        self._shown = shown
        self._words = shown.words
        self._plan = plan
        self._adviser = adviser

    def line(self, row: CaseRow) -> Line:
        case, words = row.case, self._words
        since, label = self._since(case)
        others = row.owner_name if case.owner not in (None, self._adviser.id) else ""
        is_waiting = case.status is CaseStatus.WAITING
        return Line(
            id=str(case.id),
            name=case.name,
            path=path_of(case.id) if READS & ties_of(self._adviser, case) else "",
            mark=mark_of(case.id),
            queue=case.queue,
            language=self._shown.language(case.language),
            status="" if is_waiting else words[f"status.{case.status}"],
            urgency=words["queue.urgent"] if case.is_urgent else "",
            since=since,
            since_label=label,
            choices=" · ".join(self._shown.choices(case.choices)[-CHOICES_SHOWN:]),
            owner=words["queue.with"].format(name=others) if others else "",
            unread=words["live.unread"].format(n=row.unread) if row.unread else "",
            version=str(case.version),
            claim=words["queue.claim_label"].format(name=case.name) if is_waiting else "",
        )

    def _since(self, case: Case) -> tuple[Moment, str]:
        zone = zone_of(case, self._plan)
        if case.is_closed:
            return self._shown.moment(case.closed_at, zone), self._words["queue.closed_since"]
        if case.status is CaseStatus.WAITING:
            return self._shown.moment(case.waiting_since, zone), self._words["queue.since"]
        key = "queue.since" if case.unanswered_since else "queue.answered"
        return self._shown.moment(case.unanswered_since, zone), self._words[key]


def path_of(case_id: int) -> str:
    return f"/console/cases/{case_id}"
