"""What the Bot API takes and what it refuses (https://core.telegram.org/bots/api)."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from enum import StrEnum
from typing import Any

Json = dict[str, Any]

TEXT_AT_MOST = 4096
BUTTON_DATA_AT_MOST = 64  # bytes
BUTTONS_AT_MOST = 100
POPUP_AT_MOST = 200
TOPIC_NAME_AT_MOST = 128
REACTIONS = frozenset("👍👎👌🤔✍👀🔥🎉🙏")
"""Some of those that https://core.telegram.org/bots/api#reactiontypeemoji lists."""

MESSAGE = {
    "chat_id!": int,
    "text!": str,
    "link_preview_options": dict,
    "reply_markup": dict,
}
METHODS: dict[str, dict[str, type]] = {
    "getMe": {},
    "sendMessage": MESSAGE
    | {"disable_notification": bool, "protect_content": bool}
    | {"message_thread_id": int, "reply_parameters": dict},
    "sendVoice": {"chat_id!": int, "voice!": bytes, "disable_notification": bool},
    "editMessageText": MESSAGE | {"message_id!": int},
    "answerCallbackQuery": {"callback_query_id!": str, "text": str, "show_alert": bool},
    "deleteMessage": {"chat_id!": int, "message_id!": int},
    "setMessageReaction": {"chat_id!": int, "message_id!": int, "reaction!": list},
    "createForumTopic": {"chat_id!": int, "name!": str},
    "editForumTopic": {"chat_id!": int, "message_thread_id!": int, "name!": str},
    "closeForumTopic": {"chat_id!": int, "message_thread_id!": int},
    "reopenForumTopic": {"chat_id!": int, "message_thread_id!": int},
    "deleteForumTopic": {"chat_id!": int, "message_thread_id!": int},
    "sendChatAction": {"chat_id!": int, "action!": str},
    "leaveChat": {"chat_id!": int},
    "setMyCommands": {"commands!": list, "language_code": str},
    "deleteWebhook": {"drop_pending_updates": bool},
    "setWebhook": {
        "url!": str,
        "secret_token": str,
        "allowed_updates": list,
        "drop_pending_updates": bool,
        "max_connections": int,
    },
    "getUpdates": {"offset": int, "limit": int, "timeout": int, "allowed_updates": list},
}
"""Every method and parameter that is taken; `!` marks what must be there."""


