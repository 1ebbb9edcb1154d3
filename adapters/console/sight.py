"""Which news an adviser is told: those of cases that they may see."""

from typing import NamedTuple

from adapters.console.feed import News
from bot.desk.access import READS, TALKS, Tie, ties_of
from bot.desk.model import SIGNS, Adviser, CaseStatus, DeskEvent, EventKind
from bot.desk.roles import Permission, may

OF_QUEUES = frozenset(
    {EventKind.OPENED, EventKind.CHANGED, EventKind.CLOSED, EventKind.ALERT, EventKind.ERASED}
)
"""What whoever serves a queue is told: that a case is there, or is not any more."""


class Told(NamedTuple):
    """An event on its way to a page. `is_mine`: they talk with the contact; `is_new`: since now."""

    event: DeskEvent
    is_mine: bool = False
    is_new: bool = False


class Sight:
    """`reads`: the cases that the adviser has. It goes on with the news: whoever loses a case is
    told so, and nothing more."""

    def __init__(self, adviser: Adviser, reads: set[int]) -> None:
        self._adviser = adviser
        self._reads = reads
        self._leads = may(adviser.role, Permission.SEE_ALL_CASES)

    def told(self, news: News) -> Told | None:
        event = news.event
        if event.kind == EventKind.PRESENCE:
            return Told(event) if self._leads or event.adviser_id == self._adviser.id else None
        if event.kind in (EventKind.SIGNED_OUT, EventKind.ALERT_LEAD):
            shows = self._leads and event.kind == EventKind.ALERT_LEAD
            return Told(event) if shows else None
        if event.kind in SIGNS:
            talks = event.kind == EventKind.TYPING and TALKS & self._ties(news)
            return Told(event, is_mine=True) if talks else None
        return self._of_case(news)

    def _of_case(self, news: News) -> Told | None:
        event, ties = news.event, self._ties(news)
        had = event.case_id in self._reads
        is_mine = bool(TALKS & ties)
        self._remember(event.case_id, has=is_mine)
        if had or READS & ties or (Tie.SERVES & ties and _is_of_queue(news)):
            return Told(event, is_mine or had, is_mine and not had)
        return None

    def _ties(self, news: News) -> Tie:
        """Of an erased case no more is known than the event says."""
        if news.case is not None:
            return ties_of(self._adviser, news.case)
        ties = Tie.LEADS if self._leads else Tie(0)
        queues = self._adviser.queues
        return ties if queues and news.event.queue not in queues else ties | Tie.SERVES

    def _remember(self, case_id: int, *, has: bool) -> None:
        if has:
            self._reads.add(case_id)
        else:
            self._reads.discard(case_id)


def _is_of_queue(news: News) -> bool:
    waits = news.case is not None and news.case.status is CaseStatus.WAITING
    return news.event.kind in OF_QUEUES or (waits and news.event.kind == EventKind.DANGER)
