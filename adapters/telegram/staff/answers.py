"""Short answers in the group. They go in the background: an update that was dealt with is not
brought again because its answer has to wait."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from adapters.telegram.api import FAREWELL_SECONDS, Api
from adapters.telegram.staff.pace import GroupPace
from adapters.telegram.staff.topics import CardGone, GroupBroken, TopicGone, Topics, TopicShut
from adapters.telegram.staff.words import say
from adapters.telegram.transport import CallFailed
from bot.messages import Failure

TRIES = 3
POPUP_AT_MOST = 200
"""Characters that Telegram shows over the chat."""

log = structlog.get_logger(__name__)


class Answers:
    def __init__(
        self,
        api: Api,
        topics: Topics,
        pace: GroupPace,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._api = api
        self._topics = topics
        self._pace = pace
        self._pause = pause
        self._tasks: set[asyncio.Task[None]] = set()

    def in_topic(self, thread: int, text: str, reply_to: int = 0) -> None:
        """`thread` 0: in General, and so never anything of a case."""

        async def post() -> None:
            if thread:
                await self._topics.post(thread, text, reply_to=reply_to)
            else:
                await self._topics.tell_all(text)

        self._soon(self._try(post))

    def mark(self, message: int, fate: str) -> None:
        self._soon(self._topics.react(message, say(f"fate.{fate}")))

    def pop_up(self, query: str, text: str) -> None:
        """Over the chat, for whoever pressed; a pressed button spins until it has this."""
        answer: dict[str, object] = {"callback_query_id": query}
        if text:
            answer |= {"text": text[:POPUP_AT_MOST], "show_alert": True}
        self._api.soon("answerCallbackQuery", answer)

    def private(self, person: int, text: str) -> None:
        self._api.soon("sendMessage", {"chat_id": person, "text": text})

    def reopen(self, thread: int) -> None:
        self._soon(self._try(lambda: self._topics.reopen(thread)))

    async def have_gone(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Let what is on its way arrive, then let go of the rest: nothing hangs on it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.have_gone(), FAREWELL_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, work: Callable[[], Awaitable[None]]) -> None:
        for _ in range(TRIES):
            while delay := self._pace.delay(urgent=True):
                await self._pause(delay)
            try:
                return await work()
            except CallFailed as failed:
                log.info("telegram_courtesy_failed", failure=failed.failure)
                if failed.failure is Failure.REFUSED:
                    return None
            except (TopicGone, TopicShut, CardGone, GroupBroken) as gone:
                log.info("telegram_courtesy_failed", error=type(gone).__name__)
                return None
        return None
