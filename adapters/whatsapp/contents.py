"""The templates that exist at Twilio: found at start, made when a shape is first needed."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from adapters.whatsapp.templates import NAME_PREFIX, Filled, TemplateCache
from bot.messages import Failure, SendFailed

PAGE_SIZE = 100
EVERY_TEMPLATE = ""
REST_SECONDS = 60.0
"""After a failure she gets numbers at once, and Twilio is asked again no sooner than this."""


class Contents:
    """`client` is a Twilio client with an asynchronous transport; `seconds` a monotonic clock."""

    def __init__(
        self, client: Any, cache: TemplateCache, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._cache = cache
        self._seconds = seconds
        self._sids: dict[str, str] = {}
        self._is_loaded = False
        self._rests_until: dict[str, float] = {}
        self._lock = asyncio.Lock()

    async def load(self) -> None:
        """List our templates. Errors raised: `SendFailed`."""
        found = await self._client.content.v1.contents.list_async(page_size=PAGE_SIZE)
        for content in found:
            if str(content.friendly_name).startswith(NAME_PREFIX):
                self._keep(content.friendly_name, content.sid)
        self._is_loaded = True

    async def sid(self, template: Filled) -> str | None:
        """The sid of the template, made if need be; None when it cannot be had now."""
        if known := self._known(template.name):
            return known
        async with self._lock:
            return self._known(template.name) or await self._make_unless_resting(template)

    async def approved(self, name: str) -> str | None:
        """The sid of a template with words, made by the operator; None when there is none."""
        if known := self._known(name):
            return known
        async with self._lock:
            if not (self._known(name) or self._is_resting(name)):
                self._rests_until[name] = self._seconds() + REST_SECONDS
                with suppress(SendFailed):
                    await self.load()
        return self._known(name)

    def forget(self, name: str) -> None:
        """Twilio does not know it (any more): it is made or found anew when next needed."""
        self._keep(name, "")
        self._rests_until.pop(name, None)

    def _known(self, name: str) -> str | None:
        # Once Twilio has told what is there, a cache from before may name what is gone.
        return self._sids.get(name) or (None if self._is_loaded else self._cache.get(name)) or None

    async def _make_unless_resting(self, template: Filled) -> str | None:
        if self._is_resting(template.name):
            return None
        try:
            return await self._find_or_make(template)
        except SendFailed as failed:
            scope = template.name if failed.failure is Failure.REFUSED else EVERY_TEMPLATE
            self._rests_until[scope] = self._seconds() + REST_SECONDS
            return None

    def _is_resting(self, name: str) -> bool:
        now = self._seconds()
        return any(now < self._rests_until.get(scope, now) for scope in (name, EVERY_TEMPLATE))

    async def _find_or_make(self, template: Filled) -> str:
        if not self._is_loaded:
            await self.load()
        return self._known(template.name) or await self._make(template)

    async def _make(self, template: Filled) -> str:
        contents = self._client.content.v1.contents
        request = contents.ContentCreateRequest(
            # No words are in it, so no language is wrong.
            {"friendly_name": template.name, "language": "en", "types": template.types}
        )
        made = await contents.create_async(request)
        self._keep(template.name, str(made.sid))
        return str(made.sid)

    def _keep(self, name: str, sid: str) -> None:
        self._sids[name] = sid
        self._cache.put(name, sid)
