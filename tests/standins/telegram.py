"""A stand-in for Telegram: a real HTTP server on loopback that refuses what the Bot API refuses.

    async with TelegramStandIn() as telegram:
        channel = Telegram(telegram.token, SECRET, api_url=telegram.url, public_url=our_address)
        await channel.open({})
        delivery = await telegram.write(7, "hello")  # to the webhook, or kept for getUpdates
        [welcome] = await telegram.messages(7, 1)  # waits until the bot has said one message
        await telegram.press(7, welcome["message_id"], "welcome.menu:signs")

Strict beyond the real one: unknown parameters, wrong types and any `parse_mode` are refused too.
What was refused is in `refused`, which a test can hold to be empty. Chats are numbers; a contact is
known once they wrote (or by `meet`). Waiting gives up with `TimeoutError` after `PATIENCE` seconds.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Self, TypeVar

from aiohttp import ClientSession, web

from tests.standins import telegram_updates as updates
from tests.standins.telegram_rules import Call, Delivery, Fault, Json, Refused, check

__all__ = ["TOKEN", "Call", "Delivery", "Fault", "Refused", "TelegramStandIn"]

PATIENCE = 20.0
TOKEN = "123456:AAF-stand_in"

Seen = TypeVar("Seen")


class TelegramStandIn:
    """`calls` holds what was accepted, in order; `refused` the reasons of what was not."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self.refused: list[str] = []
        self.commands: dict[str, list[Json]] = {}
        self.webhook: Json = {}
        self.pending: deque[Json] = deque()
        self._known: dict[int, str] = {}
        self._blocked: set[int] = set()
        self._messages: dict[tuple[int, int], Json] = {}
        self._queries: set[str] = set()
        self._faults: dict[str, deque[Fault | Refused]] = defaultdict(deque)
        self._ids = count(1)
        self._update_ids = count(900_000_001)
        self._news = asyncio.Condition()
        self._in_order: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._client = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        await self._runner.cleanup()

    # What people do.

    def meet(self, chat: int, language: str = "en") -> None:
        self._known[chat] = language

    async def write(self, chat: int, text: str, **fields: object) -> Delivery | None:
        return await self.deliver({"message": self._written(chat, text=text, **fields)})

    async def send(self, chat: int, **content: object) -> Delivery | None:
        """Anything that is not text: `voice={...}`, `photo=[...]`, `caption=...`."""
        return await self.deliver({"message": self._written(chat, **content)})

    async def edit(self, chat: int, text: str) -> Delivery | None:
        return await self.deliver({"edited_message": self._written(chat, text=text, edit_date=2)})

    async def press(self, chat: int, message_id: int, data: str) -> Delivery | None:
        query = str(next(self._ids) + 4_000_000_000)
        self._queries.add(query)
        message = self._messages.get((chat, message_id)) or updates.forgotten(chat, message_id)
        language = self._known.setdefault(chat, "en")
        return await self.deliver(updates.press(chat, query, data, message, language))

    async def block(self, chat: int) -> Delivery | None:
        self._blocked.add(chat)
        return await self.deliver(updates.membership(chat, "member", "kicked"))

    async def unblock(self, chat: int) -> Delivery | None:
        self._blocked.discard(chat)
        return await self.deliver(updates.membership(chat, "kicked", "member"))

    # What the network and the server do.

    def fail(self, method: str, *faults: Fault | Refused) -> None:
        """The next calls of `method` meet these, one each."""
        self._faults[method].extend(faults)

    def throttle(self, method: str, retry_after: int) -> None:
        """The next call of `method` is too many: 429."""
        text = f"Too Many Requests: retry after {retry_after}"
        self.fail(method, Refused(429, text, retry_after=retry_after))

    async def deliver(self, update: Json) -> Delivery | None:
        """Bring an update, a chat's in order, once; None when it waits for getUpdates instead.

        Without an `update_id` it gets the next one. An error is not repeated: deliver it again.
        """
        update = {"update_id": next(self._update_ids)} | update
        if not self.webhook:
            async with self._news:
                self.pending.append(update)
                self._news.notify_all()
            return None
        async with self._in_order[updates.chat_of(update)]:
            return await self._post(update)

    # What tests look at.

    async def seen(self, method: str, times: int = 1, chat: int | None = None) -> list[Call]:
        """The accepted calls of `method` (to `chat`), as soon as there are so many."""
        return await self._until(
            lambda: [
                call for call in self.calls if call.method == method and chat in (None, call.chat)
            ],
            times,
        )

    async def messages(self, chat: int, at_least: int = 0) -> list[Json]:
        """What the bot has said in a chat, as it reads now, as soon as there is so much."""
        return await self._until(
            lambda: [said for (where, _), said in self._messages.items() if where == chat],
            at_least,
        )

    async def _until(self, look: Callable[[], list[Seen]], at_least: int) -> list[Seen]:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(look()) >= at_least)
            return look()

    # The Bot API.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault is Fault.DROP:
            return _cut(request)
        if isinstance(fault, Fault) and fault is not Fault.DROP_AFTER:
            return await self._break(fault)
        try:
            if isinstance(fault, Refused):
                raise fault
            result = await self._call(request, method)
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        return _cut(request) if fault else web.json_response({"ok": True, "result": result})

    async def _break(self, fault: Fault) -> web.Response:
        if fault is Fault.HANG:
            await asyncio.Event().wait()
        if fault is Fault.GARBAGE:
            return web.Response(body=b"\x00 no json", content_type="application/json")
        if fault is Fault.BAD_GATEWAY:
            return web.Response(status=502, text="<html>502 Bad Gateway</html>")
        return web.json_response(Refused(500, "Internal Server Error").body, status=500)

    async def _call(self, request: web.Request, method: str) -> object:
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")
        try:
            parameters = check(
                method, request.headers.get("Content-Type", ""), await request.read()
            )
            result = await self._answers[method](parameters)
        except Refused as refused:
            self.refused.append(f"{method}: {refused}")
            raise
        async with self._news:
            self.calls.append(Call(method, parameters))
            self._news.notify_all()
        return result

    @property
    def _answers(self) -> dict[str, Callable[[Json], Awaitable[object]]]:
        return {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "sendVoice": self._send_voice,
            "editMessageText": self._edit_message,
            "answerCallbackQuery": self._answer_query,
            "sendChatAction": self._to_chat,
            "leaveChat": self._leave,
            "setMyCommands": self._set_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getUpdates": self._get_updates,
        }

    async def _get_me(self, _: Json) -> Json:
        return updates.BOT

    async def _to_chat(self, parameters: Json) -> bool:
        chat = parameters["chat_id"]
        if chat not in self._known:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self._blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return True

    async def _send_message(self, parameters: Json) -> Json:
        await self._to_chat(parameters)
        return self._say(parameters["chat_id"], next(self._ids), parameters)

    async def _send_voice(self, parameters: Json) -> Json:
        await self._to_chat(parameters)
        chat, number = parameters["chat_id"], next(self._ids)
        message = {"message_id": number, "date": 1, "chat": updates.private(chat)}
        self._messages[chat, number] = message | {"voice": {"file_size": len(parameters["voice"])}}
        return self._messages[chat, number]

    async def _edit_message(self, parameters: Json) -> Json:
        await self._to_chat(parameters)
        chat, number = parameters["chat_id"], parameters["message_id"]
        before = self._messages.get((chat, number))
        if before is None:
            raise Refused(400, "Bad Request: message to edit not found")
        after = self._say(chat, number, parameters)
        if after == before:
            raise Refused(400, "Bad Request: message is not modified: it is exactly the same")
        return after

    def _say(self, chat: int, number: int, parameters: Json) -> Json:
        message: Json = {
            "message_id": number,
            "date": 1,
            "chat": updates.private(chat),
            "text": parameters["text"],
        }
        if "reply_markup" in parameters:
            message["reply_markup"] = parameters["reply_markup"]
        self._messages[chat, number] = message
        return message

    async def _answer_query(self, parameters: Json) -> bool:
        if parameters["callback_query_id"] not in self._queries:
            raise Refused(400, "Bad Request: query is too old or query ID is invalid")
        self._queries.discard(parameters["callback_query_id"])
        return True

    async def _leave(self, _: Json) -> bool:
        return True

    async def _set_commands(self, parameters: Json) -> bool:
        self.commands[parameters.get("language_code", "")] = parameters["commands"]
        return True

    async def _set_webhook(self, parameters: Json) -> bool:
        self.webhook = parameters
        return True

    async def _delete_webhook(self, _: Json) -> bool:
        self.webhook = {}
        return True

    async def _get_updates(self, parameters: Json) -> list[Json]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        while self.pending and self.pending[0]["update_id"] < parameters.get("offset", 0):
            self.pending.popleft()
        async with self._news:
            await self._news.wait_for(lambda: bool(self.pending))
        return list(self.pending)[:100]

    async def _post(self, update: Json) -> Delivery:
        headers = {"Content-Type": "application/json"}
        if "secret_token" in self.webhook:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
        body = json.dumps(update).encode()
        async with self._client.post(self.webhook["url"], data=body, headers=headers) as response:
            return Delivery(response.status, await response.read(), dict(response.headers))

    def _written(self, chat: int, **content: object) -> Json:
        self._known.setdefault(chat, "en")
        return updates.message(chat, next(self._ids), self._known[chat], content)


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
