"""Which case's topic has to be looked at next: news of the desk, the urgent ones first."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from adapters.telegram.patience import Patience, name_of
from adapters.telegram.staff.jobs import LAST, PRIORITIES, SOON, Job, Jobs
from adapters.telegram.staff.keeper import Keeper
from adapters.telegram.staff.office import Office
from adapters.telegram.staff.pace import GroupPace
from adapters.telegram.staff.topics import GroupBroken, Topics
from adapters.telegram.staff.words import say
from adapters.telegram.transport import CallFailed
from bot.desk.commands import SignOfLife
from bot.desk.model import SIGNS
from bot.desk.staff import Followed, Watch
from bot.errors import StoreUnavailable
from bot.messages import Failure

LOOK_EVERY = 1.0
BROKEN_FOR = 60.0
"""Seconds until what is broken is tried again."""
HANDED_ON_WITHIN = 0.3
"""Seconds, of those that a process has to stop in."""
WATCH_LASTS = timedelta(seconds=60)
WATCH_AGAIN = timedelta(seconds=20)
LIFE_EVERY = timedelta(seconds=15)
FATES_EVERY = timedelta(seconds=5)
ALL_EVERY = timedelta(minutes=5)
"""Topics of closed cases come to their end; what went wrong is tried again."""
PRESENT_FOR = timedelta(hours=1)
"""After doing something in the group an adviser counts as there for so long: a phone in a pocket
gives no sign of life. A contact without an answer does not wait for it."""
CASES_AT_MOST = 1000

log = structlog.get_logger(__name__)


class Every:
    """Whether it is time again."""

    def __init__(self, duration: timedelta) -> None:
        self._duration = duration
        self._next: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        is_due = self._next is None or now >= self._next
        if is_due:
            self._next = now + self._duration
        return is_due


class Following:
    """Looks after the topics, in one process at a time. `pause` waits so many seconds."""

    def __init__(
        self,
        office: Office,
        topics: Topics,
        pace: GroupPace,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._office = office
        self._topics = topics
        self._keeper = Keeper(office, topics)
        self._pace = pace
        self._pause = pause
        self._jobs = Jobs()
        self._holder = secrets.randbits(62)
        self._has_watch = False
        self._followed: Followed | None = None
        self._noted: Followed | None = None
        self._watch, self._life = Every(WATCH_AGAIN), Every(LIFE_EVERY)
        self._fates, self._all = Every(FATES_EVERY), Every(ALL_EVERY)
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There is news. On the event loop."""
        self._news.set()

    async def follow(self) -> None:
        """Until cancelled."""
        try:
            await self._follow()
        except asyncio.CancelledError:
            await self._hand_on()
            raise

    async def _follow(self) -> None:
        patience = Patience()
        while True:
            try:
                is_well = await self.catch_up()
                patience.reset()
                await self._rest(LOOK_EVERY if is_well else BROKEN_FOR)
            except (CallFailed, StoreUnavailable) as setback:
                log.warning("telegram_staff_held_up", failure=name_of(setback))
                await self._pause(patience.after(setback))

    async def catch_up(self) -> bool:
        """Do all that is due; False when the group is broken. Errors raised: `CallFailed`,
        StoreUnavailable."""
        try:
            await self._catch_up()
        except GroupBroken as broken:
            await self._tell_of_trouble(broken.trouble)
            return False
        return True

    async def _catch_up(self) -> None:
        while await self._watches() and (job := await self._next_job()):
            delay = self._pace.delay(urgent=job.priority <= SOON)
            if delay:
                await self._pause(min(delay, LOOK_EVERY))
            else:
                await self._work(job)
        if self._has_watch:
            await self._note(self._followed)

    async def _next_job(self) -> Job | None:
        await self._read_news()
        return self._jobs.first()

    async def _work(self, job: Job) -> None:
        try:
            has_more = await self._keeper.step(job.case_id, job.events)
        except CallFailed as failed:
            if failed.failure is Failure.THROTTLED:
                return  # the pace knows how long to wait
            if failed.failure is not Failure.REFUSED:
                raise
            self._drop(job, failed.failure)
        except (GroupBroken, StoreUnavailable):
            raise
        except Exception as error:
            self._drop(job, type(error).__name__)
        else:
            await self._works_again()
            if not has_more:
                self._jobs.done(job)

    def _drop(self, job: Job, error: str) -> None:
        """One case that cannot be shown holds up no other; it goes on in the console."""
        log.error("telegram_staff_case_not_shown", case=job.case_id, error=error)
        self._jobs.done(job)

    async def _watches(self) -> bool:
        """Whether this process is the one that looks after the group."""
        now = self._office.clock()
        if self._watch.is_due(now):
            watch = Watch(self._holder, now + WATCH_LASTS)
            had_watch = self._has_watch
            self._has_watch = await self._office.do(self._office.store.watch, watch)
            if self._has_watch and not had_watch:
                await self._begin()
        return self._has_watch

    async def _hand_on(self) -> None:
        """The process that follows this one need not wait until the watch runs out."""
        over = Watch(self._holder, self._office.clock() - WATCH_LASTS)
        with suppress(Exception):  # nothing hangs on it, and the process has to end
            async with asyncio.timeout(HANDED_ON_WITHIN):
                await self._office.do(self._office.store.watch, over)

    async def _begin(self) -> None:
        """Look at everything: what was missed is found by how things stand."""
        known = await self._office.ask(self._office.store.followed)
        if not known.cursor:
            newest = await self._office.ask(self._office.reader.last_event)
            known = known._replace(cursor=newest)
        self._followed = known
        await self._look_at_all()

    async def _look_at_all(self) -> None:
        for case_id in await self._office.ask(self._all_cases):
            self._jobs.add(case_id)

    def _all_cases(self) -> Iterable[int]:
        reader = self._office.reader
        rows = reader.waiting((), (), CASES_AT_MOST)
        for adviser in reader.advisers():
            rows += reader.cases_of(adviser.id)
        topics = [topic.case_id for topic in self._office.store.topics()]
        return dict.fromkeys([*(row.case.id for row in rows), *topics])

    async def _read_news(self) -> None:
        followed = self._followed or Followed()
        events = await self._office.ask(self._office.reader.events_after, followed.cursor)
        for event in events:
            if event.case_id and event.kind not in SIGNS:
                self._jobs.add(event.case_id, PRIORITIES.get(event.kind, LAST), event)
        if events:
            self._followed = followed._replace(cursor=events[-1].id)
        await self._keep_time(self._office.clock())

    async def _keep_time(self, now: datetime) -> None:
        if self._fates.is_due(now):
            for case_id in self._keeper.unsettled:
                self._jobs.add(case_id)
        if self._life.is_due(now):
            await self._sign_of_life(now)
        if self._all.is_due(now):
            for topic in await self._office.ask(self._office.store.topics):
                self._jobs.add(topic.case_id)

    async def _sign_of_life(self, now: datetime) -> None:
        office = self._office
        for adviser in await office.ask(office.store.present, now - PRESENT_FOR):
            await office.do(office.attendance.sign_of_life, SignOfLife(adviser))

    async def _tell_of_trouble(self, trouble: str) -> None:
        """Once, into General, and nothing of any case."""
        known = self._followed or Followed()
        if known.trouble == trouble:
            return
        log.error("telegram_staff_broken", reason=trouble)
        await self._note(known._replace(trouble=trouble))
        try:
            await self._topics.tell_all(say(f"group.{trouble}"))
        except (GroupBroken, CallFailed) as failed:
            log.warning("telegram_staff_not_told", error=type(failed).__name__)

    async def _works_again(self) -> None:
        if self._topics.is_well and self._followed and self._followed.trouble:
            await self._note(self._followed._replace(trouble=""))
            await self._topics.tell_all(say("group.works"))
            await self._look_at_all()

    async def _note(self, followed: Followed | None) -> None:
        if followed is not None and followed != self._noted:
            await self._office.do(self._office.store.follow, followed)
            self._followed = self._noted = followed

    async def _rest(self, seconds: float) -> None:
        waiting = asyncio.ensure_future(self._news.wait())
        pausing = asyncio.ensure_future(self._pause(seconds))
        both = (waiting, pausing)
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in both:
                one.cancel()
        self._news.clear()
