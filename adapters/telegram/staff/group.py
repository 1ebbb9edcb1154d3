"""The staff group, as the product holds it."""

import asyncio
import time
from collections.abc import Callable

import structlog

from adapters.telegram.api import Api
from adapters.telegram.channel import Pause
from adapters.telegram.staff.answers import Answers
from adapters.telegram.staff.following import Following
from adapters.telegram.staff.hearing import Hearing
from adapters.telegram.staff.office import Office
from adapters.telegram.staff.pace import GroupPace
from adapters.telegram.staff.reading import Fields, read_deed
from adapters.telegram.staff.topics import Topics
from bot.errors import StoreUnavailable

log = structlog.get_logger(__name__)


class StaffGroup:
    """`group`: the chat's number at Telegram. `take_in` where updates arrive, `follow` in a
    worker. `wake` may be told of news, on the event loop; else they are looked for every second."""

    def __init__(
        self,
        api: Api,
        group: int,
        office: Office,
        *,
        pause: Pause = asyncio.sleep,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        pace = GroupPace(seconds)
        topics = Topics(api, group, pace)
        self._group = group
        self.answers = Answers(api, topics, pace, pause)
        self._hearing = Hearing(office, self.answers)
        self._following = Following(office, topics, pace, pause)
        self.follow = self._following.follow
        self.catch_up = self._following.catch_up
        self.wake = self._following.wake

    async def take_in(self, update: Fields) -> bool:
        """Whether it was the group's. Errors raised: StoreUnavailable."""
        deed = read_deed(update, self._group)
        if deed is None:
            return False
        try:
            await self._hearing.hear(deed)
        except StoreUnavailable:
            raise
        except Exception as error:
            # Brought again and again, it would hold up everybody.
            log.error("telegram_update_lost", error=type(error).__name__)
        return True

    async def close(self) -> None:
        await self.answers.close()
