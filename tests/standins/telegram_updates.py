"""Updates as Telegram delivers them (https://core.telegram.org/bots/api#update), names made up."""

from collections.abc import Mapping

from tests.standins.telegram_rules import Json

BOT = {"id": 123456, "is_bot": True, "first_name": "Guide", "username": "stand_in_bot"}


def private(chat: int) -> Json:
    return {"id": chat, "type": "private", "first_name": "Ada"}


def person(chat: int, language: str) -> Json:
    return {"id": chat, "is_bot": False, "first_name": "Ada", "language_code": language}


def message(chat: int, number: int, language: str, content: Mapping[str, object]) -> Json:
    return {
        "message_id": number,
        "from": person(chat, language),
        "chat": private(chat),
        "date": 1,
        **content,
    }


def forgotten(chat: int, number: int) -> Json:
    """A message that Telegram has no copy of any more: date 0."""
    return {"message_id": number, "date": 0, "chat": private(chat)}


def press(chat: int, query: str, data: str, message: Json, language: str) -> Json:
    return {
        "callback_query": {
            "id": query,
            "from": person(chat, language),
            "chat_instance": "-5",
            "data": data,
            "message": message,
        }
    }


def membership(chat: int, before: str, after: str) -> Json:
    return {
        "my_chat_member": {
            "chat": private(chat),
            "from": person(chat, "en"),
            "date": 1,
            "old_chat_member": {"user": BOT, "status": before},
            "new_chat_member": {"user": BOT, "status": after},
        }
    }


def chat_of(update: Json) -> int:
    for fields in update.values():
        if isinstance(fields, dict):
            chat = fields.get("chat") or fields.get("message", {}).get("chat", {})
            return int(chat.get("id", 0))
    return 0
