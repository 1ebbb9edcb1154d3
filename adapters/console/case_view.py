"""A case as its page shows it."""

from datetime import datetime
from typing import NamedTuple

from adapters.console.may import Can, what_may
from adapters.console.shown import Mark, Moment, Shown, mark_of, visible, zone_of
from bot.desk.access import TALKS, ties_of
from bot.desk.model import Adviser, Author, Case, CaseMessage, CaseStatus, CaseView, Note
from bot.desk.plan import Plan
from bot.desk.timing import WINDOWS, is_too_late, is_window_open, may_reply
from bot.ports import Delivery

STATES_TOLD = 50
"""Of the newest messages pages are told anew how far they came."""
BAD = frozenset({Delivery.AMBIGUOUS, Delivery.FAILED})
DESK = "desk."
"""Begins the key of what the desk said by itself."""


class Bubble(NamedTuple):
    """`kind`: whose it is. `is_covered`: shown on request only."""

    id: str
    kind: str
    who: str
    text: str
    at: Moment
    state: str
    is_bad: bool
    danger: str
    edited: str
    is_covered: bool


class NoteLine(NamedTuple):
    id: str
    who: str
    text: str
    at: Moment


BLANK = Bubble("", "", "", "", Moment(), "", is_bad=False, danger="", edited="", is_covered=False)
BLANK_NOTE = NoteLine("", "", "", Moment())
"""The patterns after which a page makes more of them."""


class Head(NamedTuple):
    """What changes while the page is open."""

    version: str
    status: str
    since: Moment
    since_label: str
    window: str
    owner: str
    invited: str
    urgent: str
    warned: str
    blocked: str
    unsafe: str
    outcome: str
    why_not: str  # in the place of the reply where none can be written


