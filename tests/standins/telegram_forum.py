"""The stand-in for Telegram with a group that has topics: what people and the bot do there.

    async with TelegramForum() as telegram:
        await telegram.write_in_group(ADA, "hello", thread=5)
        telegram.delete_topic(5)

As strict as the rest: topics have to be on and the bot has to have its rights, a closed or deleted
topic takes nothing, and the group takes 20 messages a minute by `seconds`. `strays`: what is
written into a deleted topic lands in General instead of being refused (tdlib/telegram-bot-api#854).
"""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from typing_extensions import override

from tests.standins import telegram_updates as updates
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_rules import Json, Refused

GROUP = -1001234567890
A_MINUTE, MINUTE = 20, 60.0


@dataclass
class Topic:
    name: str
    is_closed: bool = False
    is_deleted: bool = False


def _bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


class TelegramForum(TelegramStandIn):
    """`topics` by number. `seconds`: the group's clock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__()
        self.topics: dict[int, Topic] = {}
        self.has_topics = True
        self.has_rights = True
        self.has_bot = True
        self.strays = False
        self.reactions: dict[int, str] = {}
        self.popups: list[str] = []
        self.seconds = seconds
        self._written_at: deque[float] = deque(maxlen=A_MINUTE)
        self._threads = count(100)
        self.meet(GROUP)

    # What people do.

    async def write_in_group(
        self, person: int, text: str = "", thread: int = 0, **content: object
    ) -> int:
        """The message's number."""
        words = {"text": text} if text else {}
        message = self._in_group(person, thread, words | content)
        await self.deliver({"message": message})
        return int(message["message_id"])

    async def edit_in_group(self, person: int, message_id: int, text: str, thread: int) -> None:
        message = self._in_group(person, thread, {"text": text, "edit_date": 2})
        await self.deliver({"edited_message": message | {"message_id": message_id}})

    async def press_in_group(self, person: int, message: Json, label: str) -> None:
        rows = message["reply_markup"]["inline_keyboard"]
        [data] = [one["callback_data"] for row in rows for one in row if one["text"] == label]
        query = str(next(self._ids) + 5_000_000_000)
        self._queries.add(query)
        update = updates.press(GROUP, query, data, message, "en")
        update["callback_query"]["from"] = updates.person(person, "en")
        await self.deliver(update)

    async def close_topic(self, person: int, thread: int) -> None:
        self.topics[thread].is_closed = True
        message = self._in_group(person, thread, {"forum_topic_closed": {}})
        await self.deliver({"message": message})

    def delete_topic(self, thread: int) -> None:
        """Nobody is told, and what was in it is gone."""
        self.topics[thread].is_deleted = True
        for where, message in list(self._messages.items()):
            if message.get("message_thread_id") == thread:
                del self._messages[where]

    def heal(self, method: str) -> None:
        """What `fail` has put before its calls is gone."""
        self._faults[method].clear()

    # What tests look at.

    def shown(self, thread: int) -> list[Json]:
        """What the bot has written in a topic, or in General (0), as it reads now."""
        return [
            message
            for (chat, _), message in self._messages.items()
            if chat == GROUP and message.get("message_thread_id", 0) == thread
        ]

    def texts(self, thread: int) -> list[str]:
        return [message["text"] for message in self.shown(thread)]

    def everything(self) -> list[Json]:
        """What the bot has written anywhere, and nobody has removed."""
        return list(self._messages.values())

    def open_topics(self) -> dict[int, str]:
        return {number: topic.name for number, topic in self.topics.items() if not topic.is_deleted}

    # The Bot API.

    @property
    @override
    def _answers(self) -> dict[str, Callable[[Json], Awaitable[object]]]:
        return super()._answers | {
            "createForumTopic": self._create,
            "editForumTopic": self._rename,
            "closeForumTopic": self._close,
            "reopenForumTopic": self._reopen,
            "deleteForumTopic": self._delete,
            "deleteMessage": self._delete_message,
            "setMessageReaction": self._react,
        }

    @override
    async def _to_chat(self, parameters: Json) -> bool:
        if parameters["chat_id"] == GROUP and not self.has_bot:
            raise Refused(403, "Forbidden: bot was kicked from the supergroup chat")
        return await super()._to_chat(parameters)

    @override
    async def _send_message(self, parameters: Json) -> Json:
        if parameters["chat_id"] != GROUP:
            return await super()._send_message(parameters)
        await self._to_chat(parameters)
        self._count()
        thread = parameters.get("message_thread_id", 0)
        return self._say_in_group(next(self._ids), parameters, self._landing(thread))

    @override
    async def _edit_message(self, parameters: Json) -> Json:
        if parameters["chat_id"] != GROUP:
            return await super()._edit_message(parameters)
        await self._to_chat(parameters)
        number = parameters["message_id"]
        before = self._messages.get((GROUP, number))
        if before is None:
            raise _bad("message to edit not found")
        after = self._say_in_group(number, parameters, before.get("message_thread_id", 0))
        if after == before:
            raise _bad("message is not modified: it is exactly the same")
        return after

    @override
    async def _answer_query(self, parameters: Json) -> bool:
        self.popups.append(parameters.get("text", ""))
        return await super()._answer_query(parameters)

    def _landing(self, thread: int) -> int:
        """The topic that takes a message; 0 is General."""
        if not thread:
            return 0
        topic = self.topics.get(thread)
        if topic is None or topic.is_deleted or not self.has_topics:
            if self.strays:
                return 0
            raise _bad("message thread not found")
        if topic.is_closed:
            raise _bad("TOPIC_CLOSED")
        return thread

    def _say_in_group(self, number: int, parameters: Json, thread: int) -> Json:
        chat = {"id": GROUP, "type": "supergroup", "title": "Desk", "is_forum": self.has_topics}
        message: Json = {"message_id": number, "date": 1, "chat": chat, "text": parameters["text"]}
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if "reply_markup" in parameters:
            message["reply_markup"] = parameters["reply_markup"]
        self._messages[GROUP, number] = message
        return message

    async def _create(self, parameters: Json) -> Json:
        await self._manage(parameters)
        self._count()
        thread = next(self._threads)
        self.topics[thread] = Topic(parameters["name"])
        return {"message_thread_id": thread, "name": parameters["name"], "icon_color": 7322096}

    async def _rename(self, parameters: Json) -> bool:
        topic = await self._managed(parameters)
        self._count()
        if topic.name == parameters["name"]:
            raise _bad("TOPIC_NOT_MODIFIED")
        topic.name = parameters["name"]
        return True

    async def _close(self, parameters: Json) -> bool:
        topic = await self._managed(parameters)
        if topic.is_closed:
            raise _bad("TOPIC_NOT_MODIFIED")
        topic.is_closed = True
        return True

    async def _reopen(self, parameters: Json) -> bool:
        topic = await self._managed(parameters)
        if not topic.is_closed:
            raise _bad("TOPIC_NOT_MODIFIED")
        topic.is_closed = False
        return True

    async def _delete(self, parameters: Json) -> bool:
        await self._managed(parameters)
        self.delete_topic(parameters["message_thread_id"])
        return True

    async def _delete_message(self, parameters: Json) -> bool:
        await self._to_chat(parameters)
        if self._messages.pop((parameters["chat_id"], parameters["message_id"]), None) is None:
            raise _bad("message to delete not found")
        return True

    async def _react(self, parameters: Json) -> bool:
        await self._to_chat(parameters)
        self.reactions[parameters["message_id"]] = parameters["reaction"][0]["emoji"]
        return True

    async def _manage(self, parameters: Json) -> None:
        await self._to_chat(parameters)
        if parameters["chat_id"] != GROUP or not self.has_topics:
            raise _bad("the chat is not a forum")
        if not self.has_rights:
            raise _bad("not enough rights to create a topic")

    async def _managed(self, parameters: Json) -> Topic:
        await self._manage(parameters)
        topic = self.topics.get(parameters["message_thread_id"])
        if topic is None or topic.is_deleted:
            raise _bad("TOPIC_ID_INVALID")
        return topic

    def _count(self) -> None:
        now = self.seconds()
        if len(self._written_at) == A_MINUTE and self._written_at[0] > now - MINUTE:
            wait = int(self._written_at[0] + MINUTE - now) + 1
            raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        self._written_at.append(now)

    def _in_group(self, person: int, thread: int, content: dict[str, Any]) -> Json:
        chat = {"id": GROUP, "type": "supergroup", "title": "Desk", "is_forum": self.has_topics}
        message = updates.message(person, next(self._ids), "en", content) | {"chat": chat}
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        return message
