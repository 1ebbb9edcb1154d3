"""Fetching instead of being delivered to, for a start without a public address."""

import asyncio
from collections.abc import Iterable, Sequence

import structlog

from adapters.telegram.arrivals import take_in
from adapters.telegram.channel import Telegram
from adapters.telegram.patience import Patience, name_of
from adapters.telegram.reader import Update, read_update
from adapters.telegram.setup import ALLOWED_UPDATES
from adapters.telegram.transport import CallFailed
from bot.errors import NotOurs, StoreUnavailable
from bot.messages import Failure
from bot.ports import Receive

WAIT_SECONDS = 50  # how long Telegram may hold a call until there is something; it allows no more

log = structlog.get_logger(__name__)


async def poll(telegram: Telegram, receive: Receive) -> None:
    """Fetch and hand in until cancelled. What was not handed in is fetched again."""
    poller = _Poller(telegram, receive)
    patience = Patience()
    while True:
        try:
            await poller.round()
            patience.reset()
        except (CallFailed, StoreUnavailable) as setback:
            log.warning("telegram_polling_held_up", failure=name_of(setback))
            await telegram.pause(patience.after(setback))


class _Poller:
    def __init__(self, telegram: Telegram, receive: Receive) -> None:
        self._telegram = telegram
        self._receive = receive
        self._has_no_webhook = False
        self._offset = 0

    async def round(self) -> None:
        try:
            fetched = await self._fetch()
        except CallFailed:
            self._has_no_webhook = (
                False  # somebody may have set one: Telegram then refuses to be asked
            )
            raise
        await self._take_in_all(_updates(fetched))
        # The offset confirms what came before it. After a quiet week Telegram starts anew at a
        # random id, so an empty answer, which leaves nothing to confirm, clears it.
        ids = [number for number in map(_id_of, fetched) if number is not None]
        self._offset = max(ids) + 1 if ids else 0

    async def _fetch(self) -> list[object]:
        if not self._has_no_webhook:
            await self._telegram.api.call("deleteWebhook", {"drop_pending_updates": False})
            self._has_no_webhook = True
        fetched = await self._telegram.api.call(
            "getUpdates",
            {
                "offset": self._offset,
                "timeout": WAIT_SECONDS,
                "allowed_updates": ALLOWED_UPDATES,
            },
            extra_seconds=float(WAIT_SECONDS),
        )
        if not isinstance(fetched, list):
            raise CallFailed(Failure.PROVIDER_DOWN, detail="unreadable answer")
        return fetched

    async def _take_in_all(self, updates: Iterable[Update]) -> None:
        """A contact's updates in order, contacts side by side: many turns share a commit."""
        lanes: dict[str, list[Update]] = {}
        for update in updates:
            lanes.setdefault(update.inbound.urn if update.inbound else "", []).append(update)
        done = await asyncio.gather(*map(self._take_in, lanes.values()), return_exceptions=True)
        for failed in filter(None, done):
            raise failed

    async def _take_in(self, lane: Sequence[Update]) -> None:
        for update in lane:
            try:
                await take_in(self._telegram, update, self._receive)
            except StoreUnavailable:
                raise
            except Exception as error:
                # `receive` sets broken turns aside itself. Whatever else breaks costs one update:
                # fetched again and again, it would hold up everybody.
                log.error("telegram_update_lost", error=type(error).__name__)


def _updates(fetched: Iterable[object]) -> Iterable[Update]:
    for one in fetched:
        try:
            yield read_update(one)
        except NotOurs:
            log.warning("telegram_update_unreadable")


def _id_of(fetched: object) -> int | None:
    number = fetched.get("update_id") if isinstance(fetched, dict) else None
    return number if isinstance(number, int) else None
