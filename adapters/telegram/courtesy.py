"""What good manners ask besides replies: a pressed button stops spinning, she sees that we are
typing, groups are left. None of it may hold up or break a turn: it happens in the background.
"""

import asyncio

from adapters.telegram.api import Api


class Courtesy:
    """`typing_after`: the seconds she may wait before she is shown that we are typing."""

    def __init__(self, api: Api, typing_after: float) -> None:
        self._api = api
        self._typing_after = typing_after
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._left: set[int] = set()

    def answer(self, query: str) -> None:
        self._api.soon("answerCallbackQuery", {"callback_query_id": query})

    def leave(self, group: int) -> None:
        """Once per process: what piled up in a group before we left it is not worth a call each."""
        if group not in self._left:
            self._left.add(group)
            self._api.soon("leaveChat", {"chat_id": group})

    def expect_reply(self, address: str) -> None:
        if address not in self._waiting:
            loop = asyncio.get_running_loop()
            self._waiting[address] = loop.call_later(self._typing_after, self._type, address)

    def type(self, address: str) -> None:
        """Somebody writes to her just now."""
        self._api.soon("sendChatAction", {"chat_id": int(address), "action": "typing"})

    def is_expected(self, address: str) -> bool:
        """Whether a reply is awaited there."""
        return address in self._waiting

    def stop_expecting(self, address: str) -> None:
        """A reply is going out, or none will."""
        timer = self._waiting.pop(address, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()

    def _type(self, address: str) -> None:
        self._waiting.pop(address, None)
        self.type(address)
