"""An update of the staff group, as one of a few things that people do there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from adapters.telegram.reader import KINDS
from bot.messages import TEXT_READ_AT_MOST

LINK = re.compile(r"/link(?:@\w+)?\s+(\S{1,40})\s*")
BUTTON = re.compile(r"staff:(\w{1,20}):(\d{1,19})")
ORDER = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+|\Z)")
NOTE_MARK = "//"
PASSED_ON = ("forward_origin", "via_bot")
"""Fields of a message that somebody else wrote: a forward to the wrong place is soon made."""

Fields = Mapping[str, object]


class Sort(Enum):
    WORDS = auto()
    MEDIA = auto()
    EDIT = auto()


@dataclass(frozen=True, slots=True)
class Written:
    """`person`: 0 for whoever writes in the group's own name. `thread`: 0 outside of topics."""

    person: int
    thread: int
    message: int
    sort: Sort
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    person: int
    query: str
    order: str
    case_id: int


@dataclass(frozen=True, slots=True)
class Shut:
    """Somebody closed a topic."""

    thread: int


@dataclass(frozen=True, slots=True)
class Linking:
    """Somebody shows their code, in private."""

    person: int
    code: str


class Nothing(Enum):
    """Of the group, but nothing for us."""

    HERE = auto()


Deed = Written | Pressed | Shut | Linking | Nothing


@dataclass(frozen=True, slots=True)
class Order:
    """What an adviser asks for. A name of "": plain words."""

    name: str
    rest: str


def read_deed(update: Fields, group: int) -> Deed | None:
    """None: it is not of the staff group, but an ordinary contact's."""
    query = _fields(update.get("callback_query"))
    if query:
        return _pressed(query) if _chat(_fields(query.get("message"))) == group else None
    edited = "edited_message" in update
    message = _fields(update.get("edited_message" if edited else "message"))
    if _is_private(message) and not edited:
        return _linking(message)
    if group not in (_chat(_fields(one)) for one in update.values()):
        return None
    return _of_group(message, is_edit=edited)


def read_order(text: str) -> Order:
    """What begins like an order is one, known or not: a slip of the finger is never sent."""
    text = text.strip()
    if text.startswith(NOTE_MARK):
        return Order("note", text.removeprefix(NOTE_MARK).strip())
    found = ORDER.match(text)
    if found:
        return Order(found[1].lower(), text[found.end() :].strip())
    return Order("?" if text.startswith("/") else "", text)


def _linking(message: Fields) -> Linking | None:
    shown = LINK.fullmatch(_text(message.get("text")))
    person = _person(message)
    return Linking(person, shown[1]) if shown and person else None


def _pressed(query: Fields) -> Deed:
    button = BUTTON.fullmatch(_text(query.get("data")))
    if button is None:
        return Nothing.HERE
    return Pressed(_person(query), _text(query.get("id")), button[1], int(button[2]))


def _of_group(message: Fields, *, is_edit: bool) -> Deed:
    thread = _number(message.get("message_thread_id")) if message.get("is_topic_message") else 0
    if "forum_topic_closed" in message:
        return Nothing.HERE if _is_bot(message) else Shut(thread)
    sort = _sort(message, is_edit=is_edit)
    if sort is None or (_is_bot(message) and "sender_chat" not in message):
        return Nothing.HERE
    person = 0 if "sender_chat" in message else _person(message)
    text = _text(message.get("text"))
    return Written(person, thread, _number(message.get("message_id")), sort, text)


def _sort(message: Fields, *, is_edit: bool) -> Sort | None:
    if not any(name in message for name in ("text", *KINDS)):
        return None
    if is_edit:
        return Sort.EDIT
    is_own = not any(name in message for name in PASSED_ON)
    return Sort.WORDS if is_own and _text(message.get("text")) else Sort.MEDIA


def _is_private(message: Fields) -> bool:
    return _fields(message.get("chat")).get("type") == "private"


def _is_bot(message: Fields) -> bool:
    return bool(_fields(message.get("from")).get("is_bot"))


def _chat(message: Fields) -> int:
    return _number(_fields(message.get("chat")).get("id"))


def _person(message: Fields) -> int:
    return _number(_fields(message.get("from")).get("id"))


def _fields(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) and value.bit_length() < 64 else 0  # noqa: PLR2004


def _text(value: object) -> str:
    """Without what PostgreSQL and UTF-8 cannot hold."""
    return _storable(value) if isinstance(value, str) else ""


def _storable(text: str) -> str:
    cut = text[:TEXT_READ_AT_MOST].replace("\0", "")
    return cut.encode(errors="replace").decode()
