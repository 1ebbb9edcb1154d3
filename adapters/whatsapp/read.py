"""What Twilio's fields say: a message from a contact, or how far one of ours came.

Field names: https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/whatsapp/api. Names we do not know are ignored: Twilio adds some without
notice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.whatsapp.account import E164, PREFIX, Account
from bot.errors import NotOurs, Refusal
from bot.messages import TEXT_READ_AT_MOST, Inbound, Kind, read_place
from bot.ports import Delivery

CHANNEL = "whatsapp"
MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
TOKEN_AT_MOST = 256
"""WhatsApp's limit for the id of a button."""

LINK = re.compile(r"/start ([A-Za-z0-9_-]{1,64})", re.ASCII)
"""The text of a link of ours (wa.me/<number>?text=...), in Telegram's form: it names a flow."""
UNSEEN = frozenset({"reaction", "system"})
"""Message types with nothing to answer."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

DELIVERIES = {
    # Twilio's own queue counts as sent: it took the message, and ours must not go out again.
    "accepted": Delivery.SENT,
    "queued": Delivery.SENT,
    "sending": Delivery.SENT,
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "failed": Delivery.FAILED,
    "undelivered": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}
MEDIA_KINDS = {
    "image/webp": Kind.STICKER,
    "text/vcard": Kind.CONTACT,
    "text/x-vcard": Kind.CONTACT,
    "image": Kind.PHOTO,
    "audio": Kind.VOICE,
}


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """How far the message with this external id came."""

    external_id: str
    delivery: Delivery


def read_message(fields: Mapping[str, str], account: Account) -> Inbound | None:
    """None: theirs, but nothing to answer. The name is dropped. Errors raised: `NotOurs`."""
    _check_account(fields, account)
    if fields.get("To") != account.whatsapp_sender:
        raise NotOurs(Refusal.FORGED)
    external_id = _message_sid(fields)
    address = _contact(fields.get("From", ""))
    content = None if fields.get("MessageType") in UNSEEN else _content(fields)
    if content is None:
        return None
    kind, text, choice = content
    return Inbound(
        CHANNEL,
        address,
        external_id,
        kind=kind,
        text=clean(text),
        choice=clean(choice)[:TOKEN_AT_MOST],
        pressed=_answered_sid(fields),
        at=read_place(fields.get("Latitude"), fields.get("Longitude")),
    )


def read_status(fields: Mapping[str, str], account: Account) -> StatusUpdate | None:
    """None: a status that we do not know. Errors raised: `NotOurs`."""
    _check_account(fields, account)
    if fields.get("From", account.whatsapp_sender) != account.whatsapp_sender:
        raise NotOurs(Refusal.FORGED)
    external_id = _message_sid(fields)
    delivery = DELIVERIES.get(fields.get("MessageStatus", ""))
    return StatusUpdate(external_id, delivery) if delivery else None


def clean(text: str) -> str:
    """Without what no database or screen takes: control characters and halves of characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub("", lines)[:TEXT_READ_AT_MOST]


def _content(fields: Mapping[str, str]) -> tuple[Kind, str, str] | None:
    """Kind, text and pressed token. An unfilled placeholder is no token: the label is read then."""
    body = fields.get("Body", "")
    label = fields.get("ButtonText") or fields.get("ListTitle") or body
    token = fields.get("ButtonPayload") or fields.get("ListId") or ""
    if token and "{{" not in token:
        return Kind.CHOICE, label, token
    if fields.get("Latitude") and fields.get("Longitude"):
        return Kind.LOCATION, body, ""
    if fields.get("NumMedia", "0") not in {"", "0"} or fields.get("MessageType") == "contacts":
        return _media_kind(fields), body, ""
    if link := LINK.fullmatch(label.strip()):
        return Kind.START, link[1], ""
    return (Kind.TEXT, label, "") if label else None


def _media_kind(fields: Mapping[str, str]) -> Kind:
    if fields.get("MessageType") == "contacts":
        return Kind.CONTACT
    media = fields.get("MediaContentType0", "").partition(";")[0].strip().lower()
    family = media.partition("/")[0]
    return MEDIA_KINDS.get(media) or MEDIA_KINDS.get(family) or Kind.MEDIA


def _check_account(fields: Mapping[str, str], account: Account) -> None:
    if fields.get("AccountSid") != account.account_sid:
        raise NotOurs(Refusal.FORGED)


def _message_sid(fields: Mapping[str, str]) -> str:
    sid = fields.get("MessageSid", "")
    if not MESSAGE_SID.fullmatch(sid):
        raise NotOurs(Refusal.MALFORMED)
    return sid


def _answered_sid(fields: Mapping[str, str]) -> str:
    sid = fields.get("OriginalRepliedMessageSid", "")
    return sid if MESSAGE_SID.fullmatch(sid) else ""


def _contact(sender: str) -> str:
    number = sender.removeprefix(PREFIX)
    if number == sender or not E164.fullmatch(number):
        raise NotOurs(Refusal.MALFORMED)
    return number
