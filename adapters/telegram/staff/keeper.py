"""Brings the topics up to date, one step at a time.

A step is done at Telegram first and noted afterwards: a process that dies in between repeats it, so
that a message may stand in a topic twice and is never missing there.
"""

from collections.abc import Sequence

import structlog

from adapters.telegram.staff.cards import (
    Cards,
    button,
    buttons_of,
    face_of,
    message_of,
    note_of,
    post_of,
)
from adapters.telegram.staff.office import Office
from adapters.telegram.staff.steps import Fate, Scene, Step, next_fate, next_step, settled
from adapters.telegram.staff.topics import CardGone, TopicGone, Topics, TopicShut
from adapters.telegram.staff.words import say, say_or
from adapters.telegram.transport import CallFailed
from bot.desk.commands import Look
from bot.desk.model import Case, CaseMessage, CaseView, DeskEvent, EventKind
from bot.desk.staff import Topic
from bot.messages import Failure
from bot.shaping import split_paragraphs

TEXT_AT_MOST = 4096
ALERTS = frozenset({EventKind.DANGER, EventKind.ALERT, EventKind.ALERT_LEAD, EventKind.NUDGE})

log = structlog.get_logger(__name__)


class Keeper:
    def __init__(self, office: Office, topics: Topics) -> None:
        self._office = office
        self._topics = topics
        self._cards = Cards(office.desk, office.catalogue)
        self._shown: dict[int, Fate] = {}
        self.unsettled: set[int] = set()
        """Cases with words of which it is not known yet whether they arrived."""

    async def step(self, case_id: int, pings: Sequence[DeskEvent]) -> bool:
        """Do the next thing there is to do; False when nothing is left. Errors raised:
        `GroupBroken`, `CallFailed`, StoreUnavailable."""
        view = await self._office.ask(self._office.reader.view, case_id)
        known = await self._office.ask(self._office.store.topic_of, case_id)
        if known is None and (view is None or view.case.is_closed):
            return False
        topic = known or Topic(case_id)
        scene = self._scene(view, topic, pings)
        step = next_step(scene)
        self._note_unsettled(scene)
        if step is None:
            return False
        try:
            await self._do(step, scene)
        except TopicGone:
            await self._lose(topic)
        except TopicShut:
            topic.is_shut, topic.face = True, scene.face
            await self._save(topic)
        except CardGone:
            topic.card = 0
            await self._save(topic)
        return step is not Step.REMOVE

    def _scene(self, view: CaseView | None, topic: Topic, pings: Sequence[DeskEvent]) -> Scene:
        title = face = ""
        if view is not None:
            title = self._cards.title(view.case)
            face = face_of(self._text(view, topic), buttons_of(view.case))
        fresh = (ping for ping in pings if ping.id > topic.pinged)
        true = tuple(ping for ping in fresh if view is not None and _holds(ping, view.case))
        return Scene(view, topic, title, face, true, self._shown, self._office.clock())

    async def _do(self, step: Step, scene: Scene) -> None:
        topic, view = scene.topic, scene.view
        if view is None or step is Step.REMOVE:
            await self._remove(topic)
            return
        match step:
            case Step.CREATE:
                topic.thread, topic.title = await self._topics.create(scene.title), scene.title
                topic.is_shut = False
            case Step.TITLE:
                await self._topics.rename(topic.thread, scene.title)
                topic.title = scene.title
            case Step.REOPEN:
                await self._topics.reopen(topic.thread)
                topic.is_shut = False
            case Step.SHUT:
                await self._topics.shut(topic.thread)
                topic.is_shut = True
            case _:
                await self._write(step, scene, view)
        await self._save(topic)

    async def _write(self, step: Step, scene: Scene, view: CaseView) -> None:
        topic = scene.topic
        match step:
            case Step.CARD | Step.FACE:
                await self._show_card(scene, view)
            case Step.PING:
                await self._ping(topic, view, scene.pings[0])
            case Step.POST:
                await self._post_next(topic, view)
            case Step.NOTE:
                note = view.notes[topic.noted]
                if not message_of(note.key):
                    await self._post(topic, note_of(note, view.names))
                topic.noted += 1
            case Step.FATE:
                await self._show_fate(scene, view)

    async def _show_card(self, scene: Scene, view: CaseView) -> None:
        topic, case = scene.topic, view.case
        text, buttons = self._text(view, topic), buttons_of(case)
        if topic.card:
            await self._topics.change(topic.card, text, buttons)
        else:
            topic.card = await self._topics.post(topic.thread, text, buttons, is_alert=True)
        topic.face = scene.face

    async def _ping(self, topic: Topic, view: CaseView, ping: DeskEvent) -> None:
        owner = view.owner.name if view.owner else ""
        is_danger = ping.kind == EventKind.DANGER and view.case.is_held
        buttons = [button("numbers", topic.case_id)] if is_danger else []
        text = say(f"ping.{ping.kind}", owner=owner)
        await self._topics.post(topic.thread, text, buttons, is_alert=True)
        topic.pinged = ping.id

    async def _post_next(self, topic: Topic, view: CaseView) -> None:
        message = view.messages[topic.posted]
        if not message_of(message.key):
            await self._post(topic, post_of(message, view.names))
        topic.posted += 1
        if topic.posted == len(view.messages) and view.case.owner is not None:
            look = Look(view.case.owner, view.case.id)
            await self._office.do(self._office.desk.look, look)

    async def _post(self, topic: Topic, text: str) -> None:
        try:
            for piece in split_paragraphs(text, TEXT_AT_MOST):
                await self._topics.post(topic.thread, piece, is_alert=True)
        except CallFailed as failed:
            if failed.failure is not Failure.REFUSED:
                raise
            log.warning("telegram_staff_refused", detail=failed.detail)
            await self._topics.post(topic.thread, say("post.hidden"))

    async def _show_fate(self, scene: Scene, view: CaseView) -> None:
        found = next_fate(scene, view)
        if found is None:
            return
        message, fate = found
        number = message_of(message.key)
        await self._topics.react(number, say(f"fate.{fate.value}"))
        if fate in (Fate.FAILED, Fate.UNSURE):
            await self._topics.post(
                scene.topic.thread, _undelivered(message, fate), reply_to=number
            )
        self._shown[message.id] = fate
        after = settled(view, scene.topic, self._shown)
        for done in view.messages[scene.topic.settled : after]:
            self._shown.pop(done.id, None)
        scene.topic.settled = after

    async def _remove(self, topic: Topic) -> None:
        for thread in filter(None, (topic.thread, *topic.lost)):
            try:
                await self._topics.remove(thread)
            except (TopicGone, TopicShut):
                log.info("telegram_staff_topic_was_gone")
        await self._office.do(self._office.store.forget, topic.case_id)

    async def _lose(self, topic: Topic) -> None:
        log.info("telegram_staff_topic_lost", case=topic.case_id)
        topic.lost = (*topic.lost, topic.thread)
        topic.thread = topic.card = 0
        topic.title = topic.face = ""
        await self._save(topic)

    async def _save(self, topic: Topic) -> None:
        await self._office.do(self._office.store.save, topic)

    def _note_unsettled(self, scene: Scene) -> None:
        case_id, view = scene.topic.case_id, scene.view
        is_open = view is not None and not view.case.is_closed
        waits = is_open and scene.topic.settled < scene.topic.posted
        (self.unsettled.add if waits else self.unsettled.discard)(case_id)

    def _text(self, view: CaseView, topic: Topic) -> str:
        return self._cards.text(view, was_lost=bool(topic.lost))


def _holds(ping: DeskEvent, case: Case) -> bool:
    """Whether it is still worth an alert."""
    if ping.kind == EventKind.ALERT:
        return not case.is_held
    return ping.kind in ALERTS and (ping.kind != EventKind.NUDGE or case.is_held)


def _undelivered(message: CaseMessage, fate: Fate) -> str:
    other = say("why_not_delivered.other")
    why = say_or(f"why_not_delivered.{message.failure}", other)
    return say(f"undelivered.{fate.value}", why=why)