class Refused(Exception):
    """An error answer of the Bot API."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.body: Json = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class Fault(StrEnum):
    """What a call can meet besides an answer."""

    ERROR = "error"  # 500 in Telegram's own format
    BAD_GATEWAY = "bad gateway"  # 502 and HTML, from what stands before it
    GARBAGE = "garbage"  # 200, unreadable
    DROP = "drop"  # the connection is cut before anything is done
    DROP_AFTER = "drop after"  # done, then cut without an answer
    HANG = "hang"  # never answered


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    parameters: Json

    @property
    def chat(self) -> object:
        return self.parameters.get("chat_id")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the webhook answered."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def check(method: str, header: str, body: bytes) -> Json:
    """The parameters of a call that holds to every rule, `header` its Content-Type. Errors raised:
    `Refused`."""
    content_type = header.partition(";")[0]
    if method not in METHODS:
        raise Refused(404, "Not Found: method not found")
    if content_type == "multipart/form-data":
        parameters = _form_fields(METHODS[method], header, body)
    elif content_type == "application/json":
        parameters = json.loads(body)
    else:
        raise _bad(f"content type {content_type}")
    _check_names_and_types(METHODS[method], parameters)
    for name, value in parameters.items():
        RULES.get(name, _anything)(value)
    if "message_thread_id" in parameters and parameters["chat_id"] > 0:
        raise _bad("message thread not found")  # a contact's chat has no topics
    if method == "answerCallbackQuery" and len(parameters.get("text", "")) > POPUP_AT_MOST:
        raise _bad("MESSAGE_TOO_LONG")
    return parameters


def _form_fields(known: dict[str, type], header: str, body: bytes) -> Json:
    """Files as bytes; everything else in a form is JSON, where it is no text."""
    form = message_from_bytes(b"Content-Type: " + header.encode() + b"\r\n\r\n" + body)
    fields: Json = {}
    for part in form.walk():
        name = part.get_param("name", header="Content-Disposition")
        if not isinstance(name, str):
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        is_file = part.get_filename() is not None
        is_text = known.get(f"{name}!", known.get(name)) is str
        fields[name] = content if is_file else content.decode() if is_text else json.loads(content)
    return fields


def _check_voice(sound: bytes) -> None:
    if not sound.startswith(b"OggS"):
        raise _bad("wrong type of the voice content")


def _check_names_and_types(known: dict[str, type], parameters: Json) -> None:
    types = {name.rstrip("!"): kind for name, kind in known.items()}
    for name, value in parameters.items():
        if name not in types:
            raise _bad(f"unknown parameter {name}")
        if type(value) is not types[name]:
            raise _bad(f"{name} must be {types[name].__name__}")
    for name in known:
        if name.endswith("!") and name[:-1] not in parameters:
            raise _bad(f"{name[:-1]} is empty")


def _check_text(text: str) -> None:
    if re.search("[\ud800-\udfff]", text):
        raise _bad("strings must be encoded in UTF-8")
    if not text.strip(" \t\r\n\u200b\u2060\ufeff"):
        raise _bad("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > TEXT_AT_MOST:
        raise _bad("message is too long")


def _check_keyboard(markup: Json) -> None:
    if set(markup) != {"inline_keyboard"}:
        raise _bad("inline keyboard expected")
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if not 1 <= len(buttons) <= BUTTONS_AT_MOST:
        raise _bad("reply markup is too long")
    for button in buttons:
        if set(button) != {"text", "callback_data"} or not button["text"].strip():
            raise _bad("can't parse inline keyboard button")
        if not 1 <= len(button["callback_data"].encode()) <= BUTTON_DATA_AT_MOST:
            raise _bad("BUTTON_DATA_INVALID")


def _check_commands(commands: list[Json]) -> None:
    if len(commands) > 100:
        raise _bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch("[a-z0-9_]{1,32}", command["command"]):
            raise _bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise _bad("BOT_COMMAND_DESCRIPTION_INVALID")


def _check_language(code: str) -> None:
    if not re.fullmatch("([a-z]{2})?", code):
        raise _bad("invalid language code specified")


def _check_secret(secret: str) -> None:
    if not re.fullmatch("[A-Za-z0-9_-]{1,256}", secret):
        raise _bad("secret token contains unallowed characters")


def _check_connections(connections: int) -> None:
    if not 1 <= connections <= 100:
        raise _bad("max_connections must be 1 to 100")


def _check_url(url: str) -> None:
    if not re.match("https?://[^/]+", url):
        raise _bad("bad webhook: invalid webhook URL specified")


def _check_action(action: str) -> None:
    if action != "typing":
        raise _bad("wrong parameter action in request")


def _check_topic_name(name: str) -> None:
    if not 1 <= len(name) <= TOPIC_NAME_AT_MOST:
        raise _bad("TOPIC_TITLE_EMPTY")


def _check_reaction(reaction: list[Json]) -> None:
    if len(reaction) > 1 or any(one.get("emoji") not in REACTIONS for one in reaction):
        raise _bad("REACTION_INVALID")


def _anything(_: object) -> None:
    pass


RULES: dict[str, Callable[[Any], None]] = {
    "text": _check_text,
    "reply_markup": _check_keyboard,
    "commands": _check_commands,
    "language_code": _check_language,
    "secret_token": _check_secret,
    "max_connections": _check_connections,
    "url": _check_url,
    "action": _check_action,
    "voice": _check_voice,
    "name": _check_topic_name,
    "reaction": _check_reaction,
}


def _bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")
