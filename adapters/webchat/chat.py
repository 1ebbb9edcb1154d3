"""What the web chat is given, who an address belongs to, and a message as JSON."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.webchat.wake import Wake
from bot.messages import Choice, Inbound, Urgency
from bot.ports import Outgoing, Reader, Receipt, Receive, Render

CHANNEL = "webchat"

Json = dict[str, object]
Erase = Callable[[str], Awaitable[None]]
"""Erases the conversation of an address on this channel. Errors raised: `StoreUnavailable`."""

RecordingUrl = Callable[[str], str]
"""Where a recording is served, by its name."""

NOT_STORED_ID = "0"
"""The id of a message that belongs to no conversation: an apology that could not be stored."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
"""256 bits, URL-safe base64 without padding (threat T35)."""


@dataclass(frozen=True, slots=True)
class WebChat:
    """The use cases behind the API. `types`: whoever has an address is typing just now.
    `from_memory` answers danger while nothing can be stored.
    `look_every` and `heartbeat` are in seconds.

    News of this process wakes a stream at once; `look_every` is how soon it finds what another
    process wrote. `stream_for` bounds one stream, after which the page simply asks again.
    """

    receive: Receive
    render: Render
    erase: Erase
    recording_url: RecordingUrl
    reader: Reader
    wake: Wake
    types: Callable[[str], Awaitable[None]]
    from_memory: Callable[[Inbound], Receipt | None]
    look_every: float = 5.0
    heartbeat: float = 15.0
    stream_for: float = 600.0


def new_token() -> str:
    return secrets.token_urlsafe(32)


def address_of(token: str) -> str:
    """The address of whoever holds `token`: its hash, so that a stolen database opens no chat."""
    return hashlib.sha256(token.encode()).hexdigest()


def message_json(chat: WebChat, outgoing: Outgoing) -> Json:
    """A message as the API gives it (`openapi.json`, `Message`)."""
    rendered = chat.render(outgoing)
    by_adviser = outgoing.say.urgency is Urgency.ADVISER
    name = outgoing.say.params.get("name")
    message: Json = {
        "id": str(outgoing.seq) if outgoing.conversation_id > 0 else NOT_STORED_ID,
        "from": "adviser" if by_adviser else "guide",
        "text": rendered.text,
        "choices": [_choice_json(choice, rendered.multiple) for choice in rendered.choices],
        "language": rendered.language,
        "direction": rendered.direction,
    }
    if by_adviser and isinstance(name, str):
        message["name"] = name
    if rendered.multiple:
        message["multiple"] = True
    if rendered.replaces:
        message["replaces"] = rendered.replaces
    if rendered.recording:
        message["recording"] = chat.recording_url(rendered.recording)
    return message


def _choice_json(choice: Choice, multiple: bool) -> Json:
    shown: Json = {"id": choice.token, "label": choice.label}
    if choice.hint:
        shown["hint"] = choice.hint
    if multiple:
        shown["ticked"] = choice.ticked
    return shown
