"""Which step brings a topic nearer to how its case stands. Steps follow from what is stored and not
from what happened: after a crash, or a loss, the same steps are found again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from types import MappingProxyType

from adapters.telegram.staff.cards import message_of
from bot.desk.model import Author, CaseMessage, CaseView, DeskEvent
from bot.desk.staff import Topic
from bot.ports import Delivery

KEPT_AFTER_CLOSE = timedelta(hours=24)
"""For so long a closed case's topic can still be read."""


class Step(Enum):
    CREATE = auto()
    CARD = auto()  # the first message
    REOPEN = auto()
    FACE = auto()  # the card has to look different
    TITLE = auto()
    PING = auto()
    POST = auto()
    NOTE = auto()
    FATE = auto()
    SHUT = auto()
    REMOVE = auto()


class Fate(Enum):
    SENT = "sent"
    ARRIVED = "arrived"
    FAILED = "failed"
    UNSURE = "unsure"


FATES: Mapping[Delivery | None, Fate] = MappingProxyType(
    {
        Delivery.SENT: Fate.SENT,
        Delivery.DELIVERED: Fate.ARRIVED,
        Delivery.READ: Fate.ARRIVED,
        Delivery.AMBIGUOUS: Fate.UNSURE,
        Delivery.FAILED: Fate.FAILED,
    }
)
TELLS_OF_ARRIVAL = frozenset({"whatsapp"})
"""Channels on which a message that was sent may still fail."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A case, its topic, and how that should look. `shown`: by message, what the group has been
    shown of its fate."""

    view: CaseView | None
    topic: Topic
    title: str
    face: str
    pings: tuple[DeskEvent, ...]
    shown: Mapping[int, Fate]
    now: datetime


def next_step(scene: Scene) -> Step | None:
    if scene.view is None:
        return Step.REMOVE
    if scene.view.case.is_closed:
        return _closing(scene, scene.view)
    return next((step for step, is_due in OPEN.items() if is_due(scene, scene.view)), None)


def _closing(scene: Scene, view: CaseView) -> Step | None:
    topic, closed_at = scene.topic, view.case.closed_at
    is_over = closed_at is None or scene.now >= closed_at + KEPT_AFTER_CLOSE
    if not topic.thread or is_over:
        return Step.REMOVE
    if topic.card and topic.face != scene.face:
        return Step.FACE
    if topic.title != scene.title:
        return Step.TITLE
    return None if topic.is_shut else Step.SHUT


def next_fate(scene: Scene, view: CaseView) -> tuple[CaseMessage, Fate] | None:
    """The next message of the group of which there is news."""
    for message in view.messages[scene.topic.settled : scene.topic.posted]:
        fate = _fate(message)
        if fate is not None and scene.shown.get(message.id) is not fate:
            return message, fate
    return None


def settled(view: CaseView, topic: Topic, shown: Mapping[int, Fate]) -> int:
    """Up to which message nothing more is to be shown."""
    number = topic.settled
    for message in view.messages[topic.settled : topic.posted]:
        if message_of(message.key) and not _is_final(shown.get(message.id), view.case.channel):
            break
        number += 1
    return number


def _fate(message: CaseMessage) -> Fate | None:
    is_theirs = message.author is Author.ADVISER and message_of(message.key)
    return FATES.get(message.delivery) if is_theirs else None


def _is_final(fate: Fate | None, channel: str) -> bool:
    return fate is not None and (fate is not Fate.SENT or channel not in TELLS_OF_ARRIVAL)


def _has_posts(scene: Scene, view: CaseView) -> bool:
    """Nobody's words are shown before somebody has the case."""
    return view.case.is_held and scene.topic.posted < len(view.messages)


def _has_notes(scene: Scene, view: CaseView) -> bool:
    return view.case.is_held and scene.topic.noted < len(view.notes)


OPEN: Mapping[Step, Callable[[Scene, CaseView], bool]] = MappingProxyType(
    {
        Step.CREATE: lambda scene, _: not scene.topic.thread,
        Step.CARD: lambda scene, _: not scene.topic.card,
        Step.REOPEN: lambda scene, _: scene.topic.is_shut,
        Step.PING: lambda scene, _: bool(scene.pings),
        Step.FACE: lambda scene, _: scene.topic.face != scene.face,
        Step.POST: _has_posts,
        Step.TITLE: lambda scene, _: scene.topic.title != scene.title,
        Step.FATE: lambda scene, view: next_fate(scene, view) is not None,
        Step.NOTE: _has_notes,
    }
)
"""The steps of an open case, the first one that is due first."""
