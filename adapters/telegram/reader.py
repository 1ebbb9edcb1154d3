"""Reads what Telegram delivers (https://core.telegram.org/bots/api#update), as plain values.

Only bytes that cannot be Telegram's are refused. Anything well-formed is taken, even when there is
nothing to answer: an error would make Telegram repeat it for 24 hours and hold back all she writes.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.errors import NotOurs, Refusal
from bot.messages import TEXT_READ_AT_MOST, Inbound, Kind, SharedPlace, read_place

CHANNEL = "telegram"

KINDS = {
    "voice": Kind.VOICE,
    "photo": Kind.PHOTO,
    "sticker": Kind.STICKER,
    "venue": Kind.LOCATION,
    "location": Kind.LOCATION,
    "contact": Kind.CONTACT,
} | dict.fromkeys(
    (
        *("animation", "audio", "checklist", "dice", "document", "game", "gift", "giveaway"),
        *("invoice", "live_photo", "paid_media", "poll", "rich_message", "story", "video"),
        "video_note",
    ),
    Kind.MEDIA,
)
"""Fields of a message that hold its content. What is not here is Telegram's own business: a pinned
message, a new auto-delete timer."""

ID_BITS = 64

WRITERS = ("message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member")
GROUPS = ("group", "supergroup", "channel")
GONE_FROM_GROUP = ("left", "kicked")

COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+|\Z)")
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")  # of a deep link: t.me/<bot>?start=<payload>
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL and lone surrogates

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Update:
    """One delivery: what she did, if anything, and what courtesy asks of us.

    `query` is the id of a pressed button's query, which spins until it is answered.
    `group` is a group or channel we were put into and should leave.
    `fields`: the whole of it, for the staff group.
    """

    id: int
    inbound: Inbound | None = None
    query: str = ""
    group: int | None = None
    fields: Fields = field(default_factory=dict, repr=False, compare=False)


def read(body: bytes) -> Update:
    """Errors raised: `NotOurs` (malformed) when this is no update."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise NotOurs(Refusal.MALFORMED) from None
    return read_update(data)


def read_update(data: object) -> Update:
    """Errors raised: `NotOurs` (malformed) when this is no update."""
    fields = _fields(data)
    number = _integer(fields.get("update_id"))
    if number is None:
        raise NotOurs(Refusal.MALFORMED)
    query = _fields(fields.get("callback_query"))
    return Update(
        id=number,
        inbound=_inbound(str(number), fields),
        query=_text(query.get("id")),
        group=_group(fields),
        fields=fields,
    )


def _inbound(external_id: str, update: Fields) -> Inbound | None:
    for name, read_one in READERS.items():
        if name in update:
            fields = _fields(update[name])
            address = _private_address(fields) if read_one is not _press else _presser(fields)
            return read_one(external_id, address, fields) if address else None
    return None


def _message(external_id: str, address: str, message: Fields) -> Inbound | None:
    kind, text = _content(message)
    if kind is None:
        return None
    return Inbound(
        CHANNEL,
        address,
        external_id,
        kind,
        text=text,
        language=_language(message),
        at=_shared_place(message),
    )


def _shared_place(message: Fields) -> SharedPlace | None:
    place = _fields(message.get("location"))
    return read_place(place.get("latitude"), place.get("longitude"))


def _edit(external_id: str, address: str, message: Fields) -> Inbound | None:
    text = _words(message)
    if not text:
        return None  # a live location moved, a photo was swapped
    language = _language(message)
    return Inbound(CHANNEL, address, external_id, Kind.EDIT, text=text, language=language)


def _press(external_id: str, address: str, query: Fields) -> Inbound | None:
    choice = _text(query.get("data"))
    pressed = _integer(_fields(query.get("message")).get("message_id"))
    if not choice:
        return None
    return Inbound(
        CHANNEL,
        address,
        external_id,
        Kind.CHOICE,
        choice=choice,
        pressed="" if pressed is None else str(pressed),
        language=_language(query),
    )


def _membership(external_id: str, address: str, member: Fields) -> Inbound | None:
    if _fields(member.get("new_chat_member")).get("status") != "kicked":
        return None
    return Inbound(CHANNEL, address, external_id, Kind.LEFT, language=_language(member))


READERS: dict[str, Callable[[str, str, Fields], Inbound | None]] = {
    "message": _message,
    "edited_message": _edit,
    "callback_query": _press,
    "my_chat_member": _membership,
}


def _content(message: Fields) -> tuple[Kind | None, str]:
    words = _words(message)
    if "text" in message:
        return _typed(words) if words else (None, "")
    kind = next((kind for field, kind in KINDS.items() if field in message), None)
    return kind, words


def _typed(text: str) -> tuple[Kind, str]:
    """A command becomes its word. Words after /start are read, unless they are a link's payload: it
    may name a flow."""
    command = COMMAND.match(text)
    if command is None:
        return Kind.TEXT, text
    rest = text[command.end() :].strip()
    if command[1].lower() == "start":
        return (Kind.START if PAYLOAD.fullmatch(rest) else Kind.TEXT), rest
    return Kind.TEXT, f"{command[1]} {rest}".rstrip()


def _words(message: Fields) -> str:
    return _text(message.get("text")) or _text(message.get("caption"))


def _private_address(fields: Fields) -> str:
    chat = _fields(fields.get("chat"))
    number = _integer(chat.get("id"))
    return str(number) if number and chat.get("type") == "private" else ""


def _presser(query: Fields) -> str:
    return _private_address(_fields(query.get("message")))


def _group(update: Fields) -> int | None:
    fields = next((_fields(update[name]) for name in WRITERS if name in update), {})
    chat = _fields(fields.get("chat"))
    if chat.get("type") not in GROUPS:
        return None
    status = _fields(fields.get("new_chat_member")).get("status")
    return None if status in GONE_FROM_GROUP else _integer(chat.get("id"))


def _language(fields: Fields) -> str:
    code = _text(_fields(fields.get("from")).get("language_code"))
    return code if LANGUAGE.fullmatch(code) else ""


def _fields(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return UNSTORABLE.sub("\ufffd", value[:TEXT_READ_AT_MOST]) if isinstance(value, str) else ""


def _integer(value: object) -> int | None:
    """A whole number of at most 64 bits, which is what Telegram's ids are."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if value.bit_length() < ID_BITS else None
