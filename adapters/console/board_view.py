"""The lead's board as it is shown: how each queue stands, who is on, when the desk is open."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from adapters.console.shown import Moment, Shown
from bot.desk.hours import Hours
from bot.desk.model import HELD, Adviser, CaseStatus, Presence
from bot.desk.plan import Plan
from bot.desk.ports import Counts
from bot.desk.roles import Permission, may

Loads = Mapping[tuple[int, CaseStatus], int]
A_MOMENT = timedelta(minutes=1)


class QueueLine(NamedTuple):
    """`id`: the queue and the language."""

    id: str
    queue: str
    language: str
    waiting: str
    urgent: str
    held: str
    oldest: Moment
    deadline: Moment


class AdviserLine(NamedTuple):
    """`needs`: what a lead should see to. `holds`, `is_working`: what can be done for them."""

    id: str
    name: str
    path: str
    presence: str
    load: str
    needs: str
    seen: Moment
    since: Moment
    holds: int
    is_working: bool


class HoursLine(NamedTuple):
    id: str
    queue: str
    language: str
    state: str
    until: Moment


class BoardView:
    def __init__(self, shown: Shown, plan: Plan) -> None:
        self._shown = shown
        self._words = shown.words
        self._plan = plan
        self._zone = plan.queue("").zone

    def queues(self, counts: Sequence[Counts]) -> list[QueueLine]:
        """Of what is open: the longest waiting first."""
        places = list(dict.fromkeys((one.queue, one.language) for one in counts))
        lines = {place: [one for one in counts if one[:2] == place] for place in places}
        places.sort(key=lambda place: (_oldest(lines[place]) or self._shown.now, place))
        return [self._queue(*place, lines[place]) for place in places]

    def _queue(self, queue: str, language: str, counts: Sequence[Counts]) -> QueueLine:
        zone = self._plan.queue(queue, language).zone
        waiting = [one for one in counts if one.status is CaseStatus.WAITING]
        deadlines = [one.next_deadline for one in counts if one.next_deadline]
        return QueueLine(
            id=f"{queue}/{language}",
            queue=queue,
            language=self._shown.language(language),
            waiting=str(sum(one.number for one in waiting)),
            urgent=str(sum(one.urgent for one in waiting)),
            held=str(sum(one.number for one in counts if one.status in HELD)),
            oldest=self._shown.moment(_oldest(waiting), zone),
            deadline=coming(self._shown, min(deadlines, default=None), zone),
        )

    def advisers(self, advisers: Sequence[Adviser], loads: Loads) -> list[AdviserLine]:
        """Those who answer contacts: who is on first, then by name."""
        order = list(Presence)
        answering = [one for one in advisers if not one.is_disabled and _answers(one)]
        answering.sort(key=lambda one: (order.index(one.presence), one.name, one.id))
        return [self.adviser(one, loads) for one in answering]

    def adviser(self, adviser: Adviser, loads: Loads) -> AdviserLine:
        words, id_ = self._words, adviser.id
        holds = sum(loads.get((id_, status), 0) for status in HELD)
        paused = loads.get((id_, CaseStatus.CONTACT), 0)
        load = words["board.load"].format(held=holds - paused, most=adviser.capacity)
        return AdviserLine(
            id=str(id_),
            name=adviser.name,
            path=f"/console/board/advisers/{id_}",
            presence=words[f"board.is_{adviser.presence}"],
            load=load + (words["board.paused"].format(n=paused) if paused else ""),
            needs=", ".join(self._needs(adviser)),
            seen=self._shown.moment(adviser.seen_at, self._zone),
            since=self._shown.moment(adviser.on_since, self._zone),
            holds=holds,
            is_working=adviser.presence is Presence.ON,
        )

    def _needs(self, adviser: Adviser) -> list[str]:
        is_due = adviser.handled_since_break >= self._plan.break_after
        due = [self._words["board.break_due"]] if is_due else []
        return [*due, self._words["board.debrief"]] if adviser.needs_debrief else due

    def hours(self) -> list[HoursLine]:
        """Of every queue, and of the languages that have hours of their own."""
        lines = []
        for name, queue in self._plan.queues.items():
            lines.append(self._open(name, "", queue.hours))
            lines += [self._open(name, one, hours) for one, hours in queue.hours_in.items()]
        return lines

    def _open(self, queue: str, language: str, hours: Hours) -> HoursLine:
        now, words = self._shown.now, self._words
        if hours.is_open(now):
            until = coming(self._shown, hours.closes_at(now), hours.zone)
            state = words["board.open_until" if until.at else "board.open"]
        else:
            until = coming(self._shown, hours.next_opening(now), hours.zone)
            state = words["board.opens" if until.at else "board.shut"]
        shown = self._shown.language(language) if language else words["board.all"]
        return HoursLine(f"{queue}/{language}", queue, shown, state, until)


def coming(shown: Shown, at: datetime | None, zone: ZoneInfo) -> Moment:
    """A moment that lies ahead, or has passed and is due."""
    moment = shown.moment(at, zone)
    if at is None or at <= shown.now:
        return moment._replace(ago=shown.words["board.due"] if at else "")
    if at < shown.now + A_MOMENT:
        return moment._replace(ago=shown.words["board.soon"])
    ahead = shown.ago(at - shown.now)
    return moment._replace(ago=shown.words["board.ahead"].format(time=ahead))


def _oldest(counts: Sequence[Counts]) -> datetime | None:
    return min((one.oldest_waiting for one in counts if one.oldest_waiting), default=None)


def _answers(adviser: Adviser) -> bool:
    return may(adviser.role, Permission.ANSWER)