class Face:
    """One case for one adviser, who may read it."""

    def __init__(
        self, view: CaseView, adviser: Adviser, shown: Shown, plan: Plan, *, covers: bool
    ) -> None:
        self._view = view
        self._case = view.case
        self._adviser = adviser
        self._shown = shown
        self._words = shown.words
        self._zone = zone_of(view.case, plan)
        self._covers = covers and _is_hard(view)

    @property
    def can(self) -> Can:
        return what_may(self._view, self._adviser, self._shown.now)

    @property
    def mark(self) -> Mark:
        return mark_of(self._case.id)

    @property
    def opened(self) -> Moment:
        return self._moment(self._case.opened_at)

    def bubbles(self, after: str = "") -> list[Bubble]:
        """Those after the message of this id; all where there is no such message."""
        messages = list(self._view.messages)
        places = [place for place, one in enumerate(messages) if str(one.id) == after]
        return [self._bubble(one) for one in messages[places[0] + 1 if places else 0 :]]

    def states(self) -> dict[str, dict[str, object]]:
        newest = self._view.messages[-STATES_TOLD:]
        sent = [one for one in newest if one.delivery is not None]
        return {
            str(one.id): {"state": self._state(one), "is_bad": one.delivery in BAD} for one in sent
        }

    def notes(self) -> list[NoteLine]:
        return [self._note(note) for note in self._view.notes]

    def head(self) -> Head:
        case, words = self._case, self._words
        since, label = self._since()
        names = [self._view.names.get(id_, "") for id_ in case.invited]
        owner = self._view.owner
        return Head(
            version=str(case.version),
            status=words[f"status.{case.status}"],
            since=since,
            since_label=label,
            window=self._window(),
            owner=owner.name if owner else words["case.nobody"],
            invited=", ".join(filter(None, names)),
            urgent=words["case.urgent"] if case.is_urgent else "",
            warned=words["case.warned"].format(n=case.warned) if case.warned else "",
            blocked=words["case.blocked"] if self._view.is_blocked else "",
            unsafe=words["case.unsafe"] if case.is_unsafe_phone else "",
            outcome=words[f"outcome.{case.outcome}"] if case.outcome else "",
            why_not=self._why_not(),
        )

    def _bubble(self, message: CaseMessage) -> Bubble:
        words, is_hers = self._words, message.author is Author.CONTACT
        return Bubble(
            id=str(message.id),
            kind=message.author,
            who=self._who(message),
            text=visible(self._text(message)),
            at=self._moment(message.at),
            state=self._state(message),
            is_bad=message.delivery in BAD,
            danger=words["case.danger"] if message.is_danger else "",
            edited=words["case.edited"] if message.is_edited else "",
            is_covered=self._covers and is_hers,
        )

    def _who(self, message: CaseMessage) -> str:
        if message.author is Author.CONTACT:
            return self._words["case.contact"]
        if message.author is Author.GUIDE:
            return self._words["case.guide"]
        return self._name(message.adviser_id)

    def _name(self, adviser_id: int | None) -> str:
        if adviser_id == self._adviser.id:
            return self._words["case.you"]
        return self._view.names.get(adviser_id or 0, "")

    def _text(self, message: CaseMessage) -> str:
        """Of what the desk said by itself the key is kept."""
        if message.author is not Author.GUIDE:
            return message.text
        key = f"said.{message.text.removeprefix(DESK)}"
        return self._shown.word(key, self._words["said.other"])

    def _state(self, message: CaseMessage) -> str:
        if message.delivery is None:
            return ""
        state = self._words[f"delivery.{message.delivery}"]
        if message.failure is None or message.delivery is not Delivery.FAILED:
            return state
        return f"{state}: {self._words[f'failure.{message.failure}']}"

    def _note(self, note: Note) -> NoteLine:
        who = self._name(note.adviser_id)
        return NoteLine(str(note.id), who, visible(note.text), self._moment(note.at))

    def _moment(self, at: datetime | None) -> Moment:
        """Of a closed case by the hour: nobody can then be known by when they write."""
        if at is not None and self._case.is_closed:
            at = at.replace(minute=0, second=0, microsecond=0)
        return self._shown.moment(at, self._zone)

    def _since(self) -> tuple[Moment, str]:
        case, words = self._case, self._words
        if case.is_closed:
            return self._moment(case.closed_at), words["case.closed"]
        if case.status is CaseStatus.WAITING:
            return self._moment(case.waiting_since), words["case.waiting"]
        key = "case.unanswered" if case.unanswered_since else "case.answered"
        return self._moment(case.unanswered_since), words[key]

    def _window(self) -> str:
        case = self._case
        window = WINDOWS.get(case.channel)
        if case.is_closed or window is None or case.last_heard_at is None:
            return ""
        if not is_window_open(case, self._shown.now):
            return self._words["case.window_shut"]
        left = int((case.last_heard_at + window - self._shown.now).total_seconds())
        hours, minutes = left // 3600, left // 60 % 60
        time = self._words["case.time_left"].format(hours=hours, minutes=minutes)
        return self._words["case.window"].format(time=time)

    def _why_not(self) -> str:
        case, words, now = self._case, self._words, self._shown.now
        owner = self._view.owner
        reasons = {
            "case.is_closed": case.is_closed,
            "case.is_stopped": self._view.is_stopped,
            "case.not_claimed": not case.is_held,
            "case.not_yours": not TALKS & ties_of(self._adviser, case),
            "case.waits_for_her": case.waits_for_her,
            "case.not_later": is_too_late(case, now),
            "case.is_unsafe": not may_reply(case, now),
            "case.window_shut": not is_window_open(case, now),
        }
        key = next((key for key, holds in reasons.items() if holds), None)
        return words[key].format(name=owner.name if owner else "") if key else ""


def _is_hard(view: CaseView) -> bool:
    """Danger or abuse: nobody has to read it unprepared."""
    case: Case = view.case
    return case.is_urgent or case.warned > 0 or any(one.is_danger for one in view.messages)
